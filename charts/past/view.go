// Package past is the page of what past experiments say of offline scores: which of them
// went together with what users did.
//
// It reads a report.Past and decides nothing itself.
package past

import (
	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/out"
	"uptake/charts/say"
)

// Document is what past experiments say of offline scores.
var Document = out.Document[*report.Past]{Name: "past", View: newView}

type subject struct{ *report.Past }

func newView(r *report.Past, o out.Options) *doc.View {
	s := &subject{r}
	v := &doc.View{What: "look back", Title: "Does offline predict online?", Level: say.Level(r.Alpha),
		Program: o.Program(r.ProgramVersion),
		Meta:    []string{say.Plural(len(r.Experiments), "past experiment", "past experiments")}}
	v.Verdict = doc.Banner{VerdictWord: doc.VerdictWord{Word: "Not shown", Tone: draw.Inconclusive, Mark: "question"},
		Headline: say.Sentence(r.Headline)}
	if r.Keep != "" {
		v.Verdict.VerdictWord = doc.VerdictWord{Word: "Predicts", Tone: draw.Good, Mark: "up"}
	}
	for _, c := range r.Cautions {
		v.Cautions = append(v.Cautions, say.Sentence(c.Detail))
	}
	v.Sections = append(v.Sections, s.scores(), s.experiments())
	if len(r.Left) > 0 {
		v.Sections = append(v.Sections, s.left())
	}
	trust := doc.TrustSection([]doc.Term{
		{Word: "Sign agreement",
			Meaning: "In how many past experiments the offline score and the online metric moved to the same side, " +
				"with an exact interval (Clopper and Pearson). By chance it is half."},
		{Word: "Correlation",
			Meaning: "Of the true effects: both estimates have sampling errors, which hide a correlation, and these " +
				"are taken out by maximum likelihood with the known standard errors."},
		{Word: "Worth", Meaning: "What one unit more of the offline score was worth online, over these experiments. " +
			"It is no promise: a score that is trained for can part from what it stood for."},
	})
	trust.Line("Program", say.Program(r.ProgramVersion), false)
	trust.Line("Made again by", say.Cap(say.Clean(say.OrElse(o.Command, "uptake evals --past DIR")), 500), true)
	v.Sections = append(v.Sections, trust)
	return v
}

func (s *subject) scores() doc.Section {
	sec := doc.Section{ID: "scores", Topic: "Scores", Heading: "How each score went with what users did"}
	t := doc.Table{Caption: "Offline scores, over past experiments", Head: []doc.Column{{Text: "Score"},
		{Text: "Experiments", Num: true}, {Text: "Same sign", Num: true}, {Text: "Correlation",
			Num: true}, {Text: "Worth of one unit", Num: true}, {Text: "Reads as"}}}
	for _, m := range s.Metrics {
		word := doc.Cell{Text: "not shown to predict", Tone: draw.Inconclusive}
		if m.Predicts {
			word = doc.Cell{Text: "predicts", Tone: draw.Good}
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(m.Metric), Sub: "for " + say.Metric(m.Online)},
			{Text: say.Count(int64(m.Experiments))},
			{Text: counted.Sprintf("%d of %d", m.Same, m.Of), Sub: bounds(m.Agree)}, {Text: number(m.Correlation.Value),
				Sub: bounds(m.Correlation)}, {Text: number(m.Worth.Value), Sub: bounds(m.Worth)}, word})
	}
	t.Foot = "Beneath a number its interval at " + say.Level(s.Alpha) + ". " + say.Dash + ": under ten experiments " +
		"there are signs alone."
	sec.Tables = append(sec.Tables, t)
	return sec
}

func (s *subject) experiments() doc.Section {
	sec := doc.Section{ID: "experiments", Topic: "Experiments", Heading: "What each experiment adds"}
	t := doc.Table{Caption: "Effects, turned so that more is better", Long: true,
		Head: []doc.Column{{Text: "Experiment"}, {Text: "Score"}, {Text: "Offline", Num: true}, {Text: "Metric"},
			{Text: "Online", Num: true}}}
	for _, e := range s.Experiments {
		for _, o := range e.Offline {
			t.Rows = append(t.Rows, []doc.Cell{{Text: say.Name(e.Name), Sub: say.Name(e.Arm)},
				{Text: say.Metric(o.Metric)}, {Text: effect(o)}, {Text: say.Metric(e.Online.Metric)},
				{Text: effect(e.Online)}})
		}
	}
	t.Foot = "± is one standard error."
	sec.Tables = append(sec.Tables, t)
	return sec
}

func (s *subject) left() doc.Section {
	t := doc.Table{Caption: "Folders that say nothing of it", Head: []doc.Column{{Text: "Folder"}, {Text: "Why"}}}
	for _, l := range s.Left {
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.Name(l.Folder)}, {Text: say.Sentence(l.Why)}})
	}
	return doc.Section{ID: "left", Topic: "Left out", Heading: say.Plural(len(s.Left), "folder is left out",
		"folders are left out"), Tables: []doc.Table{t}}
}

func effect(e report.PastEffect) string {
	out := number(e.Value)
	if e.SE.Defined() {
		out += " ± " + say.Two(float64(e.SE))
	}
	return out
}

func number(v report.Num) string {
	if !v.Defined() {
		return say.Dash
	}
	return say.Signed(float64(v), say.Digits(float64(v), 2))
}

func bounds(iv report.Interval) string {
	if !iv.Bounded {
		return ""
	}
	return number(iv.Lo) + " to " + number(iv.Hi)
}
