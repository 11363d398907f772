package ignores

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/out"
	"uptake/charts/say"
)

const (
	// summaryLines is the most lines of the summary: with the paths of the files behind
	// it, it fits a window of 40.
	summaryLines = 36
	// summaryCauses and summaryCautions are how many stand in it.
	summaryCauses, summaryCautions = 4, 3
)

// summary is what a run ends with: what is ignored, the causes with their
// points, the finding of every part of the page in one line, and cautions. The page
// has the rest.
func summary(r *report.Ignores, v *doc.View, o out.Options) string {
	of, _ := report.StudiedNamed(r.Of)
	s := &subject{Ignores: r, of: of}
	t := &out.Terminal{Color: o.Color}
	t.Few("", v.Title, 1)
	t.Few("", strings.Join(v.Meta, " · "), 1)
	t.Gap()
	t.Badge(&v.Verdict)
	t.Few("  ", v.Verdict.Headline, 3)
	if len(r.Causes) == 0 {
		for _, text := range v.Verdict.Reasons {
			t.Few("  - ", text, 2)
		}
	}
	for i := range r.Causes[:min(len(r.Causes), summaryCauses)] {
		c := &r.Causes[i]
		t.Few("  ", s.ranked(c)+": "+say.Difference(c.Points, say.Cost).String()+", "+say.Name(c.Attribute)+": "+
			say.OrElse(say.Name(c.Level), "(none)"), 1)
		if c.RateTo.Defined() {
			t.Few("     ", strings.TrimSuffix("were it there as elsewhere, "+say.Tenth(c.RateTo)+
				s.say(" would be {ignored}; ")+tiedText(c), "; "), 1)
		}
	}
	if n := len(r.Causes) - summaryCauses; n > 0 {
		t.Line("  and " + say.Plural(n, "more cause", "more causes"))
	}
	if g := r.Together; g != nil {
		t.Few("  ", "Points do not add up: together "+say.Difference(g.Points, say.Cost).Estimate()+", one by one "+
			pointsText(g.Sum)+".", 1)
	}
	if r.Health.Status == "fail" {
		t.Few("  ", "A health check failed: do not decide on these data.", 1)
	}
	t.Gap()
	notes := v.Cautions[:min(len(v.Cautions), summaryCautions)]
	room := summaryLines - t.Lines() - 2*len(notes) - 2
	for _, s := range v.Sections {
		if s.PageOnly || s.ID == "causes" && len(r.Causes) > 0 {
			continue
		}
		if room--; room >= 0 {
			t.Few("- ", s.Heading, 1)
		}
	}
	for _, n := range notes {
		t.Few("! ", n, 2)
	}
	if n := len(v.Cautions) - len(notes); n > 0 {
		t.Line(fmt.Sprintf("  and %s on the page", say.Plural(n, "more caution", "more cautions")))
	}
	return t.String()
}
