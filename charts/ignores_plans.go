package charts

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
)

// plansSection gives the experiment that would test each cause.
func (s *ignoresSubject) plansSection(o Options) (section, bool) {
	if len(s.Plans) == 0 {
		return section{}, false
	}
	sec := section{ID: "plans", Topic: "Next tests", Heading: plural(len(s.Plans), "experiment", "experiments") + " would tell whether these are reasons",
		Lead: []string{"Each changes one thing for some units at random. What is written here is a draft: sizes follow from this data, and traffic may change."}}
	sec.Lines = append(sec.Lines, labelled{Label: "As an experiment file", Value: capped(clean(orElse(o.Command, "uptake ignores EXPERIMENT.yaml")), 400) + " --emit-plan N", Code: true},
		labelled{Label: "N", Value: "the number of a test below"})
	for i := range s.Plans {
		sec.Blocks = append(sec.Blocks, planBlock(i+1, &s.Plans[i]))
	}
	return sec, true
}

func planBlock(n int, p *report.NextTest) block {
	b := block{Title: fmt.Sprintf("%d. %s", n, upperFirst(mechanismText(p.Cause)))}
	line := func(label, value string) {
		if value != "" {
			b.Lines = append(b.Lines, labelled{Label: label, Value: value})
		}
	}
	line("Hypothesis", sentence(p.Hypothesis))
	line("Change", sentence(p.Change))
	line("Assigned by", sentence(p.Unit))
	primary := metricTitle(p.Primary)
	if p.Baseline.Defined() {
		primary += ", now " + number(p.Baseline)
	}
	line("Primary metric", primary)
	var guards []string
	for _, g := range p.Guardrails {
		guards = append(guards, metricName(g))
	}
	line("Guardrails", upperFirst(listText(guards)))
	line("Smallest effect found", pointsText(p.MDE))
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
	line("Tells the rival apart", sentence(p.Apart))
	line("Falsified by", sentence(p.Falsified))
	return b
}
