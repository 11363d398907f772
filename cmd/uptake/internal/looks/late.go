package looks

import (
	"maps"
	"slices"

	"uptake/analysis/report"
)

// settledOf is what a readout has to the end of the last day that its data hold whole:
// rows, and the main metric's lift. nil where rows carry no days.
func settledOf(r *report.Report) *report.Settled {
	if len(r.Rows.ByDay) < 2 {
		return nil
	}
	days := slices.Sorted(maps.Keys(r.Rows.ByDay))
	s := &report.Settled{Day: days[len(days)-2]} // rows of the last day may come yet
	s.Rows = rowsTo(r, s.Day)
	if m, c := r.Focus(); c != nil {
		s.Metric, s.Arm = m.Name, c.Arm
		s.Lift, s.Relative = liftAt(r, s.Metric, s.Arm, s.Day)
	} else {
		s.Lift = report.Undefined()
	}
	return s
}

// lateOf is what rows that came late, or are gone, did to the look before: nil where the
// data to its last whole day are the same.
func lateOf(was *report.LedgerLine, r *report.Report) *report.Late {
	s := was.Settled
	if s == nil || len(r.Rows.ByDay) == 0 {
		return nil
	}
	l := &report.Late{Day: s.Day, Rows: rowsTo(r, s.Day) - s.Rows, Metric: s.Metric, Arm: s.Arm, From: s.Lift,
		Relative: s.Relative, To: report.Undefined()}
	if to, relative := liftAt(r, s.Metric, s.Arm, s.Day); relative == s.Relative {
		l.To = to
	}
	if l.Rows == 0 {
		return nil
	}
	return l
}

// rowsTo counts the rows to the end of a day.
func rowsTo(r *report.Report, day string) (n int64) {
	for d, rows := range r.Rows.ByDay {
		if d <= day {
			n += rows
		}
	}
	return n
}

// liftAt is a metric's lift to the end of a day, relative to control where it can be.
func liftAt(r *report.Report, metric, arm, day string) (lift report.Num, relative bool) {
	for _, p := range r.Series {
		if p.Metric == metric && p.Arm == arm && p.Day == day {
			if p.Rel.Value.Defined() {
				return p.Rel.Value, true
			}
			return p.Abs.Value, false
		}
	}
	return report.Undefined(), false
}
