package charts

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// terminalWidth is the most columns that a line of the summary takes.
const terminalWidth = 80

// readoutText is the summary that a run ends with: verdict, four numbers,
// health, effects as bars, rows. The rest is in the files.
func readoutText(_ *report.Report, v *doc.View, o Options) string {
	t := &terminal{color: o.Color}
	t.text("", v.Title)
	t.text("", strings.Join(v.Meta, " · "))
	t.gap()
	verdict := v.Verdict
	verdict.Basis = "" // how it was worked out is for the page
	t.verdict(&verdict)
	t.gap()
	for _, c := range v.Cards {
		t.card(&c)
	}
	t.gap()
	t.health(v.Gates)
	t.effects(v)
	t.cautions(v)
	for _, tip := range v.Tips {
		t.gap()
		t.text("", tip)
	}
	for _, s := range v.Sections {
		if s.ID == "rows" {
			t.gap()
			t.text("", "Rows: "+s.Lead[0])
		}
	}
	return t.b.String()
}

// cautions lists those of the short form.
func (t *terminal) cautions(v *doc.View) {
	list, more := briefCautions(v)
	if len(list) == 0 {
		return
	}
	t.gap()
	t.line("Cautions")
	for _, c := range list {
		t.text("  ! ", c)
	}
	t.more(more)
}

// terminal collects lines.
type terminal struct {
	b     strings.Builder
	color bool
}

func (t *terminal) gap() { t.b.WriteByte('\n') }

func (t *terminal) line(s string) {
	t.b.WriteString(strings.TrimRight(s, " "))
	t.b.WriteByte('\n')
}

// text writes a wrapped paragraph; later lines stand under the first.
func (t *terminal) text(head, s string) {
	indent := strings.Repeat(" ", say.Columns(head))
	for i, l := range say.Wrap(s, terminalWidth-say.Columns(head)) {
		if i == 0 {
			t.line(head + l)
		} else {
			t.line(indent + l)
		}
	}
}

// more says how many entries of a list stand in the files alone.
func (t *terminal) more(n int) {
	for _, l := range andMore(nil, n) {
		t.line("  " + l)
	}
}

// ansi gives the colours of the tones; the words carry the meaning without them.
var ansi = map[draw.Tone]string{draw.Good: "34", draw.Bad: "31", draw.Caution: "33", draw.Invalid: "35", draw.Inconclusive: "1", draw.Promising: "36"}

func (t *terminal) paint(tn draw.Tone, s string) string {
	if code, ok := ansi[tn]; ok && t.color {
		return "\x1b[" + code + "m" + s + "\x1b[0m"
	}
	return s
}

func (t *terminal) verdict(b *doc.Banner) {
	t.b.WriteString(t.paint(b.Tone, strings.ToUpper(b.Word)) + "\n")
	t.text("  ", b.Headline)
	if why := b.Why(); why != "" {
		t.text("  Why: ", why)
	}
	for _, r := range b.Reasons {
		t.text("  - ", r)
	}
	if b.Open != "" {
		t.text("  ", b.Open)
	}
	if b.Next != "" {
		t.text("  What to do: ", b.Next)
	}
	if b.Basis != "" {
		t.text("  How: ", b.Basis)
	}
	for _, a := range b.Arms {
		t.text("  "+say.Fit(a.Arm, 30)+": ", strings.TrimSpace(a.Word+". "+a.Says))
		for _, r := range a.Reasons {
			t.text("    - ", r)
		}
	}
}

// card is a label, the number, and what it says, in a column beside the label.
func (t *terminal) card(c *doc.Card) {
	const label = 26
	heads := say.Wrap(c.Label, label)
	said := c.Big
	for _, s := range []string{c.Sub, c.Note} {
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
		t.line("  " + say.Pad(head, label) + "  " + text)
	}
}

// health puts the checks that passed in one line, those that failed in full, and of
// the others what was found.
func (t *terminal) health(gates []doc.Check) {
	if len(gates) == 0 {
		t.line("Health: no checks were made.")
		return
	}
	t.line("Health")
	if s := passed(gates, terminalWidth-8); s != "" {
		t.line("  " + t.paint(draw.Good, "ok  ") + "  " + s)
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
				t.line("  " + t.paint(tn, mark) + "  " + l)
			} else {
				t.line("        " + l)
			}
		}
		for _, a := range g.Asks {
			for _, l := range say.Wrap(a.Label+": "+a.Value, terminalWidth-10) {
				t.line("          " + l)
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

// effects draws every decision metric as a bar on one scale.
func (t *terminal) effects(v *doc.View) {
	if len(v.Effects) == 0 {
		return
	}
	t.gap()
	if v.Withheld {
		t.text("", withheldWords)
		return
	}
	half := draw.BarScale(v.Effects)
	const nameCols, barCols = 25, 23
	t.line(say.Pad("Relative difference", nameCols) + " " + draw.BarAxis(half, barCols) + " " + v.Level + " interval")
	for i := range v.Effects[:min(len(v.Effects), mostEffects)] {
		e := &v.Effects[i]
		bar := draw.TextBar(e, half, barCols)
		rest := terminalWidth - nameCols - barCols - 2
		t.line(say.Pad(e.Title(), nameCols) + " " + bar + " " + say.Fit(e.Said(), rest))
		t.line(say.Pad("  "+e.Role, nameCols) + " " + strings.Repeat(" ", barCols) + " " + say.Fit(e.Word(), rest))
	}
	t.more(len(v.Effects) - mostEffects)
}
