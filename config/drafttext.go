package config

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"uptake/analysis/spec"
)

// draftWriter writes an experiment file line by line.
type draftWriter struct{ b strings.Builder }

// commentWidth is how wide a comment at the head of a draft is.
const commentWidth = 100

// line writes a key with its value, and a comment behind it.
func (y *draftWriter) line(key, value, comment string) {
	at := y.b.Len()
	y.b.WriteString(key)
	switch {
	case value != "":
		y.b.WriteString(": " + value)
	case !strings.HasSuffix(key, "}") && !strings.HasPrefix(strings.TrimSpace(key), "#"):
		y.b.WriteString(":")
	}
	if comment != "" {
		y.b.WriteString(strings.Repeat(" ", max(2, 48-(y.b.Len()-at))) + "# " + oneLine(comment))
	}
	y.b.WriteString("\n")
}

// comment writes a paragraph as a comment.
func (y *draftWriter) comment(text string) {
	y.b.WriteString(wrapped(strings.Join(strings.Fields(oneLine(text)), " "), "# ", "# ", commentWidth))
}

// wrapped breaks a paragraph at its spaces into lines of at most width letters
// where its words allow, the first behind one text and the later behind another.
func wrapped(text, first, later string, width int) string {
	var b strings.Builder
	line, empty := first, true
	for w := range strings.SplitSeq(text, " ") {
		switch {
		case empty:
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > width:
			b.WriteString(strings.TrimRight(line, " ") + "\n")
			line = later
		default:
			line += " "
		}
		line, empty = line+w, false
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
	return b.String()
}

// oneLine keeps text of an export from ending a comment, or from being no YAML.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// pair is a key and its value as YAML.
type pair struct{ key, value string }

func yamlMap(list []pair) string {
	var out []string
	for _, p := range list {
		out = append(out, p.key+": "+p.value)
	}
	return "{" + strings.Join(out, ", ") + "}"
}

// given writes a key as the file before has it, its own keys below it where
// they do not fit beside it.
func (y *draftWriter) given(g spec.Given) {
	value := yamlGiven(g)
	if len(g.Name)+2+len(value) <= commentWidth || g.Listed || len(g.Tables) != 1 {
		y.line(g.Name, value, "")
		return
	}
	y.line(g.Name, "", "")
	for _, in := range g.Tables[0] {
		y.line("  "+yamlText(in.Name), yamlGiven(in), "")
	}
}

// yamlTable writes a table on one line.
func yamlTable(table []spec.Given) string {
	var list []pair
	for _, g := range table {
		list = append(list, pair{yamlText(g.Name), yamlGiven(g)})
	}
	return yamlMap(list)
}

// yamlGiven writes what stands under a key on one line.
func yamlGiven(g spec.Given) string {
	if g.Tables == nil {
		if !g.Listed && len(g.Texts) == 1 {
			return yamlText(g.Texts[0])
		}
		return yamlList(g.Texts)
	}
	var tables []string
	for _, t := range g.Tables {
		tables = append(tables, yamlTable(t))
	}
	if g.Listed {
		return "[" + strings.Join(tables, ", ") + "]"
	}
	return tables[0]
}

func yamlList(list []string) string {
	var out []string
	for _, s := range list {
		out = append(out, yamlText(s))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// plainWord is text that needs no quotes, such as 14d, 5% or a/b.csv.
var plainWord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_./-]*%?$`) })

// yamlText writes any text so that it is read back as it is: in double quotes,
// with everything escaped that does not print.
func yamlText(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if plainWord().MatchString(s) && s != "null" {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
