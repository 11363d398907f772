package charts

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"uptake/analysis/report"
)

// Options says how a readout is written. The zero value writes every output,
// interactive, without colour.
type Options struct {
	// Formats narrows what is written: names from Outputs. Empty means all.
	Formats []string
	// Command is the command that makes the readout again, printed on the page.
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

// Output is one file of a readout.
type Output struct {
	Name   string // as in --format
	File   string
	About  string
	render func(*report.Report, *view, Options) ([]byte, error)
}

// Outputs lists the files of a readout in the order in which they are written.
var Outputs = []Output{
	{"html", "readout.html", "the page: one self-contained file that works offline", renderHTML},
	{"json", "readout.json", "every number, for programs", renderJSON},
	{"md", "readout.md", "the same readout as Markdown, for wikis and reviews", renderMarkdown},
}

// selected returns the outputs that the options ask for.
func (o Options) selected() ([]Output, error) {
	if len(o.Formats) == 0 {
		return Outputs, nil
	}
	want := map[string]bool{}
	for _, f := range o.Formats {
		want[f] = true
	}
	var out []Output
	for _, p := range Outputs {
		if want[p.Name] {
			out = append(out, p)
			delete(want, p.Name)
		}
	}
	for _, f := range o.Formats {
		if want[f] {
			return nil, fmt.Errorf("there is no output %q; there are %s", f, outputNames())
		}
	}
	return out, nil
}

func outputNames() string {
	var names []string
	for _, p := range Outputs {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// Render returns one output as bytes.
func Render(format string, r *report.Report, o Options) ([]byte, error) {
	o.Formats = []string{format}
	outs, err := o.selected()
	if err != nil {
		return nil, err
	}
	safe := prepare(r)
	return outs[0].render(safe, newView(safe, o), o)
}

// Terminal returns the summary for a terminal: at most 80 columns wide.
func Terminal(r *report.Report, o Options) string {
	return renderTerminal(newView(prepare(r), o), o)
}
