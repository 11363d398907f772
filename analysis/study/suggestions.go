package study

import (
	"math"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/spec"
)

// Decision is the first terminal decision on a shown suggestion within its
// window, a fact that does not depend on the data cut-off.
type Decision uint8

// The decisions. Undecided suggestions are ignored once mature.
const (
	Undecided Decision = iota
	Accepted
	Edited // accepted, then edited above e_min and up to e_max within the edit window
	Partial
	Reverted // accepted, then undone or edited above e_max within the edit window
	Dismissed
	Superseded
	TypedThrough
	NumDecisions
)

var decisionNames = []string{"undecided", "accepted", "edited", "partial", "reverted", "dismissed", "superseded",
	"typed_through"}

// String returns the decision's name.
func (d Decision) String() string { return decisionNames[d] }

// State is the end state of a shown suggestion at a data cut-off.
type State uint8

// The end states. Pending is an immature suggestion without a decision yet,
// Immature one that is decided already; neither is in a fixed-window rate.
const (
	StateIgnored State = iota
	StateAccepted
	StateEdited
	StatePartial
	StateReverted
	StateDismissed
	StateSuperseded
	StateTypedThrough
	StateNotSeen
	StateImmature
	StatePending
	NumStates
)

var stateNames = [NumStates]string{"ignored", "accepted", "edited", "partial", "reverted", "dismissed", "superseded",
	"typed_through", "not_seen", "immature", "pending"}

// String returns the state's name in the contract.
func (s State) String() string { return stateNames[s] }

// SuggestionsSchema returns the schema of the suggestions table, one row per
// shown suggestion that counts (from first exposure, within the window):
//
//	unit_row      int32      row of the unit in this partition's units table
//	suggestion_id utf8       null unless the demand keeps ids
//	shown_at      timestamp  first shown, microseconds UTC
//	closes_at     timestamp  end of its attribution (and edit) window; mature when not after the data cut-off
//	session       int32      number of the session within the unit, -1 where sessions are not logged
//	decision      uint8      Decision
//	decided_at    timestamp  null when undecided, and where the time of the decision is not logged
//	seen          bool       false: on screen for less than the least visible time and not decided on by the user
//	<attribute>   dictionary or float64
//	trait_<name>  float32, NaN = missing, or uint32, 0 = missing
//	kept_s        float32    only with Shape.Persisted: the longest time after its accept at which it was
//	                         still there, seconds; NaN = never looked for or gone
//
// Rows are in order of (unit_row, shown_at).
func (s Shape) SuggestionsSchema() *arrow.Schema {
	f := []arrow.Field{
		{Name: "unit_row", Type: arrow.PrimitiveTypes.Int32},
		{Name: "suggestion_id", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "shown_at", Type: timeType},
		{Name: "closes_at", Type: timeType},
		{Name: "session", Type: arrow.PrimitiveTypes.Int32},
		{Name: "decision", Type: arrow.PrimitiveTypes.Uint8},
		{Name: "decided_at", Type: timeType, Nullable: true},
		{Name: "seen", Type: arrow.FixedWidthTypes.Boolean},
	}
	for _, a := range s.Attributes {
		if a.Number {
			f = append(f, arrow.Field{Name: a.Name, Type: arrow.PrimitiveTypes.Float64, Nullable: true})
		} else {
			f = append(f, arrow.Field{Name: a.Name, Type: textType})
		}
	}
	for _, t := range s.Traits {
		f = append(f, arrow.Field{Name: "trait_" + t.Name, Type: traitType(t)})
	}
	if s.Persisted {
		f = append(f, arrow.Field{Name: "kept_s", Type: arrow.PrimitiveTypes.Float32})
	}
	return arrow.NewSchema(f, nil)
}

func traitType(t spec.Trait) arrow.DataType {
	if t.Same {
		return arrow.PrimitiveTypes.Uint32
	}
	return arrow.PrimitiveTypes.Float32
}

// Suggestions is typed access to a suggestions record.
type Suggestions struct {
	UnitRow   []int32
	ID        *array.String
	ShownAt   []arrow.Timestamp
	ClosesAt  []arrow.Timestamp
	Session   []int32
	Decision  []uint8
	DecidedAt *array.Timestamp
	Seen      *array.Boolean
	Attr      []Attr    // one per Shape.Attributes
	Trait     []Traits  // one per Shape.Traits
	Kept      []float32 // nil without Shape.Persisted
}

// Suggestions views a suggestions record of this shape.
func (s Shape) Suggestions(r arrow.Record) Suggestions {
	g := Suggestions{
		UnitRow:   r.Column(0).(*array.Int32).Int32Values(),
		ID:        r.Column(1).(*array.String),
		ShownAt:   r.Column(2).(*array.Timestamp).TimestampValues(),
		ClosesAt:  r.Column(3).(*array.Timestamp).TimestampValues(),
		Session:   r.Column(4).(*array.Int32).Int32Values(),
		Decision:  r.Column(5).(*array.Uint8).Uint8Values(),
		DecidedAt: r.Column(6).(*array.Timestamp),
		Seen:      r.Column(7).(*array.Boolean),
	}
	for i := range s.Attributes {
		g.Attr = append(g.Attr, attrOf(r.Column(8+i)))
	}
	for i := range s.Traits {
		g.Trait = append(g.Trait, traitsOf(r.Column(8+len(s.Attributes)+i)))
	}
	if s.Persisted {
		g.Kept = r.Column(8 + len(s.Attributes) + len(s.Traits)).(*array.Float32).Float32Values()
	}
	return g
}

// State returns the end state of row i when the data ends at `to`
// (microseconds UTC): adoption maturity rule, whatever the outcome.
func (g *Suggestions) State(i int, to int64) State {
	d := Decision(g.Decision[i])
	switch {
	case int64(g.ClosesAt[i]) > to && d == Undecided:
		return StatePending
	case int64(g.ClosesAt[i]) > to:
		return StateImmature
	case !g.Seen.Value(i):
		return StateNotSeen
	}
	return State(d) // the first states parallel the decisions; Undecided is StateIgnored
}

// SuggestionRow is one row of the suggestions table.
type SuggestionRow struct {
	ID                         string
	ShownAt, ClosesAt, Decided int64 // Decided is read only when Decision is not Undecided
	Session                    int32
	Decision                   Decision
	Undated                    bool // Decided is not logged
	NotSeen                    bool
	Text                       []int32   // codes, one per text attribute in Shape order
	Number                     []float64 // one per number attribute in Shape order; NaN = missing
	Trait                      []uint32  // one per trait in Shape order: the bits of a float32, or a hash
	Kept                       float32   // seconds; read only with Shape.Persisted
}

type suggestionsBuilder struct {
	unitRow, session       []int32
	id                     *array.StringBuilder
	shown, closes, decided []arrow.Timestamp
	undecided              []int32 // rows without a time in decided
	decision               []uint8
	seen                   *array.BooleanBuilder
	text                   [][]int32
	number                 []*array.Float64Builder
	trait                  []array.Builder
	kept                   *array.Float32Builder // nil without Shape.Persisted
}

func newSuggestionsBuilder(s Shape, mem memory.Allocator) *suggestionsBuilder {
	b := &suggestionsBuilder{id: array.NewStringBuilder(mem), seen: array.NewBooleanBuilder(mem)}
	if s.Persisted {
		b.kept = array.NewFloat32Builder(mem)
	}
	for _, a := range s.Attributes {
		if a.Number {
			b.number = append(b.number, array.NewFloat64Builder(mem))
		} else {
			b.text = append(b.text, nil)
		}
	}
	for _, t := range s.Traits {
		b.trait = append(b.trait, array.NewBuilder(mem, traitType(t)))
	}
	return b
}

func (b *suggestionsBuilder) append(unitRow int32, r *SuggestionRow) {
	row := int32(len(b.unitRow))
	b.unitRow, b.session = append(b.unitRow, unitRow), append(b.session, r.Session)
	if r.ID == "" {
		b.id.AppendNull()
	} else {
		b.id.Append(r.ID)
	}
	b.shown, b.closes = append(b.shown, arrow.Timestamp(r.ShownAt)), append(b.closes, arrow.Timestamp(r.ClosesAt))
	b.decision = append(b.decision, uint8(r.Decision))
	if r.Decision == Undecided || r.Undated {
		b.undecided, b.decided = append(b.undecided, row), append(b.decided, 0)
	} else {
		b.decided = append(b.decided, arrow.Timestamp(r.Decided))
	}
	b.seen.Append(!r.NotSeen)
	if b.kept != nil {
		b.kept.Append(r.Kept)
	}
	for i := range b.text {
		b.text[i] = append(b.text[i], r.Text[i])
	}
	for i, n := range b.number {
		if r.Number[i] != r.Number[i] {
			n.AppendNull()
		} else {
			n.Append(r.Number[i])
		}
	}
	for i, t := range b.trait {
		switch t := t.(type) {
		case *array.Float32Builder:
			t.Append(math.Float32frombits(r.Trait[i]))
		case *array.Uint32Builder:
			t.Append(r.Trait[i])
		}
	}
}
