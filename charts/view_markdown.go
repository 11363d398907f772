package charts

import (
	"strings"

	"uptake/charts/doc"
)

// viewMarkdown is a view as Markdown: the same sections and tables as the page.
func viewMarkdown(v *doc.View) []byte {
	m := &markdown{}
	m.para("# " + md(v.Title))
	if v.FullTitle != "" {
		m.para(md(v.FullTitle))
	}
	m.para(md(strings.Join(v.Meta, " · ")))
	if v.Link != "" {
		m.para("Plan: <" + v.Link + ">")
	}
	m.verdict(&v.Verdict)
	m.cards(v.Cards)
	for i := range v.Sections {
		m.section(&v.Sections[i], v)
	}
	if len(v.Cautions) > 0 {
		m.para("## Cautions")
		m.list(v.Cautions)
	}
	m.para("---")
	m.para(md(v.Program))
	return m.bytes()
}
