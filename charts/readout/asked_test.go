package readout

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestAsked: what an engine was asked stands on the page, its SQL to copy as it is and never as markup; the short
// forms say what came back.
func TestAsked(t *testing.T) {
	r, read := fixture.Hold(), int64(2_500_000)
	sql := "SELECT '</pre><script>alert(1)</script>' AS x,\n  1 < 2 AS y"
	r.Rows.Asked = []report.Asked{{About: "Units added up.", SQL: sql, Queries: []report.Query{
		{ID: "20260401_1", Read: &read, Rows: 7, Returned: 1200, Seconds: 1.25},
		{ID: "20260401_2", Read: &read, Rows: 8, Returned: 300, Seconds: 0.25},
	}}}
	page := string(mustRender(t, "html", r, out.Options{}))
	for _, want := range []string{
		"SELECT &#39;&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39; AS x,\n  1 &lt; 2 AS y</code></pre>",
		"20260401_2", "part 2 of 2 of the units", "5.00 MB were read; 1.50 kB came back in 1.50 s, from 2 queries."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "<script>alert") {
		t.Error("a text of the query is markup")
	}
	for _, got := range []string{string(mustRender(t, "md", r, out.Options{})), Document.Terminal(r, out.Options{})} {
		if !strings.Contains(got, "from 2 queries") || strings.Contains(got, "SELECT") {
			t.Errorf("a short form does not say what came back, or has the SQL:\n%s", got)
		}
	}
	r.Rows.Asked[0].Queries[1].Read = nil
	if page := string(mustRender(t, "html", r, out.Options{})); strings.Contains(page, "were read") ||
		!strings.Contains(page, "does not say how many bytes it read") {
		t.Error("bytes are added up of which one number is not known")
	}
}
