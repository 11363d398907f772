package ignores

import (
	"fmt"
	"slices"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// outcomeWords are the words of the split.
var outcomeWords = []struct{ Outcome, Word string }{
	{"accepted", "accepted"}, {"not_seen", "not seen"}, {"superseded", "replaced"}, {"typed_through", "typed by hand"},
	{"dismissed", "dismissed"}, {"ignored", "plainly ignored"}, {"ignored_never_engager", "of it, answer none"},
	{"ignored_session_end", "of it, session ended"}, {"ignored_went_on", "of it, went on"},
	{"non_use", "left unused: seen, and not accepted"}, {"immature", "still inside the window"},
}

// splitArms lists the arms of the split in order, the group of all last.
func (s *subject) splitArms() []string {
	var out []string
	for _, x := range s.Split {
		if !slices.Contains(out, x.Arm) {
			out = append(out, x.Arm)
		}
	}
	return out
}

// splitSection shows what became of the suggestions that were not used.
func (s *subject) splitSection() (doc.Section, bool) {
	sec := doc.Section{ID: "split", Topic: s.say("What {ignored} means here")}
	x := s.shareOf(s.of.Name, all, "event")
	if x == nil || x.Total == 0 {
		sec.Heading = "No mature suggestion to split"
		return sec, true
	}
	used := s.shareOf("accepted", all, "event")
	of100 := func(n int64) string { return say.Fixed(100*float64(n)/float64(x.Total), 0) }
	if used.Count < x.Total {
		sec.Heading = "Of 100 suggestions shown, " + of100(x.Count) + " are " + s.unused() + ", and " +
			of100(used.Count) + " accepted"
	} else {
		sec.Heading = "Every suggestion is used"
	}
	sec.Lead = []string{"Not seen is a problem of showing, dismissed an explicit no, replaced no choice of the user " +
		"at all. Only what is left is plainly ignored."}
	for _, g := range s.Weights {
		if g.Arm != all || !g.Differs {
			continue
		}
		more := "more"
		if g.Gap.Value < 0 {
			more = "fewer"
		}
		sp := say.Difference(g.Gap, say.Cost)
		text := fmt.Sprintf(s.say("Counted by suggestion, %s %s of what is shown are {ignored} (%s) than counted by "+
			"%s: heavy %ss and light ones differ"), say.Unsigned(sp.Estimate()), more, sp.Range(), g.Weighting,
			g.Weighting)
		if g.Again {
			text += ", in both halves of the units."
		} else {
			text += ", though not clearly in both halves of the units."
		}
		sec.Lead = append(sec.Lead, text)
	}
	sec.Stacked = true
	if f := s.flowFigure(); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	if len(s.splitArms()) > 1 { // the flow shows all units together
		sec.Figures = append(sec.Figures, s.splitFigure())
	}
	arms := s.splitArms()
	for _, arm := range arms {
		t := s.splitTable(arm)
		t.Folded = arm != all
		sec.Tables = append(sec.Tables, t)
	}
	return sec, true
}

// unused is the outcome under study as a part of what is not used.
func (s *subject) unused() string {
	if s.of.Name == "non_use" {
		return "seen and left unused"
	}
	return s.plainly()
}

func (s *subject) splitTable(arm string) doc.Table {
	caption := "Every suggestion shown"
	if arm != all {
		caption = "Shown in " + say.Name(arm)
	}
	t := doc.Table{Caption: caption + ", by what became of it", Head: []doc.Column{{Text: "Outcome"},
		{Text: "Suggestions", Num: true}, {Text: "By suggestion", Num: true}, {Text: "Mean of units", Num: true},
		{Text: "Mean of sessions", Num: true}}}
	for _, w := range outcomeWords {
		e := s.shareOf(w.Outcome, arm, "event")
		if e == nil {
			continue
		}
		row := []doc.Cell{{Text: say.UpperFirst(w.Word)}, {Text: say.Count(e.Count)}}
		for _, weighting := range []string{"event", "unit", "session"} {
			c := doc.Cell{Text: say.Dash}
			if x := s.shareOf(w.Outcome, arm, weighting); x != nil && x.Value.Defined() {
				c = doc.Cell{Text: say.Value(x.Value, x.Lo, x.Hi, say.Percent), Sub: rangeText(x.Lo, x.Hi)}
			}
			row = append(row, c)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = "Shares are of mature suggestions, those still inside the window of all shown. Mean of units, of " +
		"sessions: of their own shares, each weighing the same; a readout's rates per session are shares of sessions " +
		"instead."
	if s.shareOf("ignored_went_on", arm, "event") != nil {
		t.Foot += " Plainly ignored is told apart: by users who saw at least 5 and answer none, and of the others " +
			"the last one that a session showed, and those after which the session showed more."
	}
	return t
}

// splitGroups are the parts of its bars.
var splitGroups = []draw.OutcomePart{
	{Part: draw.Part{Group: "accepted", Label: "accepted", Token: "accepted"},
		Count: func(o *report.Outcomes) int64 { return o.Accepted }},
	{Part: draw.Part{Group: "dismissed", Label: "dismissed", Token: "dismissed"},
		Count: func(o *report.Outcomes) int64 { return o.Dismissed }},
	{Part: draw.Part{Group: "typed", Label: "typed by hand", Token: "caution"},
		Count: func(o *report.Outcomes) int64 { return o.TypedThrough }},
	{Part: draw.Part{Group: "plainly ignored", Label: "plainly ignored", Token: "ignored"},
		Count: func(o *report.Outcomes) int64 { return o.Ignored }},
	{Part: draw.Part{Group: "not seen", Label: "not seen or replaced", Token: "notseen"},
		Count: func(o *report.Outcomes) int64 { return o.NotSeen + o.Superseded }},
}

// splitFigure draws the split as one bar per arm.
func (s *subject) splitFigure() *draw.Figure {
	var os []report.Outcomes
	arms := s.splitArms()
	if len(arms) > 12 {
		arms = arms[len(arms)-12:]
	}
	for _, arm := range arms {
		n := func(outcome string) int64 {
			if x := s.shareOf(outcome, arm, "event"); x != nil {
				return x.Count
			}
			return 0
		}
		o := report.Outcomes{Arm: arm, NotSeen: n("not_seen"), Accepted: n("accepted"), Dismissed: n("dismissed"),
			Superseded:   n("superseded"),
			TypedThrough: n("typed_through"), Ignored: n("ignored"), Immature: n("immature")}
		o.Shown = o.NotSeen + o.Accepted + o.Dismissed + o.Superseded + o.TypedThrough + o.Ignored + o.Immature
		os = append(os, o)
	}
	f := &draw.Figure{ID: "figure-split", Title: "What became of the suggestions shown in each arm",
		Wide: draw.Outcomes(os, splitGroups, 1040), Narrow: draw.Outcomes(os, splitGroups, 360)}
	f.Finding = shareRange(s.shareOf(s.of.Name, all, "event")) + " of what is shown are " + s.plainly() + "."
	for _, g := range splitGroups {
		f.Key = append(f.Key, g.Key())
	}
	return f
}
