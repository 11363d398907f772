package out

import (
	"strings"

	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// terminalWidth is the most columns that a line of the summary takes.
const terminalWidth = 80

// Terminal collects lines of at most 80 columns.
type Terminal struct {
	b     strings.Builder
	Color bool // ANSI colours may be used
}

// String is what was written.
func (t *Terminal) String() string { return t.b.String() }

// Lines is how many lines were written.
func (t *Terminal) Lines() int { return strings.Count(t.b.String(), "\n") }

// Gap writes an empty line.
func (t *Terminal) Gap() { t.b.WriteByte('\n') }

// Line writes a line as it is, but for spaces at its end.
func (t *Terminal) Line(s string) {
	t.b.WriteString(strings.TrimRight(s, " "))
	t.b.WriteByte('\n')
}

// Text writes a paragraph after a head, wrapped; later lines stand under the first.
func (t *Terminal) Text(head, s string) {
	indent := strings.Repeat(" ", say.Columns(head))
	for i, l := range say.Wrap(s, terminalWidth-say.Columns(head)) {
		if i == 0 {
			t.Line(head + l)
		} else {
			t.Line(indent + l)
		}
	}
}

// more says how many entries of a list stand in the files alone.
func (t *Terminal) more(n int) {
	for _, l := range andMore(nil, n) {
		t.Line("  " + l)
	}
}

// ansi gives the colours of the tones; the words carry the meaning without them.
var ansi = map[draw.Tone]string{draw.Good: "34", draw.Bad: "31", draw.Caution: "33", draw.Invalid: "35",
	draw.Inconclusive: "1", draw.Promising: "36"}

func (t *Terminal) paint(tn draw.Tone, s string) string {
	if code, ok := ansi[tn]; ok && t.Color {
		return "\x1b[" + code + "m" + s + "\x1b[0m"
	}
	return s
}

// Badge is the word of a verdict.
func (t *Terminal) Badge(b *doc.Banner) {
	t.b.WriteString(t.paint(b.Tone, strings.ToUpper(b.Word)) + "\n")
}

func (t *Terminal) verdict(b *doc.Banner) {
	t.Badge(b)
	t.Text("  ", b.Headline)
	if why := b.Why(); why != "" {
		t.Text("  Why: ", why)
	}
	for _, r := range b.Reasons {
		t.Text("  - ", r)
	}
	if b.Open != "" {
		t.Text("  ", b.Open)
	}
	if b.Next != "" {
		t.Text("  What to do: ", b.Next)
	}
	if b.Basis != "" {
		t.Text("  How: ", b.Basis)
	}
	for _, a := range b.Arms {
		t.Text("  "+say.Fit(a.Arm, 30)+": ", strings.TrimSpace(a.Word+". "+a.Says))
		for _, r := range a.Reasons {
			t.Text("    - ", r)
		}
	}
}

// Few is Text of at most so many lines; what has no room ends in an ellipsis.
func (t *Terminal) Few(head, s string, lines int) {
	room := terminalWidth - say.Columns(head)
	list := say.Wrap(s, room)
	if len(list) > lines {
		list[lines-1] = say.Fit(list[lines-1]+" "+list[lines], room)
		if !strings.HasSuffix(list[lines-1], "…") {
			list[lines-1] = say.Fit(list[lines-1], room-2) + " …"
		}
		list = list[:lines]
	}
	for i, l := range list {
		if i > 0 {
			head = strings.Repeat(" ", say.Columns(head))
		}
		t.Line(head + l)
	}
}
