package charts

import (
	"uptake/analysis/report"
)

// flowEnds are the ends of a seen suggestion in the order of the flow, with a
// word that fits a phone.
var flowEnds = []struct{ Outcome, Short, Token string }{
	{"accepted", "accepted", "accepted"},
	{"dismissed", "dismissed", "dismissed"},
	{"typed_through", "typed by hand", "caution"},
	{"superseded", "replaced", "inconclusive"},
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
	NotSeen     flowNode
	Ends        []flowNode
}

func (s *ignoresSubject) flow() flow {
	var f flow
	node := func(outcome, short, token string) flowNode {
		n := flowNode{Word: short, Token: token}
		if x := s.shareOf(outcome, all, "event"); x != nil && x.Count > 0 {
			n.N, n.Share = x.Count, levelText(x.Value, x.Lo, x.Hi, percent)
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
	f.NotSeen = node("not_seen", "not seen", "notseen")
	f.Shown = f.Seen + f.NotSeen.N
	if f.Shown > 0 {
		f.SeenShare = shareText(report.Num(float64(f.Seen) / float64(f.Shown)))
	}
	return f
}

// flowFigure draws the way from shown to what became of it; nil when nothing is mature.
func (s *ignoresSubject) flowFigure() *figure {
	f := s.flow()
	if f.Shown <= 0 {
		return nil
	}
	var parts []string
	for _, n := range f.Ends {
		parts = append(parts, n.Share+" "+n.Word)
	}
	if f.NotSeen.N > 0 {
		parts = append(parts, f.NotSeen.Share+" not seen")
	}
	sub := "Shares are of all mature suggestions shown. Not seen stands apart: nobody could answer."
	if x := s.shareOf("immature", all, "event"); x != nil && x.Count > 0 {
		sub += " " + plural(int(x.Count), "more is", "more are") + " still inside the window and not counted."
	}
	return &figure{ID: "figure-flow", Title: "From shown to what became of it", Sub: sub,
		Finding: "Of " + count(f.Shown) + " mature suggestions: " + listText(parts) + ".", wide: f.drawing(1040), narrow: f.drawing(360)}
}

// drawing lays the flow out: shown at the left, seen in the middle, the ends at
// the right with their words; not seen below, on its own.
func (f *flow) drawing(width float64) drawing {
	x, bar, tall := [3]float64{4, 380, 750}, 18.0, 300.0
	if width < 600 {
		x, bar, tall = [3]float64{2, 92, 196}, 12, 250
	}
	const top, slot, gap = 46.0, 42.0, 10.0
	s := &sketch{width: width}
	unit := tall / float64(f.Shown)
	caption := func(i int, room float64, text, sub string) {
		s.words(x[i], 12, text, 14, "ink", "start", true)
		s.words(x[i], 31, fitWidth(sub, 13, room), 13, "muted", "start", false)
	}
	caption(0, x[1]-x[0]-6, "Shown", count(f.Shown))
	if f.Seen > 0 {
		caption(1, x[2]-x[1]-6, "Seen", f.SeenShare)
	}
	y, from := top, top
	for _, n := range f.Ends {
		h := float64(n.N) * unit
		room := max(h, slot)
		at := y + (room-h)/2
		s.ribbon(x[1]+bar, from, from+h, x[2], at, at+h, n.Token)
		s.rect(x[2], at, bar, max(h, 1.5), n.Token)
		f.label(s, x[2]+bar+8, y+room/2, &n)
		from += h
		y += room + gap
	}
	seen := float64(f.Seen) * unit
	s.ribbon(x[0]+bar, top, top+seen, x[1], top, top+seen, "inconclusive")
	s.rect(x[1], top, bar, seen, "muted")
	s.rect(x[0], top, bar, tall, "muted")
	y = max(y, top+seen+gap, top+tall-float64(f.NotSeen.N)*unit)
	if f.NotSeen.N > 0 {
		h := float64(f.NotSeen.N) * unit
		room := max(h, slot)
		at := y + (room-h)/2
		s.ribbon(x[0]+bar, top+seen, top+tall, x[1], at, at+h, f.NotSeen.Token)
		s.rect(x[1], at, bar, max(h, 1.5), f.NotSeen.Token)
		f.label(s, x[1]+bar+8, y+room/2, &f.NotSeen)
		y += room
	}
	s.height = max(y, top+tall) + 8
	return s.pic()
}

// label writes a node's word and share beside it.
func (f *flow) label(s *sketch, x, y float64, n *flowNode) {
	s.words(x, y-9, upperFirst(n.Word), 14, "ink", "start", true)
	text := n.Share + " · " + count(n.N)
	if textWidth(text, 13) > s.width-x {
		text = n.Share
	}
	s.words(x, y+10, text, 13, "muted", "start", false)
}
