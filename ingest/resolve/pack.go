package resolve

import (
	"encoding/binary"
	"math"
	"math/bits"

	"uptake/analysis/moment"
	"uptake/analysis/study"
)

// Format says which fields packed rows have; it is fixed for a run.
type Format struct {
	EventID, Suggestion, Session, IDs bool
	Outcomes                          bool // layout suggestions: Shown rows carry arm, segments and outcome
	SegmentsOnAll                     bool // segments may come from any row, not only from exposures
	Segments, Texts, Numbers          int
	Traits                            []uint32 // the word of each trait where it is missing
}

// The flags of a packed row.
const (
	flagNotSeen = 1 << iota
	flagGhost
	flagTied // set when the row turned out to be tied with another: see Ties
	flagDay
	flagDecidedDay
)

// A packed row: unit 4, role 1, flags 1, values 2, ts 8, hash 16, place 8,
// then what the format and the role ask for.
const headSize = 40

const (
	one  = 1 << 15 // marks a contribution of 1, whose value is not stored
	lack = 1 << 14 // marks one without a value, or with a wide one
)

func (f Format) hasSegments(r Role) bool {
	return f.Segments > 0 && (r == Exposure || f.SegmentsOnAll || f.Outcomes && r == Shown)
}

func (f Format) pack(b []byte, unit uint32, r *Row) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, unit)
	flags := byte(0)
	if r.NotSeen {
		flags |= flagNotSeen
	}
	if r.Ghost {
		flags |= flagGhost
	}
	if r.Day {
		flags |= flagDay
	}
	if r.DecidedDay {
		flags |= flagDecidedDay
	}
	b = append(b, byte(r.Role), flags)
	b = le.AppendUint16(b, uint16(len(r.Values)))
	b = le.AppendUint64(b, uint64(r.TS))
	b = le.AppendUint64(b, r.Hash.Hi)
	b = le.AppendUint64(b, r.Hash.Lo)
	b = le.AppendUint64(b, uint64(r.Place))
	if f.EventID {
		b = le.AppendUint64(b, r.EventID)
	}
	if r.Role == Exposure || f.Outcomes {
		b = le.AppendUint16(b, uint16(r.Arm))
	}
	if f.hasSegments(r.Role) {
		for _, s := range r.Segments {
			b = le.AppendUint32(b, uint32(s))
		}
	}
	if r.Role.OfSuggestion() {
		if f.Suggestion {
			b = le.AppendUint64(b, r.Suggestion)
		}
		b = le.AppendUint32(b, math.Float32bits(r.Extra))
	}
	if r.Role == Shown {
		if f.Session {
			b = le.AppendUint64(b, r.Session)
		}
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
			b = le.AppendUint16(b, uint16(len(r.ID)))
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
	return b
}

// unpack reads the row at the head of b into r, reusing its slices, and
// returns its unit and size.
func (f Format) unpack(b []byte, r *Row) (unit uint32, size int) {
	c := cursor{b, 0}
	unit = c.u32()
	r.Role = Role(c.u8())
	flags := c.u8()
	r.NotSeen, r.Ghost = flags&flagNotSeen != 0, flags&flagGhost != 0
	r.Day, r.DecidedDay = flags&flagDay != 0, flags&flagDecidedDay != 0
	values := int(c.u16())
	r.TS = int64(c.u64())
	r.Hash = study.Hash{Hi: c.u64(), Lo: c.u64()}
	r.Place = Place(c.u64())
	r.EventID, r.Suggestion, r.Session, r.ID = 0, 0, 0, ""
	if f.EventID {
		r.EventID = c.u64()
	}
	if r.Role == Exposure || f.Outcomes {
		r.Arm = int16(c.u16())
	}
	r.Segments = r.Segments[:0]
	if f.hasSegments(r.Role) {
		for range f.Segments {
			r.Segments = append(r.Segments, int32(c.u32()))
		}
	}
	if r.Role.OfSuggestion() {
		if f.Suggestion {
			r.Suggestion = c.u64()
		}
		r.Extra = math.Float32frombits(c.u32())
	}
	r.Texts, r.Numbers, r.Traits = r.Texts[:0], r.Numbers[:0], r.Traits[:0]
	if r.Role == Shown {
		if f.Session {
			r.Session = c.u64()
		}
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
			n := int(c.u16())
			r.ID = string(c.b[c.at : c.at+n])
			c.at += n
		}
	}
	r.Values = r.Values[:0]
	for range values {
		switch v := c.u16(); {
		case v&lack != 0:
			r.Values = append(r.Values, c.lacking(v&^lack))
		case v&one != 0:
			r.Values = append(r.Values, Contribution{Variable: v &^ one, Value: moment.Int(1)})
		default:
			r.Values = append(r.Values, Contribution{Variable: v, Value: moment.Int(int64(c.u64()))})
		}
	}
	return unit, c.at
}

// placeOf reads only where the row at the head of b was read.
func placeOf(b []byte) Place { return Place(binary.LittleEndian.Uint64(b[32:])) }

func hashOf(b []byte) study.Hash {
	return study.Hash{Hi: binary.LittleEndian.Uint64(b[16:]), Lo: binary.LittleEndian.Uint64(b[24:])}
}

// eventID reads only what a row's copies share, 0 without.
func (f *Format) eventID(b []byte) uint64 {
	if !f.EventID {
		return 0
	}
	return binary.LittleEndian.Uint64(b[headSize:])
}

// head reads only the unit and the size of the row at the head of b.
func (f Format) head(b []byte) (unit uint32, size int) {
	le := binary.LittleEndian
	role := Role(b[4])
	size = headSize
	if f.EventID {
		size += 8
	}
	if role == Exposure || f.Outcomes {
		size += 2
	}
	if f.hasSegments(role) {
		size += 4 * f.Segments
	}
	if role.OfSuggestion() {
		if f.Suggestion {
			size += 8
		}
		size += 4
	}
	if role == Shown {
		if f.Session {
			size += 8
		}
		if f.Outcomes {
			size += 9
		}
		c := cursor{b, size}
		for range f.Texts {
			c.uvarint()
		}
		c.at += 8 * f.Numbers
		if len(f.Traits) > 0 {
			c.at += 4 * bits.OnesCount64(c.uvarint())
		}
		size = c.at
		if f.IDs {
			size += 2 + int(le.Uint16(b[size:]))
		}
	}
	for range le.Uint16(b[6:]) {
		switch v := le.Uint16(b[size:]); {
		case v&lack != 0:
			size += 4 + int(b[size+3])
		case v&one != 0:
			size += 2
		default:
			size += 10
		}
	}
	return le.Uint32(b), size
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
