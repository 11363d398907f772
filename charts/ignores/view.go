package ignores

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/out"
	"uptake/charts/say"
)

// subject is what all parts of an investigation's view need to know.
type subject struct {
	*report.Ignores
	level string
	of    report.Studied // the outcome under study
}

// say fills the words for the outcome under study into a text.
func (s *subject) say(text string) string { return s.of.Say(text) }

// plainly is the outcome under study as the split has it.
func (s *subject) plainly() string {
	if s.of.Name == "ignored" {
		return "plainly ignored"
	}
	return s.of.Done
}

// newView turns an investigation into what is printed of it.
func newView(r *report.Ignores, o out.Options) *doc.View {
	of, _ := report.StudiedNamed(r.Of)
	s := &subject{r, say.Level(r.Alpha), of}
	v := &doc.View{Title: s.say("Why suggestions are {ignored}: ") + say.Name(r.Experiment), What: "investigation",
		Meta: s.meta(), Cut: r.DataTo, Level: s.level, Link: say.WebLink(r.Link), Verdict: s.banner(), Cards: s.cards(),
		Program: o.Program(r.ProgramVersion)}
	if full := say.Clean(r.Experiment); full != say.Name(r.Experiment) {
		v.FullTitle = say.Cap(full, 1000)
	}
	for _, c := range r.Cautions {
		v.Cautions = append(v.Cautions, say.Sentence(c.Detail))
	}
	plans := func() (doc.Section, bool) { return s.plansSection(o) }
	asked := func() (doc.Section, bool) { return doc.AskedSection(s.Rows.Asked) }
	for _, part := range []func() (doc.Section, bool){s.causesSection, plans, s.splitSection, s.byHandSection,
		s.changedSection,
		s.whereSection, s.whoSection, s.windowSection, s.driversSection, s.doseSection, s.perSessionSection,
		s.requestsSection,
		s.calibrationSection, s.relianceSection, s.precisionSection, s.keptSection, s.sessionsSection,
		s.missingSection, asked, s.healthSection} {
		if sec, ok := part(); ok {
			v.Sections = append(v.Sections, sec)
		}
	}
	v.Sections = append(v.Sections, s.trustSection(o))
	v.Glance = s.glance()
	return v
}

func (s *subject) meta() []string {
	m := []string{"Assigned by " + say.Name(s.Unit)}
	if s.Unit == "row" {
		m[0] = "Every row is its own unit"
	}
	if s.DataTo != "" {
		m = append(m, "Data to "+say.Instant(s.DataTo))
	}
	if s.Attribution != "" {
		m = append(m, map[string]string{"ignored": "Ignored: no answer", "dismissed": "Dismissed: a no",
			"non_use": "Left unused: no accept"}[s.of.Name]+" within "+say.Name(s.Attribution))
	}
	return m
}

// all is the name of the group of all units.
const all = "all"

// shareOf finds one share of the split.
func (s *subject) shareOf(outcome, arm, weighting string) *report.SplitShare {
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
		return say.Dash
	}
	out := say.Value(x.Value, x.Lo, x.Hi, say.Percent)
	if r := rangeText(x.Lo, x.Hi); r != "" {
		out += " (" + r + ")"
	}
	return out
}

// rateText prints the rate under study to a tenth, finer only where it is below 1%.
func rateText(x *report.SplitShare) string {
	if !x.Value.Defined() {
		return say.Dash
	}
	return say.Fixed(100*float64(x.Value), rateDecimals(x)) + "%"
}

func rateDecimals(x *report.SplitShare) int {
	if v := 100 * float64(x.Value); v > 0 && v < 1 {
		return say.Digits(v, 2)
	}
	return 1
}

// rateBounds prints its interval, "" where there is none.
func rateBounds(x *report.SplitShare) string {
	if !x.Lo.Defined() || !x.Hi.Defined() {
		return ""
	}
	return say.Fixed(100*float64(x.Lo), rateDecimals(x)) + "% to " + say.Fixed(100*float64(x.Hi), rateDecimals(x)) + "%"
}

// rateRange prints both: "41.2% (38.0% to 44.4%)".
func rateRange(x *report.SplitShare) string {
	if r := rateBounds(x); r != "" {
		return rateText(x) + " (" + r + ")"
	}
	return rateText(x)
}

// rangeText prints the bounds of a share, "" where there are none.
func rangeText(lo, hi report.Num) string {
	if !lo.Defined() || !hi.Defined() {
		return ""
	}
	d := max(say.Decimals(50*float64(hi-lo)), 0)
	return say.Fixed(100*float64(lo), d) + "% to " + say.Fixed(100*float64(hi), d) + "%"
}

func (s *subject) banner() doc.Banner {
	b := doc.Banner{VerdictWord: doc.VerdictWord{Word: "Investigation", Tone: draw.Inconclusive, Mark: "question"}}
	ignored := s.Overall
	if x := s.shareOf(s.of.Name, all, "event"); ignored == nil && x != nil && x.Total > 0 {
		b.Headline = "No suggestion was seen, so nobody could answer or " + s.of.Do + " one."
		return b
	}
	if ignored == nil || !ignored.Value.Defined() {
		b.Headline = s.say("No suggestion can be counted yet, so nothing is known about why they are {ignored}.")
		return b
	}
	if ignored.Count == 0 && ignored.Value == 0 {
		b.Headline = "No seen suggestion is " + s.plainly() + ", so there is no cause to look for."
		return b
	}
	if ignored.Count == ignored.Total {
		b.Headline = "Every seen suggestion is " + s.plainly() + ", so there is no place in which more is."
		return b
	}
	b.Headline = rateRange(ignored) + " of the suggestions seen are " + s.plainly() + ". "
	switch n := len(s.Causes); n {
	case 0:
		b.Headline += "No cause is confirmed."
	default:
		c := s.Causes[0]
		b.Headline += s.causeHeadline(&c)
	}
	if len(s.Causes) == 0 {
		b.Reasons = s.nothingFound()
	}
	if s.Withheld != nil {
		b.Word, b.Tone, b.Mark = "Take care", draw.Invalid, "octagon"
		b.Reasons = append(b.Reasons, "A health gate failed, so the arms are not compared here; what is said of all "+
			"units together may be off too.")
	}
	for _, c := range s.Causes {
		b.Reasons = append(b.Reasons, say.Sentence(c.Sentence))
	}
	b.Basis = "suggestions seen and old enough to judge, intervals of " + s.level + " clustered by unit"
	return b
}

// cards are the four numbers of an investigation.
func (s *subject) cards() []doc.Card {
	x, used := s.Overall, s.shareOf("accepted", all, "event")
	if x == nil || used == nil {
		return nil
	}
	ignored := doc.Card{Label: say.UpperFirst(s.of.Rate) + ", of seen", Big: rateText(x), Sub: say.Count(x.Count) +
		" of " + say.Plural(int(x.Total), "suggestion", "suggestions") + " seen and old enough to judge",
		Note: map[string]string{"ignored": "neither accepted, dismissed nor typed by hand",
			"dismissed": "an explicit no", "non_use": "ignored, dismissed or typed by hand"}[s.of.Name]}
	if r := rateBounds(x); r != "" {
		ignored.Note = r + "; " + ignored.Note
	}
	use := doc.Card{Label: "Accepted, of seen", Big: say.Dash, Sub: "none were accepted"}
	if x.Value.Defined() {
		use.Big = say.Tenth(report.Num(float64(used.Count) / float64(x.Total)))
		if used.Count > 0 {
			use.Sub = say.Count(used.Count) + " of the same suggestions"
		}
	}
	out := []doc.Card{ignored, use}
	if w := s.Who; w != nil {
		out = append(out, doc.Card{Label: map[string]string{"ignored": "Users who never answer",
			"dismissed": "Users who dismiss everything", "non_use": "Users who accept nothing"}[s.of.Name],
			Big: say.Count(w.Never), Sub: "of " + say.Count(w.Eligible) + " who saw at least " + say.Count(w.Least) +
				" suggestions", Note: say.Tenth(w.OfIgnores) + " of all " +
				map[string]string{"ignored": "ignored suggestions", "dismissed": "dismissed suggestions",
					"non_use": "that is left unused"}[s.of.Name]})
	}
	causes := doc.Card{Label: "Confirmed causes", Big: say.Count(int64(len(s.Causes))), Sub: "found on one half of " +
		"the units, confirmed on the other"}
	if len(s.Missing) > 0 {
		causes.Note = say.Plural(len(s.Missing), "missing field", "missing fields") + " would tell more"
	}
	return append(out, causes)
}

// causeHeadline says what the first cause costs of the rate: "The largest confirmed
// cause costs 4.0 of these 59.1 points".
func (s *subject) causeHeadline(c *report.Cause) string {
	of := " points"
	if c.Rate.Defined() {
		of = " of these " + strings.TrimSuffix(rateText(s.Overall), "%") + " points"
	}
	how := badgeWord(c.Badge)
	if len(c.Tied) > 0 {
		how += ", in a tie with cause " + ranksText(c.Tied)
	}
	return fmt.Sprintf("The largest confirmed cause costs %s%s (%s): %s.", say.Fixed(100*float64(c.Points.Value), 1),
		of, how, s.mechanism(c.Mechanism))
}

// nothingFound says what could have been found where no cause is, and the strongest
// that is not confirmed.
func (s *subject) nothingFound() []string {
	out := []string{"Nothing that one half of the units suggested was confirmed by the other, so no part is explained."}
	if d := s.Detectable; d != nil {
		with := "With " + say.Count(d.Ignored) + s.say(" {ignored} of ") + say.Plural(int(d.Users), "user", "users")
		if d.Points.Defined() {
			out = append(out, with+", a place with "+say.Tenth(d.Share)+" of the suggestions is found in 80 of 100 "+
				"cases when it costs "+pointsText(d.Points)+"; what costs less may well be there.")
		} else {
			out = append(out, with+" no place can be confirmed, whatever it costs: each half of the users ("+
				say.Count(d.Halves[0])+" and "+say.Count(d.Halves[1])+") must have "+say.Count(d.LeastAll)+
				" with a suggestion there.")
		}
	}
	if l := s.Lead; l != nil {
		out = append(out, "Strongest lead, not confirmed: "+say.Sentence(l.Sentence))
	}
	return out
}
