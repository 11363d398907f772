package warehouse

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"uptake/analysis"
	"uptake/analysis/fold"
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
		e := asExperiment()
		e.Segments = []string{"plan"}
		e.Zone, _ = time.LoadLocation("Europe/Berlin")
		draft, err := NewDraft(e, analysis.Needs(e))
		if err != nil {
			t.Fatal(err)
		}
		got, err := draft.Text(d, columnsOf())
		if err != nil {
			t.Fatal(err)
		}
		statements := strings.Split(strings.TrimSpace(got), ";\n")
		if n := strings.Count(got, "FROM "+d.table([]string{"lake", "events"})); len(statements) != 3 || n != 3 {
			t.Errorf("%s: %d statements read the table %d times", d.Name, len(statements), n)
		}
		golden := filepath.Join("testdata", d.Name+".sql")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || string(want) != got {
			t.Errorf("%s is not what %s holds (%v); after looking at the difference, go test -update writes it", d.Name,
				golden, err)
		}
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
