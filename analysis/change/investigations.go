package change

import (
	"fmt"

	"uptake/analysis/report"
)

// Investigations says what is another in a later investigation than in an earlier one of
// the same experiment. It fails where they are of two experiments, count other units or
// study other outcomes.
func Investigations(from, to *report.Ignores) (*report.Diff, error) {
	if err := same(from.Experiment, to.Experiment, from.Unit, to.Unit); err != nil {
		return nil, err
	}
	if from.Of != to.Of {
		return nil, fmt.Errorf("the first studies suggestions that are %s, the second %s; compare two investigations made with the same --of", from.Of, to.Of)
	}
	d := &report.Diff{Schema: report.DiffSchema, Of: report.IgnoresSchema, Experiment: to.Experiment,
		From: report.DiffSide{ProgramVersion: from.ProgramVersion, DataFrom: from.DataFrom, DataTo: from.DataTo,
			InputHash: from.InputHash,
			Level:     from.Alpha, Health: from.Health.Status, Withheld: from.Withheld != nil},
		To: report.DiffSide{ProgramVersion: to.ProgramVersion, DataFrom: to.DataFrom, DataTo: to.DataTo,
			InputHash: to.InputHash,
			Level:     to.Alpha, Health: to.Health.Status, Withheld: to.Withheld != nil}}
	if from.Overall != nil || to.Overall != nil {
		d.Overall = &report.DiffRate{From: rate(from.Overall), To: rate(to.Overall)}
		d.Overall.Moved = moved(d.Overall.From, d.Overall.To)
	}
	d.Plan = plans(
		[]said{{"layout", from.Layout}, {"alpha", text(from.Alpha)}, {"suggestions.attribution", from.Attribution},
			{"set", lines(from.Set)}},
		[]said{{"layout", to.Layout}, {"alpha", text(to.Alpha)}, {"suggestions.attribution", to.Attribution}, {"set",
			lines(to.Set)}})
	d.Arms, d.Rows = arms(from.Arms, to.Arms), rows(&from.Rows, &to.Rows)
	d.Checks = checks(from.Health.Checks, to.Health.Checks)
	d.Causes = causes(from.Causes, to.Causes)
	d.Cautions = cautions(found("", from.Cautions), found("", to.Cautions))
	d.Same = d.From.InputHash == d.To.InputHash && unmoved(d)
	return d, nil
}

func rate(s *report.SplitShare) report.Interval {
	u := report.Undefined()
	if s == nil {
		return report.Interval{Value: u, Lo: u, Hi: u}
	}
	return report.Interval{Value: s.Value, Lo: s.Lo, Hi: s.Hi, Bounded: s.Lo.Defined()}
}

// causes are those of either investigation, in the order of the later one, then those that
// are none any more.
func causes(from, to []report.Cause) []report.DiffCause {
	out := []report.DiffCause{}
	at := map[[3]string]int{}
	u := report.Undefined()
	none := report.Interval{Value: u, Lo: u, Hi: u}
	for i, list := range [][]report.Cause{to, from} {
		for _, c := range list {
			key := [3]string{c.Mechanism, c.Attribute, c.Level}
			k, there := at[key]
			if !there {
				k = len(out)
				at[key] = k
				out = append(out, report.DiffCause{Mechanism: c.Mechanism, Attribute: c.Attribute, Level: c.Level,
					From: none, To: none})
			}
			if i == 0 {
				out[k].RankTo, out[k].To = c.Rank, c.Points
			} else {
				out[k].RankFrom, out[k].From = c.Rank, c.Points
			}
		}
	}
	for i := range out {
		out[i].Moved = moved(out[i].From, out[i].To)
	}
	return out
}
