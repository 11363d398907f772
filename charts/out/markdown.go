package out

import (
	"strings"

	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// markdownOf is a view as Markdown: the same sections and tables as the page, intervals
// drawn as text. A document that tells of checks tells them, and its cautions, first.
func markdownOf(v *doc.View) []byte {
	m := &markdown{}
	m.para("# " + md(v.Title))
	if v.FullTitle != "" {
		m.para(md(v.FullTitle))
	}
	if v.Hypothesis != "" {
		m.para("Hypothesis: *" + md(v.Hypothesis) + "*")
	}
	m.para(md(strings.Join(v.Meta, " · ")))
	if v.Link != "" {
		m.para("Plan: <" + v.Link + ">")
	}
	m.verdict(&v.Verdict)
	m.cards(v.Cards)
	if v.Checked {
		m.gates(v.Gates)
		m.cautions(v)
	}
	for _, g := range v.Glance {
		if g.Brief != "" { // else its part says it
			m.para("**" + md(g.Title) + "**: " + md(strings.Join(g.Says, " ")))
		}
	}
	for i := range v.Sections {
		m.section(&v.Sections[i], v)
	}
	if !v.Checked {
		m.cautions(v)
	}
	m.para("---")
	m.para(md(v.Program))
	return m.bytes()
}

type markdown struct{ b strings.Builder }

// bytes is the text with one line break at its end.
func (m *markdown) bytes() []byte { return []byte(strings.TrimRight(m.b.String(), "\n") + "\n") }

func (m *markdown) para(s string) { m.b.WriteString(s + "\n\n") }

func (m *markdown) list(items []string) {
	for _, s := range items {
		m.b.WriteString("- " + md(s) + "\n")
	}
	m.b.WriteByte('\n')
}

func (m *markdown) cautions(v *doc.View) {
	if len(v.Cautions) > 0 {
		m.para("## Cautions")
		m.list(v.Cautions)
	}
}

func (m *markdown) verdict(b *doc.Banner) {
	m.para("## " + md(b.Word))
	m.para("**" + md(b.Headline) + "**")
	if why := b.Why(); why != "" {
		m.para("Why: " + md(why))
	}
	if len(b.Reasons) > 0 {
		m.list(b.Reasons)
	}
	if b.Open != "" {
		m.para(md(b.Open))
	}
	if b.Next != "" {
		m.para("What to do: " + md(b.Next))
	}
	if b.Basis != "" {
		m.para("How it was worked out: " + md(b.Basis))
	}
	for _, a := range b.Arms {
		m.para(strings.TrimSpace("**" + md(a.Arm) + ": " + md(a.Word) + ".** " + md(a.Says)))
		if len(a.Reasons) > 0 {
			m.list(a.Reasons)
		}
	}
}

func (m *markdown) cards(cards []doc.Card) {
	t := doc.Table{Head: []doc.Column{{Text: "Number"}, {Text: "Value"}, {Text: "What it says"}}}
	for _, c := range cards {
		t.Rows = append(t.Rows, []doc.Cell{{Text: c.Label}, {Text: c.Big},
			{Text: strings.Trim(c.Sub+" · "+c.Note, " ·")}})
	}
	m.table(&t)
}

func (m *markdown) gates(gates []doc.Check) {
	if len(gates) == 0 {
		m.para("Health: no checks were made.")
		return
	}
	var parts []string
	for _, g := range gates {
		mark := map[string]string{"ok": "✓", "fail": "✗"}[g.Status]
		if mark == "" {
			mark = "!"
		}
		parts = append(parts, mark+" "+md(g.Word))
	}
	m.para("Health: " + strings.Join(parts, " · "))
}

func (m *markdown) section(s *doc.Section, v *doc.View) {
	m.para("## " + md(s.Heading))
	for _, p := range s.Lead {
		m.para(md(p))
	}
	if s.Bars {
		m.bars(v)
	}
	m.blocks(s.First)
	for i := range s.Tables {
		m.table(&s.Tables[i])
	}
	if len(s.Notes) > 0 {
		m.list(s.Notes)
	}
	for _, t := range s.Tips {
		m.para(md(t))
	}
	m.lines(s.Lines)
	m.blocks(s.Blocks)
	for _, t := range s.Terms {
		m.b.WriteString("- **" + md(t.Word) + "**: " + md(t.Meaning) + "\n")
	}
	if len(s.Terms) > 0 {
		m.b.WriteByte('\n')
	}
}

func (m *markdown) blocks(blocks []doc.Block) {
	for i := range blocks {
		b := &blocks[i]
		if b.Typed != "" {
			continue
		}
		title := b.Title
		if b.Folded {
			title = strings.TrimSpace(title + " " + b.Word)
		}
		m.para("### " + md(title))
		m.lines(b.Lines)
		for j := range b.Tables {
			m.table(&b.Tables[j])
		}
	}
}

func (m *markdown) lines(lines []doc.Line) {
	for _, l := range lines {
		value := md(l.Value)
		if l.Code {
			value = mdCode(l.Value)
		}
		if l.Link != "" {
			value = "<" + l.Link + ">"
		}
		m.b.WriteString("- " + md(l.Label) + ": " + value + "\n")
	}
	if len(lines) > 0 {
		m.b.WriteByte('\n')
	}
}

// bars draws the effects in a code block, whose fence is longer than any inside.
func (m *markdown) bars(v *doc.View) {
	half := draw.BarScale(v.Effects)
	const nameCols, barCols = 34, 33
	var b strings.Builder
	b.WriteString(say.Pad("Relative difference", nameCols) + " " + draw.BarAxis(half, barCols) + " " + v.Level +
		" interval\n")
	for i := range v.Effects {
		e := &v.Effects[i]
		b.WriteString(say.Pad(e.Title(), nameCols) + " " + draw.TextBar(e, half, barCols) + " " + e.Said() + ", " +
			e.Word() + "\n")
	}
	fence := fenceFor(b.String())
	m.para(fence + "text\n" + b.String() + fence)
}

func (m *markdown) table(t *doc.Table) {
	if t.Caption != "" {
		m.para("**" + md(t.Caption) + "**")
	}
	for _, h := range t.Head {
		m.b.WriteString("| " + md(h.Text) + " ")
	}
	m.b.WriteString("|\n")
	for _, h := range t.Head {
		if h.Num {
			m.b.WriteString("|---:")
		} else {
			m.b.WriteString("|---")
		}
	}
	m.b.WriteString("|\n")
	for _, r := range t.Rows {
		for _, c := range r {
			text := md(c.Text)
			if c.Sub != "" {
				text += " (" + md(c.Sub) + ")"
			}
			m.b.WriteString("| " + text + " ")
		}
		m.b.WriteString("|\n")
	}
	m.b.WriteByte('\n')
	if t.Foot != "" {
		m.para(md(t.Foot))
	}
}

// md makes a text mean nothing to a Markdown reader: every character that could
// start something is escaped, HTML becomes entities, and an at sign is kept
// from calling anybody by a character that cannot be seen.
func md(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '|', '~', '!', '$':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '&':
			b.WriteString("&amp;")
		case '@':
			b.WriteString("@\u200b")
		case '#', '=':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '+', '-':
			if i == 0 && (len(s) == 1 || s[1] == ' ' || s[1] == '-') { // a list, or a rule
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		case '.', ')':
			if i > 0 && i < 10 && strings.Trim(s[:i], "0123456789") == "" && (i+1 == len(s) || s[i+1] == ' ') {
				b.WriteByte('\\') // "1. " starts a list
			}
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return addresses.Replace(b.String())
}

// addresses breaks what a reader would turn into a link by itself.
var addresses = strings.NewReplacer("://", ":\u200b//", "www.", "www\u200b.", "WWW.", "WWW\u200b.", "Www.",
	"Www\u200b.")

// mdCode is a code span around any text.
func mdCode(s string) string {
	longest, run := 0, 0
	for _, r := range s {
		if r == '`' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	ticks := strings.Repeat("`", longest+1)
	if longest == 0 {
		return ticks + s + ticks
	}
	return ticks + " " + s + " " + ticks
}

// fenceFor is a code fence that nothing inside s can close.
func fenceFor(s string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence
}
