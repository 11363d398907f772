// Package manual is what uptake says of itself at length: a Markdown file a topic, read in
// the repository as it stands and in the program by `uptake help TOPIC`. It knows no
// command; that what it says is true is held by tests of the command line, which run its
// blocks.
package manual

import (
	"embed"
	"slices"
	"strings"
)

//go:embed *.md
var files embed.FS

// Topic is one file of the manual.
type Topic struct {
	Name  string // of its file, without the ending
	About string // a few words for the list of topics
}

// Topics is the table of topics, in the order in which one would read them.
var Topics = []Topic{
	{"page", "the pages part by part, for who decides from them"},
	{"experiment", "the experiment file by example"},
	{"vendors", "exports of vendors: what is read of each"},
	{"evaluations", "results of evaluation tools: promptfoo, Inspect and others"},
	{"data", "what an export may be, and what its cells mean"},
	{"engines", "rows that stay in a database: SQL that adds them up"},
	{"checking", "what check finds in the data"},
	{"health", "when the data must not be decided on; exit codes"},
	{"codes", "what each code means: checks, findings, cautions, verdicts, exits"},
	{"verdict", "how the verdict is made"},
	{"statistics", "metrics, methods, conventions of other tools"},
	{"differences", "why your numbers differ: other tools, your SQL"},
	{"planning", "units, weeks and looks; one alpha"},
	{"ignoring", "why suggestions are ignored"},
	{"alarms", "metrics that cry wolf"},
	{"sharing", "Slack, mail, spreadsheets; what changed; a browser"},
	{"nights", "every experiment every night; recipes"},
	{"tables", "any number in your own SQL"},
	{"calculators", "any method over JSON cases"},
	{"simulating", "exports with a planted truth"},
	{"limits", "what it cannot do"},
	{"architecture", "the way of the data, how to add a thing, long proofs"},
	{"changelog", "schemas of the JSON, and what changed"},
}

// Names lists the topics by name.
func Names() (out []string) {
	for _, t := range Topics {
		out = append(out, t.Name)
	}
	return out
}

// Text is a topic's Markdown; ok is false where there is no such topic.
func Text(name string) (text string, ok bool) {
	for _, t := range Topics {
		if t.Name == name {
			b, err := files.ReadFile(name + ".md")
			return string(b), err == nil
		}
	}
	return "", false
}

// Code is what the topic codes says of one code, each entry below its heading; ok is false
// where it says nothing. An entry begins with the code in bold and goes on to the next.
func Code(code string) (text string, ok bool) {
	all, _ := Text("codes")
	heading, in := "", false
	for line := range strings.Lines(all) {
		switch {
		case strings.HasPrefix(line, "## "):
			heading, in = line, false
		case strings.HasPrefix(line, "**`"):
			in = strings.HasPrefix(line, "**`"+code+"`**")
			if in && heading != "" {
				text += heading + "\n"
			}
			if in {
				heading = ""
			}
		}
		if in {
			text += line
		}
	}
	return text, text != ""
}

// Codes lists the codes that the topic codes says something of.
func Codes() (out []string) {
	all, _ := Text("codes")
	for line := range strings.Lines(all) {
		if rest, begins := strings.CutPrefix(line, "**`"); begins {
			if code, _, ends := strings.Cut(rest, "`**"); ends && !slices.Contains(out, code) {
				out = append(out, code)
			}
		}
	}
	return out
}
