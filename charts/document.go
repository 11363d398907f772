package charts

import (
	"fmt"
	"html/template"
	"path/filepath"
	"sync"

	"uptake/analysis/report"
	"uptake/charts/doc"
)

// Document is one kind of result, from what came out to its files and to the terminal.
type Document[R any] struct {
	name     string // of its files: readout.html
	layout   func() *template.Template
	view     func(R, Options) *doc.View
	prepare  func(R) R // makes it fit to be written; nil: it is
	markdown func(*doc.View) []byte
	terminal func(R, *doc.View, Options) string
}

// The documents. The list of a night's experiments is none of them: it has rows in
// place of sections, and neither Markdown nor a terminal (WriteIndex).
var (
	Readout   = Document[*report.Report]{name: "readout", layout: page, view: newView, prepare: prepare, markdown: readoutMarkdown, terminal: readoutText}
	Ignores   = Document[*report.Ignores]{name: "ignores", layout: doc.Page, view: newIgnoresView, markdown: viewMarkdown, terminal: ignoresSummary}
	Plan      = Document[*report.Plan]{name: "plan", layout: doc.Page, view: newPlanView, markdown: viewMarkdown, terminal: shortText[*report.Plan]}
	Portfolio = Document[*report.Portfolio]{name: "portfolio", layout: doc.Page, view: newPortfolioView, markdown: viewMarkdown, terminal: shortText[*report.Portfolio]}
	AA        = Document[*report.AA]{name: "aa", layout: doc.Page, view: newAAView, markdown: viewMarkdown, terminal: shortText[*report.AA]}
)

// draft is a document on its way into files; what several need is made once.
type draft struct {
	layout   func() *template.Template
	view     func() *doc.View
	markdown func(*doc.View) []byte
	terminal func() string // without colours
	json     func() ([]byte, error)
	options  Options
}

func (d Document[R]) draft(r R, o Options) *draft {
	if d.prepare != nil {
		r = d.prepare(r)
	}
	out := &draft{layout: d.layout, markdown: d.markdown, options: o}
	out.json = sync.OnceValues(func() ([]byte, error) { return asJSON(r) })
	out.view = sync.OnceValue(func() *doc.View { return d.view(r, out.options) })
	out.terminal = func() string { return d.terminal(r, out.view(), Options{}) }
	return out
}

// Write writes the files that the options ask for, and others beside them, into dir,
// which is made when it is missing, and returns their paths. Everything is rendered
// first and written under temporary names, then renamed: when anything fails, no file is
// half-written and files from an earlier run stay as they were.
func (d Document[R]) Write(dir string, r R, o Options, beside ...File) ([]string, error) {
	outs, err := o.selected()
	if err != nil {
		return nil, err
	}
	draft := d.draft(r, o)
	if draft.options.json, err = draft.json(); err != nil { // pages name its hash
		return nil, fmt.Errorf("%s.json: %w", d.name, err)
	}
	var files []pending
	for _, out := range outs {
		file := d.name + "." + out.file
		b, err := out.render(draft)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		files = append(files, pending{path: filepath.Join(dir, file), content: b, last: out.name == "json"})
	}
	for _, f := range beside {
		files = append(files, pending{path: filepath.Join(dir, f.Name), content: f.Content})
	}
	return place(dir, files)
}

// Render returns one output as bytes.
func (d Document[R]) Render(format string, r R, o Options) ([]byte, error) {
	o.Formats = []string{format}
	outs, err := o.selected()
	if err != nil {
		return nil, err
	}
	return outs[0].render(d.draft(r, o))
}

// Terminal returns the summary for a terminal: at most 80 columns wide.
func (d Document[R]) Terminal(r R, o Options) string {
	return d.terminal(r, d.draft(r, o).view(), o)
}
