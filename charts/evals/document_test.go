package evals

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	analysis "uptake/analysis/evals"
	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// made is an evaluation of a new prompt: summaries gained, tone lost in answers to customers.
func made(t *testing.T) *report.Evals {
	t.Helper()
	points := func(v float64) spec.Amount { return spec.Amount{Value: v, Form: spec.Points} }
	day := spec.Day(20777)
	e := &spec.Evals{Name: "summariser-prompt-7", File: "evals.yaml", Baseline: "v1", Alpha: .05, Declared: &day,
		Hypothesis: "The shorter prompt loses nothing.",
		Versions:   []spec.EvalVersion{{Name: "v1"}, {Name: "v2"}},
		Metrics: []spec.EvalMetric{
			{Name: "correct", Role: spec.Primary, Minimum: points(.02), Margin: points(.03)},
			{Name: "severe", Role: spec.Guardrail, Down: true, Limit: .02, HasLimit: true},
			{Name: "tone", Role: spec.Guardrail, Margin: points(.02), By: "category"},
		},
		Weights: []spec.CategoryWeight{{Category: "billing", Share: .7}, {Category: "summaries", Share: .2},
			{Category: "tone", Share: .1}},
		Judge: spec.EvalJudge{Stated: true, Sensitivity: .95, Specificity: .9},
	}
	r := rand.New(rand.NewPCG(16, 4))
	s := &scored.Set{Metrics: []string{"clarity", "correct", "severe", "tone"}, Segments: []string{"language"},
		Users: []scored.Share{{Category: "billing", Share: .6}, {Category: "refunds", Share: .15}, {Category: "tone",
			Share: .25}, {Segment: "language", Category: "English", Share: .8},
			{Segment: "language", Category: "Čeština", Share: .2}}}
	s.Versions = []scored.Version{{Name: "v1", Tool: "promptfoo", ToolVersion: "0.123.1", Files: []string{"v1.jsonl"},
		Rows: 1800, Key: "vars.case"}, {Name: "v2", Tool: "inspect", ToolVersion: "0.3.285", Files: []string{"v2.eval"},
		Rows: 1800, Key: "sample.id", Numbered: true}}
	for i := range 900 {
		category := []string{"billing", "summaries", "tone"}[i%3]
		hard := r.Float64()
		for v := range s.Versions {
			for repeat := range 2 {
				chance := .5 + .5*hard
				tone := .97
				if v == 1 && category == "summaries" {
					chance = math.Min(1, chance+.18)
				}
				if v == 1 && category == "tone" {
					tone = .72
				}
				x := scored.Run{About: &scored.About{Item: fmt.Sprintf("q-%03d", i), Category: category,
					Cluster: fmt.Sprintf("doc-%d", i/3), Severity: []string{"", "high", "low"}[i%7%3],
					File: s.Versions[v].Name + ".jsonl"}, Repeat: int32(repeat + 1), Line: int32(2*i + repeat + 1),
					Spent: &scored.Spent{Seconds: 1.2 + .3*r.Float64() - .2*float64(v), TokensIn: 400, TokensOut: 80,
						Cost: .002 - .0004*float64(v)}}
				copy(x.InputHash[:], x.Item)
				x.Segments = []string{[]string{"English", "Español", "日本語", "English", "English"}[i/3%5]}
				if i < 6 {
					x.Segments[0] = "Čeština"
				}
				bit := func(p float64) float64 {
					if r.Float64() < p {
						return 1
					}
					return 0
				}
				values := []float64{math.Round(1000*(.4+.5*r.Float64())) / 1000, bit(chance), bit(.002), bit(tone)}
				states := []scored.State{scored.Scored, scored.Scored, scored.Scored, scored.Scored}
				x.Text = &scored.Texts{Input: "Where is my invoice of March? (" + x.Item + ")",
					Expected: "Under Billing, Invoices.", Output: []string{"You find it under Billing, Invoices.",
						"Look under Billing yourself."}[v], Reasons: map[string]string{"tone": []string{"polite",
						"curt"}[v]}}
				if v == 1 && i == 17 {
					x.Errored, x.Error = true, "timeout"
					states = make([]scored.State, 4)
				}
				s.Versions[v].Add(x, values, states)
			}
		}
	}
	out, err := analysis.Analyze(context.Background(), e, s, analysis.Options{ProgramVersion: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDocument: it has every output, the page names the JSON that is written beside it, also
// where that is not asked for, and what there is not is refused by name.
func TestDocument(t *testing.T) {
	r := made(t)
	fixture.CheckDocument(t, Document, r)
	files := fixture.FilesOf(t, Document, r, out.Options{})
	text := fixture.CheckPage(t, files["evals.html"])
	for _, want := range []string{"Patch v2", "Tone is worse in tone", "All, by traffic",
		"How large a difference nothing makes", "refunds", "is worse than in v1 for language", "not measurable",
		"under 149 items"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	fixture.CheckMarkdown(t, files["evals.md"], "")
	fixture.CheckTerminal(t, string(files["evals.txt"]))
	fixture.CheckShort(t, files, "evals")
	if dir := os.Getenv("EVALS_OUT"); dir != "" {
		for name, b := range files {
			os.WriteFile(filepath.Join(dir, name), b, 0o644)
		}
	}
}

// TestNotGivenIsNotShown: an example without severity or category has no line of it.
func TestNotGivenIsNotShown(t *testing.T) {
	r, examples := made(t), 0
	for i := range r.Flips {
		for j := range r.Flips[i].Examples {
			x := &r.Flips[i].Examples[j]
			x.Severity, x.Category = "", ""
			examples++
		}
	}
	page := string(fixture.FilesOf(t, Document, r, out.Options{})["evals.html"])
	for _, label := range []string{"<dt>Severity</dt>", "<dt>Category</dt>"} {
		if examples == 0 || strings.Contains(page, label) {
			t.Errorf("%d examples, and the page has %s", examples, label)
		}
	}
}

// TestNothingRuns: no string of the data runs or leaves its place.
func TestNothingRuns(t *testing.T) {
	const payload = `<script>document.title="ran"</script><img src=x onerror=alert(1)>`
	r := fixture.Infect(made(t), payload, false)
	files := fixture.FilesOf(t, Document, r, out.Options{})
	fixture.CheckPage(t, files["evals.html"])
	fixture.CheckMarkdown(t, files["evals.md"], payload)
	fixture.CheckTerminal(t, string(files["evals.txt"]))
}

// No page keeps people out.
func TestBrowserEvalsAxe(t *testing.T) {
	fixture.OpenBrowser(t).CheckAxe(t, map[string]func() string{
		"evals": func() string { return string(fixture.FilesOf(t, Document, made(t), out.Options{})["evals.html"]) },
	})
}
