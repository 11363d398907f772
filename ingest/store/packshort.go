package store

import (
	"encoding/binary"
	"math"

	"uptake/analysis/sums"
)

// mostShort is room for the largest short row.
const mostShort = 64

// short is the rest of a row that has no more than most have: what it has stands at places
// that follow from what is before.
type short [mostShort]byte

// Short reports whether rows of a role have no more than a short row has: what every row
// has, what one about a suggestion has, one contribution and a line.
func (f *Format) Short(r Role) bool {
	switch {
	case r == Exposure || r == Requested || f.Outcomes || f.HasSegments(r):
		return false
	case r == Shown:
		return !f.Leads && !f.IDs && f.Texts+f.Numbers+len(f.Traits) == 0
	}
	return true
}

// fixed puts what every row has.
func (to *short) fixed(h sums.Hash, code uint32) {
	binary.LittleEndian.PutUint64(to[0:], h.Hi)
	binary.LittleEndian.PutUint64(to[8:], h.Lo)
	binary.LittleEndian.PutUint32(to[16:], code) // and a byte more, which what follows takes
}

// suggestion puts which suggestion a row is about and its session, 0 where it has none, and
// gives the end.
func (to *short) suggestion(id, session uint64) (end int) {
	there := &to[fixedSize]
	*there, end = 0, fixedSize+1
	if id != 0 {
		*there |= hasSuggestion
		binary.LittleEndian.PutUint64(to[end:], id)
		end += 8
	}
	if session != 0 {
		*there |= hasSession
		binary.LittleEndian.PutUint64(to[end:], session)
		end += 8
	}
	return end
}

// value puts a contribution that an int64 holds, and gives the end.
func (to *short) value(at int, variable uint16, v uint64) (end int) {
	if v == 1 {
		binary.LittleEndian.PutUint16(to[at:], variable|one)
		return at + 2
	}
	binary.LittleEndian.PutUint16(to[at:], variable)
	binary.LittleEndian.PutUint64(to[at+2:], v)
	return at + 10
}

// line puts a line, and gives the end.
func (to *short) line(at int, v uint64) (end int) {
	binary.LittleEndian.PutUint64(to[at:], v)
	return at + 8
}

// packShort is pack of the rest of a short row: all is false of any other.
func (f *Format) packShort(b []byte, r *Row) (size int, all bool) {
	if cap(b)-len(b) < mostShort || len(r.Values) > 1 || !f.Short(r.Role) {
		return 0, false
	}
	to, at := (*short)(b[len(b):cap(b)]), fixedSize
	to.fixed(r.Hash, 0)
	if r.Role.OfSuggestion() {
		session := r.Session
		if r.Role != Shown {
			session = 0
		}
		at = to.suggestion(r.Suggestion, session)
		if r.Extra == r.Extra {
			to[fixedSize] |= hasExtra
			binary.LittleEndian.PutUint32(to[at:], math.Float32bits(r.Extra))
			at += 4
		}
	}
	if len(r.Values) > 0 {
		v := &r.Values[0]
		hi, lo := v.Value.Words()
		if v.Lack != None || hi != int64(lo)>>63 {
			return 0, false
		}
		at = to.value(at, v.Variable, lo)
	}
	if r.Line != 0 {
		at = to.line(at, r.Line)
	}
	return at, true
}

// Alike is short rows of one role, by column: of all columns those in Rows. They have an
// instant, are no ghosts, and one about a suggestion has no more than that and its session.
type Alike struct {
	Role        Role
	Rows        []int32
	Units       []UnitRef
	TS          []int64
	EventIDs    []uint64
	Hashes      []sums.Hash
	Places      []Place
	Lines       []uint64 // nil where they are not known
	Suggestions []uint64 // of a role that is about them
	Sessions    []uint64 // of Shown
	Variable    uint16
	Values      []int64 // what each adds to the variable; nil where none does
}

// AddAlike packs such rows, whose role must be Short, as Add does each.
func (a *Appender) AddAlike(x *Alike) error {
	about, shown := x.Role.OfSuggestion(), x.Role == Shown
	for _, k := range x.Rows {
		u := x.Units[k]
		s := &a.shards[u%Parts]
		if err := a.room(s, mostShort); err != nil {
			return err
		}
		c := &s.open
		since, code, near := c.near(x.TS[k], x.Places[k])
		start := c.rests
		if !near {
			start += farSize
		}
		h := Head{TS: x.TS[k], EventID: x.EventIDs[k], unit: u.unit(), word: uint32(x.Role)}
		to, at := (*short)(c.memory[start:]), fixedSize
		to.fixed(x.Hashes[k], code)
		if about {
			session := uint64(0)
			if shown {
				session = x.Sessions[k]
			}
			at = to.suggestion(x.Suggestions[k], session)
		}
		if x.Values != nil {
			at = to.value(at, x.Variable, uint64(x.Values[k]))
		}
		if x.Lines != nil && x.Lines[k] != 0 {
			at = to.line(at, x.Lines[k])
			h.word |= flagLine
		}
		c.end(start, at, since, near, &h, x.Places[k])
		s.rows++
		s.fetch()
	}
	return nil
}
