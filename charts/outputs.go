package charts

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// Options says how a document is written. The zero value writes every output,
// interactive, without colour.
type Options struct {
	// Formats narrows what is written: names from Formats. Empty means all.
	Formats []string
	// Command is the command that makes the document again, printed on the page.
	Command string
	// Static leaves every script out of the page: for mail and archives.
	Static bool
	// Color lets the terminal summary use ANSI colours.
	Color bool

	json []byte // what is written beside the pages, which name its hash; nil where nothing is written
}

// program names the program and, of what is written with it, the JSON.
func (o Options) program(version string) string {
	if o.json == nil {
		return programText(version)
	}
	hash := sha256.Sum256(o.json)
	return fmt.Sprintf("%s. Its numbers are those of the JSON whose SHA-256 begins with %x", programText(version), hash[:8])
}

// output is a file that every document has.
type output struct {
	name   string // as in --format, and the ending of the file
	render func(*draft) ([]byte, error)
}

// outputs lists the files of a document in the order in which they are written: the
// page, one self-contained file that works offline; every number, for programs; and the
// same as the page for wikis and reviews.
var outputs = []output{
	{"html", func(d *draft) ([]byte, error) { return layOut(d.layout(), d.view(), d.options) }},
	{"json", func(d *draft) ([]byte, error) { return d.json() }},
	{"md", func(d *draft) ([]byte, error) { return d.markdown(d.view()), nil }},
}

// Formats are the names of the outputs.
func Formats() []string {
	var names []string
	for _, out := range outputs {
		names = append(names, out.name)
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
	for _, p := range outputs {
		if len(o.Formats) == 0 || slices.Contains(o.Formats, p.name) {
			out = append(out, p)
		}
	}
	return out, nil
}
