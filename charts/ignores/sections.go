package ignores

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/out"
	"uptake/charts/say"
)

// shapes are the words for the fitted spread of users.
var shapes = map[string]string{
	"U":          "Most units are at the ends: they {ignore:nearly everything or nearly nothing} (U-shaped).",
	"J":          "Many units {ignore:nearly everything}, the others are spread below (J-shaped).",
	"reversed J": "Many units {ignore:nearly nothing}, the others are spread above (a reversed J).",
	"bell":       "Units lie around a common rate: everyone {ignores:some} (bell-shaped).",
	"flat":       "Every rate of {ignoring} is as common as any other.",
	"none":       "Units do not differ by more than chance makes, or all do the same.",
}

// fewUnits is the number of units below which no spread between them is read out.
const fewUnits = 20

// whoSection says whether everyone ignores a little or some everything.
func (s *subject) whoSection() (doc.Section, bool) {
	w := s.Who
	if w == nil {
		return doc.Section{}, false
	}
	who := map[string]string{"ignored": "who ignores", "dismissed": "who dismisses", "non_use": "who leaves them " +
		"unused"}[s.of.Name]
	sec := doc.Section{ID: "who", Topic: say.UpperFirst(who), Heading: s.say("Everyone {ignores:some}")}
	switch {
	case w.Units < fewUnits:
		sec.Heading = "With " + say.Plural(int(w.Units), "unit", "units") + " nothing can be told about " + who
	case w.Eligible == 0:
		sec.Heading = "No unit saw " + say.Count(w.Least) + " suggestions, so nothing can be told about " + who
	case w.Ignored == 0:
		sec.Heading = s.say("Nobody {ignores:a suggestion}")
	case w.Seen == w.Ignored:
		sec.Heading = s.say("Every seen suggestion is {ignored}")
	case w.Shape == "U":
		sec.Heading = s.say("Some {ignore:nearly everything}, others nearly nothing")
	case w.Shape == "J":
		sec.Heading = s.say("Many {ignore:nearly everything}")
	case w.Extra > 0.005 && w.ExtraP < s.Alpha:
		sec.Heading = s.say("Most {ignore:some}; about ") + say.Fixed(100*float64(w.Extra), 1) +
			s.say("% of the units {ignore:everything}")
	case w.Shape == "reversed J":
		sec.Heading = s.say("Many {ignore:nearly nothing}; the others carry the {ignore rate}")
	}
	line := func(label, value string) { sec.Lines = append(sec.Lines, doc.Line{Label: label, Value: value}) }
	if w.Never > 0 && w.Without.Defined() {
		line(s.say("Without {never}"), s.say("the {ignore rate} of seen is ")+say.Tenth(w.Without)+", in place of "+
			say.Tenth(w.With))
	}
	told := w.Units >= fewUnits && w.Eligible > 0
	if told {
		sec.Lead = []string{s.say(shapes[w.Shape])}
	}
	if told && w.A.Defined() {
		line("Spread between units", fmt.Sprintf(s.say("the middle half of them {ignore:between %s and %s of what "+
			"they see}, chance taken out"), say.Tenth(w.MiddleLo), say.Tenth(w.MiddleHi)))
	}
	line(s.say("{Never}"), fmt.Sprintf(s.say("%s of %s with at least %s seen (%s), holding %s of all {ignores}"),
		say.Count(w.Never), say.Plural(int(w.Eligible), "unit", "units"), say.Count(w.Least), say.Tenth(w.OfUnits),
		say.Tenth(w.OfIgnores)))
	switch {
	case !told || !w.Extra.Defined():
	case w.ExtraP < s.Alpha:
		line("Beyond chance", s.say("about ")+say.Tenth(w.Extra)+s.say(" of the units {ignore:everything}, more than "+
			"chance and the spread of the others explain (p ")+say.P(w.ExtraP)+")")
	default:
		line("Beyond chance", s.say("no more units {ignore:everything} than chance and the spread of the others "+
			"explain (p ")+say.P(w.ExtraP)+")")
	}
	line("Top tenth of units", say.Tenth(w.TopDecile)+s.say(" of all {ignores}"))
	if len(w.Balance) > 1 {
		t := doc.Table{Caption: s.say("{Never} by arm"), Head: []doc.Column{{Text: "Arm"}, {Text: s.say("{Never}"),
			Num: true}, {Text: "Of units", Num: true}, {Text: "Share", Num: true}, {Text: "p of a difference",
			Num: true}}}
		for _, a := range w.Balance {
			sh := report.Undefined()
			if a.Eligible > 0 {
				sh = report.Num(float64(a.Never) / float64(a.Eligible))
			}
			t.Rows = append(t.Rows, []doc.Cell{{Text: say.Name(a.Arm)}, {Text: say.Count(a.Never)},
				{Text: say.Count(a.Eligible)}, {Text: say.Tenth(sh)}, {Text: say.P(a.P)}})
		}
		sec.Tables = append(sec.Tables, t)
	}
	return sec, true
}

// windowSection shows how much is ignored for want of time.
func (s *subject) windowSection() (doc.Section, bool) {
	w := s.Window
	if w == nil {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "window", Topic: "The time-out", Heading: "No accept came after the window of " +
		say.Name(w.Configured)}
	if w.LateShare.Defined() {
		switch late := say.Tenth(w.LateShare); {
		case w.LateShare > 0.05:
			sec.Heading = late + " of accepts come after the window of " + say.Name(w.Configured)
		case w.Late > 0:
			sec.Heading = "Only " + late + " of accepts come after the window of " + say.Name(w.Configured)
		}
		sec.Lead = append(sec.Lead, fmt.Sprintf("%s of %s accepts came later than the window and count as ignored.",
			say.Count(w.Late), say.Count(w.Accepts)))
	} else {
		sec.Heading = "No suggestion was accepted, so nothing tells how long an answer takes"
	}
	sec.Lead = append(sec.Lead, "What a shorter window would have called ignored. Suggestions whose window is still "+
		"open count until the data end; answers after the window are not followed.")
	if t := w.Times; given(t) {
		sec.Figures, sec.Tables = append(sec.Figures, timesFigure(t)), append(sec.Tables, timesTable(t))
	}
	for _, c := range w.Curves {
		caption := "By the time since a suggestion was shown"
		if c.Arm != all {
			caption = say.Name(c.Arm) + ", by the time since a suggestion was shown"
		}
		t := doc.Table{Caption: caption, Folded: c.Arm != all, Head: []doc.Column{{Text: "Window"},
			{Text: "Not answered, of seen or replaced", Num: true}, {Text: "Accepted", Num: true},
			{Text: "Dismissed", Num: true}, {Text: "Ended otherwise", Num: true}}}
		for _, p := range c.Points {
			label := secondsText(float64(p.Seconds))
			if p.Seconds == w.Seconds {
				label += " (the file's)"
			}
			t.Rows = append(t.Rows, []doc.Cell{{Text: label}, {Text: say.Value(p.Ignored, p.Lo, p.Hi, say.Percent),
				Sub: rangeText(p.Lo, p.Hi)}, {Text: say.Tenth(p.Accepted)}, {Text: say.Tenth(p.Dismissed)},
				{Text: say.Tenth(p.Ended)}})
		}
		t.Foot = "Aalen–Johansen. Ended otherwise: replaced or typed by hand. A suggestion may be replaced at any " +
			"time, so replaced ones count here and not in the ignore rate."
		sec.Tables = append(sec.Tables, t)
	}
	for i := range w.Gaps {
		g := &w.Gaps[i]
		sec.Lead = append(sec.Lead, windowAnswer(g, w))
		t := doc.Table{Caption: say.Name(g.Arm) + " against " + say.Name(g.Control) + ", by the length of the window",
			Head: []doc.Column{{Text: "Window"}, {Text: "Ignored more or less, in points", Num: true},
				{Text: "Answer"}}}
		for _, p := range g.Points {
			label := secondsText(float64(p.Seconds))
			if p.Seconds == w.Seconds {
				label += " (the file's)"
			}
			t.Rows = append(t.Rows, []doc.Cell{{Text: label}, spanText(p.Gap), {Text: answerWord(p.Gap)}})
		}
		t.Foot = "Difference of the shares ignored, clustered by unit."
		sec.Tables = append(sec.Tables, t)
	}
	if s.of.Name != "ignored" && len(s.splitArms()) > 1 {
		sec.Lead = append(sec.Lead, "Arms are compared by the length of the window only where what is ignored is "+
			"studied.")
	}
	if w.RankingAt.Defined() {
		sec.Lead = append(sec.Lead, "With a window of "+secondsText(float64(w.RankingAt))+" two arms stand in the "+
			"other order by what they ignore, clear or not.")
	}
	return sec, true
}

// answerWord is what a difference in the share ignored says.
func answerWord(i report.Interval) string {
	switch {
	case !i.Leaves0():
		return "no clear difference"
	case i.Value < 0:
		return "ignored less"
	}
	return "ignored more"
}

// windowAnswer says whether the length of the window decides what the comparison of
// an arm says.
func windowAnswer(g *report.WindowGap, w *report.WindowLens) string {
	last := g.Points[len(g.Points)-1].Gap
	who := say.Name(g.Arm) + " against " + say.Name(g.Control) + ": "
	switch {
	case len(g.Points) == 1:
		return who + answerWord(last) + "; no shorter window was looked at."
	case !g.OtherAt.Defined() && g.ClearFrom.Defined() && g.ClearFrom != g.Points[0].Seconds:
		return who + answerWord(last) + ", clear with every window from " + secondsText(float64(g.ClearFrom)) + " on."
	case !g.OtherAt.Defined():
		return who + answerWord(last) + ", whatever the window up to " + say.Name(w.Configured) + "."
	}
	for _, p := range g.Points {
		if p.Seconds == g.OtherAt {
			return who + answerWord(last) + " with the window of " + say.Name(w.Configured) + ", but " +
				answerWord(p.Gap) + " (" + say.Difference(p.Gap, say.Cost).Estimate() + ") with " +
				secondsText(float64(p.Seconds)) + ". The answer hangs on the window."
		}
	}
	return who + answerWord(last) + "."
}

func secondsText(s float64) string {
	switch {
	case math.IsNaN(s) || math.IsInf(s, 0):
		return say.Dash
	case s >= 86400 && s == float64(int(s/86400))*86400:
		return say.Declared(s/86400, false) + " d"
	case s >= 3600 && s == float64(int(s/3600))*3600:
		return say.Declared(s/3600, false) + " h"
	case s >= 60:
		return say.Declared(s/60, false) + " min"
	}
	return say.Declared(s, false) + " s"
}

// missingSection is the advice on what to log.
func (s *subject) missingSection() (doc.Section, bool) {
	sec := doc.Section{ID: "missing", Topic: "What to log", Heading: "Everything that these lenses can use is logged"}
	if n := len(s.Missing); n > 0 {
		sec.Heading = say.Plural(n, "field is", "fields are") + " not there and would tell more; " +
			say.Name(s.Missing[0].Field) + " first"
		t := doc.Table{Caption: "Not in the export, or bound to no column; most valuable first",
			Head: []doc.Column{{Text: "Field"}, {Text: "Would feed"}, {Text: "Why"}}}
		for _, m := range s.Missing {
			t.Rows = append(t.Rows, []doc.Cell{{Text: say.Name(m.Field)}, {Text: say.Name(m.Feeds)},
				{Text: say.Sentence(m.Why)}})
		}
		sec.Tables = append(sec.Tables, t)
	}
	return sec, true
}

func (s *subject) healthSection() (doc.Section, bool) {
	return doc.HealthSection(s.Health.Checks), true
}

// ignoresGlossary defines the words of the page.
var ignoresGlossary = []doc.Term{
	{Word: "Mature", Meaning: "A suggestion whose whole window lies inside the data. Only these are counted, " +
		"whatever became of them."},
	{Word: "Seen", Meaning: "Shown long enough to be looked at, where that is logged, else shown; and not replaced " +
		"before an answer."},
	{Word: "{Ignore rate}", Meaning: "{Ignored} suggestions, of those seen and mature."},
	{Word: "Plainly ignored", Meaning: "Seen, and neither accepted, dismissed, replaced nor typed by hand within the " +
		"window."},
	{Word: "Points", Meaning: "Percentage points of the {ignore rate}: by how much it would be lower were it there " +
		"as it is elsewhere."},
	{Word: "Confirmed", Meaning: "Suggested by one half of the units and found again in the other, whose numbers are " +
		"given."},
	{Word: "Randomised, adjusted, observed only", Meaning: "How strong the evidence is. Observed only: a difference " +
		"that was seen, not one that was made."},
	{Word: "Mix and behaviour", Meaning: "Kitagawa's split of a difference of two rates: what is shown where, and " +
		"what people do there. They add up exactly."},
	{Word: "Shrunken", Meaning: "A rate drawn towards the overall one, the more the less there is to know it from: " +
		"small places look extreme by chance."},
	{Word: "Between users, within the same user", Meaning: "Between: users who get more of something against users " +
		"who get less. Within: the suggestions of one user against each other, so that who the user is cannot matter."},
	{Word: "Under-reliance, over-reliance", Meaning: "Good suggestions that are not used, and bad ones that are."},
	{Word: "Never-engager", Meaning: "A unit that saw at least five suggestions and neither accepted nor dismissed " +
		"any."},
	{Word: "Left unused", Meaning: "Seen, and not accepted: dismissed, plainly ignored, or typed by hand."},
	{Word: "Dismissed", Meaning: "Answered with an explicit no within the window."},
}

// glossary is ignoresGlossary with what the page speaks of.
func (s *subject) glossary() []doc.Term {
	var out []doc.Term
	for _, t := range ignoresGlossary {
		switch t.Word {
		case "Never-engager":
			if s.of.Name != "ignored" {
				continue
			}
		case "Left unused", "Dismissed":
			if s.plainly() != strings.ToLower(t.Word) {
				continue
			}
		}
		t.Word, t.Meaning = s.say(t.Word), s.say(t.Meaning)
		out = append(out, t)
	}
	return out
}

// trustSection says how the investigation was made, and how to make it again.
func (s *subject) trustSection(o out.Options) doc.Section {
	sec := doc.TrustSection(s.glossary())
	line := sec.Line
	line("Program", say.Program(s.ProgramVersion), false)
	line("Intervals", "shares: ratio of sums over units, clustered by unit; mix and behaviour: resampled units, "+
		"fixed seed; within the same user: conditional on the user", false)
	if s.Alpha.Defined() {
		line("Alpha, two-sided", say.Declared(float64(s.Alpha), false), false)
	}
	line("Input hash", say.Name(s.InputHash), true)
	for _, set := range s.Set {
		line("Changed with --set", say.Cap(say.Clean(set), 200), true)
	}
	line("Made again by", say.Cap(say.Clean(say.OrElse(o.Command, "uptake ignores EXPERIMENT.yaml")), 500), true)
	return sec
}
