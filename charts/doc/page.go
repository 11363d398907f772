package doc

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"
	"sync"

	"uptake/charts/draw"
)

//go:embed page/parts.html.tmpl
var partsTemplate string

//go:embed page/document.html.tmpl
var documentTemplate string

//go:embed page/page.css
var pageStyle string

//go:embed page/boot.js
var bootScript string

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
}

// pageView is the view with its pictures drawn.
type pageView struct {
	*View
	Sections []pageSection
}

type pageSection struct {
	Section
	Figures []draw.Drawn
}

// LayOut makes a page of a view; up leads from its folder to that of the shared library, such
// as "../", "" where both are one. Scripts are constants; the only data in a script element is
// inert JSON, written by encoding/json, which leaves no angle bracket or ampersand in it.
func LayOut(t *template.Template, v *View, kind Kind, up string) ([]byte, error) {
	pv, err := Draw(v, kind.alive())
	if err != nil {
		return nil, err
	}
	d := pageData{View: pv, Policy: Policy(), Style: Style(), Scripts: kind.alive()}
	if d.Scripts {
		d.Boot = template.JS(bootScript)
		scripts := []string{bootScript}
		if v.Alive() {
			d.Functions = template.JS(draw.Functions)
			scripts = append(scripts, draw.Functions)
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
	drawn, err := draw.Figures(toDraw, live)
	if err != nil {
		return nil, err
	}
	pv := &pageView{View: v}
	for _, s := range v.Sections {
		n := len(s.Figures)
		pv.Sections = append(pv.Sections, pageSection{Section: s, Figures: drawn[:n:n]})
		drawn = drawn[n:]
	}
	return pv, nil
}

// Open are the figures that are there at once.
func (p pageSection) Open() []draw.Drawn { return p.foldedFigures(false) }

// Folded are the figures on demand.
func (p pageSection) Folded() []draw.Drawn { return p.foldedFigures(true) }

func (p pageSection) foldedFigures(folded bool) (out []draw.Drawn) {
	for _, f := range p.Figures {
		if f.Figure.Folded == folded {
			out = append(out, f)
		}
	}
	return out
}
