package charts

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

const (
	// summaryLines is the most lines of the summary: with the paths of the files behind
	// it, it fits a window of 40.
	summaryLines = 36
	// summaryCauses and summaryCautions are how many stand in it.
	summaryCauses, summaryCautions = 4, 3
)

// ignoresSummary is what a run ends with: what is ignored, the causes with their
// points, the finding of every part of the page in one line, and cautions. The page
// has the rest.
func ignoresSummary(r *report.Ignores, v *doc.View, o Options) string {
	of, _ := report.StudiedNamed(r.Of)
	s := &ignoresSubject{Ignores: r, of: of}
	t := &terminal{color: o.Color}
	t.few("", v.Title, 1)
	t.few("", strings.Join(v.Meta, " · "), 1)
	t.gap()
	t.b.WriteString(t.paint(v.Verdict.Tone, strings.ToUpper(v.Verdict.Word)) + "\n")
	t.few("  ", v.Verdict.Headline, 3)
	if len(r.Causes) == 0 {
		for _, text := range v.Verdict.Reasons {
			t.few("  - ", text, 2)
		}
	}
	for i := range r.Causes[:min(len(r.Causes), summaryCauses)] {
		c := &r.Causes[i]
		t.few("  ", s.ranked(c)+": "+say.Difference(c.Points, say.Cost).String()+", "+say.Name(c.Attribute)+": "+say.OrElse(say.Name(c.Level), "(none)"), 1)
		if c.RateTo.Defined() {
			t.few("     ", strings.TrimSuffix("were it there as elsewhere, "+say.Tenth(c.RateTo)+s.say(" would be {ignored}; ")+tiedText(c), "; "), 1)
		}
	}
	if n := len(r.Causes) - summaryCauses; n > 0 {
		t.line("  and " + say.Plural(n, "more cause", "more causes"))
	}
	if g := r.Together; g != nil {
		t.few("  ", "Points do not add up: together "+say.Difference(g.Points, say.Cost).Estimate()+", one by one "+pointsText(g.Sum)+".", 1)
	}
	if r.Health.Status == "fail" {
		t.few("  ", "A health check failed: do not decide on these data.", 1)
	}
	t.gap()
	notes := v.Cautions[:min(len(v.Cautions), summaryCautions)]
	room := summaryLines - strings.Count(t.b.String(), "\n") - 2*len(notes) - 2
	for _, s := range v.Sections {
		switch s.ID {
		case "trust", "health", "sessions":
			continue
		case "causes":
			if len(r.Causes) > 0 {
				continue
			}
		}
		if room--; room >= 0 {
			t.few("- ", s.Heading, 1)
		}
	}
	for _, n := range notes {
		t.few("! ", n, 2)
	}
	if n := len(v.Cautions) - len(notes); n > 0 {
		t.line(fmt.Sprintf("  and %s on the page", say.Plural(n, "more caution", "more cautions")))
	}
	return t.b.String()
}

// few is text of at most so many lines.
func (t *terminal) few(head, s string, lines int) {
	room := terminalWidth - say.Columns(head)
	list := say.Wrap(s, room)
	if len(list) > lines {
		list[lines-1] = say.Fit(list[lines-1]+" "+list[lines], room)
		if !strings.HasSuffix(list[lines-1], "…") {
			list[lines-1] = say.Fit(list[lines-1], room-2) + " …"
		}
		list = list[:lines]
	}
	for i, l := range list {
		if i > 0 {
			head = strings.Repeat(" ", say.Columns(head))
		}
		t.line(head + l)
	}
}
