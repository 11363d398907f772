package out

import (
	"fmt"
	"strings"

	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// Summary is what a run ends with where a document has numbers, checks and effects:
// verdict, numbers, health, effects as bars. The rest is in the files.
func Summary[R any](_ R, v *doc.View, o Options) string {
	t := summary(v, o, mostEffects)
	for most := mostEffects - 1; t.Lines() > summaryLines && most >= fewestEffects; most-- {
		t = summary(v, o, most)
	}
	return t.String()
}

// What a summary has room for: effects give way to what is about the whole, down to a few.
const (
	summaryLines  = 60
	fewestEffects = 4
)

// summary is it with at most so many effects.
func summary(v *doc.View, o Options, most int) *Terminal {
	t := &Terminal{Color: o.Color}
	t.Text("", v.Title)
	t.Text("", strings.Join(v.Meta, " · "))
	t.Gap()
	verdict := v.Verdict
	verdict.Basis = "" // how it was worked out is for the page
	t.verdict(&verdict)
	for _, l := range briefGlance(v) {
		t.Text("  - ", l)
	}
	t.Gap()
	for _, c := range v.Cards {
		t.card(&c)
	}
	t.Gap()
	t.health(v.Gates)
	t.effects(v, most)
	t.cautions(v)
	for _, tip := range v.Tips {
		t.Gap()
		t.Text("", tip)
	}
	for _, s := range v.Sections {
		if s.Closing != "" {
			t.Gap()
			t.Text("", s.Closing+": "+s.Lead[0])
		}
	}
	return t
}

// cautions lists those of the short form.
func (t *Terminal) cautions(v *doc.View) {
	list, more := briefCautions(v)
	if len(list) == 0 {
		return
	}
	t.Gap()
	t.Line("Cautions")
	for _, c := range list {
		t.Text("  ! ", c)
	}
	t.more(more)
}

// card is a label, the number, and what it says, in a column beside the label.
func (t *Terminal) card(c *doc.Card) {
	const label = 26
	heads := say.Wrap(c.Label, label)
	said := c.Big
	for _, s := range []string{c.Sub, briefNote(c)} {
		if s != "" {
			said += " · " + s
		}
	}
	texts := say.Wrap(said, terminalWidth-label-4)
	for i := range max(len(heads), len(texts)) {
		head, text := "", ""
		if i < len(heads) {
			head = heads[i]
		}
		if i < len(texts) {
			text = texts[i]
		}
		t.Line("  " + say.Pad(head, label) + "  " + text)
	}
}

// health puts the checks that passed in one line, those that failed in full, and of
// the others what was found.
func (t *Terminal) health(gates []doc.Check) {
	if len(gates) == 0 {
		t.Line("Health: no checks were made.")
		return
	}
	t.Line("Health")
	if s := passed(gates, terminalWidth-8); s != "" {
		t.Line("  " + t.paint(draw.Good, "ok  ") + "  " + s)
	}
	list, more := briefChecks(gates)
	for _, g := range list {
		mark, tn := "care", draw.Caution
		if g.Status == "fail" {
			mark, tn = "FAIL", draw.Bad
		}
		lines := say.Wrap(g.Word+": "+g.Detail, terminalWidth-8)
		for i, l := range lines {
			if i == 0 {
				t.Line("  " + t.paint(tn, mark) + "  " + l)
			} else {
				t.Line("        " + l)
			}
		}
		for _, a := range g.Asks {
			for _, l := range say.Wrap(a.Label+": "+a.Value, terminalWidth-10) {
				t.Line("          " + l)
			}
		}
	}
	t.more(more)
}

// passed names the checks that passed, as many as fit.
func passed(gates []doc.Check, width int) string {
	var words []string
	for _, g := range gates {
		if g.Status == "ok" {
			words = append(words, g.Word)
		}
	}
	for n := len(words); n > 0; n-- {
		s := strings.Join(words[:n], ", ")
		if rest := len(words) - n; rest > 0 {
			s += fmt.Sprintf(" and %d more", rest)
		}
		if n == 1 || say.Columns(s) <= width {
			return say.Fit(s, width)
		}
	}
	return ""
}

// effects draws the first decision metrics as bars on one scale.
func (t *Terminal) effects(v *doc.View, most int) {
	if len(v.Effects) == 0 {
		return
	}
	t.Gap()
	if v.Withheld {
		t.Text("", doc.WithheldWords)
		return
	}
	half := draw.BarScale(v.Effects)
	const nameCols, barCols = 25, 23
	t.Line(say.Pad("Relative difference", nameCols) + " " + draw.BarAxis(half, barCols) + " " + v.Level + " interval")
	for i := range v.Effects[:min(len(v.Effects), most)] {
		e := &v.Effects[i]
		bar := draw.TextBar(e, half, barCols)
		rest := terminalWidth - nameCols - barCols - 2
		t.Line(say.Pad(e.Title(), nameCols) + " " + bar + " " + say.Fit(e.Said(), rest))
		t.Line(say.Pad("  "+e.Role, nameCols) + " " + strings.Repeat(" ", barCols) + " " + say.Fit(e.Word(), rest))
	}
	t.more(len(v.Effects) - most)
}
