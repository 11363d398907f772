package charts

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"sync"

	"uptake/charts/asset"
	"uptake/charts/draw"
)

//go:embed page/readout.html.tmpl
var pageTemplate string

//go:embed page/parts.html.tmpl
var partsTemplate string

//go:embed page/plan.html.tmpl
var planTemplate string

//go:embed page/page.css
var pageStyle string

//go:embed page/boot.js
var bootScript string

// page and planPage are parsed by who lays out the first of their pages.
var (
	page     = sync.OnceValue(func() *template.Template { return layout("readout", pageTemplate) })
	planPage = sync.OnceValue(func() *template.Template { return layout("plan", planTemplate) })
)

// layout parses the template of a page together with the parts that all pages share.
func layout(name, text string) *template.Template {
	t := template.New("").Funcs(template.FuncMap{
		"mark":    draw.Mark,
		"tableAt": tableAt,
		"blockAt": blockAt,
		"use":     useMark,
	})
	for _, text := range []string{pageTemplate, partsTemplate} {
		template.Must(t.Parse(text))
	}
	return template.Must(t.New(name).Parse(text))
}

// pageData is what the template lays out.
type pageData struct {
	View      *pageView
	Policy    string
	Style     template.CSS
	Scripts   bool
	Library   template.JS
	Functions template.JS
	Boot      template.JS
}

// pageView is the view with its pictures drawn.
type pageView struct {
	*view
	Sections []pageSection
}

type pageSection struct {
	section
	Figures []draw.Drawn
}

// layOut makes a page of a view. Scripts are constants; the only data in a script
// element is inert JSON, written by encoding/json, which leaves no angle
// bracket or ampersand in it.
func layOut(t *template.Template, v *view, o Options) ([]byte, error) {
	pv, err := drawAll(v, !o.Static)
	if err != nil {
		return nil, err
	}
	d := pageData{
		View:    pv,
		Policy:  policy(),
		Style:   template.CSS(draw.PaletteCSS() + pageStyle),
		Scripts: !o.Static && pv.live(),
	}
	if d.Scripts {
		d.Library, d.Functions, d.Boot = template.JS(asset.ECharts), template.JS(draw.Functions), template.JS(bootScript)
		d.Policy = policy(asset.ECharts, draw.Functions, bootScript)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, d); err != nil {
		return nil, fmt.Errorf("the page cannot be laid out: %w", err)
	}
	return b.Bytes(), nil
}

// policy is the page's content security policy: nothing but inline styles,
// data images and the scripts given, each by its hash.
func policy(scripts ...string) string {
	allowed := "'none'"
	if len(scripts) > 0 {
		var hashes []string
		for _, s := range scripts {
			sum := sha256.Sum256([]byte(s))
			hashes = append(hashes, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
		}
		allowed = strings.Join(hashes, " ")
	}
	return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src " + allowed + "; base-uri 'none'; form-action 'none'"
}

// drawAll draws every figure of the view.
func drawAll(v *view, live bool) (*pageView, error) {
	var toDraw []*draw.Figure
	for _, s := range v.Sections {
		toDraw = append(toDraw, s.Figures...)
	}
	drawn, err := draw.Figures(toDraw, live)
	if err != nil {
		return nil, err
	}
	pv := &pageView{view: v}
	for _, s := range v.Sections {
		n := len(s.Figures)
		pv.Sections = append(pv.Sections, pageSection{section: s, Figures: drawn[:n:n]})
		drawn = drawn[n:]
	}
	return pv, nil
}

func (p *pageView) live() bool {
	for _, s := range p.Sections {
		for _, f := range s.Figures {
			if f.Option != "" {
				return true
			}
		}
	}
	return false
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

// laidTable is a table as the template walks it.
type laidTable struct {
	table
	ID    string
	Body  [][]laidCell
	Stack bool // too wide for a phone: there every row is a list of its cells
}

type laidCell struct {
	cell
	Row, Num bool
	Head     string // of its column, where rows are lists
}

// laidBlock is a block with what the ids of its tables start with.
type laidBlock struct {
	block
	Under string
}

// blockAt prepares the i-th block of one kind in a section.
func blockAt(section, kind string, i int, b block) laidBlock {
	return laidBlock{b, section + "-" + kind + "-" + strconv.Itoa(i)}
}

// phoneRoom is the width that a table has on a screen 390 wide.
const phoneRoom = 330

// width is about the width that the table cannot be made narrower than: numbers stay
// in one line, words break between words.
func (t *table) width() float64 {
	sum := 0.0
	for i, h := range t.Head {
		w := longestWord(h.Text) * 13 * draw.Bold
		for _, r := range t.Rows {
			if i >= len(r) {
				continue
			}
			c := r[i]
			switch {
			case h.Num:
				w = max(w, draw.TextWidth(c.Text, 15), draw.TextWidth(c.Sub, 13))
			case i == 0:
				w = max(w, 150)
			case len([]rune(c.Text)) > 20:
				w = max(w, 200)
			default:
				w = max(w, longestWord(c.Text)*15, longestWord(c.Sub)*13)
			}
		}
		sum += w + 14
	}
	return sum - 14
}

// longestWord is the width of the longest word, in ems.
func longestWord(s string) (w float64) {
	for _, word := range strings.Fields(s) {
		w = max(w, draw.TextWidth(word, 1))
	}
	return w
}

// tableAt prepares the j-th table of a section.
func tableAt(section string, j int, t table) laidTable {
	l := laidTable{table: t, ID: section + "-table-" + strconv.Itoa(j+1), Stack: t.width() > phoneRoom}
	for _, r := range t.Rows {
		var row []laidCell
		for i, c := range r {
			x := laidCell{cell: c, Row: i == 0}
			if i < len(t.Head) {
				if x.Num = t.Head[i].Num; l.Stack {
					x.Head = t.Head[i].Text
				}
			}
			row = append(row, x)
		}
		l.Body = append(l.Body, row)
	}
	return l
}
