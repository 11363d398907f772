package resolve

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// Mode says where a unit's arm and first exposure come from.
type Mode uint8

// The modes.
const (
	FromExposures Mode = iota // rows with role Exposure
	OneGroup                  // no arms: everyone in one group from the unit's first row on
	FromRows                  // every row carries its arm; first exposure is the first row
)

// Rules is what resolving needs to know of the experiment.
type Rules struct {
	Mode        Mode
	Duplicates  spec.Duplicates // resolved: never ""
	Coarse      []bool          // by file: equal rows without an id are rows of their own; nil = nowhere
	Sources     []int           // by file: its source, where units are to meet those exposed; nil = nowhere
	Window      time.Duration   // 0 = to the end of data
	Zone        *time.Location
	Start       int64         // time of an exposure that is not dated, microseconds UTC
	StartDay    bool          // Start stands for its whole day
	Attribution time.Duration // 0 = decisions come with the row, no maturity
	EditWindow  time.Duration
	EditAbove   float64
	RevertAbove float64
	MinVisible  time.Duration
	CanEdit     bool // edits or reverts are mapped: a suggestion's window ends with its edit window
	Days        bool
	Suggestions bool
	Missing     bool  // a variable without a contribution is missing, not 0 (layout units)
	From        int64 // first time of the data, microseconds UTC: covariates that look back further are missing
	FromDay     bool  // From stands for its whole day
	Numbers     []int // by place of a number among Shape.Values after the variables: its place in Row.Numbers
}

// Resolver opens the partitions of a full store as study partitions. Each is resolved
// whenever it is opened: who reads the study reads it once, and lets go of it.
type Resolver struct {
	Rows   *Rows
	Member int // which of the experiments of the rows it is for
	Shape  study.Shape
	Dict   study.Dictionaries
	Rules  Rules
	Files  []string // by file number, for examples
	Days   []bool   // by file number: its times are midnights that stand for whole days; nil = none
	Ranks  Ranks    // of the rows that Ties named

	sizes atomic.Pointer[study.Sizes] // of a partition that was opened
}

// Drop lets go of partition i; it is not opened again.
func (r *Resolver) Drop(i int) { r.Rows.Drop(i) }

// Open resolves partition i; who asks for it releases it.
func (r *Resolver) Open(ctx context.Context, i int) (*study.Partition, error) {
	l, lines, done, err := r.Rows.open(i)
	if err != nil {
		return nil, err
	}
	defer done()
	part, w := r.Rows.store.Part(i), newUnitWork(r)
	if last := r.sizes.Load(); last != nil {
		more := func(n int) int { return n + n/16 }
		w.out.Room(study.Sizes{Units: min(more(last.Units), part.Units()), Days: more(last.Days),
			Suggestions: more(last.Suggestions)})
	}
	units := l.order
	if r.Rows.members.several() {
		units = make([]uint32, 0, len(l.order))
		for _, place := range l.exposing[r.Member] {
			units = append(units, l.order[place])
		}
	}
	lines.Fetch(units)
	for n, u := range units {
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		lines.Fetch(units[n+1:])
		w.resolve(string(part.Name(u)), w.history(lines, u))
		if w.overflow != nil {
			return nil, w.overflow
		}
	}
	if r.Rows.members.several() && r.Rules.Mode == FromExposures {
		w.unexposed(l, part, lines, l.exposing[r.Member])
	}
	w.tally.Sources = w.meeting.units
	w.tally.EqualDropped, w.tally.EqualKept = w.repeats.equal.dropped, w.repeats.equal.kept
	w.tally.Rules = w.sugg.fired.named()
	sizes := w.out.Sizes()
	r.sizes.Store(&sizes)
	return w.out.Partition(w.tally), nil
}

// Words makes the dictionaries of a run from its word lists.
func Words(lists [][]string) []*array.String {
	var out []*array.String
	for _, l := range lists {
		out = append(out, study.Words(l))
	}
	return out
}

// unitWork resolves one unit after the other, reusing its memory.
type unitWork struct {
	r        *Resolver
	out      *study.Builder
	tally    sums.Tally
	dropped  [sums.NumReasons]store.Place // the row that was last looked at as an example of each reason
	repeats  repeats
	rows     []entry // of the unit at hand
	row      store.Row
	totals   []moment.Sum128
	low      []int64 // a row's sums for the tables
	high     []int64
	overflow error // of the unit at hand
	missing  []bool
	days     []dayTotals
	sugg     suggestions
	past     past
	logged   logged
	steps    steps
	values   cells
	wall     *spec.WallClock
	firstArm int16 // code of the first arm of the experiment
	meeting  meeting
}

type dayTotals struct {
	day    spec.Day
	values []moment.Sum128
}

func newUnitWork(r *Resolver) *unitWork {
	w := &unitWork{r: r, wall: spec.NewWallClock(r.Rules.Zone), out: study.NewBuilder(r.Shape, r.Dict, r.Rules.Days,
		r.Rules.Suggestions)}
	w.repeats.byID, w.repeats.coarse = r.Rules.Duplicates == spec.ByID, r.Rules.Coarse
	w.totals = make([]moment.Sum128, len(r.Shape.Variables))
	w.low, w.high = make([]int64, len(w.totals)), make([]int64, len(w.totals))
	w.missing = make([]bool, len(r.Shape.Variables))
	w.tally.Bridge = make([]sums.BridgeCount, len(r.Shape.Arms))
	w.sugg.init(w)
	w.tally.Arms = make([]sums.ArmRows, len(r.Shape.Arms))
	w.meeting = newMeeting(r.Rules.Sources)
	if r.Rows.members.several() {
		w.firstArm = int16(r.Rows.members[r.Member])
	}
	w.logged = newLogged(len(r.Shape.Variables))
	w.past, w.steps = newPast(r.Shape.Variables), newSteps(r.Shape.Variables)
	w.values = newCells(r, &w.tally)
	return w
}

// drop counts a row under a reason; value is what the example shows.
func (w *unitWork) drop(reason sums.Reason, e *entry, value func(*entry) string) {
	w.tally.Dropped[reason]++
	if last := w.dropped[reason]; last <= e.place && last.File() == e.place.File() && last > 0 {
		return // as nearly all are: one before it in its file was an example, or was none
	}
	w.dropped[reason] = e.place
	w.tally.Example[reason] = w.example(w.tally.Example[reason], e, value)
}

// example is the lesser of an example and a row as one.
func (w *unitWork) example(old *sums.Example, e *entry, value func(*entry) string) *sums.Example {
	if !w.lesser(e.place, old) {
		return old
	}
	return w.exampleAt(e.place, value(e)) // most rows are no example: nothing is made for them
}

// lesser reports whether the row at a place is a lesser example than another, which may
// be nil.
func (w *unitWork) lesser(p store.Place, old *sums.Example) bool {
	return old == nil || sums.Example{File: w.r.Files[p.File()], Row: p.Row()}.Less(*old)
}

func (w *unitWork) exampleAt(p store.Place, value string) *sums.Example {
	return &sums.Example{File: w.r.Files[p.File()], Row: p.Row(), Value: value}
}

// named shows a row by its unit.
func named(id string) func(*entry) string { return func(*entry) string { return id } }
