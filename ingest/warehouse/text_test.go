package warehouse

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"uptake/analysis"
	"uptake/analysis/fold"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

var update = flag.Bool("update", false, "write the golden statements anew")

// columnsOf are columns as a readout asks for them: the metrics, and one by the age of units.
func columnsOf() []fold.Column {
	at := func(v int) fold.Value { return fold.Value{From: fold.Variable, Var: v} }
	x := at(1)
	return []fold.Column{{Name: "spend", Y: at(0), Series: true, Extremes: true, Segments: true},
		{Name: "bought", Y: at(1), Series: true, Window: 24 * time.Hour},
		{Name: "spend_per_buyer", Y: at(0), X: &x, Series: true, Keep: true},
		{Name: "spend", Y: at(0), Age: &fold.Age{To: 0, Through: 6}, Later: &fold.Age{From: 3, To: 6, Through: 6}}}
}

// TestText: the statements of every dialect are those that were looked at, begin with SELECT
// or WITH, and read the table once each.
func TestText(t *testing.T) {
	for _, d := range Dialects {
		checkText(t, d, d.Name, 3, columnsOf(), func(e *spec.Experiment) {})
	}
}

// TestTextOfSuggestions: so are those about suggestions, of which one dialect is kept.
func TestTextOfSuggestions(t *testing.T) {
	states := func(set study.States) fold.Value { return fold.Value{From: fold.Suggestions, Count: set} }
	seen, any := states(study.SeenStates), states(study.AcceptedStates)
	any.Any = true
	sessions := fold.Value{From: fold.Sessions, Within: study.SeenStates, Count: study.AcceptedStates}
	columns := append(columnsOf(), fold.Column{Name: "ignore_rate", Y: states(study.IgnoredStates), X: &seen,
		Series: true, Keep: true}, fold.Column{Name: "ever_accepted", Y: any, Series: true},
		fold.Column{Name: "per_unit", Y: states(study.AcceptedStates), X: &seen, Quotient: true},
		fold.Column{Name: "per_session", Y: sessions, X: &sessions},
		fold.Column{Name: "early", Y: states(study.AcceptedStates), Age: &fold.Age{To: 2, Through: 6}})
	checkText(t, DialectOf("postgres"), "suggestions", 4, columns, func(e *spec.Experiment) {
		e.Columns["session"] = "session"
		e.Suggestions = spec.SuggestionRules{Attribution: 5 * time.Minute, AttributionGiven: true,
			EditWindow: 10 * time.Minute, EditAbove: 0.1, RevertAbove: 0.5, MinVisible: 300 * time.Millisecond,
			Events: map[string][]string{}}
		for _, role := range spec.Roles {
			e.Suggestions.Events[role] = []string{"suggestion_" + role}
		}
		e.Metrics = append(e.Metrics, spec.Metric{Name: "ignore_rate", Builtin: true, Role: spec.Secondary})
	})
}

// TestTextOfCopies: so is what the order of copies is made of, in every dialect.
func TestTextOfCopies(t *testing.T) {
	e := asExperiment()
	e.Columns["received_ts"] = "got"
	types := map[string]string{"trino": "array(varchar)", "athena": "array(varchar)", "bigquery": "ARRAY<STRING>"}
	var got strings.Builder
	for _, d := range Dialects {
		other := types[d.Name]
		draft, err := DraftOf(e, analysis.Needs(e), append(asColumns(), Column{"got", "timestamp", Instant},
			Column{"zoned", "timestamp", Instant}, Column{"clock", "datetime", WallTime}, Column{"day", "date", Date},
			Column{"double", "double", Double}, Column{"single", "real", Single},
			Column{"fee", "decimal(9,2)", Decimal},
			Column{"wide", "decimal(38,9)", Long}, Column{"yes", "boolean", Boolean}, Column{"list", other, Other}))
		if err != nil {
			t.Fatal(err)
		}
		all, err := draft.Text(d, columnsOf())
		if err != nil {
			t.Fatal(err)
		}
		_, all, _ = strings.Cut(all, "-- 2 of 3.")
		_, raw, _ := strings.Cut(all, " AS v0,\n")
		raw, _, is := strings.Cut(raw, "\n  FROM ")
		_, copies, _ := strings.Cut(all, "in_turn AS (")
		copies, _, does := strings.Cut(copies, "\n  FROM ")
		if !is || !does {
			t.Fatalf("%s: no elements of copies in %s", d.Name, all)
		}
		fmt.Fprintf(&got, "-- %s\n%s\n%s\n", d.Name, raw, copies)
	}
	checkGolden(t, "copies", got.String())
}

// TestTextOfCohorts: so is what tells the rows of cohorts from others, in every dialect, and how units of some are
// asked about.
func TestTextOfCohorts(t *testing.T) {
	e := asExperiment()
	var got strings.Builder
	for _, d := range Dialects {
		if d.Bucket == "" { // no address leads to it
			continue
		}
		p, err := New(e, analysis.Needs(e), append(asColumns(), Column{"clock", "datetime", WallTime}))
		if err != nil {
			t.Fatal(err)
		}
		all := p.fingerprints(d, Pass{})
		raw, _, is := strings.Cut(all, " AS print\n")
		_, end, ends := strings.Cut(all, "-- the unit of each")
		if !is || !ends {
			t.Fatalf("%s: no print of rows in %s", d.Name, all)
		}
		fmt.Fprintf(&got, "-- %s\n%s\n", d.Name, raw[strings.LastIndex(raw, "\n")+1:])
		if d.Name != "postgres" { // of which the others differ in casts and divisions, as elsewhere
			continue
		}
		got.WriteString(end + "\n")
		a, err := p.takeApart(columnsOf())
		if err != nil {
			t.Fatal(err)
		}
		some := Pass{by: &chosen{only: []spec.Day{20000, noDay}}}
		for i, sql := range []string{p.units(d, Cut{}, a, some), p.days(d, Cut{}, a, some), p.firsts(d, Cut{}, some),
			p.vectors(d, Cut{}, a, some)} {
			_, first, _ := strings.Cut(sql, "-- units that were first")
			if first, _, _ = strings.Cut(first, "SELECT r.*"); i > 0 { // they begin alike
				first = ""
			}
			last := sql[strings.LastIndex(sql, "\nGROUP BY "):]
			fmt.Fprintf(&got, "%s%s\n", first, last)
		}
	}
	checkGolden(t, "cohorts", got.String())
}

func checkText(t *testing.T, d *Dialect, name string, n int, columns []fold.Column, set func(*spec.Experiment)) {
	e := asExperiment()
	e.Segments = []string{"plan"}
	e.Zone, _ = time.LoadLocation("Europe/Berlin")
	set(e)
	draft, err := NewDraft(e, analysis.Needs(e))
	if err != nil {
		t.Fatal(err)
	}
	got, err := draft.Text(d, columns)
	if err != nil {
		t.Fatal(err)
	}
	statements := strings.Split(strings.TrimSpace(got), ";\n")
	if k := strings.Count(got, "FROM "+d.table([]string{"lake", "events"})); len(statements) != n || k != n {
		t.Errorf("%s: %d statements read the table %d times", name, len(statements), k)
	}
	checkGolden(t, name, got)
}

// checkGolden compares with a file of statements.
func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name+".sql")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != got {
		t.Errorf("%s is not what %s holds (%v); after looking at the difference, go test -update writes it", name,
			golden, err)
	}
}

// TestZone: the offsets in SQL are those of the clock, to the microsecond.
func TestZone(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	z := newZone(berlin, from.UnixMicro(), from.AddDate(1, 0, 0).UnixMicro())
	spring, autumn := time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC).UnixMicro(), time.Date(2026, 10, 25, 1, 0, 0, 0,
		time.UTC).UnixMicro()
	if len(z.at) != 2 || z.at[0] != spring || z.at[1] != autumn || z.offset[0] != 3600e6 || z.offset[1] != 7200e6 ||
		z.offset[2] != 3600e6 {
		t.Errorf("%+v, want changes at %d and %d", z, spring, autumn)
	}
	if z := newZone(time.UTC, 0, 1); !z.fixed() || z.wall("t") != "t" {
		t.Errorf("%+v", z)
	}
}
