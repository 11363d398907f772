package analysis

import (
	"fmt"

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

// budget puts the verdicts of runs without any effect beside what was not run: the
// always-valid band of all days, and the gates of the split, which are bounded by
// their levels. Chances of several wrong words add up to at most their sum, which is
// the total: exact for verdicts, of which a run has one.
func budget(e *spec.Experiment, verdicts map[report.Verdict]int, runs int, timed bool, facts []string) *report.Budget {
	out := &report.Budget{Runs: runs, Facts: facts, Rows: []report.BudgetRow{}}
	row := func(word, why string, wrong int) report.BudgetRow {
		lo, hi := stats.ClopperPearson(int64(runs), int64(wrong), 0.05)
		return report.BudgetRow{Word: word, From: "runs", Wrong: wrong, Chance: share(wrong, runs), Lo: report.Num(lo), Hi: report.Num(hi), Why: why}
	}
	wrong, levels := 0, 0.0
	for _, w := range wrongWords {
		n := verdicts[w.verdict]
		wrong += n
		out.Rows = append(out.Rows, row(string(w.verdict), w.why, n))
	}
	level := func(word string, chance float64, why string) {
		levels += chance
		out.Rows = append(out.Rows, report.BudgetRow{Word: word, From: "level", Chance: report.Num(chance), Lo: report.Undefined(), Hi: report.Num(chance), Why: why})
	}
	if timed && e.Statistics.Sequential && e.Statistics.Looks == 0 {
		chance := bandBudget(e)
		level("band", chance, "the always-valid band of a day before or after the end decides; at most its levels")
	}
	if len(e.Arms) > 1 {
		level(string(report.DoNotUse), e.Statistics.SRMAlpha, "the split of the arms is uneven by chance; at most the level of its checks")
	}
	out.Total = row("any", "any of these", wrong)
	out.Combined = fmt.Sprintf("The verdicts of %d runs add up, a run having one; what was not run is added by the level that bounds it, so the total is at most this.", runs)
	if levels > 0 {
		t := &out.Total
		t.From, t.Chance, t.Hi = "both", t.Chance+report.Num(levels), t.Hi+report.Num(levels)
	}
	return out
}

// bandBudget bounds the chance of a wrong word by the band over all days: in every
// arm each primary metric is worse on one side, and one of them better, by half the
// band's level each; a guardrail by its own; the harms of all other metrics, which
// are corrected together, by the band's level once.
func bandBudget(e *spec.Experiment) float64 {
	arms := float64(max(len(e.Arms)-1, 1))
	primaries, guards, others := 0.0, 0.0, 0.0
	for _, m := range e.Metrics {
		switch {
		case m.Role == spec.Primary:
			primaries++
		case m.Limited():
			guards++
		case m.Role == spec.Secondary || m.Role == spec.Guardrail:
			others = 1
		}
	}
	if primaries > 0 {
		primaries = (primaries + 1) / 2
	}
	return spec.BandShare * (arms*(e.Statistics.Alpha*primaries+e.Decision.GuardAlpha*guards) + e.Statistics.Alpha*others)
}
