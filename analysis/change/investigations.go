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
		return nil, fmt.Errorf("the first studies suggestions that are %s, the second %s; compare two investigations "+
			"made with the same --of", from.Of, to.Of)
	}
	d := &report.Diff{Schema: report.DiffSchema, Of: report.IgnoresSchema, Experiment: to.Experiment,
		From: investigationSide(from), To: investigationSide(to)}
	if from.Overall != nil || to.Overall != nil {
		d.Overall = &report.DiffRate{From: rate(from.Overall), To: rate(to.Overall)}
		d.Overall.Moved = moved(d.Overall.From, d.Overall.To)
	}
	d.Plan = plans(studied(from), studied(to))
	d.Arms, d.Rows = arms(from.Arms, to.Arms), rows(&from.Rows, &to.Rows)
	d.Checks = checks(from.Health.Checks, to.Health.Checks)
	d.Causes = causes(from.Causes, to.Causes)
	d.Cautions = cautions(found("", from.Cautions), found("", to.Cautions))
	d.Same = d.From.InputHash == d.To.InputHash && unmoved(d)
	return d, nil
}

func investigationSide(r *report.Ignores) report.DiffSide {
	return report.DiffSide{ProgramVersion: r.ProgramVersion, DataFrom: r.DataFrom, DataTo: r.DataTo,
		InputHash: r.InputHash, Level: r.Alpha, Health: r.Health.Status, Withheld: r.Withheld != nil}
}

// studied is what an investigation was asked, as far as it says it.
func studied(r *report.Ignores) []said {
	return []said{{"layout", r.Layout}, {"alpha", r.Alpha.Text()}, {"suggestions.attribution", r.Attribution},
		{"set", lines(r.Set)}}
}

func rate(s *report.SplitShare) report.Interval {
	if s == nil {
		return report.NoInterval("")
	}
	return report.Interval{Value: s.Value, Lo: s.Lo, Hi: s.Hi, Bounded: s.Lo.Defined()}
}

// causes are those of either investigation, in the order of the later one, then those that
// are none any more.
func causes(from, to []report.Cause) []report.DiffCause {
	out := []report.DiffCause{}
	at := map[[3]string]int{}
	for i, list := range [][]report.Cause{to, from} {
		for _, c := range list {
			key := [3]string{c.Mechanism, c.Attribute, c.Level}
			k, there := at[key]
			if !there {
				k = len(out)
				at[key] = k
				out = append(out, report.DiffCause{Mechanism: c.Mechanism, Attribute: c.Attribute, Level: c.Level,
					From: report.NoInterval(""), To: report.NoInterval("")})
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
