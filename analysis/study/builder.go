package study

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// Builder makes one partition. Append units in order of their id; the days
// and suggestions appended after a unit are that unit's.
type Builder struct {
	shape Shape
	dict  Dictionaries
	units *unitsBuilder
	days  *daysBuilder
	sugg  *suggestionsBuilder
	asked *requestsBuilder
	n     int32
}

// Dictionaries holds the words behind the codes of the text columns: one
// utf8 array per segment and per text attribute, in Shape order.
type Dictionaries struct {
	Segments, Attributes []*array.String
}

// NewBuilder starts a partition; withDays and withSuggestions follow the demand.
func NewBuilder(s Shape, d Dictionaries, withDays, withSuggestions bool) *Builder {
	mem := memory.DefaultAllocator
	b := &Builder{shape: s, dict: d, units: newUnitsBuilder(s, mem)}
	if withDays {
		b.days = newDaysBuilder(s)
	}
	if withSuggestions {
		b.sugg = newSuggestionsBuilder(s, mem)
	}
	if s.HasRequests {
		b.asked = newRequestsBuilder(mem)
	}
	return b
}

// Unit appends one unit.
func (b *Builder) Unit(r *UnitRow) {
	b.units.append(r)
	b.n++
}

// Day appends one day of the last unit; days must come in order. high is as
// UnitRow.High.
func (b *Builder) Day(d spec.Day, v, high []int64) { b.days.append(b.n-1, d, v, high) }

// Suggestion appends one suggestion of the last unit; they must come in order of ShownAt.
func (b *Builder) Suggestion(r *SuggestionRow) { b.sugg.append(b.n-1, r) }

// Request appends one request of the last unit; they must come in order of At.
func (b *Builder) Request(r RequestRow) { b.asked.append(b.n-1, r) }

// Partition returns the finished partition.
func (b *Builder) Partition(t sums.Tally) *Partition {
	p := &Partition{Tally: t}
	cols := []arrow.Array{b.units.unit.NewArray(), text(b.units.arm, Words(b.shape.Arms)), times(b.units.at, nil),
		dates(b.units.day), b.units.crossover.NewArray()}
	for i, s := range b.units.seg {
		cols = append(cols, text(s, b.dict.Segments[i]))
	}
	cols = append(append(cols, arrays(b.units.vars)...), arrays(b.units.reached)...)
	p.Units = sumsRecord(b.shape.UnitsSchema(), cols)
	if d := b.days; d != nil {
		p.Days = sumsRecord(b.shape.DaysSchema(), append([]arrow.Array{int32s(d.unitRow), dates(d.day)},
			arrays(d.vars)...))
	}
	if s := b.sugg; s != nil {
		cols := []arrow.Array{int32s(s.unitRow), s.id.NewArray(), times(s.shown, nil), times(s.closes, nil),
			int32s(s.session), fixed(arrow.PrimitiveTypes.Uint8, len(s.decision), s.decision, nil),
			times(s.decided, s.undecided), s.seen.NewArray()}
		t, n := 0, 0
		for _, a := range b.shape.Attributes {
			if a.Number {
				cols = append(cols, s.number[n].NewArray())
				n++
			} else {
				cols = append(cols, text(s.text[t], b.dict.Attributes[t]))
				t++
			}
		}
		for _, t := range s.trait {
			cols = append(cols, t.NewArray())
		}
		if s.kept != nil {
			cols = append(cols, s.kept.NewArray())
		}
		p.Suggestions = record(b.shape.SuggestionsSchema(), cols)
	}
	if b.asked != nil {
		p.Requests = b.asked.record()
	}
	return p
}

// Words makes a dictionary of words.
func Words(words []string) *array.String {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	b.AppendValues(words, nil)
	return b.NewStringArray()
}

func text(codes []int32, words *array.String) arrow.Array {
	idx := int32s(codes)
	defer idx.Release()
	return array.NewDictionaryArray(textType, idx, words)
}

func arrays(b []sumsBuilder) []arrow.Array {
	var out []arrow.Array
	for i := range b {
		out = append(out, b[i].array())
	}
	return out
}

func record(s *arrow.Schema, cols []arrow.Array) arrow.Record {
	defer func() {
		for _, c := range cols {
			c.Release()
		}
	}()
	return array.NewRecord(s, cols, int64(cols[0].Len()))
}
