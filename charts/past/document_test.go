package past

import (
	"strings"
	"testing"

	"uptake/analysis/evals"
	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

func made() *report.Past {
	var past []report.PastExperiment
	for i, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"} {
		v := report.Num(float64(i%5-2) / 100)
		past = append(past, report.PastExperiment{Name: name, Arm: "treatment", Version: "v2",
			Online:  report.PastEffect{Metric: "acceptance_rate", Value: v/2 + .001*report.Num(i%3), SE: .002},
			Offline: []report.PastEffect{{Metric: "correct", Value: v, SE: .004}}})
	}
	r := evals.Predict(past, .05, "test")
	r.Left = append(r.Left, report.PastLeft{Folder: "old", Why: "it has no evals.json"})
	return r
}

// TestDocument: it has every output, the page names the JSON that is written beside it, also
// where that is not asked for, and what there is not is refused by name.
func TestDocument(t *testing.T) {
	fixture.CheckDocument(t, Document, made())
	files := fixture.FilesOf(t, Document, made(), out.Options{})
	if text := fixture.CheckPage(t, files["past.html"]); !strings.Contains(text, "Keep correct") ||
		!strings.Contains(text, "it has no evals.json") {
		t.Error("the page does not say what it found")
	}
	fixture.CheckPage(t, fixture.FilesOf(t, Document, fixture.Infect(made(), fixture.Hostile["script"], true),
		out.Options{})["past.html"])
}

// No page keeps people out.
func TestBrowserPastAxe(t *testing.T) {
	fixture.OpenBrowser(t).CheckAxe(t, map[string]func() string{
		"past": func() string { return string(fixture.FilesOf(t, Document, made(), out.Options{})["past.html"]) },
	})
}
