package readout

import (
	"math"
	"slices"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

// judge adds to every comparison what decides once the end is reached.
//
// The band of level alpha/5 is watched every day, also after the end, and the
// readings are made beside it; so a reading is held against the boundary that
// stats.Readings leaves, with the band's values at the information of every day.
// After the reading the band goes on, for as many days as there were, to twice the
// information at the planned end. Where a row is a unit the days are those of the
// units. Where the days of a metric are not known, the
// boundary is the one that holds for any: a share of 0.8 of alpha, 0.7 with an
// extension and 0.1 for the reading after it. A table without time is read once.
//
// Guardrails are held against one-sided boundaries at guardrail_alpha. Comparisons
// that planned looks decide have none: the looks spend alpha themselves.
func judge(by *compare.Terms, metrics []report.Metric, again [][]compare.Reread, list []analysis.Entry,
	path func(place, arm int) []compare.Watched) {
	if by.Reading() == 0 {
		return
	}
	for i, e := range list {
		for k, arm := range by.Compared() {
			c := &metrics[i].Comparisons[k]
			if again[i][k] == nil || c.Looks != nil {
				continue
			}
			var days []compare.Watched
			if path != nil && !by.Single() {
				days = path(i, arm)
			}
			by.Final(c, e, again[i][k], func(alpha float64) (float64, string) { return by.Critical(days, alpha) })
		}
	}
}

// path gives the days of a comparison, nil where they are not known.
func (w *work) path() func(place, arm int) []compare.Watched {
	if w.f == nil {
		return nil
	}
	return func(place, arm int) (out []compare.Watched) {
		if e := w.list[place]; e.Col >= 0 && w.all[e.Col].Series {
			out = daysOf(w.by, e, w.days, w.samples[place], arm)
		}
		if out == nil && w.exp.Layout == spec.Units {
			out = exposedDays(w.by, w.f.Result, arm)
		}
		return out
	}
}

// daysOf are one comparison's days with a band or a reading.
func daysOf(by *compare.Terms, e analysis.Entry, days []sums.Day, now []stats.Sample, arm int) []compare.Watched {
	var looks []compare.Look
	var out []compare.Watched
	every := 1 + len(days)/compare.MostDays
	for n, d := range days {
		last, first := n == len(days)-1, d.Day == by.Exp.End && by.Reading() == compare.AfterExtension
		if !last && !first && (len(days)-1-n)%every != 0 {
			continue
		}
		s := now
		if !last {
			s = e.Samples(d.Block, e.Col)
		}
		l := compare.Look{Control: s[by.Control], Treatment: s[arm]}
		w := compare.Watched{Units: float64(l.Control.N + l.Treatment.N), Band: by.Exp.Statistics.Sequential &&
			by.HasBand(l.Control, l.Treatment), Reading: first || last}
		if w.Band || w.Reading {
			looks, out = append(looks, l), append(out, w)
		}
	}
	compare.Informed(looks)
	for i := range out {
		out[i].Information = looks[i].Information
	}
	return out
}

// exposedDays are the days of a table whose row is a unit: its values are whole from
// its first day on, so the information of a day is that of its units, n_c·n_t/(n_c+n_t).
func exposedDays(by *compare.Terms, f *sums.Result, arm int) []compare.Watched {
	var days []spec.Day
	for d := range f.Exposed {
		days = append(days, d)
	}
	slices.Sort(days)
	var out []compare.Watched
	var c, t float64
	every := 1 + len(days)/compare.MostDays
	for n, d := range days {
		c, t = c+float64(f.Exposed[d][by.Control]), t+float64(f.Exposed[d][arm])
		w := compare.Watched{Information: c * t / (c + t), Units: c + t, Band: by.Exp.Statistics.Sequential &&
			math.Min(c, t) >= method.BurnIn}
		w.Reading = n == len(days)-1 || d <= by.Exp.End && days[n+1] > by.Exp.End &&
			by.Reading() == compare.AfterExtension
		if w.Reading || w.Band && (len(days)-1-n)%every == 0 && w.Information > 0 {
			out = append(out, w)
		}
	}
	return out
}
