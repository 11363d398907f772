package analysis

import (
	"fmt"

	"uptake/analysis/decide"
	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// verdictRun is one shuffle on its way to a verdict, by the readout's own code.
type verdictRun struct {
	board *board
	facts *decide.Facts
	timed bool
}

// verdict begins the verdict of one run: the reading at the end, of a plan written
// beforehand, weeks and chance being enough. Without an end the band decides.
func (a *shuffler) verdict() *verdictRun {
	b := newBoard(a.board.exp, a.board.arms, a.board.control, a.board.units)
	b.control, b.gates, b.shown = a.board.control, a.board.gates, b.units
	b.ended = b.exp.End != spec.NoDay || !a.timed || !b.exp.Statistics.Sequential
	f := &decide.Facts{Exp: b.exp, Control: b.arms[b.control], Health: report.Health{Status: "ok"}, Timed: a.timed, Ended: b.ended,
		DaysLeft: 1, Full: b.exp.Decision.MinWeeks, Planned: true, Chances: b.chances, TooFew: map[string][]string{}}
	for _, i := range b.compared() {
		f.Arms = append(f.Arms, b.arms[i])
	}
	return &verdictRun{b, f, a.timed}
}

// add compares the arms in one metric, as the readout does at the end. How the
// days came is not shuffled, so the boundary is the one that holds for any.
func (v *verdictRun) add(e entry, samples []stats.Sample, before *covaried) {
	m := v.board.metric(e, samples, nil, before)
	for k, arm := range v.board.compared() {
		if again := v.board.again[e.m.Name][arm]; v.board.ended && again != nil {
			v.board.final(&m.Comparisons[k], e, again, v.critical)
		}
	}
	v.facts.Metrics = append(v.facts.Metrics, m)
}

// critical is the boundary of a run's reading. Planned looks spend all of alpha by
// their last, so with them a run is one reading at all of it.
func (v *verdictRun) critical(alpha float64) (float64, string) {
	return v.board.critical(nil, alpha, v.timed && v.board.exp.Statistics.Looks == 0)
}

func (v *verdictRun) word() report.Verdict { return decide.Decide(v.facts).Verdict }

// keptFacts says what every shuffle has as the data have it.
func keptFacts(b *board, f *fold.Result, rows report.Rows) []string {
	var out []string
	if len(b.exp.Arms) > 1 {
		units, shares := "", []float64{}
		for i, n := range b.arms {
			if i > 0 {
				units += ", "
			}
			units += fmt.Sprintf("%s %d", n, b.units[i])
			shares = append(shares, b.shares[i])
		}
		out = append(out, fmt.Sprintf("Arms keep their sizes (%s): an uneven split is in every shuffle or in none (chi-square p = %.2g).", units, stats.SplitTest(b.units, shares).P.P))
	}
	if n := total(f.Crossing); n > 0 {
		out = append(out, fmt.Sprintf("%d units seen in two arms are left out of every shuffle.", n))
	}
	if n := rows.Read - rows.Used; n > 0 {
		out = append(out, fmt.Sprintf("%d of %d rows are set aside in every shuffle, whichever arm they were of.", n, rows.Read))
	}
	return append(out, "Days without rows and values that are missing stay where they are: a check that fails by them fails in every shuffle.")
}
