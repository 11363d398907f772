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
			w.run.seeUnit(c, b, first+k)
		}
	}
}

func (r *run) seeUnit(c *dayCount, b *batch, i int) {
	if hash := b.Columns[r.unitAt].IDHash(i); hash != 0 {
		c.see(hash)
	}
}

// exposedOn counts row i, which exposes somebody, under its day and event.
func (o *own) exposedOn(r *run, b *batch, i int, ts int64, name string) {
	logs := &o.exposing[b.In.Number]
	k := slices.IndexFunc(*logs, func(e exposing) bool { return e.event == name })
	if k < 0 {
		k = len(*logs)
		*logs = append(*logs, exposing{event: strings.Clone(name), log: &dayLog{}})
	}
	c := (*logs)[k].log.at(r.wall.Day(ts))
	if c.rows++; c.n < len(c.units) {
		r.seeUnit(c, b, i)
	}
}

// exposing is the rows of one event that expose somebody.
type exposing struct {
	event string
	log   *dayLog
}

// loggedDays lists what every stream of sources holds by day, then the assignments,
// then every event of exposures.
func (g *gathered) loggedDays() []study.Logged {
	rows := func(assign bool) func(in *table.Input) *dayLog {
		return func(in *table.Input) *dayLog {
			if (in == g.assigned) != assign {
				return nil
			}
			return &g.logs[in.Number]
		}
	}
	noUnit := !g.has("unit")
	out := g.streams(rows(false), study.Logged{Assigned: g.exp.Layout == spec.Units}, noUnit)
	out = append(out, g.streams(rows(true), study.Logged{Assigned: true}, noUnit)...)
	for _, name := range g.exp.Exposure.Event {
		of := func(in *table.Input) *dayLog {
			for _, e := range g.exposing[in.Number] {
				if e.event == name {
					return e.log
				}
			}
			return nil
		}
		out = append(out, g.streams(of, study.Logged{Event: name}, noUnit)...)
	}
	return out
}

// streams puts the days of inputs together where these go on from each other. Where
// rows name no unit, each is one of its own.
func (g *gathered) streams(of func(in *table.Input) *dayLog, like study.Logged, noUnit bool) (out []study.Logged) {
	var inputs []*table.Input
	var stretches []study.Stretch
	for _, in := range g.set.Inputs {
		if log := of(in); log != nil && len(log.days) > 0 {
			days := slices.Collect(maps.Keys(log.days))
			first, last := slices.Min(days), slices.Max(days)
			inputs, stretches = append(inputs, in), append(stretches, study.Stretch{From: int64(first), To: int64(last),
				First: first, Last: last})
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

// addLogs takes in the days that another has counted.
func (c *counts) addLogs(o *counts) {
	for i := range o.logs {
		c.logs[i].merge(&o.logs[i])
		for _, e := range o.exposing[i] {
			k := slices.IndexFunc(c.exposing[i], func(x exposing) bool { return x.event == e.event })
			if k < 0 {
				c.exposing[i] = append(c.exposing[i], exposing{event: e.event, log: &dayLog{}})
				k = len(c.exposing[i]) - 1
			}
			c.exposing[i][k].log.merge(e.log)
		}
	}
}
