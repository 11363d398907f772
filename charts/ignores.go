package charts

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
)

// ignoresSubject is what all parts of an investigation's view need to know.
type ignoresSubject struct {
	*report.Ignores
	level string
}

// newIgnoresView turns an investigation into what is printed of it.
func newIgnoresView(r *report.Ignores, o Options) *view {
	s := &ignoresSubject{r, level(r.Alpha)}
	v := &view{Title: "Why suggestions are ignored: " + name(r.Experiment), What: "investigation", Meta: s.meta(), Level: s.level, Verdict: s.banner(), Cards: s.cards(), Program: programText(r.ProgramVersion)}
	if full := clean(r.Experiment); full != name(r.Experiment) {
		v.FullTitle = capped(full, 1000)
	}
	for _, c := range r.Cautions {
		v.Cautions = append(v.Cautions, sentence(c.Detail))
	}
	for _, part := range []func() (section, bool){s.causesSection, s.splitSection, s.changedSection, s.whoSection, s.windowSection, s.missingSection, s.healthSection} {
		if sec, ok := part(); ok {
			v.Sections = append(v.Sections, sec)
		}
	}
	v.Sections = append(v.Sections, s.trustSection(o))
	return v
}

func (s *ignoresSubject) meta() []string {
	m := []string{"Assigned by " + name(s.Unit)}
	if s.Unit == "row" {
		m[0] = "Every row is its own unit"
	}
	if s.DataTo != "" {
		m = append(m, "Data to "+instantText(s.DataTo))
	}
	if s.Attribution != "" {
		m = append(m, "Ignored: no answer within "+name(s.Attribution))
	}
	return m
}

// all is the name of the group of all units.
const all = "all"

// shareOf finds one share of the split.
func (s *ignoresSubject) shareOf(outcome, arm, weighting string) *report.SplitShare {
	for i := range s.Split {
		if x := &s.Split[i]; x.Outcome == outcome && x.Arm == arm && x.Weighting == weighting {
			return x
		}
	}
	return nil
}

// shareRange prints a share with its interval: "41.2% (38.0 to 44.4)".
func shareRange(x *report.SplitShare) string {
	if x == nil || !x.Value.Defined() {
		return dash
	}
	out := levelText(x.Value, x.Lo, x.Hi, percent)
	if r := rangeText(x.Lo, x.Hi); r != "" {
		out += " (" + r + ")"
	}
	return out
}

// rangeText prints the bounds of a share, "" where there are none.
func rangeText(lo, hi report.Num) string {
	if !lo.Defined() || !hi.Defined() {
		return ""
	}
	d := max(decimals(50*float64(hi-lo)), 0)
	return fixed(100*float64(lo), d) + "% to " + fixed(100*float64(hi), d) + "%"
}

func (s *ignoresSubject) banner() banner {
	b := banner{verdictWord: verdictWord{Word: "Investigation", Tone: inconclusive, Mark: "question"}}
	ignored := s.shareOf("ignored", all, "event")
	if ignored == nil || ignored.Total == 0 || !ignored.Value.Defined() {
		b.Headline = "No suggestion can be counted yet, so nothing is known about why they are ignored."
		return b
	}
	b.Headline = shareRange(ignored) + " of the suggestions shown are plainly ignored. "
	switch n := len(s.Causes); n {
	case 0:
		b.Headline += "No cause is confirmed."
	default:
		c := s.Causes[0]
		b.Headline += fmt.Sprintf("The largest confirmed part, %s, is %s points: %s.", badgeWord(c.Badge), fixed(100*float64(c.Points.Value), 1), mechanismText(c.Mechanism))
	}
	if len(s.Causes) == 0 {
		b.Reasons = []string{"The lenses that are built look for too short a window, people who ignore everything, and a shifted mix. None is both suggested by one half of the units and confirmed by the other."}
	}
	if s.Health.Status == "fail" {
		b.Word, b.Tone, b.Mark = "Take care", invalid, "octagon"
		b.Reasons = append(b.Reasons, "A health gate failed, so the arms are not compared here; what is said of all units together may be off too.")
	}
	for _, c := range s.Causes {
		b.Reasons = append(b.Reasons, sentence(c.Sentence))
	}
	b.Basis = "mature suggestions, intervals of " + s.level + " clustered by unit"
	return b
}

// mechanisms are the words for what a cause is called in the report.
var mechanisms = map[string]string{
	"short_window":   "the time to answer is too short",
	"wrong_audience": "some people ignore everything",
	"mix_shift":      "more is shown where more is ignored",
}

func mechanismText(m string) string {
	return orElse(mechanisms[m], strings.ReplaceAll(name(m), "_", " "))
}

// badges are the words for how strong the evidence is.
var badges = map[string]string{"randomised": "randomised", "adjusted": "adjusted", "observed": "observed only"}

func badgeWord(b string) string { return orElse(badges[b], name(b)) }

// cards are the four numbers of an investigation.
func (s *ignoresSubject) cards() []card {
	x := s.shareOf("ignored", all, "event")
	if x == nil || x.Total == 0 {
		return nil
	}
	ignored := card{Label: "Plainly ignored", Big: levelText(x.Value, x.Lo, x.Hi, percent), Sub: count(x.Count) + " of " + count(x.Total) + " mature suggestions", Note: rangeText(x.Lo, x.Hi)}
	used := s.shareOf("accepted", all, "event")
	use := card{Label: "Not used at all", Big: dash, Sub: "ignored, dismissed, replaced, typed by hand or not seen"}
	if used.Value.Defined() {
		use.Big = levelText(1-used.Value, 1-used.Hi, 1-used.Lo, percent)
		use.Note = "1 − acceptance of mature suggestions"
	}
	out := []card{ignored, use}
	if w := s.Who; w != nil {
		out = append(out, card{Label: "Never-engagers", Big: count(w.Never), Sub: "saw at least " + count(w.Least) + ", accepted and dismissed none", Note: shareText(w.OfIgnores) + " of all ignored suggestions"})
	}
	causes := card{Label: "Confirmed causes", Big: count(int64(len(s.Causes))), Sub: "found on one half of the units, confirmed on the other"}
	if len(s.Missing) > 0 {
		causes.Note = plural(len(s.Missing), "missing field", "missing fields") + " would tell more"
	}
	return append(out, causes)
}

// causesSection lists what is confirmed.
func (s *ignoresSubject) causesSection() (section, bool) {
	sec := section{ID: "causes", Topic: "Causes", Heading: "No cause is confirmed"}
	if len(s.Causes) == 0 {
		sec.Lead = []string{"That is no proof that there is none: only the lenses on this page were tried, and what is not logged cannot be seen."}
		return sec, true
	}
	sec.Heading = plural(len(s.Causes), "confirmed cause, worth ", "confirmed causes, the largest worth ") + diffSpan(s.Causes[0].Points, points).Estimate()
	sec.Lead = []string{"Points of the ignore rate, estimated on the half of the units that did not suggest the cause. They overlap and do not add up."}
	t := table{Caption: "Confirmed causes by points", Head: []column{{"Cause", false}, {"Points", true}, {"Users", true}, {"Evidence", false}}}
	for _, c := range s.Causes {
		sp := diffSpan(c.Points, points)
		t.Rows = append(t.Rows, []cell{{Text: upperFirst(mechanismText(c.Mechanism)), Sub: name(c.Attribute) + ": " + name(c.Level)},
			{Text: sp.Value, Sub: sp.Range()}, {Text: number(c.Users)}, {Text: upperFirst(badgeWord(c.Badge))}})
		sec.Lead = append(sec.Lead, sentence(c.Sentence))
		sec.Lines = append(sec.Lines, labelled{"Or else", upperFirst(mechanismText(c.Mechanism)) + ": " + sentence(c.Rival), false})
	}
	t.Foot = "Users are those of the confirming half. Where the evidence is observed only, nothing was randomised: the cause is a hypothesis for an experiment."
	sec.Tables = append(sec.Tables, t)
	return sec, true
}

// outcomeWords are the words of the split.
var outcomeWords = []struct{ Outcome, Word string }{
	{"accepted", "accepted"}, {"not_seen", "not seen"}, {"superseded", "replaced by the system"}, {"typed_through", "typed by hand instead"},
	{"dismissed", "dismissed"}, {"ignored", "plainly ignored"}, {"immature", "still inside the window"},
}

// splitArms lists the arms of the split in order, the group of all last.
func (s *ignoresSubject) splitArms() []string {
	var out []string
	for _, x := range s.Split {
		out = appendNew(out, x.Arm)
	}
	return out
}

// splitSection shows what became of the suggestions that were not used.
func (s *ignoresSubject) splitSection() (section, bool) {
	sec := section{ID: "split", Topic: "What ignored means here"}
	x := s.shareOf("ignored", all, "event")
	if x == nil || x.Total == 0 {
		sec.Heading = "No mature suggestion to split"
		return sec, true
	}
	used := s.shareOf("accepted", all, "event")
	sec.Heading = "Of the suggestions that are not used, most are plainly ignored"
	if notUsed := x.Total - used.Count; notUsed > 0 {
		sec.Heading = "Of 100 suggestions that are not used, " + fixed(100*float64(x.Count)/float64(notUsed), 0) + " are plainly ignored"
	} else {
		sec.Heading = "Every suggestion is used"
	}
	sec.Lead = []string{"Not seen is a problem of showing, dismissed an explicit no, replaced no choice of the user at all. Only what is left is plainly ignored."}
	for _, g := range s.Weights {
		if g.Arm != all || !g.Differs {
			continue
		}
		text := fmt.Sprintf("By suggestion the share ignored is %s off that by %s: heavy %ss and light ones differ", diffSpan(g.Gap, points).String(), g.Weighting, g.Weighting)
		if g.Again {
			text += ", in both halves of the units."
		} else {
			text += ", though not clearly in both halves of the units."
		}
		sec.Lead = append(sec.Lead, text)
	}
	if f := s.splitFigure(); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	for _, arm := range s.splitArms() {
		sec.Tables = append(sec.Tables, s.splitTable(arm))
	}
	return sec, true
}

func (s *ignoresSubject) splitTable(arm string) table {
	caption := "Every suggestion shown"
	if arm != all {
		caption = "Shown in " + name(arm)
	}
	t := table{Caption: caption + ", by what became of it", Head: []column{{"Outcome", false}, {"Suggestions", true}, {"By suggestion", true}, {"By unit", true}, {"By session", true}}}
	for _, w := range outcomeWords {
		e := s.shareOf(w.Outcome, arm, "event")
		if e == nil {
			continue
		}
		row := []cell{{Text: upperFirst(w.Word)}, {Text: count(e.Count)}}
		for _, weighting := range []string{"event", "unit", "session"} {
			c := cell{Text: dash}
			if x := s.shareOf(w.Outcome, arm, weighting); x != nil && x.Value.Defined() {
				c = cell{Text: levelText(x.Value, x.Lo, x.Hi, percent), Sub: rangeText(x.Lo, x.Hi)}
			}
			row = append(row, c)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = "Shares are of mature suggestions, those still inside the window of all shown. By unit and by session every unit or session weighs the same."
	return t
}

// splitFigure draws the split as one bar per arm.
func (s *ignoresSubject) splitFigure() *figure {
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
		o := report.Outcomes{Arm: arm, NotSeen: n("not_seen"), Accepted: n("accepted"), Dismissed: n("dismissed"), Superseded: n("superseded"),
			TypedThrough: n("typed_through"), Ignored: n("ignored"), Immature: n("immature")}
		o.Shown = o.NotSeen + o.Accepted + o.Dismissed + o.Superseded + o.TypedThrough + o.Ignored + o.Immature
		os = append(os, o)
	}
	f := &figure{ID: "figure-split", Title: "What became of the mature suggestions", Sub: "Ignored includes typed by hand, not seen includes replaced ones; the table has each alone.",
		wide: outcomesDrawing(os, 1040), narrow: outcomesDrawing(os, 360)}
	x := s.shareOf("ignored", all, "event")
	f.Finding = shareRange(x) + " are plainly ignored."
	for _, g := range outcomeGroups {
		if g.Group != "edited" {
			f.Key = append(f.Key, keyItem{"key-swatch", g.Token, g.Label})
		}
	}
	return f
}
