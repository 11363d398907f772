package evals

import (
	"regexp"
	"strings"
	"sync"

	"github.com/pmezard/go-difflib/difflib"

	"uptake/charts/doc"
)

// word is a run of letters, of spaces, or one other character: together they are the text.
var word = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)[\pL\pN_]+|\s+|.`) })

// changed cuts two answers into words and marks what only the old one says, and only the new.
// Two that share hardly anything are left unmarked: nothing would be read from it.
func changed(was, is string) (before, after []doc.Part) {
	a, b := word().FindAllString(was, -1), word().FindAllString(is, -1)
	m := difflib.NewMatcher(a, b)
	if m.Ratio() < 0.3 {
		return whole(was), whole(is)
	}
	for _, o := range m.GetOpCodes() {
		old, fresh := strings.Join(a[o.I1:o.I2], ""), strings.Join(b[o.J1:o.J2], "")
		same := o.Tag == 'e'
		if old != "" {
			before = append(before, doc.Part{Text: old, Out: !same})
		}
		if fresh != "" {
			after = append(after, doc.Part{Text: fresh, New: !same})
		}
	}
	return before, after
}

func whole(text string) []doc.Part {
	if text == "" {
		return nil
	}
	return []doc.Part{{Text: text}}
}
