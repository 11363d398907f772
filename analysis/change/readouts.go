package change

import (
	"fmt"

	"uptake/analysis/report"
)

// Readouts says what is another in a later readout than in an earlier one of the same
// experiment. It fails where they are of two experiments or count other units.
func Readouts(from, to *report.Report) (*report.Diff, error) {
	if err := same(from.Experiment, to.Experiment, from.Unit, to.Unit); err != nil {
		return nil, err
	}
	d := &report.Diff{Schema: report.DiffSchema, Of: report.Schema, Experiment: to.Experiment,
		From: readoutSide(from), To: readoutSide(to)}
	d.Verdict = &report.DiffVerdict{From: decision(&from.Decision), To: decision(&to.Decision)}
	d.Verdict.Changed = d.Verdict.From.Verdict != d.Verdict.To.Verdict || d.Verdict.From.Code != d.Verdict.To.Code
	d.Plan = plans(asksSegments(from, to, asked(from), asked(to)))
	d.Arms, d.Rows = arms(from.Arms, to.Arms), rows(&from.Rows, &to.Rows)
	d.Checks = checks(from.Health.Checks, to.Health.Checks)
	d.Metrics = metrics(from, to)
	d.Cautions = cautions(cautionsOf(from), cautionsOf(to))
	d.Same = d.From.InputHash == d.To.InputHash && unmoved(d)
	return d, nil
}

func readoutSide(r *report.Report) report.DiffSide {
	return report.DiffSide{ProgramVersion: r.ProgramVersion, DataFrom: r.DataFrom, DataTo: r.DataTo,
		InputHash: string(r.InputHash), Level: r.Alpha, Health: r.Health.Status, Withheld: r.Withheld != nil}
}

// same fails unless two results may be held against each other.
func same(from, to, unitFrom, unitTo string) error {
	switch {
	case from != to:
		return fmt.Errorf("they are of two experiments, %q and %q; two results of one experiment can be compared", from,
			to)
	case unitFrom != unitTo:
		return fmt.Errorf("the first counts units by %s, the second by %s; compare two results that count the same "+
			"units", unitFrom, unitTo)
	}
	return nil
}

func decision(d *report.Decision) report.DiffDecision {
	return report.DiffDecision{Verdict: d.Verdict, Code: d.Code, Rule: d.Rule, Headline: d.Headline}
}

// metrics are the comparisons of either readout, in the order of the later one, then those
// that it has no more.
func metrics(from, to *report.Report) []report.DiffMetric {
	out := []report.DiffMetric{}
	at := map[[3]string]int{}
	add := func(r *report.Report, put func(*report.DiffMetric, *report.DiffValue)) {
		for i := range r.Metrics {
			m := &r.Metrics[i]
			for j := range m.Comparisons {
				c := &m.Comparisons[j]
				key := [3]string{m.Name, c.Arm, c.Control}
				k, there := at[key]
				if !there {
					k = len(out)
					at[key] = k
					out = append(out, report.DiffMetric{Metric: m.Name, Role: m.Role, Unit: m.Unit, Arm: c.Arm,
						Control: c.Control})
				}
				d := c.Decided(!r.Decision.Early)
				put(&out[k], &report.DiffValue{Abs: d.Abs, Rel: d.Rel, P: d.P, Reading: c.Reading})
			}
		}
	}
	add(to, func(m *report.DiffMetric, v *report.DiffValue) { m.To = v })
	add(from, func(m *report.DiffMetric, v *report.DiffValue) { m.From = v })
	for i := range out {
		m := &out[i]
		switch {
		case m.From == nil || m.To == nil:
			m.Moved = "unknown"
		case m.From.Rel.Value.Defined() && m.From.Rel.Lo.Defined() && m.To.Rel.Value.Defined():
			m.Moved = moved(m.From.Rel, m.To.Rel)
		default:
			m.Moved = moved(m.From.Abs, m.To.Abs)
		}
	}
	return out
}

// moved says where a later estimate lies.
func moved(from, to report.Interval) string {
	switch {
	case !from.Value.Defined() || !to.Value.Defined():
		return "unknown"
	case from.Value == to.Value && bounds(from) == bounds(to):
		return "same"
	case !from.Lo.Defined() || !from.Hi.Defined():
		return "unknown"
	case from.Lo <= to.Value && to.Value <= from.Hi:
		return "within"
	}
	return "beyond"
}

// bounds are those of an interval, comparable where they are undefined.
func bounds(i report.Interval) [2]string { return [2]string{i.Lo.Text(), i.Hi.Text()} }

// unmoved says whether nothing that is looked at is another.
func unmoved(d *report.Diff) bool {
	for _, m := range d.Metrics {
		if m.From == nil || m.To == nil || bounds(m.From.Abs) != bounds(m.To.Abs) ||
			bounds(m.From.Rel) != bounds(m.To.Rel) ||
			m.From.Abs.Value.Text() != m.To.Abs.Value.Text() || m.From.P.Text() != m.To.P.Text() ||
			m.From.Reading != m.To.Reading {
			return false
		}
	}
	for _, c := range d.Causes {
		if c.RankFrom != c.RankTo || c.Moved != "same" {
			return false
		}
	}
	for _, list := range [][]report.DiffCount{d.Arms, d.Rows} {
		for _, c := range list {
			if c.From != c.To {
				return false
			}
		}
	}
	return len(d.Plan)+len(d.Checks)+len(d.Cautions) == 0 && (d.Verdict == nil || !d.Verdict.Changed) &&
		(d.Overall == nil || d.Overall.Moved == "same")
}
