package resolve

import (
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// exposed is a unit's first exposure.
type exposed struct {
	at        int64
	day       bool // at stands for its whole day
	arm       int
	crossover bool
	segments  []int32
}

// resolve takes one unit's rows through every rule and appends what remains to the tables.
func (w *unitWork) resolve(id string, h []entry) {
	if len(h) == 0 {
		return
	}
	rules := &w.r.Rules
	w.order(h)
	if rules.Duplicates != spec.Keep {
		w.repeats.mark(h, func(e *entry, redated bool) {
			w.tally.DiffersFromKept++
			if redated {
				w.tally.Redated++
			}
			w.tally.Differs = w.example(w.tally.Differs, e, named(id))
		})
	}
	x, ok := w.firstExposure(h)
	w.countRaw(h, x, ok)
	for i := range h {
		if h[i].ghost {
			continue
		}
		if h[i].dup {
			w.drop(sums.Duplicate, &h[i], named(id))
		} else if !ok {
			w.drop(sums.Unexposed, &h[i], named(id))
			w.meeting.stranger(&h[i], id)
		}
	}
	if !ok {
		return
	}
	if x.crossover {
		w.tally.Crossovers++
	}
	w.begin(x)
	w.values.begin(x)
	for i := range h {
		e := &h[i]
		if e.dup || e.ghost {
			continue
		}
		w.unpack(e)
		w.row.TS, w.row.Day = e.ts, e.day
		w.meeting.exposed(&w.row, id)
		since := w.between(x.at, x.day, e.ts, e.day)
		if since >= 0 {
			w.logged.see(&w.row)
		}
		used := w.take(&w.row, since)
		switch {
		case x.crossover:
			w.drop(sums.Crossover, e, named(id))
		case since < 0 && !used:
			w.drop(sums.BeforeExposure, e, w.written)
		case !used:
			w.drop(sums.AfterWindow, e, w.written)
		default:
			w.tally.Used++
			w.tally.Hash = w.tally.Hash.Add(e.hash())
		}
	}
	if !x.crossover {
		w.logged.ended(w.r.Rules.Zone)
		w.tally.Arms[x.arm].Add(&w.logged.ArmRows)
	}
	w.append(id, x)
}

// order dates a unit's rows and puts them in the one order.
func (w *unitWork) order(h []entry) {
	rules := &w.r.Rules
	for i := range h {
		if h[i].ts == store.NoTime && rules.Mode == FromExposures {
			h[i].ts, h[i].day = rules.Start, rules.StartDay
		}
		if h[i].day && h[i].role > store.Shown && h[i].role < store.Other {
			h[i].ts = w.lastOf(h[i].ts) // an answer follows what is shown on its day
		}
	}
	w.sort(h)
}

// firstExposure finds when and to what the unit was first exposed, and whether
// it was seen in a second arm.
func (w *unitWork) firstExposure(h []entry) (x exposed, ok bool) {
	f, mode := w.r.Rows.Format(), w.r.Rules.Mode
	segments := false
	for i := range h {
		e := &h[i]
		if e.dup || mode == FromExposures && e.role != store.Exposure {
			continue
		}
		w.unpack(e)
		if w.row.Arm -= w.firstArm; mode == OneGroup {
			w.row.Arm = 0
		}
		if !ok {
			x = exposed{at: e.ts, day: e.day, arm: int(w.row.Arm)}
			ok = true
		} else if x.arm != int(w.row.Arm) {
			x.crossover = true
		}
		if !segments && len(w.row.Segments) > 0 && !f.SegmentsOnAll {
			x.segments = append(x.segments, w.row.Segments...)
			segments = true
		}
	}
	if ok && f.SegmentsOnAll {
		x.segments = w.segmentsFrom(h, x)
	}
	if x.segments == nil {
		x.segments = make([]int32, f.Segments)
	}
	return x, ok
}

// segmentsFrom takes each segment from the first row at or after the exposure
// that has a value for it: an assignment file, or a group without arms, need
// not carry them. Code 0 is the missing value.
func (w *unitWork) segmentsFrom(h []entry, x exposed) []int32 {
	out := make([]int32, w.r.Rows.Format().Segments)
	open := len(out)
	for i := range h {
		if e := &h[i]; !e.dup && open > 0 && w.between(x.at, x.day, e.ts, e.day) >= 0 {
			w.unpack(e)
			for k, s := range w.row.Segments {
				if out[k] == 0 && s != 0 {
					out[k] = s
					open--
				}
			}
		}
	}
	return out
}

func (w *unitWork) begin(x exposed) {
	for i := range w.totals {
		w.totals[i] = moment.Sum128{}
		w.missing[i] = w.r.Rules.Missing
	}
	w.beginPast(x)
	w.logged.begin()
	w.steps.begin(x)
	w.days = w.days[:0]
	w.sugg.begin(x)
}

// take adds a row's facts to the unit, since is its time after first exposure;
// used is false when nothing counts it.
func (w *unitWork) take(r *store.Row, since int64) (used bool) {
	counts := since >= 0
	inWindow := counts && w.r.Rules.inWindow(since)
	if r.Role.OfSuggestion() {
		used = w.sugg.take(r, since, inWindow)
	}
	if !counts && w.before(r, since) {
		used = true
	}
	if r.Role == store.Exposure && inWindow {
		used = true
	}
	w.steps.next()
	for i := range r.Values {
		v := &r.Values[i]
		if int(v.Variable) >= len(w.totals) {
			continue // of the suggestion that is shown
		}
		variable := &w.r.Shape.Variables[v.Variable]
		if !counts || since < variable.After.Microseconds() || variable.Window == 0 && !inWindow ||
			variable.Window > 0 && since >= variable.Window.Microseconds() {
			continue
		}
		used = true
		if w.steps.see(int(v.Variable), r) {
			continue
		}
		w.values.count(int(v.Variable), v, r.Place)
		if v.Lack != store.None {
			continue
		}
		w.missing[v.Variable] = false
		value := v.Value
		ever := variable.Agg.How == spec.Any
		if (ever || variable.Binary) && w.totals[v.Variable].Sign() != 0 {
			continue // of several rows one that says yes is enough
		}
		if ever {
			value = moment.Int(1)
		}
		w.totals[v.Variable].Add(value)
		if w.r.Rules.Days && value.Sign() != 0 {
			w.addDay(r.TS, int(v.Variable), value)
		}
	}
	return used
}

func (w *unitWork) addDay(ts int64, variable int, value moment.Sum128) {
	day := w.wall.Day(ts)
	n := len(w.days)
	at := n - 1
	for at >= 0 && w.days[at].day > day { // of what is known only once all rows are
		at--
	}
	if at < 0 || w.days[at].day != day {
		at++
		w.days = slices.Grow(w.days, 1)[:n+1]
		d := w.days[n] // its memory may be that of an earlier unit's day
		d.day = day
		if d.values == nil {
			d.values = make([]moment.Sum128, len(w.totals))
		}
		clear(d.values)
		copy(w.days[at+1:], w.days[at:n])
		w.days[at] = d
	}
	w.days[at].values[variable].Add(value)
}

// split takes sums apart for the tables; high is nil where all fit an int64.
func (w *unitWork) split(sums []moment.Sum128) (low, high []int64) {
	wide := false
	for i, s := range sums {
		hi, lo := s.Words()
		w.low[i], w.high[i] = int64(lo), hi
		if hi != int64(lo)>>63 {
			wide = true
			v := &w.r.Shape.Variables[i]
			if _, err := moment.Total(s, moment.Sum128{}, v.Scale); err != nil {
				w.overflow = study.MetricErrorf(v.Metric, "metric %s, the sum of one unit: %w", v.Metric, err)
			}
		}
	}
	if wide {
		return w.low, w.high
	}
	return w.low, nil
}

func (w *unitWork) append(id string, x exposed) {
	w.sugg.settle(x)
	w.reach()
	row := &study.UnitRow{Unit: id, Arm: x.arm, Crossover: x.crossover, Seg: x.segments, Missing: w.missing,
		Reached: w.steps.reached}
	row.Var, row.High = w.split(w.totals)
	if x.at != store.NoTime {
		row.ExposedAt, row.Day = x.at, spec.DayOf(x.at, w.r.Rules.Zone)
	}
	w.out.Unit(row)
	if w.r.Rules.Days {
		for _, d := range w.days {
			low, high := w.split(d.values)
			w.out.Day(d.day, low, high)
		}
	}
	w.sugg.append()
}
