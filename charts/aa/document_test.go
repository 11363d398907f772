package aa

import (
	"testing"

	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestDocument: it has every output, the page names the JSON that is written beside it, also
// where that is not asked for, and what there is not is refused by name.
func TestDocument(t *testing.T) {
	fixture.CheckDocument(t, Document, madeAA())
}

// No page keeps people out.
func TestBrowserAaAxe(t *testing.T) {
	fixture.OpenBrowser(t).CheckAxe(t, map[string]func() string{
		"aa": func() string {
			return string(fixture.FilesOf(t, Document, madeAA(), out.Options{Page: doc.Live})["aa.html"])
		},
	})
}
