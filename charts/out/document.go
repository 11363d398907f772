package out

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"path/filepath"
	"sync"

	"uptake/analysis/report"
	"uptake/charts/doc"
)

// Document is one kind of result, from what came out to its files and to the terminal.
type Document[R any] struct {
	Name    string                             // of its files: readout.html
	View    func(R, Options) *doc.View         // what is printed of it
	Layout  func() *template.Template          // of its page; nil: doc.Page
	Prepare func(R) R                          // makes it fit to be written; nil: it is
	Summary func(R, *doc.View, Options) string // for a terminal; nil: the view without its pictures
}

// draft is a document on its way into files; what several need is made once.
type draft struct {
	name     string // of the document
	result   any    // a pointer to plain data, made fit to be written
	layout   func() *template.Template
	view     func() *doc.View
	terminal func() string // without colours
	json     func() ([]byte, error)
	picture  func() ([]byte, error) // of the page's first screen
	options  Options
}

func (d Document[R]) draft(r R, o Options) *draft {
	if d.Prepare != nil {
		r = d.Prepare(r)
	}
	out := &draft{name: d.Name, result: r, layout: d.Layout, options: o}
	if out.layout == nil {
		out.layout = doc.Page
	}
	out.json = sync.OnceValues(func() ([]byte, error) { return JSON(r) })
	out.view = sync.OnceValue(func() *doc.View { return d.View(r, out.options) })
	out.picture = sync.OnceValues(func() ([]byte, error) { return out.printed("png") })
	out.terminal = func() string { return d.summary(r, out.view(), Options{}) }
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
		return nil, fmt.Errorf("%s.json: %w", d.Name, err)
	}
	var files []pending
	for _, out := range outs {
		file := d.Name + "." + out.file
		b, err := out.render(draft)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		files = append(files, pending{path: filepath.Join(dir, file), content: b, last: out.name == "json"})
	}
	for _, f := range append(draft.library(outs), beside...) {
		files = append(files, pending{path: filepath.Join(dir, f.Name), content: f.Content})
	}
	return place(dir, files)
}

// Hash tells apart what Write would write: where it is the same, so is every file. Of
// Options.Print it knows nothing.
func (d Document[R]) Hash(r R, o Options) (string, error) {
	if d.Prepare != nil {
		r = d.Prepare(r)
	}
	b, err := json.Marshal(struct {
		Name, Command, Up, Evaluation string
		Formats                       []string
		Page                          doc.Kind
		Looks                         []report.LedgerLine
		Color                         bool
		Result                        R
	}{d.Name, o.Command, o.Up, o.Evaluation, o.Formats, o.Page, o.Looks, o.Color, r})
	if err != nil {
		return "", fmt.Errorf("%s.json: %w", d.Name, err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// Render returns one output, of Formats, as bytes.
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
	return d.summary(r, d.draft(r, o).view(), o)
}

func (d Document[R]) summary(r R, v *doc.View, o Options) string {
	if d.Summary == nil {
		return plainly(v, o)
	}
	return d.Summary(r, v, o)
}
