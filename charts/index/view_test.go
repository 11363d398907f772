package index

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/night"
	"uptake/charts/out"
	"uptake/charts/say"
)

func mustIndex(t *testing.T, x *report.Index) string {
	t.Helper()
	b, err := render(sorted(x), nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The made night looks as it did, as page and as JSON.
func TestIndexGolden(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "night")
	if err := Write(dir, nightIndex()); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range []string{"index.html", "index.json"} {
		b, err := os.ReadFile(filepath.Join(dir, f))
		if err != nil {
			t.Fatal(err)
		}
		files[f] = b
	}
	fixture.Golden(t, files)
	if hash := sha256.Sum256(files["index.json"]); !strings.Contains(string(files["index.html"]),
		fmt.Sprintf("begins with %x.", hash[:8])) {
		t.Error("the page does not name the hash of the JSON beside it")
	}
	if left, _ := os.ReadDir(dir); len(left) != 2 {
		t.Errorf("the folder holds %v", left)
	}
}

// Five hundred experiments make a page of at most two kilobytes each, with every one of them.
func TestIndexOfManyRows(t *testing.T) {
	const n = 500
	page := mustIndex(t, manyRows(n))
	if got := strings.Count(page, `<tbody role="rowgroup"`); got != n {
		t.Errorf("the page has %d rows, not %d", got, n)
	}
	if len(page) > n*2000 {
		t.Errorf("the page of %d rows has %d bytes", n, len(page))
	}
}

// What cannot be written leaves what was there.
func TestIndexIsWhole(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "index.json"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Write(dir, nightIndex()); err == nil || !strings.Contains(err.Error(), "index.json") {
		t.Errorf("the error is %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("the folder holds %v", left)
	}
}

// Rows stand by who needs somebody first, in the page as in the JSON, however they come.
func TestIndexOrder(t *testing.T) {
	want := []string{"typo-in-the-file", "export-cut-short", "broken-split", "latency-cap-200ms",
		"inline-completions-v2", "ranking-by-confidence", "shorter-hints",
		"tab-key-hint", "all-users-in-march", "error-rate-on-save", "onboarding-tour", "unbounded-revenue",
		"chat-suggestions-in-review", "ghost-text-delay"}
	x := nightIndex()
	before := x.Experiments[0].ID
	for k := range len(x.Experiments) {
		y := &report.Index{Experiments: slices.Concat(x.Experiments[k:], x.Experiments[:k])}
		var got []string
		for _, r := range sorted(y).Experiments {
			got = append(got, r.ID)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("turned by %d the order is %v", k, got)
		}
		page := mustIndex(t, y)
		_, page, _ = strings.Cut(page, "<table")
		for i := 1; i < len(want); i++ {
			if strings.Index(page, ">"+want[i-1]+"<") > strings.Index(page, ">"+want[i]+"<") {
				t.Fatalf("on the page %s stands after %s", want[i-1], want[i])
			}
		}
	}
	if x.Experiments[0].ID != before {
		t.Error("the given index was sorted in place")
	}
	// A verdict that changed stands before one that did not; without one before, nothing changed.
	for _, c := range []struct {
		previous report.Verdict
		status   report.Status
		want     int
	}{{report.KeepRunning, report.StatusOK, hasChanged}, {report.CannotTell, report.StatusOK, undecided},
		{"", report.StatusOK, undecided}, {report.KeepRunning, report.StatusStale, 1}} {
		r := rowOf("a", report.CannotTell, func(r *report.IndexRow) { r.Previous, r.Status = c.previous, c.status })
		if got := urgency(&r); got != c.want {
			t.Errorf("before %q, %s: ranked %d, want %d", c.previous, c.status, got, c.want)
		}
	}
}

// The keys that others read are there, undefined numbers are null, lists never are.
func TestIndexJSON(t *testing.T) {
	b, err := out.JSON(sorted(nightIndex()))
	if err != nil {
		t.Fatal(err)
	}
	var x struct {
		Schema      string
		Experiments []map[string]any
	}
	if err := json.Unmarshal(b, &x); err != nil || x.Schema != "uptake.index/1" {
		t.Fatalf("%v, schema %q", err, x.Schema)
	}
	for _, r := range x.Experiments {
		for _, k := range []string{"id", "folder", "status", "verdict", "previous_verdict", "needs", "error", "data_to",
			"last_good", "rows", "seconds"} {
			if _, ok := r[k]; !ok {
				t.Errorf("%v lacks %q", r["id"], k)
			}
		}
		if r["needs"] == nil || r["looks"] == nil || r["checks"] == nil {
			t.Errorf("%v has null for a list", r["id"])
		}
		e, failed := r["error"].(map[string]any)
		if failed != (r["status"] != "ok") {
			t.Errorf("%v is %v with the error %v", r["id"], r["status"], r["error"])
		}
		for _, k := range []string{"kind", "metric", "detail"} {
			if _, ok := e[k]; failed && !ok {
				t.Errorf("the error of %v lacks %q", r["id"], k)
			}
		}
	}
	for _, want := range []string{`"days_left": 2`, `"units_missing": 1200`, `"gate": "srm"`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the JSON lacks %s", want)
		}
	}
}

// What would unblock an experiment reads as people say it.
func TestIndexNeeds(t *testing.T) {
	for _, c := range []struct {
		verdict report.Verdict
		need    report.Need
		want    string
	}{
		{report.KeepRunning, report.Need{DaysLeft: fixture.Ptr(6)}, "6 days left"},
		{report.KeepRunning, report.Need{DaysLeft: fixture.Ptr(1)}, "1 day left"},
		{report.Hold, report.Need{DaysLeft: fixture.Ptr(14)}, "14 days to the second reading"},
		{report.KeepRunning, report.Need{NextLook: fixture.Ptr(2)}, "Next look in 2 days"},
		{report.KeepRunning, report.Need{UnitsMissing: fixture.Ptr(int64(1200))}, "1,200 more units"},
		{report.CannotTell, report.Need{UnitsMissing: fixture.Ptr(int64(1))}, "1 more unit"},
		{report.DoNotUse, report.Need{Gate: "srm"}, "Split not as planned"},
		{report.DoNotUse, report.Need{Gate: "crossovers"}, "Too many units in two arms"},
		{report.CannotTell, report.Need{Gate: "minimum_data"}, "Too few units to decide"},
		{report.Hold, report.Need{Harm: "revenue_per_user"}, "Revenue per user is worse: mend it, or accept it in " +
			"the file"},
		{report.Hold, report.Need{Guardrail: "tickets"}, "Tickets is not shown safe"},
		{report.LooksPromising, report.Need{Enough: "acceptance_rate"}, "Acceptance rate is not shown to be better " +
			"by enough"},
		{report.CannotTell, report.Need{NewWeeks: fixture.Ptr(1)}, "A new experiment of about 1 week"},
		{report.CannotTell, report.Need{NewWeeks: fixture.Ptr(53)}, "A new experiment of more than a year"},
		{report.CannotTell, report.Need{Plan: "control"}, "A control arm, named in the file"},
		{report.CannotTell, report.Need{Plan: "something else"}, "The file lacks something else"},
		{report.CannotTell, report.Need{}, "See the readout"},
		{report.Ship, report.Need{}, "Nothing: it can be decided"},
		{report.NoDifference, report.Need{}, "Nothing: decide on cost"},
	} {
		r := rowOf("a", c.verdict, func(r *report.IndexRow) { r.Needs = []report.Need{c.need} })
		if got := night.Unblocks(&r); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s, %+v: %q, want %q", c.verdict, c.need, got, c.want)
		}
	}
	for want, change := range map[string]func(*report.IndexRow){
		"Wait for 6 more days of data and get 1,200 more units.": func(r *report.IndexRow) {
			r.Verdict, r.Needs = report.KeepRunning, []report.Need{{DaysLeft: fixture.Ptr(6)},
				{UnitsMissing: fixture.Ptr(int64(1200))}}
		},
		"Mend the data (split not as planned; too many units in two arms).": func(r *report.IndexRow) {
			r.Verdict, r.Needs = report.DoNotUse, []report.Need{{Gate: "srm"}, {Gate: "crossovers"}}
		},
		"Show that tickets is safe and wait for 1 more day of data, to the second reading.": func(r *report.IndexRow) {
			r.Needs = []report.Need{{Guardrail: "tickets"}, {DaysLeft: fixture.Ptr(1)}}
		},
		"Add a control arm, named in the file.": func(r *report.IndexRow) {
			r.Needs = []report.Need{
				{Plan: "control"}}
		},
		"Nothing: decide on cost.": func(r *report.IndexRow) { r.Verdict = report.NoDifference },
		"Mend the data, or the file that describes them: a.csv ends early. Its last good result, of the data to 28 " +
			"November 2026 23:59 UTC, stands.": func(r *report.IndexRow) {
			r.Status, r.Error = report.StatusStale, &report.RunError{Kind: "data", Detail: "a.csv ends early."}
		},
		"See to the disk: No room. It has no earlier result.": func(r *report.IndexRow) {
			r.Status, r.Error = report.StatusFailed, &report.RunError{Kind: "disk", Detail: "No room."}
		},
	} {
		r := rowOf("a", report.Hold, change)
		if got := night.UnblockSentence(&r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, kind := range []string{"file", "data", "disk", "fault", "deadline", "unheard of"} {
		r := rowOf("a", report.Ship, func(r *report.IndexRow) {
			r.Status, r.Error = report.StatusStale, &report.RunError{Kind: kind}
		})
		if got := night.Unblocks(&r); len(got) != 1 || len(got[0]) < 10 || strings.Contains(got[0], "decided") {
			t.Errorf("an error of the kind %s asks for %q", kind, got)
		}
	}
}

// An interval lies where its numbers say, and what goes on beyond the scale ends in an arrow.
func TestStrip(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name               string
		iv                 report.Interval
		line               string
		at                 string
		left, right, empty bool
	}{
		{"inside", interval(0.1, 0, 0.2), "M55 8H102", "78.5", false, false, false},
		{"the whole scale", interval(0, -0.2, 0.2), "M8 8H102", "55", false, false, false},
		{"beyond on the left", interval(-0.15, -0.3, 0), "M8 8H55", "19.8", true, false, false},
		{"beyond on the right", interval(0.15, 0.1, 0.21), "M78.5 8H102", "90.2", false, true, false},
		{"beyond at both ends", interval(0.1, -1, 1), "M8 8H102", "78.5", true, true, false},
		{"wholly beyond", interval(0.5, 0.4, 0.6), "M102 8H102", "", false, true, false},
		{"no finite range", interval(0.1, nan, nan), "M8 8H102", "78.5", true, true, false},
		{"not known", interval(nan, nan, nan), "", "", false, false, true},
	} {
		s := string(strip(c.iv, "circle", 0.2))
		if c.empty {
			if s != "" {
				t.Errorf("%s: drawn as %s", c.name, s)
			}
			continue
		}
		if !strings.Contains(s, `d="`+c.line) || (c.at != "") != strings.Contains(s, `class="at"`) ||
			!strings.Contains(s, "M"+c.at) ||
			strings.Contains(s, "l-5 4 5 4") != c.left || strings.Contains(s, "l5 4-5 4") != c.right {
			t.Errorf("%s: drawn as %s", c.name, s)
		}
	}
	for _, c := range []struct {
		better      string
		lo, hi      float64
		shape, tone string
	}{
		{"up", 0.1, 0.2, "up", "good"}, {"up", -0.2, -0.1, "down", "bad"}, {"down", 0.1, 0.2, "up", "bad"},
		{"down", -0.2, -0.1, "down", "good"},
		{"up", -0.1, 0.1, "circle", "inconclusive"}, {"up", nan, nan, "circle", "inconclusive"},
	} {
		shape, tone := liftState(relative("m", c.better, 0, c.lo, c.hi))
		if shape != c.shape || string(tone) != c.tone {
			t.Errorf("%s is better, %v to %v: %s, %s", c.better, c.lo, c.hi, shape, tone)
		}
	}
}

// All rows share one scale; one that is far away does not squeeze the others.
func TestStripScale(t *testing.T) {
	rows := func(ends ...float64) []report.IndexRow {
		var out []report.IndexRow
		for _, e := range ends {
			out = append(out, report.IndexRow{Lift: relative("m", "up", e/2, -e/10, e)})
		}
		return out
	}
	for _, c := range []struct {
		rows []report.IndexRow
		want float64
	}{
		{nil, 0.1},
		{rows(0.03), 0.05},
		{rows(0.05), 0.05},
		{rows(0.051), 0.1},
		{rows(0.11, 0.07), 0.2},
		{rows(0.11, 0.07, 0.09, 0.02, 4), 0.2},
		{rows(1.4, 2.1, 1.9), 5},
		{rows(math.NaN()), 0.5 * 0.2},
		{[]report.IndexRow{{Lift: &report.RowLift{Lift: interval(40, 30, 50)}}, rows(0.03)[0]}, 0.05},
	} {
		if got := stripScale(c.rows); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%d rows share a scale of %v, want %v", len(c.rows), got, c.want)
		}
	}
}

// What the rows lack is said, never left blank: no lift, no scale, no time, no history.
func TestIndexCells(t *testing.T) {
	page := mustIndex(t, nightIndex())
	for _, want := range []string{"7 of 14 experiments need somebody", "2 verdicts changed since the data cut before",
		"Data to 28 November 2026 23:59 UTC",
		">hidden<", ">not compared<", "in its own unit, not on this scale", "no finite range", "day 28 of 28",
		"day 28, no end given", "Was: Keep running", "First result", "Last: Hold",
		"of the data to 26 November 2026 23:58 UTC: Hold:", "metrics: tickets_per_user has another margin.",
		"Out of date", "did you mean role?", "20 looks, 1 to 20 November 2026",
		`href="./inline-completions-v2/ignores.html"`, "and 1 thing more", "median latency, lower is better", "81.9 MB",
		"31.4 kB", `href="./portfolio.html"`,
		"ranking-by-confidence is Ship, was Keep running; tab-key-hint is No difference that matters, was Keep " +
			"running. New: error-rate-on-save.", "Last Thursday, 26 Nov 2026", "Experiments over the same units",
		"23 pairs of 11 experiments share units. 22 pairs were looked at", "The others share fewer units",
		"one in 2 was looked at", "Yes: not independent", "No sign of it",
		"Tasks per user of ranking-by-confidence, ranked", "fewer than 30", "the same ids are taken to be the same " +
			"units", "Not looked at, as this run has no result of them: typo-in-the-file, export-cut-short.",
		"20 more pairs are not shown here", "Nothing to compare", "9 primary comparisons of 8 experiments in this " +
			"list have a p"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := strings.Count(page, `<tbody role="rowgroup"`); n != 14 {
		t.Errorf("the page has %d rows", n)
	}
	// An investigation that failed takes nothing from a readout that stands; folders without a file are named.
	x := &report.Index{Gone: []string{"old-a", "old-b", "old-c", "old-d", "old-e", "old-f", "old-g"},
		Experiments: []report.IndexRow{rowOf("half", report.Ship, func(r *report.IndexRow) {
			r.Headline, r.Error = "Ship: all is well.", &report.RunError{Kind: "deadline", Detail: "The time was over."}
		})}}
	half := mustIndex(t, x)
	for _, want := range []string{"<b>half</b> <span>no investigation</span> <i>out of time</i> The time was over.",
		"<summary dir=\"auto\">Ship: all is well.</summary>", "Nothing: it can be decided", "The investigation failed",
		"Of old-a, old-b, old-c, old-d, old-e and 2 others there are results of an earlier run, and no experiment " +
			"file any more."} {
		if !strings.Contains(half, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	// Nor does a metric that failed, which is named, and is no investigation.
	metric := mustIndex(t, &report.Index{Experiments: []report.IndexRow{rowOf("less", report.KeepRunning,
		func(r *report.IndexRow) {
			r.Error = &report.RunError{Kind: "data", Metric: "spend",
				Detail: "the readout stands without spend: it is text"}
		})}})
	for _, want := range []string{"<b>less</b> <span>without spend</span>", "A metric failed",
		"The readout stands without spend: it is text"} {
		if !strings.Contains(metric, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(metric, "nvestigation") {
		t.Error("the page tells of an investigation that failed")
	}
	for heading, x := range map[string]*report.Index{
		"No experiment file was found": {},
		"The one experiment needs somebody": {Experiments: []report.IndexRow{rowOf("a", report.Ship,
			func(*report.IndexRow) {})}},
		"The one experiment needs nobody": {Experiments: []report.IndexRow{rowOf("a", report.KeepRunning,
			func(*report.IndexRow) {})}},
		"None of 2 experiments needs somebody": {Experiments: []report.IndexRow{rowOf("a", report.KeepRunning,
			func(*report.IndexRow) {}), rowOf("b", report.CannotTell, func(*report.IndexRow) {})}},
		"The one evaluation needs somebody": {Evaluations: nightEvals()[1:2]},
		"1 of 2 evaluations needs somebody": {Evaluations: nightEvals()[:2]},
		"1 of 2 experiments needs somebody": {Experiments: []report.IndexRow{rowOf("a", report.KeepRunning,
			func(*report.IndexRow) {}), rowOf("b", report.Hold, func(*report.IndexRow) {})}},
		"600 of 1,200 experiments need " +
			"somebody": {Experiments: slices.Concat(slices.Repeat([]report.IndexRow{rowOf("a", report.KeepRunning,
			func(*report.IndexRow) {})}, 600),
			slices.Repeat([]report.IndexRow{rowOf("b", report.Hold, func(*report.IndexRow) {})}, 600))},
	} {
		if p := mustIndex(t, x); !strings.Contains(p, "<h1>"+heading+"</h1>") {
			t.Errorf("the page is not headed %q", heading)
		}
	}
}

// Days are those of the experiment's zone.
func TestDayNumber(t *testing.T) {
	for _, c := range []struct{ start, end, from, to, zone, want string }{
		{"2026-11-01", "2026-11-28", "", "2026-11-01T00:10:00Z", "UTC", "day 1 of 28"},
		{"2026-11-01", "2026-11-28", "", "2026-11-12T23:30:00Z", "Europe/Berlin", "day 13 of 28"},
		{"2026-11-01", "2026-11-28", "", "2026-12-04T12:00:00Z", "UTC", "ended (28 days)"},
		{"2026-11-01", "", "", "2026-12-04T12:00:00Z", "UTC", "day 34, no end given"},
		{"", "2026-11-28", "2026-11-03T12:00:00Z", "2026-11-04T12:00:00Z", "UTC", "day 2 of 26"},
		{"2026-11-01", "2026-11-28", "", "", "UTC", ""},
		{"2026-11-01", "2026-11-28", "", "2026-10-04T12:00:00Z", "UTC", ""},
	} {
		r := report.IndexRow{Start: c.start, End: c.end, DataFrom: c.from, DataTo: c.to, Timezone: c.zone}
		if got := dayNumber(&r); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// A history tells stretches, and counts what lies further back.
func TestStretches(t *testing.T) {
	runs := func(looks []report.LedgerLine) string {
		list, earlier := stretches(looks)
		s := earlier
		for _, x := range list {
			s += "|" + x.Word + " " + x.Looks + " " + x.Days + " " + x.Grow
		}
		return s
	}
	for _, c := range []struct {
		looks []report.LedgerLine
		want  string
	}{
		{nil, ""},
		{looksOf("2026-11-28", report.Ship, 1), "|Ship 1 look 28 Nov 2026 1"},
		{looksOf("2026-11-01", report.KeepRunning, 30, report.Hold, 2), "|Keep running 30 looks 1 to 30 November " +
			"2026 30|Hold 2 looks 1 to 2 December 2026 2"},
	} {
		if got := runs(c.looks); got != c.want {
			t.Errorf("%d looks are told as %q, want %q", len(c.looks), got, c.want)
		}
	}
	var turning []any
	for range 5 {
		turning = append(turning, report.KeepRunning, 1, report.Hold, 2)
	}
	if got := runs(looksOf("2026-11-01", turning...)); !strings.HasPrefix(got, "3 looks before|Keep running 1 look 4 "+
		"Nov 2026 1|Hold 2 looks 5 to 6 November 2026 2|") {
		t.Errorf("a verdict that turns ten times is told as %q", got)
	}
}

// How many words chance alone would put into the list: half of every alpha.
func TestChanceWords(t *testing.T) {
	x := &report.Index{}
	for i := range 38 {
		v := report.KeepRunning
		switch {
		case i < 3:
			v = report.Ship
		case i == 3:
			v = report.DoNotShip
		}
		x.Experiments = append(x.Experiments, rowOf(fmt.Sprint(i), v, func(r *report.IndexRow) {
			r.Lift = relative("m", "up", 0.1, 0, 0.2)
		}))
	}
	x.Experiments = append(x.Experiments, rowOf("not compared", report.CannotTell, func(*report.IndexRow) {}))
	if got := chanceWords(x); !strings.Contains(got, "arms of 38 experiments") || !strings.Contains(got,
		"up to about 1.0 of them") || !strings.Contains(got, "may err by 2.5% either way") || !strings.Contains(got,
		"Here 3 read so and 1 reads do not ship.") {
		t.Errorf("it says %q", got)
	}
	for i := range 10 {
		x.Experiments[i].Alpha = 0.1
	}
	if got := chanceWords(x); !strings.Contains(got, "up to about 1.2 of them") || !strings.Contains(got,
		"half of its alpha") {
		t.Errorf("with other alphas it says %q", got)
	}
	if got := chanceWords(&report.Index{Experiments: x.Experiments[38:]}); got != "" {
		t.Errorf("where nothing is compared it says %q", got)
	}
}

// No text of a row can become anything but text, in the page or the JSON.
func TestIndexHostile(t *testing.T) {
	fixture.Payloads(func(n, payload string, everything bool) {
		x := fixture.Infect(nightIndex(), payload, everything)
		page := mustIndex(t, x)
		links := []string{"./portfolio.html"}
		for i := range x.Experiments {
			links = append(links, night.Beside(x.Experiments[i].Folder, "readout.html"),
				night.Beside(x.Experiments[i].Folder, "ignores.html"))
		}
		for i := range x.Evaluations {
			links = append(links, night.Beside(x.Evaluations[i].Folder, "evals.html"))
		}
		text := fixture.CheckPage(t, []byte(page), links...)
		fixture.Outside(t, []byte(page), "")
		if shown := say.Name(payload + "broken-split"); !everything && !strings.Contains(text, shown) {
			t.Errorf("%s: the page does not show the name as %q", n, shown)
		}
		for _, k := range regexp.MustCompile(`data-sort="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if strings.Trim(k[1], "0123456789.e+-|") != "" {
				t.Errorf("%s: a row is sorted by %q", n, k[1])
			}
		}
		b, err := out.JSON(sorted(x))
		var back report.Index
		if err != nil || json.Unmarshal(b, &back) != nil || len(back.Experiments) != len(x.Experiments) {
			t.Errorf("%s: the JSON cannot be read: %v", n, err)
		}
	})
}

// A folder is a place beside the index, whatever it is called.
func TestBeside(t *testing.T) {
	for folder, want := range map[string]string{"a": "./a/readout.html", "a/b c": "./a/b%20c/readout.html",
		"../../etc": "./etc/readout.html", "/abs": "./abs/readout.html",
		"javascript:alert(1)": "./javascript:alert%281%29/readout.html", "x?y#z": "./x%3Fy%23z/readout.html",
		"https://a.b": "./https:/a.b/readout.html", `a\b`: "./a%5Cb/readout.html"} {
		if got := night.Beside(folder, "readout.html"); got != want {
			t.Errorf("%q leads to %q, want %q", folder, got, want)
		}
	}
}

// The page runs its one script and nothing else, and is complete without it.
func TestIndexScript(t *testing.T) {
	page := mustIndex(t, nightIndex())
	if strings.Count(page, "<script") != 1 || strings.Count(page, "'sha256-")+strings.Count(page, "&#39;sha256-") != 1 {
		t.Error("the page has another script than its one, or allows one")
	}
	if !strings.Contains(page, `<div class="find" hidden>`) || strings.Contains(page, "<button") {
		t.Error("there are controls that do nothing without the script")
	}
}

// The index that is drawn is not changed.
func TestIndexIsNotChanged(t *testing.T) {
	x, want := nightIndex(), nightIndex()
	mustIndex(t, x)
	a, _ := json.Marshal(x)
	b, _ := json.Marshal(want)
	if !reflect.DeepEqual(a, b) {
		t.Error("drawing changed the index")
	}
}

// TestIndexEvals: evaluations stand in the order of who needs somebody, each with what would
// unblock it, in page and JSON alike.
func TestIndexEvals(t *testing.T) {
	x := sorted(nightIndex())
	page := mustIndex(t, nightIndex())
	want := []struct{ id, word, unblock string }{
		{"typo", "Failed", "Mend the evaluation file: evals/typo.yaml, line 3: basline is no key; did you mean " +
			"baseline? It has no earlier result."},
		{"titles", "Out of date", "Mend the data, or the file that describes them: v2.eval ends in the middle of a " +
			"member: it was cut short. Its last good result stands."},
		{"summariser-prompt-7", "Roll back", "Correct is worse: mend it; Tone in billing is worse: mend it."},
		{"search-rerank", "Ship", "Nothing: it can be launched."},
		{"tone-of-replies", "Accept with a note", "Nothing: it may be launched, with a note."},
		{"reviewer-model", "Cannot tell", "Correct: 1,240 more items; Severe: more items; Tone hangs on runs that " +
			"failed: mend them and run them again."},
	}
	if len(x.Evaluations) != len(want) {
		t.Fatalf("%d evaluations", len(x.Evaluations))
	}
	at := strings.Index(page, `id="evaluations"`)
	for i, w := range want {
		r := x.Evaluations[i]
		if r.ID != w.id || r.Unblock != w.unblock {
			t.Errorf("%d: %s, %q; want %s, %q", i, r.ID, r.Unblock, w.id, w.unblock)
		}
		name := strings.Index(page[at:], w.id)
		if name < 0 || !strings.Contains(page[at:at+name], w.word) {
			t.Errorf("%s does not follow in the page, as %s", w.id, w.word)
			continue
		}
		at += name
	}
	if !strings.Contains(page, `<h2 id="evaluations-heading">5 of 6 evaluations need somebody</h2>`) {
		t.Error("the page does not say how many need somebody")
	}
}
