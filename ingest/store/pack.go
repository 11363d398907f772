package store

import (
	"encoding/binary"
	"math"
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Format says which fields packed rows have; it is fixed for a run.
type Format struct {
	IDs                      bool
	Outcomes                 bool // layout suggestions: Shown rows carry arm, segments and outcome
	Leads                    bool // Shown and Requested rows carry how their event ids begin
	SegmentsOnAll            bool // segments may come from any row, not only from exposures
	Segments, Texts, Numbers int
	Traits                   []uint32 // the word of each trait where it is missing
}

// The rest of a packed row: hash 16, place 3 as its chunk has it, then what the format and
// the role ask for, and what it contributes up to its end. What tells rows apart stands
// beside it, in its Head.
const fixedSize = 19

// Head is what orders a unit's rows: the time, the role, what its copies share, and what
// there is to know of these without the rest of the row.
type Head struct {
	TS      int64  // microseconds UTC, or NoTime
	EventID uint64 // fixed hash of what its copies share, 0 = none
	unit    uint32
	word    uint32 // the role, the flags, and from sizeShift on the size of the rest
}

const (
	roleMask  = 1<<4 - 1
	flagGhost = 1 << (iota + 3)
	flagDay
	flagLine  // the rest ends in Row.Line
	flagTied  // only once a partition is laid
	flagFar   // its chunk has its time and place beside it
	sizeShift = iota + 3
)

// What stands beside an outcome.
const (
	outcomeNotSeen = 1 << (iota + 6)
	outcomeDay
)

// What a row about a suggestion has.
const (
	hasSuggestion = 1 << iota
	hasSession
	hasExtra
)

var missing = float32(math.NaN())

const (
	one  = 1 << 15 // marks a contribution of 1, whose value is not stored
	lack = 1 << 14 // marks one without a value, or with a wide one
)

// Role returns the part the row plays.
func (h *Head) Role() Role { return Role(h.word & roleMask) }

// Day reports whether TS stands for its whole day.
func (h *Head) Day() bool { return h.word&flagDay != 0 }

// Ghost reports whether the row was counted when it was read.
func (h *Head) Ghost() bool { return h.word&flagGhost != 0 }

// Tied reports whether the row was marked as tied with another.
func (h *Head) Tied() bool { return h.word&flagTied != 0 }

func (h *Head) size() int { return int(h.word >> sizeShift) }

// Packed is a packed row but for its head. What every row has can be read without the rest,
// and where it was read Laid knows.
type Packed []byte

// Hash returns the fixed hash of the row.
func (b Packed) Hash() sums.Hash {
	return sums.Hash{Hi: binary.LittleEndian.Uint64(b), Lo: binary.LittleEndian.Uint64(b[8:])}
}

// ArmOf reads only the arm's code, of a row that has one.
func (f *Format) ArmOf(r Role, b Packed) (arm int16, has bool) {
	if r != Exposure && !f.Outcomes {
		return 0, false
	}
	return int16(binary.LittleEndian.Uint16(b[fixedSize:])), true
}

// HasSegments reports whether packed rows of a role carry segments.
func (f *Format) HasSegments(r Role) bool {
	return f.Segments > 0 && (r == Exposure || f.SegmentsOnAll || f.Outcomes && r == Shown)
}

// LineOf reads only Row.Line.
func (h *Head) LineOf(b Packed) uint64 {
	if h.word&flagLine == 0 {
		return 0
	}
	return binary.LittleEndian.Uint64(b[len(b)-8:])
}

// hasLead reports whether packed rows of a role carry how their event ids begin.
func (f *Format) hasLead(r Role) bool { return f.Leads && (r == Shown || r == Requested) }

// LeadOf reads only how the event id begins, 0 of a row that does not carry it.
func (f *Format) LeadOf(r Role, b Packed) uint64 {
	if !f.hasLead(r) {
		return 0
	}
	return binary.LittleEndian.Uint64(b[f.behindSegments(r):])
}

// SuggestionOf reads only which suggestion a row is about, 0 of one that does not say.
func (f *Format) SuggestionOf(r Role, b Packed) uint64 {
	at := f.behindSegments(r)
	if f.hasLead(r) {
		at += 8
	}
	if !r.OfSuggestion() || b[at]&hasSuggestion == 0 {
		return 0
	}
	return binary.LittleEndian.Uint64(b[at+1:])
}

// behindSegments is where what follows the arm and the segments begins.
func (f *Format) behindSegments(r Role) int {
	at := fixedSize
	if r == Exposure || f.Outcomes {
		at += 2
	}
	if f.HasSegments(r) {
		at += 4 * f.Segments
	}
	return at
}

// word is that of a row's Head, without a size.
func (r *Row) word() uint32 {
	word := uint32(r.Role)
	if r.Ghost {
		word |= flagGhost
	}
	if r.Day {
		word |= flagDay
	}
	if r.Line != 0 {
		word |= flagLine
	}
	return word
}

// pack appends a row but for its head and its place.
func (f *Format) pack(b []byte, r *Row) []byte {
	le, start := binary.LittleEndian, len(b)
	if size, all := f.packShort(b, r); all {
		return b[:start+size]
	}
	b = slices.Grow(b, mostShort) // most rows take no more
	b = b[:start+fixedSize]
	fixed := b[start:]
	le.PutUint64(fixed[0:], r.Hash.Hi)
	le.PutUint64(fixed[8:], r.Hash.Lo)
	if r.Role == Exposure || f.Outcomes {
		b = le.AppendUint16(b, uint16(r.Arm))
	}
	if f.HasSegments(r.Role) {
		for _, s := range r.Segments {
			b = le.AppendUint32(b, uint32(s))
		}
	}
	if f.hasLead(r.Role) {
		b = le.AppendUint64(b, r.Lead)
	}
	if r.Role.OfSuggestion() {
		there := len(b) // which of the next three there are
		b = append(b, 0)
		if r.Suggestion != 0 {
			b[there] |= hasSuggestion
			b = le.AppendUint64(b, r.Suggestion)
		}
		if r.Role == Shown && r.Session != 0 {
			b[there] |= hasSession
			b = le.AppendUint64(b, r.Session)
		}
		if r.Extra == r.Extra {
			b[there] |= hasExtra
			b = le.AppendUint32(b, math.Float32bits(r.Extra))
		}
	}
	if r.Role == Shown {
		if f.Outcomes {
			outcome := byte(r.Outcome)
			if r.NotSeen {
				outcome |= outcomeNotSeen
			}
			if r.DecidedDay {
				outcome |= outcomeDay
			}
			b = append(b, outcome)
			b = le.AppendUint64(b, uint64(r.Decided))
		}
		for _, t := range r.Texts {
			b = binary.AppendUvarint(b, uint64(t)) // most are few, or missing, which is 0
		}
		for _, n := range r.Numbers {
			b = le.AppendUint64(b, math.Float64bits(n))
		}
		if len(f.Traits) > 0 {
			there := uint64(0)
			for k, t := range r.Traits {
				if t != f.Traits[k] {
					there |= 1 << k
				}
			}
			b = binary.AppendUvarint(b, there)
			for k, t := range r.Traits {
				if there>>k&1 == 1 {
					b = le.AppendUint32(b, t)
				}
			}
		}
		if f.IDs {
			b = binary.AppendUvarint(b, uint64(len(r.ID)))
			b = append(b, r.ID...)
		}
	}
	for i := range r.Values {
		v := &r.Values[i]
		switch {
		case v.Lack != None:
			b = append(le.AppendUint16(b, v.Variable|lack), byte(v.Lack), byte(len(v.Text)))
			b = append(b, v.Text...)
		default:
			hi, lo := v.Value.Words()
			switch {
			case lo == 1 && hi == 0:
				b = le.AppendUint16(b, v.Variable|one)
			case hi == int64(lo)>>63:
				b = le.AppendUint16(b, v.Variable)
				b = le.AppendUint64(b, lo)
			default:
				b = append(le.AppendUint16(b, v.Variable|lack), byte(wide), 16)
				b = le.AppendUint64(le.AppendUint64(b, uint64(hi)), lo)
			}
		}
	}
	if r.Line != 0 {
		b = le.AppendUint64(b, r.Line)
	}
	if len(b)-start < 1<<(32-sizeShift) {
		return b
	}
	panic("store: a packed row has less than 8 MB")
}

// Unpack reads a row but for its place into r, reusing its slices.
func (f *Format) Unpack(h *Head, b Packed, r *Row) {
	r.Role, r.TS = h.Role(), h.TS
	r.Ghost, r.Day, r.NotSeen, r.DecidedDay = h.Ghost(), h.Day(), false, false
	r.Hash = b.Hash()
	if r.Line = h.LineOf(b); r.Line != 0 {
		b = b[:len(b)-8]
	}
	c := cursor{b, fixedSize}
	r.EventID, r.Suggestion, r.Session, r.ID = h.EventID, 0, 0, ""
	if r.Role == Exposure || f.Outcomes {
		r.Arm = int16(c.u16())
	}
	r.Segments = r.Segments[:0]
	if f.HasSegments(r.Role) {
		for range f.Segments {
			r.Segments = append(r.Segments, int32(c.u32()))
		}
	}
	r.Extra, r.Lead = missing, 0
	if f.hasLead(r.Role) {
		r.Lead = c.u64()
	}
	if r.Role.OfSuggestion() {
		there := c.u8()
		if there&hasSuggestion != 0 {
			r.Suggestion = c.u64()
		}
		if there&hasSession != 0 {
			r.Session = c.u64()
		}
		if there&hasExtra != 0 {
			r.Extra = math.Float32frombits(c.u32())
		}
	}
	r.Texts, r.Numbers, r.Traits = r.Texts[:0], r.Numbers[:0], r.Traits[:0]
	if r.Role == Shown {
		if f.Outcomes {
			outcome := c.u8()
			r.NotSeen, r.DecidedDay = outcome&outcomeNotSeen != 0, outcome&outcomeDay != 0
			r.Outcome = study.Decision(outcome &^ (outcomeNotSeen | outcomeDay))
			r.Decided = int64(c.u64())
		}
		for range f.Texts {
			r.Texts = append(r.Texts, int32(c.uvarint()))
		}
		for range f.Numbers {
			r.Numbers = append(r.Numbers, math.Float64frombits(c.u64()))
		}
		if len(f.Traits) > 0 {
			there := c.uvarint()
			for k, missing := range f.Traits {
				if there>>k&1 == 1 {
					missing = c.u32()
				}
				r.Traits = append(r.Traits, missing)
			}
		}
		if f.IDs {
			n := int(c.uvarint())
			r.ID = string(c.b[c.at : c.at+n])
			c.at += n
		}
	}
	r.Values = r.Values[:0]
	for c.at < len(b) {
		v := r.More()
		v.Variable = c.u16()
		switch {
		case v.Variable&lack != 0:
			v.Variable &^= lack
			c.lacking(v)
		case v.Variable&one != 0:
			v.Variable &^= one
			v.Value = moment.Int(1)
		default:
			v.Value = moment.Int(int64(c.u64()))
		}
	}
}

// cursor reads little-endian numbers from a packed row.
type cursor struct {
	b  []byte
	at int
}

func (c *cursor) u8() byte { c.at++; return c.b[c.at-1] }
func (c *cursor) u16() uint16 {
	c.at += 2
	return binary.LittleEndian.Uint16(c.b[c.at-2:])
}
func (c *cursor) u32() uint32 {
	c.at += 4
	return binary.LittleEndian.Uint32(c.b[c.at-4:])
}
func (c *cursor) u64() uint64 {
	c.at += 8
	return binary.LittleEndian.Uint64(c.b[c.at-8:])
}
func (c *cursor) uvarint() uint64 {
	v, n := binary.Uvarint(c.b[c.at:])
	c.at += n
	return v
}

// lacking reads the rest of a contribution without a value, or with a wide one.
func (c *cursor) lacking(v *Contribution) {
	why, n := Lack(c.u8()), int(c.u8())
	if why == wide {
		v.Value = moment.Words(int64(c.u64()), c.u64())
		return
	}
	c.at += n
	v.Lack, v.Text = why, string(c.b[c.at-n:c.at])
}
