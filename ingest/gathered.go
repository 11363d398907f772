package ingest

import (
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/store"
	"uptake/ingest/table"
)

// asked is what one experiment asks of its tables.
type asked struct {
	exp      *spec.Experiment
	demand   spec.Demand
	set      *table.Set
	assigned *table.Input // the assignment file; nil without
}

// gathered is what reading the tables has told beside their rows: whether these can answer
// the experiment, and what must be said of them.
type gathered struct {
	asked
	counts
}

// newGathered has nothing counted yet. All tables are in the set.
func (a asked) newGathered() *gathered { return &gathered{a, a.newCounts()} }

// counts is what is found out about rows, whatever becomes of them; those of workers
// add up, in any order.
type counts struct {
	tally    sums.Tally
	looked   [sums.NumReasons]store.Place // the row that was last counted under each reason
	read     int64
	seen     []seen             // times of the rows that pass the filters, by input
	layouts  event.KnownLayouts // that would read the times that cannot be read
	undated  bool               // an assignment file has no times
	arms     armRows            // arms seen on rows that carry one
	rounding []study.Rounding   // by variable
	large    map[int]large      // by variable; nil without
	grains   []grain            // by input
	logs     []dayLog           // by input
	exposing [][]exposing       // by input
	carried  [][]bool           // by input and variable: some row that counts carries it
	present  map[int]bool       // wants that some batch had, by number
	beyond   bool               // some row is one that only an investigation asks for
	unsaid   bool               // some answer does not say which suggestion it is about
	events   map[string]bool    // event names seen, for the message when one that is asked for never occurs
}

func (a asked) newCounts() counts {
	inputs, variables := len(a.set.Inputs), len(a.demand.Variables)
	c := counts{arms: armRows{}, present: map[int]bool{}, events: map[string]bool{},
		seen: make([]seen, inputs), grains: make([]grain, inputs), logs: make([]dayLog, inputs),
		exposing: make([][]exposing, inputs),
		carried:  make([][]bool, inputs), rounding: make([]study.Rounding, variables)}
	for i := range c.carried {
		c.carried[i] = make([]bool, variables)
	}
	return c
}

// add takes in what another has counted.
func (c *counts) add(o *counts) {
	c.tally.Add(&o.tally)
	c.read += o.read
	for i, s := range o.seen {
		c.seen[i].merge(s)
	}
	c.layouts.Merge(&o.layouts)
	c.undated, c.beyond, c.unsaid = c.undated || o.undated, c.beyond || o.beyond, c.unsaid || o.unsaid
	for n, k := range o.arms {
		c.arms.add(n, *k)
	}
	for i, g := range o.grains {
		c.grains[i] |= g
	}
	c.addLogs(o)
	for i, list := range o.carried {
		for v, yes := range list {
			c.carried[i][v] = c.carried[i][v] || yes
		}
	}
	for i, r := range o.rounding {
		c.rounding[i].Merge(r)
	}
	for k, l := range o.large {
		c.keepLarge(k, l)
	}
	for i := range o.present {
		c.present[i] = true
	}
	for n := range o.events {
		c.sawEvent(n)
	}
}
