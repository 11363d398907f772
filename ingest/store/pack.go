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
	EventID, IDs             bool
	Outcomes                 bool // layout suggestions: Shown rows carry arm, segments and outcome
	SegmentsOnAll            bool // segments may come from any row, not only from exposures
	Segments, Texts, Numbers int
	Traits                   []uint32 // the word of each trait where it is missing
}

// A packed row: unit 4; role, flags and size 4; ts 8, hash 16, place 8, then what the
// format and the role ask for, and what it contributes up to its end.
const headSize = 40

// In the word after the unit: the role, the flags, and from sizeShift on the size.
const (
	roleMask    = 1<<4 - 1
	flagNotSeen = 1 << (iota + 3)
	flagGhost
	flagDay
	flagDecidedDay
	flagTied  // only in sorted copies
	sizeShift = 9
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

// Packed is a packed row. What every row has can be read without the rest.
type Packed []byte

// Role returns the part the row plays.
func (b Packed) Role() Role { return Role(b[4] & roleMask) }

// TS returns the row's time, microseconds UTC, or NoTime.
func (b Packed) TS() int64 { return int64(binary.LittleEndian.Uint64(b[8:])) }

// Day reports whether TS stands for its whole day.
func (b Packed) Day() bool { return b[4]&flagDay != 0 }

// Ghost reports whether the row was counted when it was read.
func (b Packed) Ghost() bool { return b[4]&flagGhost != 0 }

// Tied reports whether the row was marked as tied with another.
func (b Packed) Tied() bool { return b[5]&(flagTied>>8) != 0 }

// Place returns where the row was read.
func (b Packed) Place() Place { return Place(binary.LittleEndian.Uint64(b[32:])) }

// Hash returns the fixed hash of the row.
func (b Packed) Hash() sums.Hash {
	return sums.Hash{Hi: binary.LittleEndian.Uint64(b[16:]), Lo: binary.LittleEndian.Uint64(b[24:])}
}

// EventIDOf reads only what a row's copies share, 0 without.
func (f *Format) EventIDOf(b Packed) uint64 {
	if !f.EventID {
		return 0
	}
	return binary.LittleEndian.Uint64(b[headSize:])
}

// ArmOf reads only the arm's code, of a row that has one.
func (f *Format) ArmOf(b Packed) (arm int16, has bool) {
	if b.Role() != Exposure && !f.Outcomes {
		return 0, false
	}
	at := headSize
	if f.EventID {
		at += 8
	}
	return int16(binary.LittleEndian.Uint16(b[at:])), true
}

// head reads only the unit and the size of the row at the head of b.
func head(b []byte) (unit uint32, size int) {
	return binary.LittleEndian.Uint32(b), int(binary.LittleEndian.Uint32(b[4:]) >> sizeShift)
}

// HasSegments reports whether packed rows of a role carry segments.
func (f *Format) HasSegments(r Role) bool {
	return f.Segments > 0 && (r == Exposure || f.SegmentsOnAll || f.Outcomes && r == Shown)
}

// pack appends a row of a unit.
func (f *Format) pack(b []byte, unit uint32, r *Row) []byte {
	le, start := binary.LittleEndian, len(b)
	word := uint32(r.Role)
	if r.NotSeen {
		word |= flagNotSeen
	}
	if r.Ghost {
		word |= flagGhost
	}
	if r.Day {
		word |= flagDay
	}
	if r.DecidedDay {
		word |= flagDecidedDay
	}
	b = slices.Grow(b, 2*headSize) // most rows take no more
	b = b[:start+headSize]
	fixed := b[start:]
	le.PutUint32(fixed[0:], unit)
	le.PutUint64(fixed[8:], uint64(r.TS))
	le.PutUint64(fixed[16:], r.Hash.Hi)
	le.PutUint64(fixed[24:], r.Hash.Lo)
	le.PutUint64(fixed[32:], uint64(r.Place))
	if f.EventID {
		b = le.AppendUint64(b, r.EventID)
	}
	if r.Role == Exposure || f.Outcomes {
		b = le.AppendUint16(b, uint16(r.Arm))
	}
	if f.HasSegments(r.Role) {
		for _, s := range r.Segments {
			b = le.AppendUint32(b, uint32(s))
		}
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
			b = append(b, byte(r.Outcome))
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
	if size := len(b) - start; size < 1<<(32-sizeShift) {
		le.PutUint32(b[start+4:], word|uint32(size)<<sizeShift)
		return b
	}
	panic("store: a packed row has at most 8 MB")
}

// Unpack reads a row into r, reusing its slices.
func (f *Format) Unpack(b Packed, r *Row) {
	flags := b[4]
	r.Role = Role(flags & roleMask)
	r.NotSeen, r.Ghost = flags&flagNotSeen != 0, flags&flagGhost != 0
	r.Day, r.DecidedDay = flags&flagDay != 0, flags&flagDecidedDay != 0
	r.TS, r.Hash, r.Place = b.TS(), b.Hash(), b.Place()
	c := cursor{b, headSize}
	r.EventID, r.Suggestion, r.Session, r.ID = 0, 0, 0, ""
	if f.EventID {
		r.EventID = c.u64()
	}
	if r.Role == Exposure || f.Outcomes {
		r.Arm = int16(c.u16())
	}
	r.Segments = r.Segments[:0]
	if f.HasSegments(r.Role) {
		for range f.Segments {
			r.Segments = append(r.Segments, int32(c.u32()))
		}
	}
	r.Extra = missing
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
			r.Outcome = study.Decision(c.u8())
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
		switch v := c.u16(); {
		case v&lack != 0:
			r.Values = append(r.Values, c.lacking(v&^lack))
		case v&one != 0:
			r.Values = append(r.Values, Contribution{Variable: v &^ one, Value: moment.Int(1)})
		default:
			r.Values = append(r.Values, Contribution{Variable: v, Value: moment.Int(int64(c.u64()))})
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
func (c *cursor) lacking(variable uint16) Contribution {
	why, n := Lack(c.u8()), int(c.u8())
	if why == wide {
		return Contribution{Variable: variable, Value: moment.Words(int64(c.u64()), c.u64())}
	}
	c.at += n
	return Contribution{Variable: variable, Lack: why, Text: string(c.b[c.at-n : c.at])}
}
