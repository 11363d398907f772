package study

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"
)

// Tables is one experiment's study: partitions that open on demand.
type Tables struct {
	Shape Shape
	Parts int
	// Open resolves partition i, 0 ≤ i < Parts. It may be called concurrently
	// and again for the same i, giving equal records. The caller releases them.
	Open func(ctx context.Context, i int) (*Partition, error)

	Scan     Tally // rows set aside before they reached a partition
	Read     int64 // rows read from every source
	From, To int64 // first and last time of the rows kept, microseconds UTC; both 0 when rows carry no time
	HasTime  bool
	UnitName string // the export's column naming the unit, "row" when every row is its own
	// Traits of the export that lead to cautions.
	NoUnit, NoSuggestionID, NoEventID, NoSession bool
	HasDecisionTime                              bool // attribution and maturity apply
	Notes                                        []string
	ArmsSeen                                     []string // arm values that occur in the export, sorted; may be left empty
}

// Partition is the part of the three tables that belongs to one set of units.
type Partition struct {
	Units       arrow.Record
	Days        arrow.Record // nil unless Plan.Days
	Suggestions arrow.Record // nil unless Plan.Suggestions
	Tally       Tally
}

// Release frees the records.
func (p *Partition) Release() {
	for _, r := range []arrow.Record{p.Units, p.Days, p.Suggestions} {
		if r != nil {
			r.Release()
		}
	}
}
