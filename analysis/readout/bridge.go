package readout

import (
	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// finishedRule is the bridge step of complete_windows, between the tallied
// steps and those at the data cut-off.
const finishedRule = "unfinished_window"

// bridge gives, per arm, the way from the raw ratio of event counts to our
// acceptance and ignore rate. The steps must meet: the last tallied one equals
// the suggestions table, the last one the rate; else a *MismatchError.
func bridge(arms *analysis.Arms, f *sums.Result) ([]report.Bridge, error) {
	out := []report.Bridge{}
	if len(f.Tally.Bridge) == 0 {
		return out, nil
	}
	for _, rate := range []string{"acceptance", "ignore"} {
		for arm, name := range arms.Names {
			if arm >= len(f.Tally.Bridge) {
				break
			}
			t, d := f.Tally.Bridge[arm], f.Bridge[arm]
			pick := func(accepted, ignored int64) int64 {
				if rate == "acceptance" {
					return accepted
				}
				return ignored
			}
			br := report.Bridge{Rate: rate, Arm: name}
			for s := range sums.BridgeTallied {
				br.Steps = append(br.Steps, report.BridgeStep{Rule: sums.BridgeRules[s], Numerator: pick(t.Accepted[s],
					t.Ignored[s]), Denominator: t.Shown[s]})
			}
			last := br.Steps[len(br.Steps)-1]
			if err := meets("suggestions of "+name+" after "+last.Rule, last, d.Tallied, pick); err != nil {
				return nil, err
			}
			add := func(rule string, c sums.Counts) {
				br.Steps = append(br.Steps, report.BridgeStep{Rule: rule, Numerator: pick(c.Accepted, c.Ignored),
					Denominator: c.Shown})
			}
			if arms.Exp.CompleteWindows {
				add(finishedRule, d.Finished)
			}
			add(sums.BridgeRules[sums.BridgeTallied], d.Mature)
			add(sums.BridgeRules[sums.BridgeTallied+1], d.Seen)
			add(sums.BridgeRules[sums.BridgeTallied+2], d.Chosen)
			var end sums.Counts
			for s, n := range f.Outcomes[arm] {
				st := study.State(s)
				if study.SeenStates.Has(st) {
					end.Shown += n
				}
				if study.AcceptedStates.Has(st) {
					end.Accepted += n
				}
				if study.IgnoredStates.Has(st) {
					end.Ignored += n
				}
			}
			if err := meets("the "+rate+" rate of "+name+" at the end of the bridge", br.Steps[len(br.Steps)-1], end,
				pick); err != nil {
				return nil, err
			}
			out = append(out, br)
		}
	}
	return out, nil
}

func meets(what string, s report.BridgeStep, c sums.Counts, pick func(a, i int64) int64) error {
	if s.Denominator != c.Shown {
		return &analysis.MismatchError{What: "the denominator of " + what, Got: s.Denominator, Want: c.Shown}
	}
	if n := pick(c.Accepted, c.Ignored); s.Numerator != n {
		return &analysis.MismatchError{What: "the numerator of " + what, Got: s.Numerator, Want: n}
	}
	return nil
}
