package ingest

import (
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/table"
)

// grain is how far the times of a source are cut: every one of them is a whole
// number of it. What one unit does twice within a grain looks the same twice, so
// rows that are equal are no copies there unless an id says so.
// It is what some time of the source denies, so that the order of rows is nothing to it.
type grain uint8

// What times deny, and that there are any.
const (
	someTimes grain = 1 << iota
	notDays
	notHours    // by the wall clock
	notUTCHours // a clock that is off by half an hour shows no whole ones
	notMinutes
)

const (
	minute = 60_000_000
	hour   = 60 * minute
)

// cut takes in times; days are those of the experiment.
func (w *worker) cut(in *table.Input, s *event.Stamps) {
	g := &w.grains[in.Number]
	wall := w.run.wall
	for k, ts := range s.At {
		if *g&notMinutes != 0 { // most sources are after one row or two
			return
		}
		if s.Found(k) != event.Value {
			continue
		}
		*g |= someTimes
		if ts%minute != 0 {
			*g |= notMinutes
			continue
		}
		if wall.Start(wall.Day(ts)) != ts {
			*g |= notDays
		}
		if wall.Wall(ts)%hour != 0 {
			*g |= notHours
		}
		if ts%hour != 0 {
			*g |= notUTCHours
		}
	}
}

func (g grain) none() bool { return g == 0 }
func (g grain) days() bool { return !g.none() && g&(notDays|notMinutes) == 0 }

// words says what the times of a source are; "" where they are fine.
func (g grain) words() string {
	switch {
	case g.none():
		return "rows of %s have no time"
	case g&notMinutes != 0:
		return ""
	case g.days():
		return "times of %s are whole days"
	case g&notHours == 0 || g&notUTCHours == 0:
		return "times of %s are whole hours"
	}
	return "times of %s are whole minutes"
}

// coarse says, by file, where equal rows without an id are rows of their own,
// and why. Where the experiment file itself says row, it is taken at its word.
func (g *gathered) coarse() (files []bool, why []study.Coarse) {
	if g.exp.Duplicates == spec.ByRow {
		return nil, nil
	}
	files = make([]bool, len(g.set.Files))
	for _, in := range g.set.Inputs {
		times := g.grains[in.Number]
		words := times.words()
		if in == g.assigned || words == "" || times.none() && g.exp.Layout == spec.Events {
			continue
		}
		g.mark(files, in)
		why = append(why, study.Coarse{Source: in.Source.Written, Times: words})
	}
	return files, why
}

// mark sets the files of an input.
func (g *gathered) mark(files []bool, in *table.Input) {
	for f := range files {
		files[f] = files[f] || g.set.Owner[f] == in
	}
}

// idLike are names, without case and marks, under which tools write the id of an event.
var idLike = []string{"eventid", "messageid", "insertid", "eventuuid", "eventguid", "uuid"}

// assumedID reports whether event ids are those of a column that bears their name and
// that the experiment file neither binds nor says anything of.
func (g *gathered) assumedID() bool {
	return g.has("event_id") && g.exp.Duplicates == "" && !slices.ContainsFunc(g.set.Inputs,
		func(in *table.Input) bool {
			_, bound := in.Columns["event_id"]
			return bound || in.Derives("event_id")
		})
}

// eventIDLike finds a column that looks like an event's id and is bound to
// nothing, "" without.
func (g *gathered) eventIDLike() string {
	bound := map[string]bool{"event_id": g.assumedID()}
	for _, in := range g.set.Inputs {
		for _, c := range in.Columns {
			bound[c] = true
		}
	}
	best, at := "", len(idLike)
	for _, n := range g.set.Names() {
		last := n[strings.LastIndexByte(n, '.')+1:]
		bare := strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				return c
			}
			return -1
		}, strings.ToLower(last))
		if k := slices.Index(idLike, bare); k >= 0 && k < at && !bound[n] {
			best, at = n, k
		}
	}
	return best
}
