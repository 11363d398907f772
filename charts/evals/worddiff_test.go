package evals

import (
	"strings"
	"testing"

	"uptake/charts/doc"
)

// TestChanged: the parts are the texts, and what differs is marked.
func TestChanged(t *testing.T) {
	for _, c := range []struct{ was, is, before, after string }{
		{"You find it under Billing.", "You find it in Billing, below.", "You find it [under] Billing.",
			"You find it {in} Billing{, below}."},
		{"same", "same", "same", "same"},
		{"", "new", "", "new"},
		{"nothing alike", "漢字 <b>", "nothing alike", "漢字 <b>"},
	} {
		before, after := changed(c.was, c.is)
		if text(before, "", "", "", "") != c.was || text(after, "", "", "", "") != c.is {
			t.Errorf("%q to %q loses text: %v %v", c.was, c.is, before, after)
		}
		if got := text(before, "[", "]", "{", "}"); got != c.before {
			t.Errorf("before: %s, want %s", got, c.before)
		}
		if got := text(after, "[", "]", "{", "}"); got != c.after {
			t.Errorf("after: %s, want %s", got, c.after)
		}
	}
}

func text(parts []doc.Part, o, c, n, m string) string {
	var s strings.Builder
	for _, p := range parts {
		switch {
		case p.Out:
			s.WriteString(o + p.Text + c)
		case p.New:
			s.WriteString(n + p.Text + m)
		default:
			s.WriteString(p.Text)
		}
	}
	return s.String()
}
