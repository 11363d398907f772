package charts

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// plansSection gives the experiment that would test each cause.
func (s *ignoresSubject) plansSection(o Options) (section, bool) {
	if len(s.Plans) == 0 {
		return section{}, false
	}
	sec := section{ID: "plans", Topic: "Next tests", Heading: s.plansHeading(),
		Lead: []string{"Each changes one thing for some units at random. What is written here is a draft: sizes follow from this data, and traffic may change."}}
	sec.Lines = append(sec.Lines, labelled{Label: "As an experiment file", Value: capped(clean(orElse(o.Command, "uptake ignores EXPERIMENT.yaml")), 400) + " --emit-plan N", Code: true},
		labelled{Label: "N", Value: "the number of a test below"})
	for i := range s.Plans {
		sec.Blocks = append(sec.Blocks, s.planBlock(i+1, &s.Plans[i]))
	}
	return sec, true
}

func (s *ignoresSubject) planBlock(n int, p *report.NextTest) block {
	b := block{Title: fmt.Sprintf("%d. %s", n, upperFirst(s.mechanism(p.Cause)))}
	line := func(label, value string) {
		if value != "" {
			b.Lines = append(b.Lines, labelled{Label: label, Value: value})
		}
	}
	line("Hypothesis", sentence(p.Hypothesis))
	if p.Step == "watch" {
		line("Next step", sentence(p.Change))
	} else {
		line("Change", sentence(p.Change))
	}
	var guards []string
	for i, g := range p.Guardrails {
		text := metricName(g)
		if i < len(p.Margins) {
			text += " (margin " + p.Margins[i] + ")"
		}
		guards = append(guards, text)
	}
	if p.Step != "" && p.Step != "test" {
		line("Tells the rival apart", sentence(p.Apart))
		return b
	}
	line("Assigned by", sentence(p.Unit))
	primary := metricTitle(p.Primary)
	if p.Baseline.Defined() {
		primary += ", now " + inPrimary(p, p.Baseline)
	}
	line("Primary metric", primary)
	line("Guardrails", upperFirst(listText(guards)))
	line("Smallest effect found", smallestEffect(p))
	var size []string
	if p.UnitsNeeded.Defined() {
		size = append(size, number(p.UnitsNeeded)+" units")
	}
	if p.Weeks.Defined() {
		weeks := number(p.Weeks) + " weeks"
		if p.Weeks == 1 {
			weeks = "1 week"
		}
		size = append(size, weeks+" at today's traffic")
	}
	if p.Design.Defined() {
		size = append(size, "design effect "+two(float64(p.Design)))
	}
	line("Size", orElse(strings.Join(size, ", "), unknown))
	if p.Slowest != "" {
		line("Takes longest", metricName(p.Slowest))
	}
	if p.Chance.Defined() {
		line("Chance to ship", fmt.Sprintf("%s in 100 if half of the points come back, %s in 100 if all do", fixed(100*float64(p.Chance), 0), fixed(100*float64(p.ChanceTwice), 0)))
	}
	if len(p.Widened) > 0 {
		var wide []string
		for _, g := range p.Widened {
			wide = append(wide, metricName(g))
		}
		line("Wider margins", "of "+listText(wide)+", for the test not to take more than twice as long as the primary metric needs")
	}
	line("Tells the rival apart", sentence(p.Apart))
	line("Falsified by", sentence(p.Falsified))
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
		return number(v)
	}
	return shareText(v)
}

// smallestEffect is the effect that the test is sized for: points of a share, or
// so much per unit and how much that is of what is there now.
func smallestEffect(p *report.NextTest) string {
	if !perUnit(p) {
		return pointsText(p.MDE)
	}
	if !p.MDE.Defined() {
		return unknown
	}
	s := number(p.MDE) + " per unit"
	if p.Baseline > 0 {
		s += ", " + shareText(p.MDE/p.Baseline) + " of what it is now"
	}
	return s
}

// plansHeading counts what to test and what to watch first.
func (s *ignoresSubject) plansHeading() string {
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
		return plural(tests, "experiment", "experiments") + " would tell whether these are reasons; " + plural(watch, "place is", "places are") + " to be watched first"
	default:
		return plural(tests, "experiment", "experiments") + " would tell whether these are reasons"
	}
}
