package analysis

import (
	"fmt"
	"slices"
	"sort"

	"uptake/analysis/decide"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// board holds what is the same for every metric of a readout.
type board struct {
	exp     *spec.Experiment
	arms    []string
	control int // −1: no comparisons
	shares  []float64
	units   []int64

	drawn            bool // by chance, for its verdict alone
	inside, crossing []int64
	gates            health.Gates                        // what may be compared
	ended            bool                                // the data reach the end of the experiment's last day
	extended         bool                                // they reach the end of the declared extension
	reached          int                                 // planned looks that the data have reached
	chances          map[string]map[string]*report.Bayes // metric → arm
	again            map[string]map[int]reread           // metric → arm

	flat                  []string // primary metrics whose caps leave nothing to compare
	left                  *leftOut
	shown, immature, seen []int64 // suggestions by arm
	unitsShown            []int64
	hasSuggestions        bool
}

func newBoard(exp *spec.Experiment, arms []string, control int, units []int64) *board {
	b := &board{exp: exp, arms: arms, control: control, units: units, shares: make([]float64, len(arms)),
		inside: make([]int64, len(arms)), crossing: make([]int64, len(arms)), chances: map[string]map[string]*report.Bayes{}, again: map[string]map[int]reread{}}
	if len(exp.Arms) == 0 {
		b.control = -1
	}
	for i, name := range arms {
		for _, a := range exp.Arms {
			if a.Name == name {
				b.shares[i] = a.Share
			}
		}
	}
	return b
}

func (b *board) setSuggestions(f *fold.Result) {
	b.hasSuggestions = true
	b.unitsShown = f.Shown
	for _, o := range f.Outcomes {
		var shown, seen int64
		for s, n := range o {
			shown += n
			if study.SeenStates.Has(study.State(s)) {
				seen += n
			}
		}
		b.shown, b.seen = append(b.shown, shown), append(b.seen, seen)
		b.immature = append(b.immature, o[study.StateImmature]+o[study.StatePending])
	}
}

// tooImmature reports whether an arm's fixed-window rates are refused.
func (b *board) tooImmature(arm int) bool {
	return b.hasSuggestions && b.shown[arm] > 0 && float64(b.immature[arm]) > b.exp.Statistics.MaxImmature*float64(b.shown[arm])
}

// compared lists the arms that are compared with control, in declared order;
// an arm planned to have no units is not.
func (b *board) compared() []int {
	if b.control < 0 {
		return nil
	}
	var out []int
	for i := range b.arms {
		if i != b.control && !slices.ContainsFunc(b.exp.Arms, func(a spec.Arm) bool { return a.Name == b.arms[i] && a.Share == 0 }) {
			out = append(out, i)
		}
	}
	return out
}

func (b *board) facts(t *study.Tables, f *fold.Result, rows report.Rows, suggestions bool) *health.Facts {
	h := &health.Facts{Exp: b.exp, Compare: b.control >= 0, Nameless: t.UnitName == "row", HasTime: t.HasTime, Ended: b.ended, From: t.From, To: t.To, Logged: t.Logged, Suggestions: suggestions,
		Attributed: attributed(b.exp, t), LateAccepts: f.Tally.LateAccepts, Accepts: f.Tally.Accepts, Read: rows.Read, Bad: bad(rows),
		Differing: f.Tally.DiffersFromKept, Equal: f.Tally.EqualDropped, Unnamed: f.Tally.Unnamed}
	for i, u := range f.Tally.Sources {
		h.Sources = append(h.Sources, health.Source{Name: t.Sources[i], SourceUnits: u})
	}
	for i, name := range b.arms {
		a := health.Arm{Name: name, Control: i == b.control, Share: b.shares[i], Units: b.units[i], Crossing: b.crossing[i], Inside: b.inside[i]}
		if suggestions {
			a.UnitsShown, a.Shown, a.Immature = b.unitsShown[i], b.shown[i], b.immature[i]
		}
		h.Arms = append(h.Arms, a)
	}
	for _, d := range f.Dimensions {
		if d.TooMany {
			continue
		}
		s := health.Segment{Name: d.Name}
		for _, l := range d.Levels {
			s.Levels = append(s.Levels, health.Level{Name: l.Name, Units: l.Units})
		}
		h.Segments = append(h.Segments, s)
	}
	var days []spec.Day
	for d := range f.Exposed {
		days = append(days, d)
	}
	if len(days) == 0 {
		return h
	}
	sort.Slice(days, func(i, j int) bool { return days[i] < days[j] })
	for d := days[0]; d <= days[len(days)-1]; d++ {
		units := f.Exposed[d]
		if units == nil {
			units = make([]int64, len(b.arms))
		}
		h.Days = append(h.Days, health.Day{Day: d, Units: total(units), Arms: units})
	}
	return h
}

// after runs the checks that need results: only primary metrics are looked at.
// nonZero is by column and arm, nil for columns where it was not counted.
func (b *board) after(r *report.Report, h *health.Facts, list []entry, nonZero [][]int64) {
	for i, e := range list {
		if e.m.Role != spec.Primary {
			continue
		}
		if e.flat != nil {
			b.flat = append(b.flat, e.flat.Detail)
		}
		p := health.Primary{Name: e.m.Name, Comparisons: r.Metrics[i].Comparisons}
		if e.col >= 0 {
			p.NonZero = nonZero[e.col]
		}
		h.Primaries = append(h.Primaries, p)
	}
	health.RunAfter(h, &r.Health)
}

// gate runs the health checks, which decide what may be compared.
func (b *board) gate(r *report.Report, f *health.Facts) {
	r.Health, b.gates = health.Run(f)
	r.Withheld = b.gates.Withheld(r.Health)
	for i, name := range b.arms {
		a := report.Arm{Name: name, Control: i == b.control, Units: b.units[i], PlannedShare: report.Num(b.shares[i])}
		if len(b.exp.Arms) == 0 {
			a.PlannedShare = report.Undefined()
		}
		r.Arms = append(r.Arms, a)
	}
}

// counting is how many units of an arm a metric is of, if all have a value.
func (b *board) counting(arm int) int64 {
	if b.exp.CompleteWindows {
		return b.units[arm] - b.inside[arm]
	}
	return b.units[arm]
}

// values adds the units with and without a value of every metric, where a unit is
// a row with a column for each.
func (b *board) values(h *health.Facts, list []entry, f *fold.Result, quantiles map[int]valued) {
	if b.exp.Layout != spec.Units {
		return
	}
	for i, e := range list {
		v := health.Values{Metric: e.m.Name, Deciding: e.m.Role == spec.Primary || e.m.Role == spec.Guardrail}
		for a := range b.arms {
			n, units := int64(0), b.counting(a)
			if e.col < 0 {
				n = quantiles[i].samples[a].N
			} else {
				n = f.Main[e.col][a].N
			}
			v.Has, v.Missing = append(v.Has, n), append(v.Missing, units-n)
		}
		h.Values = append(h.Values, v)
	}
}

// endSlack is how long before the end of the last day the last row may lie for
// the day to count as complete.
const endSlack = 3 * 3600 * 1_000_000

// setEnd notes whether the end, and which planned looks, are reached: when the last row is at most three
// hours before the end of the experiment's last day, or later; for rows without
// time a declared end is taken as reached. Without an end, rows without time are
// read once, as they are, and so are others where no always-valid band is wanted,
// which alone may be read at any time.
func (b *board) setEnd(timed bool, to int64) {
	end := b.exp.End
	complete := func(d spec.Day) bool { return !timed || to >= (d+1).Start(b.exp.Zone)-endSlack }
	b.ended = end != spec.NoDay && complete(end) || end == spec.NoDay && (!timed || !b.exp.Statistics.Sequential)
	if x := b.exp.Decision.Extension; x > 0 && end != spec.NoDay {
		b.extended = timed && complete(end+spec.Day(x))
	}
	for _, d := range b.exp.LookDays() {
		if complete(d) {
			b.reached++
		}
	}
}

// decide gives the verdict.
func (b *board) decide(r *report.Report, h *health.Facts, timed bool, to int64) {
	d := &decide.Facts{Exp: b.exp, Health: r.Health, Metrics: r.Metrics, Timed: timed, Full: health.FullWeeks(h), Planned: health.PlannedBefore(h),
		Ended: b.ended, Looks: r.Looks, Chances: b.chances, TooFew: map[string][]string{}}
	if b.control >= 0 {
		d.Control = b.arms[b.control]
		for _, i := range b.compared() {
			d.TooFew[b.arms[i]] = slices.Concat(b.flat, health.TooFew(h, b.control), health.TooFew(h, i))
			d.Arms = append(d.Arms, b.arms[i])
		}
	}
	if timed {
		d.Weeks = float64(len(h.Days)) / 7
	}
	if end := b.exp.End; end != spec.NoDay && !b.ended {
		d.DaysLeft = decide.DaysLeft(end, to, b.exp.Zone)
	}
	r.Decision = decide.Decide(d)
	r.Decision.PlannedUnits = int64(b.exp.Decision.PlannedUnits)
	if least := int64(b.exp.Decision.MinUnits); slices.ContainsFunc(h.Arms, func(a health.Arm) bool { return a.Share > 0 && a.Units < least }) {
		r.Decision.MinUnits = least
	}
	if b.ended && timed && b.exp.End != spec.NoDay && b.exp.Statistics.Sequential && r.Looks == nil {
		after := *d
		after.Ended, after.After = false, true
		band := decide.Decide(&after)
		r.Decision.Band = &band
	}
	decide.Readings(d)
}

func caution(code, format string, a ...any) report.Caution {
	return report.Caution{Code: code, Detail: fmt.Sprintf(format, a...)}
}
