package ignores

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// glanceTests is how many next tests the first screen names.
const glanceTests = 4

// glance is what stands beside the causes on the first screen: the tests that would tell
// whether they are reasons, what became of all suggestions, and what is not logged.
func (s *subject) glance() (out []doc.Glimpse) {
	if len(s.Plans) > 0 {
		g := doc.Glimpse{ID: "glance-plans", Title: "Next tests", To: "plans",
			Where: "Each test, and how to write its file"}
		for i := range s.Plans[:min(len(s.Plans), glanceTests)] {
			g.Says = append(g.Says, s.testLine(i+1, &s.Plans[i]))
		}
		if n := len(s.Plans) - glanceTests; n > 0 {
			g.Says = append(g.Says, fmt.Sprintf("and %d more", n))
		}
		out = append(out, g)
	}
	if sec, ok := s.splitSection(); ok {
		out = append(out, doc.Glimpse{ID: "glance-split", Title: "What became of them",
			Says: []string{sec.Heading + "."}, To: sec.ID, Where: "Every outcome"})
	}
	if sec, ok := s.missingSection(); ok {
		out = append(out, doc.Glimpse{ID: "glance-missing", Title: "What is not logged",
			Says: []string{sec.Heading + "."}, To: sec.ID, Where: "Every field"})
	}
	return out
}

// testLine is one test in a line: what would be changed for, and how long that takes.
func (s *subject) testLine(n int, p *report.NextTest) string {
	line := fmt.Sprintf("%d. %s: ", n, say.UpperFirst(s.mechanism(p.Cause)))
	if p.Step != "" && p.Step != "test" {
		return line + "watch and label first."
	}
	var size []string
	if p.UnitsNeeded.Defined() {
		size = append(size, say.Number(p.UnitsNeeded)+" units")
	}
	if p.Weeks.Defined() {
		size = append(size, say.Plural(int(p.Weeks), "week", "weeks"))
	}
	return line + say.OrElse(strings.Join(size, ", "), "its size is "+say.Unknown) + "."
}
