package ignores

import (
	"slices"

	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// flowEnds are the ends of a seen suggestion in the order of the flow, with a
// word that fits a phone.
var flowEnds = []struct{ Outcome, Short, Token string }{
	{"accepted", "accepted", "accepted"},
	{"dismissed", "dismissed", "dismissed"},
	{"typed_through", "typed by hand", "caution"},
	{"ignored", "plainly ignored", "ignored"},
}

// flowNode is one end with its number.
type flowNode struct {
	Word, Token, Share string
	N                  int64
}

// flow is what the picture of the split shows: every mature suggestion once.
type flow struct {
	Shown, Seen int64
	SeenShare   string
	Apart       []flowNode // not seen, or replaced: nobody could answer
	Ends        []flowNode
}

func (s *subject) flow() flow {
	var f flow
	node := func(outcome, short, token string) flowNode {
		n := flowNode{Word: short, Token: token}
		if x := s.shareOf(outcome, all, "event"); x != nil && x.Count > 0 {
			n.N, n.Share = x.Count, say.Value(x.Value, x.Lo, x.Hi, say.Percent)
		}
		return n
	}
	for _, e := range flowEnds {
		n := node(e.Outcome, e.Short, e.Token)
		f.Seen += n.N
		if n.N > 0 {
			f.Ends = append(f.Ends, n)
		}
	}
	f.Shown = f.Seen
	for _, n := range []flowNode{node("superseded", "replaced", "inconclusive"), node("not_seen", "not seen",
		"notseen")} {
		if n.N > 0 {
			f.Apart, f.Shown = append(f.Apart, n), f.Shown+n.N
		}
	}
	if f.Shown > 0 {
		f.SeenShare = say.Tenth(report.Num(float64(f.Seen) / float64(f.Shown)))
	}
	return f
}

// flowFigure draws the way from shown to what became of it; nil when nothing is mature.
func (s *subject) flowFigure() *draw.Figure {
	f := s.flow()
	if f.Shown <= 0 {
		return nil
	}
	var parts []string
	for _, n := range slices.Concat(f.Ends, f.Apart) {
		parts = append(parts, n.Share+" "+n.Word)
	}
	sub := "Shares are of all suggestions shown and old enough to judge."
	if len(f.Apart) > 0 {
		sub += " What stands apart nobody could answer; the " + s.of.Rate + " is of the others."
	}
	if x := s.shareOf("immature", all, "event"); x != nil && x.Count > 0 {
		sub += " " + say.Plural(int(x.Count), "more is", "more are") + " still inside the window and not counted."
	}
	return &draw.Figure{ID: "figure-flow", Title: "From shown to what became of it", Sub: sub,
		Finding: "Of " + say.Count(f.Shown) + " mature suggestions: " + say.List(parts) + ".", Wide: f.drawing(1040),
		Narrow: f.drawing(360)}
}

// drawing lays the flow out: shown at the left, seen in the middle, the ends at
// the right with their words; what nobody could answer below, on its own.
func (f *flow) drawing(width float64) draw.Drawing {
	x, bar, tall := [3]float64{4, 380, 750}, 18.0, 300.0
	if width < 600 {
		x, bar, tall = [3]float64{2, 92, 196}, 12, 250
	}
	const top, slot, gap = 46.0, 42.0, 10.0
	s := &draw.Sketch{Width: width}
	unit := tall / float64(f.Shown)
	caption := func(i int, room float64, text, sub string) {
		s.Words(x[i], 12, text, 14, "ink", "start", true)
		s.Words(x[i], 31, draw.FitWidth(sub, 13, room), 13, "muted", "start", false)
	}
	caption(0, x[1]-x[0]-6, "Shown", say.Count(f.Shown))
	if f.Seen > 0 {
		caption(1, x[2]-x[1]-6, "Seen", f.SeenShare)
	}
	y, from := top, top
	for _, n := range f.Ends {
		h := float64(n.N) * unit
		room := max(h, slot)
		at := y + (room-h)/2
		s.Ribbon(x[1]+bar, from, from+h, x[2], at, at+h, n.Token)
		s.Rect(x[2], at, bar, max(h, 1.5), n.Token)
		f.label(s, x[2]+bar+8, y+room/2, &n)
		from += h
		y += room + gap
	}
	seen := float64(f.Seen) * unit
	s.Ribbon(x[0]+bar, top, top+seen, x[1], top, top+seen, "inconclusive")
	s.Rect(x[1], top, bar, seen, "muted")
	s.Rect(x[0], top, bar, tall, "muted")
	y, from = max(y, top+seen+gap), top+seen
	for _, n := range f.Apart {
		h := float64(n.N) * unit
		room := max(h, slot)
		at := y + (room-h)/2
		s.Ribbon(x[0]+bar, from, from+h, x[1], at, at+h, n.Token)
		s.Rect(x[1], at, bar, max(h, 1.5), n.Token)
		f.label(s, x[1]+bar+8, y+room/2, &n)
		from += h
		y += room + gap
	}
	s.Height = max(y, top+tall) + 8
	return s.Drawing()
}

// label writes a node's word and share beside it.
func (f *flow) label(s *draw.Sketch, x, y float64, n *flowNode) {
	s.Words(x, y-9, say.UpperFirst(n.Word), 14, "ink", "start", true)
	text := n.Share + " · " + say.Count(n.N)
	if draw.TextWidth(text, 13) > s.Width-x {
		text = n.Share
	}
	s.Words(x, y+10, text, 13, "muted", "start", false)
}
