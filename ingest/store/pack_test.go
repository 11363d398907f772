package store

import (
	"bytes"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"uptake/analysis/moment"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// TestPackedRowsReadBack packs rows of every role under every format and reads them back.
func TestPackedRowsReadBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	flip := func() bool { return rng.IntN(2) == 0 }
	for n := range 4000 {
		f := Format{IDs: flip(), Leads: flip(), Outcomes: flip(), SegmentsOnAll: flip(),
			Segments: rng.IntN(3), Texts: rng.IntN(3), Numbers: rng.IntN(3), Traits: []uint32{7, 0, 7}[:rng.IntN(4)]}
		if n%2 == 0 { // as most are
			f = Format{}
		}
		r := Row{Role: Role(rng.IntN(int(Other) + 1)), TS: rng.Int64() - rng.Int64(), Hash: sums.Hash{Hi: rng.Uint64(),
			Lo: rng.Uint64()},
			Place: NewPlace(rng.IntN(1000), rng.Int64N(1<<40)), Segments: []int32{}, Texts: []int32{},
			Numbers: []float64{}, Traits: []uint32{}, Values: []Contribution{}}
		if flip() {
			r.Line = rng.Uint64()
		}
		if flip() {
			r.EventID = rng.Uint64()
		}
		if r.Role == Exposure || f.Outcomes {
			r.Arm = int16(rng.IntN(9) - 1)
		}
		if f.HasSegments(r.Role) {
			for range f.Segments {
				r.Segments = append(r.Segments, rng.Int32())
			}
		}
		if f.hasLead(r.Role) {
			r.Lead = rng.Uint64()
		}
		if r.Role.OfSuggestion() {
			if flip() {
				r.Suggestion = rng.Uint64()
			}
			r.Extra = float32(rng.IntN(100))
			if flip() {
				r.Extra = missing
			}
		}
		if r.Role == Shown {
			if flip() {
				r.Session = rng.Uint64()
			}
			if f.Outcomes {
				r.Outcome, r.Decided, r.NotSeen = study.Decision(rng.IntN(int(study.NumDecisions))), NoTime, flip()
				r.DecidedDay = flip()
			}
			for range f.Texts {
				r.Texts = append(r.Texts, rng.Int32()>>rng.IntN(32))
			}
			for range f.Numbers {
				r.Numbers = append(r.Numbers, rng.Float64())
			}
			for range f.Traits {
				r.Traits = append(r.Traits, []uint32{0, 7, rng.Uint32()}[rng.IntN(3)])
			}
			if f.IDs {
				r.ID = "sügg-1"[:rng.IntN(2)*7]
			}
		}
		for range rng.IntN(4) {
			v := Contribution{Variable: uint16(rng.IntN(300)), Lack: Lack(rng.IntN(3))}
			switch v.Lack {
			case None:
				v.Value = []moment.Sum128{moment.Int(1), {}, moment.Int(-5), moment.Int(math.MaxInt64),
					moment.Words(0, math.MaxUint64), moment.Words(-1<<30, rng.Uint64())}[rng.IntN(6)]
			case Broken:
				v.Text = "1.500,00 €"[:rng.IntN(8)]
			}
			r.Values = append(r.Values, v)
		}
		b := f.pack([]byte{9, 9, 9}, &r)
		if roomy := f.pack(append(make([]byte, 0, 200), 9, 9, 9), &r); !bytes.Equal(roomy, b) {
			t.Fatalf("with room a row is packed as %x, without as %x", roomy, b)
		}
		s := New(f, 0)
		a := s.NewAppender()
		u := a.HashedUnit("u", 0)
		for range 3 {
			if err := a.Add(u, &r); err != nil {
				t.Fatal(err)
			}
		}
		h, l := laidUnit(t, a, s)
		got := Row{Arm: r.Arm, Extra: r.Extra, Outcome: r.Outcome, Decided: r.Decided, Place: l.Place(h)}
		row := l.Row(h)
		if len(row) != len(b)-3 {
			t.Fatalf("size %d of %d", len(row), len(b)-3)
		}
		f.Unpack(h, row, &got)
		if line := h.LineOf(row); line != r.Line {
			t.Fatalf("the line is %d, want %d", line, r.Line)
		}
		if lead := f.LeadOf(r.Role, row); lead != r.Lead {
			t.Fatalf("the lead is %d, want %d", lead, r.Lead)
		}
		for _, s := range []*Row{&r, &got} {
			if len(s.Segments) == 0 {
				s.Segments = nil
			}
			if len(s.Texts) == 0 {
				s.Texts = nil
			}
			if len(s.Numbers) == 0 {
				s.Numbers = nil
			}
			if len(s.Traits) == 0 {
				s.Traits = nil
			}
			if len(s.Values) == 0 {
				s.Values = nil
			}
		}
		if r.Extra != r.Extra != (got.Extra != got.Extra) && r.Role.OfSuggestion() {
			t.Fatalf("format %+v\npacked %v\nread   %v", f, r.Extra, got.Extra)
		}
		if r.Extra != r.Extra || !r.Role.OfSuggestion() { // NaN equals nothing; others have none
			r.Extra, got.Extra = 0, 0
		}
		if !reflect.DeepEqual(r, got) {
			t.Fatalf("format %+v\npacked %+v\nread   %+v", f, r, got)
		}
	}
}

// TestLongIDs: an id of any length is read back, and so is what follows it.
func TestLongIDs(t *testing.T) {
	f := Format{IDs: true}
	for _, n := range []int{0, 1, 127, 128, 65_535, 65_536, 200_000} {
		r := Row{Role: Shown, ID: strings.Repeat("x", n), Values: []Contribution{{Variable: 3, Value: moment.Int(7)}}}
		var got Row
		s := New(f, 0)
		a := s.NewAppender()
		for range 3 {
			if err := a.Add(a.HashedUnit("u", 0), &r); err != nil {
				t.Fatal(err)
			}
		}
		h, l := laidUnit(t, a, s)
		f.Unpack(h, l.Row(h), &got)
		if got.ID != r.ID || !reflect.DeepEqual(got.Values, r.Values) {
			t.Errorf("an id of %d bytes is read back with %d, and %v", n, len(got.ID), got.Values)
		}
	}
}

// TestAlikeRows: rows packed together are packed as each is alone.
func TestAlikeRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	some := func() uint64 { return rng.Uint64() * uint64(rng.IntN(2)) }
	for role := range Other + 1 {
		f := Format{Segments: 1, Texts: int(role % 2), Leads: role%3 == 0}
		if f.Texts > 0 && role == Shown {
			f = Format{}
		}
		if !f.Short(role) {
			continue
		}
		together, alone := New(f, 0), New(f, 0)
		a, b := together.NewAppender(), alone.NewAppender()
		x := Alike{Role: role, Variable: 7}
		for n := range 4_000 { // chunks of each partition are filled
			x.Rows = append(x.Rows, int32(n))
			x.Units = append(x.Units, a.HashedUnit("u", uint64(n%4)))
			x.TS, x.EventIDs = append(x.TS, rng.Int64()), append(x.EventIDs, some())
			x.Hashes = append(x.Hashes, sums.Hash{Hi: rng.Uint64(), Lo: rng.Uint64()})
			x.Places, x.Lines = append(x.Places, NewPlace(1, int64(n))), append(x.Lines, some())
			x.Suggestions, x.Sessions = append(x.Suggestions, some()), append(x.Sessions, some())
			x.Values = append(x.Values, []int64{1, 0, -1, rng.Int64() - rng.Int64()}[rng.IntN(4)])
		}
		if role%2 == 0 {
			x.Values = nil
		}
		if err := a.AddAlike(&x); err != nil {
			t.Fatal(err)
		}
		for n := range x.Rows {
			r := Row{Role: role, TS: x.TS[n], EventID: x.EventIDs[n], Hash: x.Hashes[n], Place: x.Places[n],
				Line: x.Lines[n], Suggestion: x.Suggestions[n], Session: x.Sessions[n], Extra: missing}
			if x.Values != nil {
				r.Values = []Contribution{{Variable: 7, Value: moment.Int(x.Values[n])}}
			}
			if err := b.Add(b.HashedUnit("u", uint64(n%4)), &r); err != nil {
				t.Fatal(err)
			}
		}
		for part := range 4 {
			one, other := packedRows(t, a, together, part), packedRows(t, b, alone, part)
			if len(one) != 1_000 || !reflect.DeepEqual(one, other) {
				t.Errorf("role %d, partition %d: %d rows packed together are not the %d packed alone", role, part,
					len(one), len(other))
			}
		}
	}
}

// laidUnit flushes an appender and lays the first partition: the second line of its first unit.
func laidUnit(t *testing.T, a *Appender, s *Store) (*Line, *Laid) {
	t.Helper()
	if err := a.Flush(); err != nil {
		t.Fatal(err)
	}
	l := &Laid{}
	if err := s.Part(0).Lay(l); err != nil {
		t.Fatal(err)
	}
	return &l.Unit(0)[1], l
}

// packedRows are the rows of a partition as they are read back, a missing Extra as −1.
func packedRows(t *testing.T, a *Appender, s *Store, part int) (out []Row) {
	t.Helper()
	if err := a.Flush(); err != nil {
		t.Fatal(err)
	}
	var l Laid
	if err := s.Part(part).Lay(&l); err != nil {
		t.Fatal(err)
	}
	lines := l.Unit(0)
	for i := range lines {
		var r Row
		s.Format.Unpack(&lines[i], l.Row(&lines[i]), &r)
		r.Place = l.Place(&lines[i])
		if r.Extra != r.Extra { // so that it equals another
			r.Extra = -1
		}
		out = append(out, r)
	}
	return out
}
