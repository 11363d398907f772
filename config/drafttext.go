package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

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
	line := "#"
	for _, w := range strings.Fields(oneLine(text)) {
		if len(line)+1+len(w) > commentWidth && line != "#" {
			y.b.WriteString(line + "\n")
			line = "#"
		}
		line += " " + w
	}
	y.b.WriteString(line + "\n")
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

// yamlNames writes canonical names and what they are bound to.
func yamlNames(m map[string]string) string {
	var list []pair
	for k, v := range m {
		list = append(list, pair{k, yamlText(v)})
	}
	slices.SortFunc(list, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	return yamlMap(list)
}

func yamlList(list []string) string {
	var out []string
	for _, s := range list {
		out = append(out, yamlText(s))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func yamlFilters(list []spec.Filter) string {
	var out []string
	for _, f := range list {
		p := []pair{{"column", yamlText(f.Column)}}
		if len(f.Is) > 0 {
			p = append(p, pair{"is", yamlList(f.Is)})
		}
		if len(f.Not) > 0 {
			p = append(p, pair{"not", yamlList(f.Not)})
		}
		if f.From != "" {
			p = append(p, pair{"from", yamlText(f.From)})
		}
		if f.To != "" {
			p = append(p, pair{"to", yamlText(f.To)})
		}
		out = append(out, yamlMap(p))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func yamlNumber(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// plainWord is text that needs no quotes.
var plainWord = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// yamlText writes any text so that it is read back as it is: in double quotes,
// with everything escaped that does not print.
func yamlText(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if plainWord.MatchString(s) && s != "null" {
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
