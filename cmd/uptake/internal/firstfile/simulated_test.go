package firstfile

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/ingest"
	"uptake/ingest/preset"
	"uptake/ingest/simulate"
	"uptake/ingest/simulate/layout"
)

// readOf is the readout of simulated events as a vendor tells them, by the file that init
// drafts.
func readOf(t *testing.T, of layout.Layout) *report.Report {
	t.Helper()
	dir := t.TempDir()
	paths, err := simulate.Write(t.Context(), simulate.Options{Users: 60, Days: 6, PreDays: 2, Seed: 7,
		Effects: simulate.Effects{Acceptance: 0.05}}, simulate.Output{Dir: dir, Format: "ndjson", Layout: of.Name})
	if err != nil {
		t.Fatal(err)
	}
	paths = slices.DeleteFunc(paths, func(p string) bool { return filepath.Ext(p) != ".ndjson" })
	text, err := Draft(context.Background(), paths, Form{Dir: dir}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rep := readBy(t, dir, text)
	return rep
}

// numbers are those of a readout, without what arms and events are called.
func numbers(t *testing.T, r *report.Report) string {
	t.Helper()
	names := map[string]string{}
	for _, a := range r.Arms {
		names[a.Name] = "test"
		if a.Control {
			names[a.Name] = "control"
		}
	}
	var metrics []report.Metric
	for _, m := range r.Metrics {
		if !strings.Contains(m.Name, "flag_read") { // DevCycle's own
			m.Role, m.Cautions = "", nil
			// Snowplow's names of events
			m.Name = strings.NewReplacer("iglu:com.example/", "", "/jsonschema/1-0-0", "").Replace(m.Name)
			for i := range m.Comparisons {
				// the family has one more there
				m.Comparisons[i].Cautions, m.Comparisons[i].PAdjusted = nil, report.Undefined()
			}
			metrics = append(metrics, m)
		}
	}
	slices.SortFunc(metrics, func(a, b report.Metric) int { return strings.Compare(a.Name, b.Name) })
	var v any
	text, err := json.Marshal(map[string]any{"arms": r.Arms, "outcomes": r.Suggestions.Outcomes,
		"rates": r.Suggestions.Rates, "metrics": metrics})
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	out, err := json.MarshalIndent(renamed(v, names), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// renamed calls arms by what they are.
func renamed(v any, names map[string]string) any {
	switch x := v.(type) {
	case map[string]any:
		delete(x, "family_size") // a vendor that tells more has more built-in metrics in a family
		for k := range x {
			x[k] = renamed(x[k], names)
		}
		for _, k := range []string{"name", "arm", "control"} {
			if s, is := x[k].(string); is && names[s] != "" {
				x[k] = names[s]
			}
		}
	case []any:
		for i := range x {
			x[i] = renamed(x[i], names)
		}
		slices.SortStableFunc(x, func(a, b any) int { return strings.Compare(armOf(a), armOf(b)) })
	}
	return v
}

// armOf is the arm that an entry is of, "" where it is of none.
func armOf(v any) string {
	x, _ := v.(map[string]any)
	arm, named := x["arm"].(string)
	if !named {
		if arm, _ = x["name"].(string); arm != "control" && arm != "test" {
			return ""
		}
	}
	return arm
}

// TestSimulatedLayouts: the same events told by every vendor give the same numbers, and
// of every vendor that can be read there is a layout.
func TestSimulatedLayouts(t *testing.T) {
	want := numbers(t, readOf(t, layout.Layouts[0]))
	if !strings.Contains(want, `"accepted": 1`) && !strings.Contains(want, `"accepted": 2`) {
		t.Fatalf("nothing is accepted: %s", want)
	}
	for _, l := range layout.Layouts[1:] {
		t.Run(l.Name, func(t *testing.T) {
			t.Parallel()
			if got := numbers(t, readOf(t, l)); got != want {
				g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
				for i := range min(len(g), len(w)) {
					if g[i] != w[i] {
						t.Fatalf("line %d is %s, want %s, after\n%s", i, g[i], w[i], strings.Join(w[max(0, i-12):i],
							"\n"))
					}
				}
				t.Errorf("%d lines, want %d", len(g), len(w))
			}
		})
	}
	for _, name := range preset.Readable() {
		if name == "Unleash" { // its impressions have no time, wherever they are seen
			continue
		}
		if !slices.ContainsFunc(layout.Layouts, func(l layout.Layout) bool { return l.Vendor == name }) {
			t.Errorf("nothing is told as %s does", name)
		}
	}
}
