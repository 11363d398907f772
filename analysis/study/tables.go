package study

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// Tables is one experiment's study: partitions that open on demand.
type Tables struct {
	Shape Shape
	Parts int
	// Open gives partition i, 0 ≤ i < Parts. It may be called concurrently; the caller
	// releases the records. Whoever goes through the partitions says so by Visit.
	Open func(ctx context.Context, i int) (*Partition, error)

	// Drop, where it is not nil, lets go of partition i, which is not opened again.
	Drop func(i int)

	visited atomic.Bool

	MaxBadRows float64 // largest share of broken cells, and of broken rows

	Rounding []Rounding // by variable; nil where nothing is rounded
	Scan     sums.Tally // rows set aside before they reached a partition
	Read     int64      // rows read from every source
	// From and To are the first and the last time of the rows kept, microseconds
	// UTC; both 0 when rows carry no time. A row dated by its day alone reaches to
	// the last microsecond of that day.
	From, To int64
	HasTime  bool
	ByDay    bool // everything that counts is dated by its day: windows of whole days end with a day
	// Reach is, by variable, how far the data go that it is made of; nil: To and ByDay
	// for all.
	Reach    []Reach
	Zone     *time.Location // of the calendar days
	UnitName string         // the export's column naming the unit, "row" when every row is its own
	// Traits of the export that lead to cautions.
	NoUnit, NoSuggestionID, NoEventID, NoSession bool
	Sources                                      []string // paths as written, by source
	Logged                                       []Logged // what sources hold by day; nil where rows carry no time
	Coarse                                       []Coarse // sources in which equal rows without an id are no copies
	// Population is who the feature is for, with the levels that files have.
	Population []spec.Population
	// a column that looks like an event's id and is bound to nothing; "" = none
	EventIDLike     string
	AssumedID       bool // event ids are those of a column that only bears the name
	HasDecisionTime bool // attribution and maturity apply
	// there are requests, or checks of what stays in, which a readout leaves to other events
	Beyond bool
	// of Demand.Attributes, Demand.Traits and Demand.Look: names that no file has
	Absent   []string
	Notes    []string
	Unhashed bool // nobody hashed the rows: there is no input hash
}

// Visit begins the one pass over the partitions. All that needs them shares it: a
// second pass would resolve every unit again, and is a fault of this program.
func (t *Tables) Visit() {
	if t.visited.Swap(true) {
		panic("study: the tables are gone through a second time")
	}
}

// Reach is how far data go: the last microsecond, UTC, and whether what counts there
// is dated by its day, so that windows of whole days end with a day.
type Reach struct {
	To    int64
	ByDay bool
}

// WindowEnd is when a window from first exposure ends, itself no longer in it: day is
// that of the exposure and start its first instant. Whole days from a unit exposed by
// day, or over what is dated so, end where a calendar day does.
func (r Reach) WindowEnd(exposedAt int64, span time.Duration, day spec.Day, start int64, zone *time.Location) (at int64,
	done bool) {
	const whole = 24 * time.Hour
	at = exposedAt + span.Microseconds()
	if span%whole == 0 && (r.ByDay || exposedAt == start) {
		at = (day + spec.Day(span/whole)).Start(zone)
	}
	return at, at <= r.To+1
}

// ReachOf is how far the data go that a variable is made of; of −1, all data.
func (t *Tables) ReachOf(variable int) Reach {
	if variable < 0 || t.Reach == nil {
		return Reach{t.To, t.ByDay}
	}
	return t.Reach[variable]
}

// Least is the reach of what needs both.
func (r Reach) Least(o Reach) Reach {
	return Reach{min(r.To, o.To), r.ByDay && o.ByDay}
}

// Partition is the part of the three tables that belongs to one set of units.
type Partition struct {
	Units       arrow.Record
	Days        arrow.Record // nil unless Demand.Days
	Suggestions arrow.Record // nil unless Demand.Suggestions
	Requests    arrow.Record // nil unless Demand.Requests
	Tally       sums.Tally
}

// Release frees the records.
func (p *Partition) Release() {
	for _, r := range []arrow.Record{p.Units, p.Days, p.Suggestions, p.Requests} {
		if r != nil {
			r.Release()
		}
	}
}

// Rounding is what scaling did to the values of one variable, over the rows
// that were kept before duplicates and windows.
type Rounding struct {
	Values   int64     // values that lost decimals
	Absolute sums.Hash // sum of |value·10^scale|, 128 bits
}

// Add takes in one scaled value, without its sign.
func (r *Rounding) Add(magnitude sums.Hash, rounded bool) {
	if rounded {
		r.Values++
	}
	r.Absolute = r.Absolute.Add(magnitude)
}

// Merge adds the rounding of other rows.
func (r *Rounding) Merge(o Rounding) {
	r.Values += o.Values
	r.Absolute = r.Absolute.Add(o.Absolute)
}

// Share is the largest relative error that rounding can have made of the sum
// of absolute values: half a unit of the last decimal for each rounded value.
func (r Rounding) Share() float64 {
	if r.Values == 0 {
		return 0
	}
	return 0.5 * float64(r.Values) / (float64(r.Absolute.Hi)*0x1p64 + float64(r.Absolute.Lo))
}
