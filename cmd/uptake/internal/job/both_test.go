package job

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"

	"uptake/analysis/investigation"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/config"
	"uptake/ingest/format"
	"uptake/ingest/simulate"
	"uptake/ingest/source"
)

// bothHead begins the experiment files of TestBoth.
const bothHead = `experiment: inline-suggestions
start: 2026-04-01
end: 2026-04-14
columns: {ts: timestamp, unit: user_id, event: event_name, session: session_id}
arms: [{name: control, share: 50%, control: true}, {name: treatment, share: 50%}]
window: 14d
`

// flawed is an export with copies, answers that contradict each other and users in both
// arms, all dated to the minute, so that many rows of a user bear the same time.
func flawed(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	o := simulate.Options{Users: 80, PreDays: 7, Seed: 5, Defects: []simulate.Defect{{Name: "delivered_twice",
		Rate: 0.1},
		{Name: "several_answers", Rate: 0.1}, {Name: "answers_before_shown", Rate: 0.1},
		{Name: "crossovers", Rate: 0.05}}}
	if _, err := simulate.Write(t.Context(), o, simulate.Output{Dir: dir, Format: "csv"}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "events.csv")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seconds := regexp.MustCompile(`(T\d\d:\d\d):\d\d(\.\d+)?Z`)
	if n := len(seconds.FindAll(b, 1000)); n < 1000 {
		t.Fatalf("%d times found", n)
	}
	if err := os.WriteFile(path, seconds.ReplaceAll(b, []byte("$1:00Z")), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

func experimentIn(t *testing.T, dir, text string) *spec.Experiment {
	t.Helper()
	path := filepath.Join(dir, "x.yaml")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// What Both gives is what Readout and Ignores give, to the byte, of one visit wherever both
// count the rows alike.
func TestBoth(t *testing.T) {
	dir := flawed(t)
	for name, c := range map[string]struct {
		text   string
		visits int
	}{
		"everything": {"suggestions: {attribution: 5m, min_visible: 500ms}\nreplay: " +
			"https://replay.example/{session}\n" +
			"metrics:\n  - {name: acceptance_rate, role: primary, minimum_effect: 2%}\n" +
			"  - {name: revenue_per_user, kind: mean, event: purchase, field: value, scale: 2, winsorize: {lower: " +
			"1%, upper: 95%}}\n  - {name: median_latency, kind: quantile, quantile: 50%, of: latency_ms}\n" +
			"segments: [platform, plan]\nattributes: [surface, model]\ncompare: [{by: language, from: go, to: " +
			"python}]\nstatistics: {cuped: 7d, also: [mann_whitney, ols], post_stratify: platform}\n", 1},
		"copies kept": {"duplicates: keep\nmetrics: [{name: ignore_rate}]\n", 1},
		"rows alike":  {"duplicates: row\nmetrics: [{name: accepted_per_unit}]\nsegments: [plan]\n", 1},
		"an embargo": {"embargo: first_full_week\ndecision: {planned: 2026-03-30, min_weeks: 2}\nmetrics: [{name: " +
			"acceptance_rate}]\n", 1},
		// The readout leaves requests to other events, the investigation counts them.
		"requests": {"suggestions: {events: {requested: [session_start], shown: [suggestion_shown], accepted: " +
			"[suggestion_accepted]}}\nmetrics: [{name: acceptance_rate}]\n", 2},
		"none to see": {"suggestions: {events: {shown: []}}\nmetrics: [{name: tasks, kind: mean, event: " +
			"task_completed}]\n", 1},
	} {
		t.Run(name, func(t *testing.T) {
			e := experimentIn(t, dir, bothHead+"sources: [{path: events.csv}]\n"+c.text)
			var assigned [2][]*readout.Assigned
			visits := 0
			run := func(k int) Run {
				return Run{Workers: 2, Assigned: func(a *readout.Assigned) { assigned[k] = append(assigned[k], a) },
					Opening: func(*study.Tables, string) { visits++ }}
			}
			wantReadout, err := run(0).Readout(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			wantIgnores, wantErr := run(0).Ignores(t.Context(), e, Investigate{Draws: 100})
			visits = 0
			gotReadout, later, err := run(1).Both(t.Context(), e, Investigate{Draws: 100})
			if err != nil {
				t.Fatal(err)
			}
			gotIgnores, gotErr := later(t.Context())
			if same(t, gotReadout) != same(t, wantReadout) {
				t.Errorf("the readout is another one")
			}
			if same(t, gotIgnores) != same(t, wantIgnores) || !reflect.DeepEqual(gotErr, wantErr) {
				t.Errorf("the investigation is another one, or fails in another way: %v, alone %v", gotErr, wantErr)
			}
			if len(assigned[1]) != 1 || !reflect.DeepEqual(assigned[0], assigned[1]) {
				t.Errorf("who was in which arm is told %d times, by the readout %d times, or otherwise",
					len(assigned[1]), len(assigned[0]))
			}
			if visits != c.visits {
				t.Errorf("the rows are visited %d times, want %d", visits, c.visits)
			}
		})
	}
}

func same(t *testing.T, of any) string {
	t.Helper()
	b, err := json.Marshal(of)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A readout stands where the rows fail for the investigation alone; not where a metric's
// data fail, or the source does not answer.
func TestBothFails(t *testing.T) {
	dir := flawed(t)
	e := experimentIn(t, dir, bothHead+"sources: [{path: events.csv}]\nmetrics: [{name: acceptance_rate}]\n")
	broken := errors.New("a column that only the investigation reads is broken")
	for name, c := range map[string]struct {
		err    error
		stands bool
	}{
		"the investigation's": {broken, true},
		"a metric's":          {study.NewMetricError([]string{"acceptance_rate"}, broken), false},
		"the source's":        {os.ErrDeadlineExceeded, false},
		"a stop":              {context.Canceled, true},
	} {
		t.Run(name, func(t *testing.T) {
			opened := 0
			r := Run{Workers: 1, Open: func(_ source.File, in format.Input, ask []format.Column,
				o format.Options) (format.Reader, error) {
				if opened++; opened == 1 {
					return nil, c.err
				}
				return format.Open(in, ask, o)
			}}
			rep, later, err := r.Both(t.Context(), e, Investigate{Draws: 100})
			if stands := err == nil; stands != c.stands {
				t.Fatalf("the readout stands: %v, %v", stands, err)
			}
			if !c.stands {
				return
			}
			if rep == nil || len(rep.Metrics) == 0 {
				t.Fatal("the readout is empty")
			}
			var none *report.Ignores
			got, err := later(t.Context())
			if got != none || !errors.Is(err, c.err) || errors.Is(err, investigation.ErrNoSuggestions) {
				t.Errorf("the investigation: %v", err)
			}
		})
	}
}
