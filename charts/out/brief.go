package out

import (
	"fmt"
	"slices"
	"strings"

	"uptake/charts/doc"
)

// The short form of a document is what the terminal, Slack and mail say of it: the
// verdict, the numbers, what is wrong and what to do. What it is picked of is here,
// so that all three pick the same; the page has all.

// What it lists at most.
const (
	mostEffects  = 7
	mostCautions = 2
	mostChecks   = 4
)

// briefGlance are the answers beside the picture of the first screen, a line each.
func briefGlance(v *doc.View) []string {
	var out []string
	for _, g := range v.Glance {
		if g.Brief != "" {
			out = append(out, g.Title+": "+g.Brief)
		}
	}
	return out
}

// briefNote is what the terminal has of a card's note: of a long one how it begins.
func briefNote(c *doc.Card) string {
	if c.Long() {
		return firstSentence(c.Note)
	}
	return c.Note
}

// andMore says how many entries of a list stand on the page alone.
func andMore(list []string, n int) []string {
	if n > 0 {
		list = append(list, fmt.Sprintf("and %d more on the page", n))
	}
	return list
}

// briefCautions are all that touch the decision, then as many others of the whole
// document as there is room for, and how many more there are.
func briefCautions(v *doc.View) (list []string, more int) {
	var rest []string
	for _, c := range v.Cautions {
		if !slices.Contains(v.Foremost, c) {
			rest = append(rest, c)
		}
	}
	room := min(max(0, mostCautions-len(v.Foremost)), len(rest))
	for _, c := range slices.Concat(v.Foremost, rest[:room]) {
		list = append(list, firstSentence(c))
	}
	return list, len(rest) - room
}

// briefChecks are the checks that did not pass: those that failed in full, of the others
// what was found, and how many more there are.
func briefChecks(gates []doc.Check) (list []doc.Check, more int) {
	warned := 0
	for _, g := range gates {
		switch g.Status {
		case "ok":
			continue
		case "fail":
		default:
			if warned++; warned > mostChecks {
				continue
			}
			g.Detail, g.Asks = firstSentence(g.Detail), nil
		}
		list = append(list, g)
	}
	return list, max(0, warned-mostChecks)
}

// briefFindings are the headings of the parts that a document without effects has.
func briefFindings(v *doc.View) []string {
	var out []string
	if len(v.Effects) > 0 {
		return nil
	}
	for _, s := range v.Sections {
		if s.Brief || s.PageOnly {
			continue
		}
		out = append(out, s.Heading)
	}
	return out
}

// subjectLine is the document in one line, for a list of messages.
func subjectLine(v *doc.View) string {
	if v.Verdict.Headline == "" {
		return v.Title
	}
	return v.Title + ": " + v.Verdict.Headline
}

// firstSentence is a text up to the end of its first sentence.
func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i > 0 {
		return s[:i+1]
	}
	return s
}
