package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"uptake/cmd/uptake/internal/manual"
)

// manPage is the page of man of all commands, in the macros of man(7). It has no date: the
// same version gives the same bytes.
func manPage(root *cobra.Command) string {
	m := &manWriter{}
	m.line(`.TH UPTAKE 1 "" "uptake %s" "User Commands"`, version())
	m.section("NAME")
	m.text("uptake - " + strings.ToLower(root.Short[:1]) + root.Short[1:])
	m.section("SYNOPSIS")
	for _, c := range inPage(root) {
		m.line(`.B uptake`)
		m.text(c.Use)
		m.line(".br")
	}
	m.section("DESCRIPTION")
	m.long(root.Long)
	m.section("COMMANDS")
	for _, c := range inPage(root) {
		m.command(c)
	}
	m.section("OPTIONS OF EVERY COMMAND")
	m.flags(root.PersistentFlags())
	m.section("ENVIRONMENT")
	for _, v := range variables {
		m.term(v.name, v.about)
	}
	m.section("SEE ALSO")
	m.text("uptake help config; the manual: uptake help with one of " + strings.Join(manual.Names(), ", ") + ".")
	return m.b.String()
}

// inPage are the commands below one that the page has: those that can be called, help too,
// which cobra does not count among them.
func inPage(c *cobra.Command) []*cobra.Command {
	return slices.DeleteFunc(slices.Clone(c.Commands()), func(c *cobra.Command) bool {
		return !c.IsAvailableCommand() && c.Name() != "help"
	})
}

// variables is what of the environment changes how a run goes. None of it changes a number.
var variables = []struct{ name, about string }{
	{"UPTAKE_WORKERS", "How many workers read and compute, one per processor unless given."},
	{"UPTAKE_MEMORY", "The size that the program tries to stay under, such as 800MiB or 2GB."},
	{"UPTAKE_CHROMIUM", "The browser that prints pages, the first on the PATH unless given."},
	{"UPTAKE_WEBHOOK", "The address to which nightly posts digests, nowhere unless given."},
	{"UPTAKE_WEBHOOK_KIND", "slack or json: what is posted there, by the address unless given."},
	{"UPTAKE_TRACE", "When set, a fault of the program comes with where it happened."},
	{"NO_COLOR", "When set, words on a terminal have no colour."},
}

// manWriter writes in the macros of man(7).
type manWriter struct{ b strings.Builder }

func (m *manWriter) line(format string, args ...any) { fmt.Fprintf(&m.b, format+"\n", args...) }

func (m *manWriter) section(name string) { m.line(".SH %s", name) }

// plain keeps a text from being read as macros, and its hyphens from being broken.
func plain(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`).Replace(s)
	if strings.HasPrefix(s, ".") {
		s = `\&` + s
	}
	return s
}

func (m *manWriter) text(s string) { m.line("%s", plain(s)) }

// long writes paragraphs, and tables, which begin with a space, as they stand.
func (m *manWriter) long(s string) {
	table := false
	for line := range strings.Lines(strings.TrimRight(s, "\n")) {
		line = strings.TrimRight(line, "\n")
		if in := strings.HasPrefix(line, " "); in != table && line != "" {
			if table = in; in {
				m.line(".PP\n.nf")
			} else {
				m.line(".fi")
			}
		}
		switch {
		case line == "" && !table:
			m.line(".PP")
		case line != "":
			m.text(line)
		}
	}
	if table {
		m.line(".fi")
	}
}

func (m *manWriter) term(name, about string) {
	m.line(".TP\n.B %s", plain(name))
	m.text(about)
}

func (m *manWriter) command(c *cobra.Command) {
	m.line(".SS %s", plain("uptake "+c.Use))
	if c.Long != "" {
		m.long(c.Long)
	} else {
		m.text(c.Short + ".")
	}
	m.flags(c.LocalNonPersistentFlags())
	if c.Example != "" {
		m.line(".PP\nExamples:\n.PP\n.nf")
		for line := range strings.Lines(c.Example) {
			m.text(strings.TrimRight(line, "\n"))
		}
		m.line(".fi")
	}
	for _, below := range inPage(c) {
		m.command(below)
	}
}

func (m *manWriter) flags(set *pflag.FlagSet) {
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		kind, about := pflag.UnquoteUsage(f)
		if kind != "" {
			name += " " + kind
		}
		if v := f.DefValue; v != "" && v != "false" && v != "[]" && v != "0" && v != "0s" {
			about += " (" + v + " unless given)"
		}
		m.term(name, about)
	})
}
