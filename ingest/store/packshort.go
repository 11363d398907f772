package store

import (
	"encoding/binary"
	"math"
)

// mostShort is room for the largest row that packShort packs.
const mostShort = 64

// packShort is pack of the rest of a row that has no more than most have, at places that are
// known: all is false of any other.
func (f *Format) packShort(b []byte, r *Row) (size int, all bool) {
	if cap(b)-len(b) < mostShort || r.Role == Exposure || f.Outcomes || r.Line != 0 || len(r.Values) > 1 ||
		f.HasSegments(r.Role) {
		return 0, false
	}
	if r.Role == Shown && (f.Leads || f.IDs || len(r.Texts)+len(r.Numbers)+len(f.Traits) > 0) || r.Role == Requested {
		return 0, false
	}
	le, to := binary.LittleEndian, (*[mostShort]byte)(b[len(b):cap(b)])
	le.PutUint64(to[0:], r.Hash.Hi)
	le.PutUint64(to[8:], r.Hash.Lo)
	le.PutUint64(to[16:], uint64(r.Place))
	at := fixedSize
	if r.Role.OfSuggestion() {
		there := &to[at]
		*there = 0
		at++
		if r.Suggestion != 0 {
			*there |= hasSuggestion
			le.PutUint64(to[at:], r.Suggestion)
			at += 8
		}
		if r.Role == Shown && r.Session != 0 {
			*there |= hasSession
			le.PutUint64(to[at:], r.Session)
			at += 8
		}
		if r.Extra == r.Extra {
			*there |= hasExtra
			le.PutUint32(to[at:], math.Float32bits(r.Extra))
			at += 4
		}
	}
	if len(r.Values) > 0 {
		v := &r.Values[0]
		hi, lo := v.Value.Words()
		switch {
		case v.Lack != None || hi != int64(lo)>>63:
			return 0, false
		case lo == 1:
			le.PutUint16(to[at:], v.Variable|one)
			at += 2
		default:
			le.PutUint16(to[at:], v.Variable)
			le.PutUint64(to[at+2:], lo)
			at += 10
		}
	}
	return at, true
}
