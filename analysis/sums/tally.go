package sums

import (
	"cmp"
	"fmt"

	"uptake/analysis/person"
)

// Reason is why a row was not used, in the order in which reasons are tried:
// the first that applies counts.
type Reason int

// The reasons. Unparsable to BadValue can be seen on the row alone; the rest
// need the unit's other rows.
const (
	Unparsable Reason = iota
	BadTime
	OutsideDates
	Filtered
	OtherEvent
	OtherExperiment
	Outside
	MissingUnit
	UnknownArm
	BadValue
	Duplicate
	Crossover
	Unexposed
	BeforeExposure
	AfterWindow
	NumReasons
)

var reasonNames = [NumReasons]string{"unparsable", "bad_time", "outside_dates", "filtered", "other_event",
	"other_experiment",
	"outside", "missing_unit", "unknown_arm", "bad_value", "duplicate", "crossover", "unexposed", "before_exposure",
	"after_window"}

// String returns the reason's name in the contract.
func (r Reason) String() string { return reasonNames[r] }

// Bad reports whether rows with this reason are broken rather than not needed.
func (r Reason) Bad() bool {
	switch r {
	case Unparsable, BadTime, UnknownArm, BadValue:
		return true
	}
	return false
}

// Example is one row that left, the least by (file, row).
type Example struct {
	File  string
	Row   int64 // 1-based
	Value string
}

// Shown is the value as outputs show it: what gives a person away is masked.
func (e Example) Shown() string { return person.Within(e.Value) }

// Less orders examples by file, then row.
func (e Example) Less(o Example) bool {
	if e.File != o.File {
		return e.File < o.File
	}
	return e.Row < o.Row
}

// Tally counts rows and rules. Tallies of disjoint rows add up.
type Tally struct {
	Used    int64
	Dropped [NumReasons]int64
	Example [NumReasons]*Example
	// DiffersFromKept counts copies of an event id that bring another payload than
	// the rows of that id before them in the one order; Differs is the first by place.
	DiffersFromKept int64
	Differs         *Example
	// Redated counts those of them whose time is another as well: an event that was
	// delivered again keeps its own.
	Redated int64
	// EqualDropped and EqualKept count rows without an id that equal another in
	// every column: those dropped as duplicates, and those kept for coarse times.
	EqualDropped, EqualKept int64
	Crossovers              int64            // units seen in two arms
	Sources                 []SourceUnits    // by source, where units are to meet those exposed
	Unnamed                 Unnamed          // rows without a unit, all of them dropped as MissingUnit
	Hash                    Hash             // sum of the fixed hash of every used row
	Rules                   map[string]int64 // rule of the state machine → how often it fired
	LateAccepts             int64            // accepts after the attribution window had closed
	Accepts                 int64            // accepts of shown suggestions, late ones included
	// by CheckedAfter and, last, at other delays: events that found an accepted suggestion; nil without
	Checks []int64
	Bridge []BridgeCount // per arm code; steps as in BridgeRules
	Arms   []ArmRows     // per arm code
	// by place in spec.Demand.Values and arm code; only values with cells count
	Values [][]Values
}

// BridgeRules names the steps from the raw ratio of event counts to the rate,
// in order. The tally holds the counts after each of the steps up to
// late_answers; those after follow from the suggestions table at a data cut-off.
var BridgeRules = []string{"raw", "duplicates", "before_exposure", "after_window", "crossovers", "repeats",
	"first_decision", "late_answers", "immature", "not_seen", "superseded"}

// BridgeTallied is how many of BridgeRules are counted in tallies; the rest follow from the suggestions table.
const BridgeTallied = 8

// BridgeCount holds the counts after each tallied step.
type BridgeCount struct {
	Shown, Accepted, Ignored [BridgeTallied]int64
}

// Hash is a 128-bit sum modulo 2^128.
type Hash struct{ Hi, Lo uint64 }

// String is the hash as reports give it.
func (h Hash) String() string { return fmt.Sprintf("%016x%016x", h.Hi, h.Lo) }

// Compare orders hashes as 128-bit numbers.
func (h Hash) Compare(o Hash) int { return cmp.Or(cmp.Compare(h.Hi, o.Hi), cmp.Compare(h.Lo, o.Lo)) }

// Add returns the sum of h and o modulo 2^128.
func (h Hash) Add(o Hash) Hash {
	lo := h.Lo + o.Lo
	hi := h.Hi + o.Hi
	if lo < h.Lo {
		hi++
	}
	return Hash{hi, lo}
}

// Drop counts one row under a reason; ex may be nil.
func (t *Tally) Drop(r Reason, ex *Example) {
	t.Dropped[r]++
	if ex != nil && (t.Example[r] == nil || ex.Less(*t.Example[r])) {
		t.Example[r] = ex
	}
}

// Add adds o to t.
func (t *Tally) Add(o *Tally) {
	t.Used += o.Used
	for r := range t.Dropped {
		t.Dropped[r] += o.Dropped[r]
		if e := o.Example[r]; e != nil && (t.Example[r] == nil || e.Less(*t.Example[r])) {
			t.Example[r] = e
		}
	}
	t.DiffersFromKept += o.DiffersFromKept
	t.Redated += o.Redated
	if o.Differs != nil && (t.Differs == nil || o.Differs.Less(*t.Differs)) {
		t.Differs = o.Differs
	}
	t.EqualDropped += o.EqualDropped
	t.EqualKept += o.EqualKept
	t.Crossovers += o.Crossovers
	t.Unnamed.Add(&o.Unnamed)
	t.LateAccepts += o.LateAccepts
	t.Accepts += o.Accepts
	t.Hash = t.Hash.Add(o.Hash)
	for k, n := range o.Checks {
		t.Check(k, n)
	}
	for k, v := range o.Rules {
		if t.Rules == nil {
			t.Rules = map[string]int64{}
		}
		t.Rules[k] += v
	}
	for i := range o.Sources {
		if i == len(t.Sources) {
			t.Sources = append(t.Sources, SourceUnits{})
		}
		t.Sources[i].Add(&o.Sources[i])
	}
	for i := range o.Arms {
		if i == len(t.Arms) {
			t.Arms = append(t.Arms, ArmRows{})
		}
		t.Arms[i].Add(&o.Arms[i])
	}
	t.Values = addValues(t.Values, o.Values)
	for i, b := range o.Bridge {
		if i == len(t.Bridge) {
			t.Bridge = append(t.Bridge, BridgeCount{})
		}
		for s := range b.Shown {
			t.Bridge[i].Shown[s] += b.Shown[s]
			t.Bridge[i].Accepted[s] += b.Accepted[s]
			t.Bridge[i].Ignored[s] += b.Ignored[s]
		}
	}
}
