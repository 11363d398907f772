package doc

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"

	"uptake/charts/draw"
	"uptake/charts/say"
)

//go:embed page/parts.html.tmpl
var partsTemplate string

//go:embed page/document.html.tmpl
var documentTemplate string

//go:embed page/page.css
var pageStyle string

//go:embed page/boot.js
var bootScript string

//go:embed page/tables.js
var tablesScript string

// Page is the template of a document that has none of its own, parsed by who lays out the
// first of its pages.
var Page = sync.OnceValue(func() *template.Template { return Layout("document", documentTemplate, nil) })

// Layout parses the template of a page together with the parts that all pages share, and the
// functions that it has beside theirs.
func Layout(name, text string, own template.FuncMap) *template.Template {
	t := template.New("").Funcs(template.FuncMap{
		"mark":    draw.Mark,
		"tableAt": tableAt,
		"blockAt": blockAt,

		"cardNotes": cardNotes,
	}).Funcs(own)
	template.Must(t.Parse(partsTemplate))
	return template.Must(t.New(name).Parse(text))
}

// pageData is what the template lays out.
type pageData struct {
	View      *pageView
	Policy    string
	Style     template.CSS
	Scripts   bool
	Library   template.JS // "" where it stands in a file
	Beside    string      // that file, as the page sees it
	Functions template.JS
	Boot      template.JS
	Tables    template.JS
}

// pageView is the view with its pictures drawn.
type pageView struct {
	*View
	Glance   []pageGlimpse
	Sections []pageSection
}

type pageGlimpse struct {
	Glimpse
	Drawn *draw.Drawn
}

type pageSection struct {
	Section
	Figures []draw.Drawn
	Printed bool // on paper also where not everything is
}

// LayOut makes a page of a view; up leads from its folder to that of the shared library, such
// as "../", "" where both are one. Scripts are constants; the only data in a script element is
// inert JSON, written by encoding/json, which leaves no angle bracket or ampersand in it.
func LayOut(t *template.Template, v *View, kind Kind, up string) ([]byte, error) {
	pv, err := Draw(v, kind.Alive())
	if err != nil {
		return nil, err
	}
	d := pageData{View: pv, Policy: Policy(), Style: Style(), Scripts: kind.Alive()}
	if d.Scripts {
		d.Tables = template.JS(tablesScript)
		scripts := []string{tablesScript}
		if v.Alive() {
			d.Functions, d.Boot = template.JS(draw.Functions), template.JS(bootScript)
			scripts = append(scripts, draw.Functions, bootScript)
			if name, script := Library(); kind == Shared {
				d.Beside = up + name
			} else {
				d.Library = template.JS(script)
				scripts = append(scripts, script)
			}
		}
		d.Policy = policy(d.Beside != "", scripts)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, d); err != nil {
		return nil, fmt.Errorf("the page cannot be laid out: %w", err)
	}
	return b.Bytes(), nil
}

// Style are the rules of every page, and the colours that they name.
func Style() template.CSS { return template.CSS(draw.PaletteCSS() + pageStyle) }

// Policy is the page's content security policy: nothing but inline styles,
// data images and the scripts given, each by its hash.
func Policy(scripts ...string) string { return policy(false, scripts) }

// policy is Policy that may let files beside the page in: of a page that was opened as a
// file no browser checks the hash of another.
func policy(beside bool, scripts []string) string {
	var allowed []string
	if beside {
		allowed = append(allowed, "'self'")
	}
	for _, s := range scripts {
		sum := sha256.Sum256([]byte(s))
		allowed = append(allowed, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	if len(allowed) == 0 {
		allowed = []string{"'none'"}
	}
	return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src " + strings.Join(allowed, " ") +
		"; base-uri 'none'; form-action 'none'"
}

// Draw draws every figure of the view.
func Draw(v *View, live bool) (*pageView, error) {
	var toDraw []*draw.Figure
	for _, s := range v.Sections {
		toDraw = append(toDraw, s.Figures...)
	}
	for _, g := range v.Glance {
		if g.Figure != nil {
			toDraw = append(toDraw, g.Figure)
		}
	}
	drawn, err := draw.Figures(toDraw, live)
	if err != nil {
		return nil, err
	}
	pv := &pageView{View: v}
	chosen := slices.ContainsFunc(v.Sections, func(s Section) bool { return s.Paper })
	for _, s := range v.Sections {
		n := len(s.Figures)
		pv.Sections = append(pv.Sections, pageSection{s, drawn[:n:n], s.Paper || !chosen})
		drawn = drawn[n:]
	}
	for _, g := range v.Glance {
		pg := pageGlimpse{Glimpse: g}
		if g.Figure != nil {
			pg.Drawn, drawn = &drawn[0], drawn[1:]
		}
		pv.Glance = append(pv.Glance, pg)
	}
	return pv, nil
}

// Ahead are the sections of the first screen.
func (p *pageView) Ahead() (out []pageSection) {
	for _, s := range p.Sections {
		if s.Ahead {
			out = append(out, s)
		}
	}
	return out
}

// Open are the figures that are there at once.
func (p pageSection) Open() []draw.Drawn { return p.foldedFigures(false) }

// Folded are the figures on demand.
func (p pageSection) Folded() []draw.Drawn { return p.foldedFigures(true) }

// More names what the fold of the section holds, "" where there is nothing in it. What a
// section is about stands open; the numbers behind it unfold.
func (p pageSection) More() string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, t := range p.Tables {
		if !p.Plain || t.Folded {
			add(t.Caption)
		}
	}
	if !p.Plain {
		for _, b := range p.Blocks {
			add(b.Title)
		}
		for _, l := range p.Lines {
			add(l.Label)
		}
		if len(p.Terms) > 0 {
			add(termsTitle)
		}
	}
	if len(names) == 0 && len(p.Folded()) > 0 {
		add("More pictures")
	}
	for i := range names {
		names[i] = say.Cap(names[i], 56)
	}
	const most = 2
	if n := len(names); n > most {
		names = append(names[:most:most], say.Count(int64(n-most))+" more")
	}
	return strings.Join(names, " · ")
}

// termsTitle is over the words that a page explains.
const termsTitle = "Words on this page"

func (p pageSection) foldedFigures(folded bool) (out []draw.Drawn) {
	for _, f := range p.Figures {
		if f.Figure.Folded == folded {
			out = append(out, f)
		}
	}
	return out
}
