package evals

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/out"
	"uptake/charts/say"
)

// subject is what all parts of an evaluation's view need to know.
type subject struct{ *report.Evals }

// newView turns an evaluation into what is printed of it.
func newView(r *report.Evals, o out.Options) *doc.View {
	s := &subject{r}
	v := &doc.View{What: "evaluation", Title: "Evaluation " + say.Name(r.Evals), Hypothesis: say.Sentence(r.Hypothesis),
		Link: say.WebLink(r.Link),
		Meta: s.meta(), Level: say.Level(r.Alpha), Verdict: s.banner(), Cards: s.cards(),
		Program: o.Program(r.ProgramVersion)}
	if full := say.Clean(r.Evals); full != say.Name(r.Evals) {
		v.FullTitle = say.Cap(full, 1000)
	}
	v.Health, v.Checked, v.Gates = r.Health.Status, true, doc.Checks(r.Health.Checks)
	v.GateLine = doc.CheckLine(v.Gates)
	for _, c := range r.Cautions {
		v.Cautions = append(v.Cautions, say.Sentence(c.Detail))
	}
	for _, sec := range []*doc.Section{s.gatesSection(), s.comparedSection(), s.categorySection(), s.flipsSection(),
		s.itemsSection(), s.gradesSection(), s.noiseSection(), s.judgeSection(), s.fairnessSection(),
		s.coverageSection()} {
		if sec != nil {
			v.Sections = append(v.Sections, *sec)
		}
	}
	v.Sections = append(v.Sections, doc.HealthSection(r.Health.Checks), s.trustSection(o))
	return v
}

// meta is the header's second line.
func (s *subject) meta() []string {
	var names []string
	for _, v := range s.Versions {
		if v.Version != s.Baseline {
			names = append(names, say.Name(v.Version))
		}
	}
	m := []string{say.List(names) + " against " + say.Name(s.Baseline)}
	if s.Declared != "" {
		m = append(m, "Gates declared on "+say.Day(s.Declared))
	}
	if s.Owner != "" {
		m = append(m, say.Name(s.Owner))
	}
	if s.Readings > 1 {
		m = append(m, fmt.Sprintf("Reading %d under these gates", s.Readings))
	}
	return m
}

func (s *subject) banner() doc.Banner {
	d := s.Decision
	b := doc.Banner{VerdictWord: doc.EvalVerdictOf(d.Verdict), Headline: say.Sentence(d.Headline),
		Rule:    say.Sentence(d.Rule),
		Reasons: say.Sentences(d.Reasons)}
	b.Basis = fmt.Sprintf("the first rule that holds; a gain is shown at %s two-sided, no loss beyond a margin at %s "+
		"one-sided, after Holm over what is decided together", say.Share(s.Alpha), say.Share(s.Alpha))
	if len(d.Versions) > 1 {
		for _, v := range d.Versions {
			arm := doc.ArmVerdict{VerdictWord: doc.EvalVerdictOf(v.Verdict), Arm: say.Name(v.Version),
				Says: say.Sentence(v.Rule)}
			if v.Version != d.Version { // whose reasons stand above
				arm.Reasons = say.Sentences(v.Reasons)
			}
			b.Arms = append(b.Arms, arm)
		}
	}
	if d.Verdict == report.EvalCannotTell {
		b.Reasons = append(b.Reasons, s.worseBeside(b.Reasons)...)
	}
	return b
}

// worseBeside tells what is shown worse in a version of which nothing can be told, what is far beyond its gate first:
// that is known already.
func (s *subject) worseBeside(told []string) (out []string) {
	list := slices.DeleteFunc(slices.Clone(s.Gates), func(g report.EvalGate) bool {
		return g.Version != s.Decision.Version || !g.Worse || slices.Contains(told, gateText(g))
	})
	slices.SortStableFunc(list, func(a, b report.EvalGate) int { return cmp.Compare(farBeyond(b), farBeyond(a)) })
	for i, g := range list {
		switch {
		case i == 0:
			out = append(out, "Known already, and to be mended before it ships: "+gateText(g))
		case i == mostBeside:
			return append(out, "More is shown worse: see the gates.")
		default:
			out = append(out, gateText(g))
		}
	}
	return out
}

// mostBeside is how much of what is shown worse stands beside a verdict; the gates have all.
const mostBeside = 2

// gateText is what a gate says, as a sentence.
func gateText(g report.EvalGate) string { return say.Sentence(say.UpperFirst(g.Detail) + ".") }

// farBeyond is how many times what a failed gate allows is lost at best; 0 of others.
func farBeyond(g report.EvalGate) float64 {
	if g.Verdict != report.GateFail || g.Threshold == 0 || !g.Bound.Defined() {
		return 0
	}
	return math.Abs(float64(g.Bound / g.Threshold))
}

// metric is the metric of a name; nil for none.
func (s *subject) metric(name string) *report.EvalMetric {
	for i := range s.Metrics {
		if s.Metrics[i].Metric == name {
			return &s.Metrics[i]
		}
	}
	return nil
}

// lead is the metric that the large figures use: the first primary one, else the first.
func (s *subject) lead() *report.EvalMetric {
	for i := range s.Metrics {
		if s.Metrics[i].Role == "primary" {
			return &s.Metrics[i]
		}
	}
	if len(s.Metrics) > 0 {
		return &s.Metrics[0]
	}
	return nil
}

// compared is a metric's comparison of one version; nil where it was not made.
func compared(m *report.EvalMetric, version string) *report.EvalComparison {
	if m == nil {
		return nil
	}
	for i := range m.Comparisons {
		if m.Comparisons[i].Version == version {
			return &m.Comparisons[i]
		}
	}
	return nil
}

// scales print a metric's values and differences: shares in percent and points.
func scales(m *report.EvalMetric) (level, diff say.Scale) {
	if m.Kind == "proportion" {
		return say.Percent, say.Points
	}
	return say.Plain, say.Plain
}

func levelText(m *report.EvalMetric, v report.Num) string {
	if !v.Defined() {
		return say.Dash
	}
	sc, _ := scales(m)
	x := sc.Factor * float64(v)
	d := max(0, min(4, say.Digits(x, 3)))
	if sc.Unit == "%" {
		d = 1
	}
	return say.Fixed(x, d) + sc.Unit
}

func diffText(m *report.EvalMetric, iv report.Interval) string {
	_, sc := scales(m)
	span := say.Difference(iv, sc)
	switch {
	case !span.Known:
		return say.Dash
	case !span.Bounded:
		return span.Estimate()
	}
	return span.String()
}

// tone is good where the difference is shown better, bad where it is shown worse: after the
// correction where there is one, else by the interval.
func (s *subject) tone(m *report.EvalMetric, c *report.EvalComparison) draw.Tone {
	shown := c.Abs.Bounded && c.Abs.Leaves0()
	if c.PAdjusted.Defined() {
		shown = c.PAdjusted < s.Alpha
	}
	if !shown {
		return draw.Inconclusive
	}
	if (c.Abs.Value > 0) == (m.Better == "up") {
		return draw.Good
	}
	return draw.Bad
}

// alone reports that an interval, which is that of one comparison alone, leaves out 0 where nothing is shown once all
// are corrected for.
func (s *subject) alone(m *report.EvalMetric, c *report.EvalComparison) bool {
	return c.Abs.Bounded && c.Abs.Leaves0() && s.tone(m, c) == draw.Inconclusive
}

// intervalKey explains the lines of a picture, some of which leave out 0 and show nothing.
func (s *subject) intervalKey(alone bool) []draw.KeyItem {
	text := say.Level(s.Alpha) + " interval"
	if alone {
		text += " of each alone; what is shown is corrected for all"
	}
	return []draw.KeyItem{{Shape: "key-thin", Token: "muted", Text: text}}
}

func (s *subject) version(name string) *report.EvalVersion {
	for i := range s.Versions {
		if s.Versions[i].Version == name {
			return &s.Versions[i]
		}
	}
	return &report.EvalVersion{}
}

// several reports whether more than one version is compared.
func (s *subject) several() bool { return len(s.Versions) > 2 }
