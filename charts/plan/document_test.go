package plan

import (
	"testing"

	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestDocument: it has every output, the page names the JSON that is written beside it, also
// where that is not asked for, and what there is not is refused by name.
func TestDocument(t *testing.T) {
	fixture.CheckDocument(t, Document, madePlan(t, nil))
}

// No page keeps people out.
func TestBrowserPlanAxe(t *testing.T) {
	fixture.OpenBrowser(t).CheckAxe(t, map[string]func() string{
		"plan": func() string {
			return string(fixture.FilesOf(t, Document, madePlan(t, nil), out.Options{Page: doc.Live})["plan.html"])
		},
	})
}
