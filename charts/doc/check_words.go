package doc

import (
	"uptake/charts/draw"
	"uptake/charts/say"
)

func statusTone(status string) draw.Tone {
	switch status {
	case "ok":
		return draw.Good
	case "fail":
		return draw.Bad
	case "none":
		return draw.Inconclusive
	}
	return draw.Caution
}

// gateWords says in a few words what a passed, doubtful or failed check means.
var gateWords = []struct{ Name, OK, Warn, Fail string }{
	{"srm", "split as planned", "split not checked", "split not as planned"},
	{"srm_sequential", "split as planned day after day", "split not checked by day", "split not as planned day after " +
		"day"},
	{"srm_segments", "split as planned in segments", "split not as planned in a segment", "split not as planned in a " +
		"segment"},
	{"population", "units as the population", "units not as the population", "units not as the population"},
	{"srm_days", "split as planned on each day", "split not as planned on a day", "split not as planned on a day"},
	{"triggered_srm", "feature reaches arms alike", "feature reaches arms differently", "feature reaches arms " +
		"differently"},
	{"empty_arm", "every arm has units", "an arm has no units", "an arm has no units"},
	{"crossovers", "units stay in one arm", "units seen in two arms", "too many units in two arms"},
	{"imbalance", "arms alike before the start", "arms differed before the start", "arms differed before the start"},
	{"logging_loss", "no rows lost in one arm", "rows lost in one arm", "rows lost in one arm"},
	{"missing_by_arm", "values missing in no arm more", "values missing in one arm more", "values missing in one arm " +
		"more"},
	{"zero_share", "no units in an arm planned empty", "units in an arm planned empty", "units in an arm planned " +
		"empty"},
	{"data_gaps", "no gaps in the data", "days without rows", "days missing from the data"},
	{"full_weeks", "full weeks", "too few full weeks", "less than a full week"},
	{"planned", "plan fixed beforehand", "plan not shown to be fixed beforehand", "plan written after the start"},
	{"maturity", "answers had time to arrive", "many answers still open", "too many answers still open"},
	{"coverage", "suggestions reach every arm", "an arm is shown no suggestions", "suggestions missing"},
	{"missing_cells", "few values missing, alike in the arms", "values missing", "values missing"},
	{"strangers", "units of every source exposed", "a source of units never exposed", "a source of units never " +
		"exposed"},
	{"equal_rows", "few equal rows", "many equal rows", "too many equal rows"},
	{"missing_units", "few rows without a unit", "rows without a unit", "too many rows without a unit"},
	{"late_accepts", "few late accepts", "many late accepts", "too many late accepts"},
	{"minimum_data", "units enough to decide", "too few units to decide", "too few units to decide"},
	{"too_good", "no effect too good to be true", "an effect too good to be true", "an effect too good to be true"},
	{"copies", "few copies that differ", "copies that differ", "copies that differ"},
	{"bad_rows", "rows readable", "some rows unreadable", "too many unreadable rows"},
	{"items_paired", "nearly all items in every version", "many items in one version alone",
		"too few items in every version"},
	{"items_proved", "items proved the same", "items not proved the same", "items not the same"},
	{"failed_runs", "few failed runs", "many failed runs, or uneven ones", "too many failed runs"},
	{"empty_scores", "few empty scores", "many empty scores", "too many empty scores"},
	{"scorer_failures", "the scorer worked", "the scorer failed often", "the scorer failed too often"},
	{"even_repeats", "items run equally often", "items run unequally often", "items run unequally often"},
	{"groups_named", "groups of items known", "groups of items not known", "groups of items not known"},
}

// CheckWord is a check's outcome in a few words; its own name where it does not apply.
func CheckWord(check, status string) string {
	for _, g := range gateWords {
		if g.Name == check {
			switch status {
			case "ok":
				return g.OK
			case "warn":
				return g.Warn
			case "fail":
				return g.Fail
			}
		}
	}
	return say.Metric(check)
}

// statusWord is a check's status for people and for terminals.
func statusWord(status string) string {
	switch status {
	case "ok":
		return "passed"
	case "fail":
		return "failed"
	case "warn":
		return "take care"
	case "none":
		return "does not apply"
	}
	return say.Name(status)
}
