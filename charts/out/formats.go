package out

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// Options says how a document is written. The zero value writes the usual
// outputs, the page without scripts, without colour.
type Options struct {
	// Formats are what is written: names from Formats. Empty means those of Usual.
	Formats []string
	// Command is the command that makes the document again, printed on the page.
	Command string
	// Page is what of the page comes alive; the zero value is a static page.
	Page doc.Kind
	// Up leads from the page to the folder of the library that pages of the kind Shared load,
	// such as "../", where whoever writes them has put it; "" puts it beside the page.
	Up string
	// Looks are those at a readout's experiment, oldest first, this one last: the page
	// tells them where there are several.
	Looks []report.LedgerLine
	// Evaluation is the way from a readout's page to that of the evaluation which it carries,
	// "" where there is none.
	Evaluation string
	// Print makes a static page a pdf, or a png of its first screen; nil where nothing can, and
	// then neither may be asked for.
	Print func(page []byte, as string) ([]byte, error)
	// Color lets the terminal summary use ANSI colours.
	Color bool

	json []byte // what is written beside the pages, which name its hash; nil where nothing is written
}

// Program names the program and, of what is written with it, the JSON.
func (o Options) Program(version string) string { return Program(version, o.json) }

// Program names a version of the program and the JSON whose numbers a page has; nil where
// none is written.
func Program(version string, json []byte) string {
	if json == nil {
		return say.Program(version)
	}
	hash := sha256.Sum256(json)
	return fmt.Sprintf("%s. Its numbers are those of the JSON whose SHA-256 begins with %x", say.Program(version),
		hash[:8])
}

// output is a file that every document has.
type output struct {
	name   string // as in --format
	file   string // the ending of the file
	asked  bool   // it is written only where somebody asks for it
	paper  bool   // it is the page, printed by Options.Print
	render func(*draft) ([]byte, error)
}

// outputs lists the files of a document in the order in which they are written: the
// page, one self-contained file that works offline; every number, for programs; the
// same as the page for wikis and reviews; its short form, as a message that is posted
// to Slack and as one that a mail program sends; every number for spreadsheets; and the
// page on paper, and a picture of its first screen.
var outputs = []output{
	{"html", "html", false, false, func(d *draft) ([]byte, error) {
		return doc.LayOut(d.layout(), d.view(),
			d.options.Page, d.options.Up)
	}},
	{"json", "json", false, false, func(d *draft) ([]byte, error) { return d.json() }},
	{"md", "md", false, false, func(d *draft) ([]byte, error) { return markdownOf(d.view()), nil }},
	{"slack", "slack.json", true, false, func(d *draft) ([]byte, error) { return slackJSON(d.view()) }},
	{"eml", "eml", true, false, func(d *draft) ([]byte, error) { return d.mail() }},
	{"csv", "csv.zip", true, false, func(d *draft) ([]byte, error) { return csvZip(d.name, d.result) }},
	{"pdf", "pdf", true, true, func(d *draft) ([]byte, error) { return d.printed("pdf") }},
	{"png", "png", true, true, func(d *draft) ([]byte, error) { return d.picture() }},
}

// Formats are the names of the outputs.
func Formats() []string { return namesOf(func(output) bool { return true }) }

// Usual are the names of those that are written unless others are asked for.
func Usual() []string { return namesOf(func(o output) bool { return !o.asked }) }

// Unprinted are the names of those that need no browser.
func Unprinted() []string { return namesOf(func(o output) bool { return !o.paper }) }

// Printed says whether any of the outputs needs a browser.
func Printed(formats []string) bool {
	return slices.ContainsFunc(formats, func(f string) bool {
		return slices.Contains(Formats(), f) &&
			!slices.Contains(Unprinted(), f)
	})
}

func namesOf(which func(output) bool) []string {
	var names []string
	for _, out := range outputs {
		if which(out) {
			names = append(names, out.name)
		}
	}
	return names
}

// selected returns the outputs that the options ask for.
func (o Options) selected() (out []output, err error) {
	for _, f := range o.Formats {
		if !slices.Contains(Formats(), f) {
			return nil, fmt.Errorf("there is no output %q; there are %s", f, strings.Join(Formats(), ", "))
		}
	}
	if o.Print == nil && Printed(o.Formats) {
		return nil, errors.New("pdf and png are printed by a browser, and none was given")
	}
	for _, p := range outputs {
		if len(o.Formats) == 0 && !p.asked || slices.Contains(o.Formats, p.name) {
			out = append(out, p)
		}
	}
	return out, nil
}

// Library is the file that pages of the kind Shared load.
func Library() File {
	name, script := doc.Library()
	return File{Name: name, Content: []byte(script)}
}

// library is that file where the options ask for it beside the page and the page has
// something to draw with it.
func (d *draft) library(outs []output) (beside []File) {
	asked := d.options.Page == doc.Shared && d.options.Up == ""
	if asked && slices.ContainsFunc(outs, func(x output) bool { return x.name == "html" }) && d.view().Alive() {
		beside = append(beside, Library())
	}
	return beside
}
