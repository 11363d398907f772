package decide

import (
	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// wrongWords are the verdicts that are wrong where nothing differs, with what
// makes them.
var wrongWords = []struct {
	verdict report.Verdict
	why     string
}{
	{report.Ship, "every primary metric is better by chance, and enough"},
	{report.LooksPromising, "every primary metric is better by chance"},
	{report.Hold, "better by chance with a guardrail open, or a harm by chance"},
	{report.DoNotShip, "a primary metric or a guardrail is worse by chance"},
}

// Budget puts the verdicts of runs without any effect beside what was not run: the
// always-valid band of all days, a declared second reading, harm in built-in metrics
// that were not run, and the gates of the split, which are bounded by their levels.
// Chances of several wrong words add up to at most their sum, which is the total:
// exact for verdicts, of which a run has one.
func Budget(e *spec.Experiment, verdicts map[report.Verdict]int, runs int, timed, suggestions bool,
	facts []string) *report.Budget {
	out := &report.Budget{Runs: runs, Facts: facts, Rows: []report.BudgetRow{}}
	row := func(word, why string, wrong int) report.BudgetRow {
		lo, hi := stats.ClopperPearson(int64(runs), int64(wrong), 0.05)
		return report.BudgetRow{Word: word, From: "runs", Wrong: wrong, Chance: report.ShareOf(wrong, runs),
			Lo: report.Num(lo), Hi: report.Num(hi), Why: why}
	}
	wrong, levels := 0, 0.0
	for _, w := range wrongWords {
		n := verdicts[w.verdict]
		wrong += n
		out.Rows = append(out.Rows, row(string(w.verdict), w.why, n))
	}
	level := func(word string, chance float64, why string) {
		levels += chance
		out.Rows = append(out.Rows, report.BudgetRow{Word: word, From: "level", Chance: report.Num(chance),
			Lo: report.Undefined(), Hi: report.Num(chance), Why: why})
	}
	if timed && e.BandBeside() {
		level("band", readingBudget(e, spec.BandShare, spec.BandShare, suggestions), "the always-valid band of a day "+
			"before or after the end decides; at most its levels")
	}
	if timed && e.Decision.Extension > 0 {
		level("second_reading", readingBudget(e, 1-spec.FirstShare, 1, suggestions), "the declared second reading "+
			"decides; at most its levels, harm of other metrics being read at all of theirs")
	}
	if suggestions {
		level("undeclared", undeclaredBudget(e), "a built-in metric that the runs leave out is worse by chance; at "+
			"most the levels of its correction")
	}
	if len(e.Arms) > 1 {
		level(string(report.DoNotUse), e.Statistics.SRMAlpha, "the split of the arms is uneven by chance; at most "+
			"the level of its checks")
	}
	out.Total = row("any", "any of these", wrong)
	out.Combined = counted.Sprintf("The verdicts of %d runs add up, a run having one; what was not run is added by "+
		"the level that bounds it. The total is likely at most the upper end of its interval.", runs)
	if levels > 0 {
		t := &out.Total
		t.From, t.Chance, t.Hi = "both", t.Chance+report.Num(levels), t.Hi+report.Num(levels)
	}
	return out
}

// readingBudget bounds the chance of a wrong word by a reading at a share of every
// level: in every arm each primary metric is worse on one side, and one of them
// better, by half of alpha's each; a guardrail by its own; the harms of all other
// metrics, corrected together in two families (see Family), by alpha's once
// and, where suggestions exist, the second family's. Harm is read by the printed p
// from the end on, so its share is given apart.
func readingBudget(e *spec.Experiment, share, harm float64, suggestions bool) float64 {
	arms := float64(max(len(e.Arms)-1, 1))
	primaries, guards, others := 0.0, 0.0, 0.0
	for _, m := range e.Metrics {
		switch {
		case m.Role == spec.Primary:
			primaries++
		case m.Limited():
			guards++
		case m.Role == spec.Secondary || m.Role == spec.Guardrail:
			others = e.Statistics.Alpha
		}
	}
	if primaries > 0 {
		primaries = (primaries + 1) / 2
	}
	if suggestions { // accepted per unit is always in the first family, other built-ins are the second
		others = e.Statistics.Alpha + SecondLevel
	}
	return share*arms*(e.Statistics.Alpha*primaries+e.Decision.GuardAlpha*guards) + harm*others
}

// undeclaredBudget bounds the chance of harm, in a reading at the end, in built-ins
// that the runs leave out: those of the second family, and accepted per unit where
// it is neither declared nor asked for by Ship.
func undeclaredBudget(e *spec.Experiment) float64 {
	_, run := e.HoldsAccepted()
	for _, m := range e.Metrics {
		run = run || m.Builtin && m.Name == spec.Accepted
	}
	if run {
		return SecondLevel
	}
	return SecondLevel + e.Statistics.Alpha
}
