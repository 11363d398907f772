package ignores

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/charts/doc"
	"uptake/charts/out"
	"uptake/charts/say"
)

// plansSection gives the experiment that would test each cause.
func (s *subject) plansSection(o out.Options) (doc.Section, bool) {
	if len(s.Plans) == 0 {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "plans", Topic: "Next tests", Plain: true, Heading: s.plansHeading(),
		Lead: []string{"Each changes one thing for some units at random. What is written here is a draft: sizes " +
			"follow from this data, and traffic may change."}}
	sec.Lines = append(sec.Lines, doc.Line{Label: "As an experiment file",
		Value: say.Cap(say.Clean(say.OrElse(o.Command, "uptake ignores EXPERIMENT.yaml")), 400) + " --emit-plan N",
		Code:  true},
		doc.Line{Label: "N", Value: "the number of a test below"})
	for i := range s.Plans {
		sec.Blocks = append(sec.Blocks, s.planBlock(i+1, &s.Plans[i]))
	}
	return sec, true
}

func (s *subject) planBlock(n int, p *report.NextTest) doc.Block {
	b := doc.Block{Title: fmt.Sprintf("%d. %s", n, say.UpperFirst(s.mechanism(p.Cause)))}
	line := func(label, value string) {
		if value != "" {
			b.Lines = append(b.Lines, doc.Line{Label: label, Value: value})
		}
	}
	line("Hypothesis", say.Sentence(p.Hypothesis))
	if p.Step == "watch" {
		line("Next step", say.Sentence(p.Change))
	} else {
		line("Change", say.Sentence(p.Change))
	}
	var guards []string
	for i, g := range p.Guardrails {
		text := say.Metric(g)
		if i < len(p.Margins) {
			text += " (margin " + p.Margins[i] + ")"
		}
		guards = append(guards, text)
	}
	if p.Step != "" && p.Step != "test" {
		line("Tells the rival apart", say.Sentence(p.Apart))
		return b
	}
	line("Assigned by", say.Sentence(p.Unit))
	primary := say.MetricTitle(p.Primary)
	if p.Baseline.Defined() {
		primary += ", now " + inPrimary(p, p.Baseline)
	}
	line("Primary metric", primary)
	line("Guardrails", say.UpperFirst(say.List(guards)))
	line("Smallest effect found", smallestEffect(p))
	var size []string
	if p.UnitsNeeded.Defined() {
		size = append(size, say.Number(p.UnitsNeeded)+" units")
	}
	if p.Weeks.Defined() {
		weeks := say.Number(p.Weeks) + " weeks"
		if p.Weeks == 1 {
			weeks = "1 week"
		}
		size = append(size, weeks+" at today's traffic")
	}
	if p.Design.Defined() {
		size = append(size, "design effect "+say.Two(float64(p.Design)))
	}
	line("Size", say.OrElse(strings.Join(size, ", "), say.Unknown))
	if p.Slowest != "" {
		line("Takes longest", say.Metric(p.Slowest))
	}
	if p.Chance.Defined() {
		line("Chance to ship", fmt.Sprintf("%s in 100 if half of the points come back, %s in 100 if all do",
			say.Fixed(100*float64(p.Chance), 0), say.Fixed(100*float64(p.ChanceTwice), 0)))
	}
	if len(p.Widened) > 0 {
		var wide []string
		for _, g := range p.Widened {
			wide = append(wide, say.Metric(g))
		}
		line("Wider margins", "of "+say.List(wide)+", for the test not to take more than twice as long as the "+
			"primary metric needs")
	}
	line("Tells the rival apart", say.Sentence(p.Apart))
	line("Falsified by", say.Sentence(p.Falsified))
	return b
}

// perUnit reports whether the primary metric of a test is a number per unit and
// not a share.
func perUnit(p *report.NextTest) bool {
	b, ok := spec.FindBuiltin(p.Primary)
	return ok && b.Kind == spec.Mean
}

// inPrimary is a value of the primary metric.
func inPrimary(p *report.NextTest, v report.Num) string {
	if perUnit(p) {
		return say.Number(v)
	}
	return say.Tenth(v)
}

// smallestEffect is the effect that the test is sized for: points of a share, or
// so much per unit and how much that is of what is there now.
func smallestEffect(p *report.NextTest) string {
	if !perUnit(p) {
		return pointsText(p.MDE)
	}
	if !p.MDE.Defined() {
		return say.Unknown
	}
	s := say.Number(p.MDE) + " per unit"
	if p.Baseline > 0 {
		s += ", " + say.Tenth(p.MDE/p.Baseline) + " of what it is now"
	}
	return s
}

// plansHeading counts what to test and what to watch first.
func (s *subject) plansHeading() string {
	watch := 0
	for _, p := range s.Plans {
		if p.Step == "watch" {
			watch++
		}
	}
	switch tests := len(s.Plans) - watch; {
	case tests == 0:
		return "Nothing to test yet: watch and label first"
	case watch > 0:
		return say.Plural(tests, "experiment", "experiments") + " would tell whether these are reasons; " +
			say.Plural(watch, "place is", "places are") + " to be watched first"
	default:
		return say.Plural(tests, "experiment", "experiments") + " would tell whether these are reasons"
	}
}
