package out

import (
	"strings"

	"uptake/charts/doc"
)

// slackJSON is the short form of a document as a message for Slack: what a webhook
// takes as it is. Texts of the data are texts there: they call nobody and lead nowhere.
func slackJSON(v *doc.View) ([]byte, error) {
	return JSON(slackOf(v))
}

func slackOf(v *doc.View) *slackMessage {
	m := &slackMessage{Text: slackCut(slackSafe(subjectLine(v)), slackFallback)}
	m.header(v.Title)
	m.context(slackSafe(strings.Join(v.Meta, " · ")))
	m.verdict(&v.Verdict)
	m.cards(v.Cards)
	m.checks(v.Gates)
	m.titled("", briefGlance(v))
	m.effects(v)
	m.titled("", briefFindings(v))
	m.items(v)
	if list, more := briefCautions(v); len(list) > 0 {
		m.titled("Cautions", andMore(list, more))
	}
	m.close(v.Program)
	return m
}

// bold is a text of ours or of the data in bold.
func bolder(s string) string { return "*" + slackSafe(s) + "*" }

func (m *slackMessage) verdict(b *doc.Banner) {
	if b.Headline == "" {
		return
	}
	lines := []string{bolder(strings.ToUpper(b.Word)), bolder(b.Headline)}
	if why := b.Why(); why != "" {
		lines = append(lines, bolder("Why:")+" "+slackSafe(why))
	}
	lines = append(lines, bullets(b.Reasons)...)
	if b.Open != "" {
		lines = append(lines, slackSafe(b.Open))
	}
	if b.Next != "" {
		lines = append(lines, bolder("What to do:")+" "+slackSafe(b.Next))
	}
	m.section(lines)
	for _, a := range b.Arms {
		m.section(append([]string{strings.TrimSpace(bolder(a.Arm+": "+a.Word+".") + " " + slackSafe(a.Says))},
			bullets(a.Reasons)...))
	}
}

func (m *slackMessage) cards(cards []doc.Card) {
	var texts []string
	for _, c := range cards {
		lines := []string{bolder(c.Label), bolder(c.Big)}
		for _, s := range []string{c.Sub, c.Note} {
			if s != "" {
				lines = append(lines, slackSafe(s))
			}
		}
		texts = append(texts, strings.Join(lines, "\n"))
	}
	m.fields(texts)
}

func (m *slackMessage) checks(gates []doc.Check) {
	list, more := briefChecks(gates)
	if len(gates) == 0 {
		return
	}
	lines := []string{bolder("Health")}
	if ok := passed(gates, terminalWidth); ok != "" {
		lines = append(lines, "✓ "+slackSafe(ok))
	}
	for _, g := range list {
		mark := "! "
		if g.Status == "fail" {
			mark = "✗ "
		}
		lines = append(lines, mark+bolder(g.Word+":")+" "+slackSafe(g.Detail))
		for _, a := range g.Asks {
			lines = append(lines, "    "+slackSafe(a.Label+": "+a.Value))
		}
	}
	m.section(andMore(lines, more))
}

func (m *slackMessage) effects(v *doc.View) {
	if len(v.Effects) == 0 {
		return
	}
	if v.Withheld {
		m.section([]string{slackSafe(doc.WithheldWords)})
		return
	}
	lines := []string{bolder("Relative difference, " + v.Level + " interval")}
	for i := range v.Effects[:min(len(v.Effects), mostEffects)] {
		e := &v.Effects[i]
		lines = append(lines, e.State.Text+" "+bolder(e.Title())+" ("+slackSafe(e.Role)+"): "+slackSafe(e.Said()+", "+
			e.Word()))
	}
	m.section(andMore(lines, len(v.Effects)-mostEffects))
}

// items are the blocks of the parts that the short form has whole.
func (m *slackMessage) items(v *doc.View) {
	for _, s := range v.Sections {
		if !s.Brief {
			continue
		}
		m.divider()
		m.section([]string{bolder(s.Heading)})
		for _, b := range s.Blocks {
			lines := []string{bolder(b.Title + ": " + b.Word)}
			for _, l := range b.Lines {
				lines = append(lines, slackSafe(l.Label+": "+l.Value))
			}
			m.section(lines)
		}
		m.section(bullets(s.Notes))
	}
}

// titled is a list under a title, where there is any.
func (m *slackMessage) titled(title string, items []string) {
	var lines []string
	if title != "" {
		lines = append(lines, bolder(title))
	}
	if len(items) > 0 {
		m.section(append(lines, bullets(items)...))
	}
}

func bullets(items []string) []string {
	var out []string
	for _, s := range items {
		out = append(out, "• "+slackSafe(s))
	}
	return out
}
