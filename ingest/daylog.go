package ingest

import (
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/table"
)

// dayLog counts rows by calendar day and, up to study.ManyUnits, the distinct units
// of each day. Which units are kept depends on the order of rows; how many does not.
type dayLog struct {
	days map[spec.Day]*dayCount
	near [64]*dayCount // by the last bits of the day, so that most rows need no look into the map
}

type dayCount struct {
	day   spec.Day
	rows  int64
	n     int
	units [study.ManyUnits]uint64 // hashes of ids, n of them
}

func (l *dayLog) at(d spec.Day) *dayCount {
	if c := l.near[uint64(d)%64]; c != nil && c.day == d {
		return c
	}
	c := l.days[d]
	if c == nil {
		if l.days == nil {
			l.days = map[spec.Day]*dayCount{}
		}
		c = &dayCount{day: d}
		l.days[d] = c
	}
	l.near[uint64(d)%64] = c
	return c
}

func (c *dayCount) see(unit uint64) {
	if c.n < len(c.units) && !slices.Contains(c.units[:c.n], unit) {
		c.units[c.n] = unit
		c.n++
	}
}

func (l *dayLog) merge(o *dayLog) {
	for d, c := range o.days {
		to := l.at(d)
		to.rows += c.rows
		for _, u := range c.units[:c.n] {
			to.see(u)
		}
	}
}

// logged counts the rows of a stretch under their days.
func (w *worker) logged(l *dayLog, b *batch, s *event.Stamps, first int) {
	var c *dayCount
	from, to := int64(1), int64(0) // of c's day
	for k, ts := range s.At {
		if s.Found(k) != event.Value {
			continue
		}
		if ts < from || ts >= to {
			day := w.run.wall.Day(ts)
			from, to, c = w.run.wall.Start(day), w.run.wall.Start(day+1), l.at(day)
		}
		if c.rows++; c.n < len(c.units) {
			w.seeUnit(c, b, first+k)
		}
	}
}

func (w *worker) seeUnit(c *dayCount, b *batch, i int) {
	if hash := b.Columns[w.run.unitAt].IDHash(i); hash != 0 {
		c.see(hash)
	}
}

// exposedOn counts row i, which exposes somebody, under its day and event.
func (w *worker) exposedOn(b *batch, i int, ts int64, name string) {
	logs := &w.exposing[b.In.Number]
	k := slices.IndexFunc(*logs, func(e exposing) bool { return e.event == name })
	if k < 0 {
		k = len(*logs)
		*logs = append(*logs, exposing{event: strings.Clone(name), log: &dayLog{}})
	}
	c := (*logs)[k].log.at(w.run.wall.Day(ts))
	if c.rows++; c.n < len(c.units) {
		w.seeUnit(c, b, i)
	}
}

// exposing is the rows of one event that expose somebody.
type exposing struct {
	event string
	log   *dayLog
}

// loggedDays lists what every stream of sources holds by day, then the assignments,
// then every event of exposures.
func (r *run) loggedDays(total *worker) []study.Logged {
	rows := func(assign bool) func(in *table.Input) *dayLog {
		return func(in *table.Input) *dayLog {
			if (in == r.assigned) != assign {
				return nil
			}
			return &total.logs[in.Number]
		}
	}
	noUnit := !r.has(total, "unit")
	out := r.streams(rows(false), study.Logged{Assigned: r.exp.Layout == spec.Units}, noUnit)
	out = append(out, r.streams(rows(true), study.Logged{Assigned: true}, noUnit)...)
	for _, name := range r.exp.Exposure.Event {
		of := func(in *table.Input) *dayLog {
			for _, e := range total.exposing[in.Number] {
				if e.event == name {
					return e.log
				}
			}
			return nil
		}
		out = append(out, r.streams(of, study.Logged{Event: name}, noUnit)...)
	}
	return out
}

// streams puts the days of inputs together where these go on from each other. Where
// rows name no unit, each is one of its own.
func (r *run) streams(of func(in *table.Input) *dayLog, like study.Logged, noUnit bool) (out []study.Logged) {
	var inputs []*table.Input
	var stretches []study.Stretch
	for _, in := range r.set.Inputs {
		if log := of(in); log != nil && len(log.days) > 0 {
			days := slices.Collect(maps.Keys(log.days))
			first, last := slices.Min(days), slices.Max(days)
			inputs, stretches = append(inputs, in), append(stretches, study.Stretch{From: int64(first), To: int64(last), First: first, Last: last})
		}
	}
	for _, s := range study.Streams(stretches) {
		var all dayLog
		one := like
		one.Days = map[spec.Day]study.DayRows{}
		for _, k := range s {
			all.merge(of(inputs[k]))
			one.Sources = append(one.Sources, inputs[k].Source.Written)
		}
		for d, c := range all.days {
			day := study.DayRows{Rows: c.rows, Units: c.n}
			if noUnit {
				day.Units = int(min(c.rows, study.ManyUnits))
			}
			one.Days[d] = day
		}
		out = append(out, one)
	}
	return out
}

// mergeLogs takes in the days of a finished worker.
func (w *worker) mergeLogs(o *worker) {
	for i := range o.logs {
		w.logs[i].merge(&o.logs[i])
		for _, e := range o.exposing[i] {
			k := slices.IndexFunc(w.exposing[i], func(x exposing) bool { return x.event == e.event })
			if k < 0 {
				w.exposing[i] = append(w.exposing[i], exposing{event: e.event, log: &dayLog{}})
				k = len(w.exposing[i]) - 1
			}
			w.exposing[i][k].log.merge(e.log)
		}
	}
}
