package format

import (
	"encoding/binary"
	"math"
)

// textList is byte arrays one after another. ends begins with where the first
// begins, so it is the offsets of an Arrow array.
type textList struct {
	ends  []int32
	bytes []byte
	last  []byte // value, for those that are given by what differs
}

func (t *textList) len() int { return max(len(t.ends)-1, 0) }

func (t *textList) at(i int32) []byte { return t.bytes[t.ends[i]:t.ends[i+1]] }

// decode adds as many values of a page as ends has places behind its first, for
// which there is room as far as the page's own bytes go.
func (t *textList) decode(b []byte, how pageEncoding, ends []int32, s *pageScratch, l *loan) error {
	switch how {
	case encPlain:
		return t.plain(b, ends)
	case encDeltaLength:
		return t.deltaLengths(b, ends, s)
	case encDeltaText:
		return t.deltas(b, ends, s, l)
	}
	return unknownEncoding(how)
}

// plain reads PLAIN values: each behind its size. b has overrun bytes behind it.
func (t *textList) plain(b []byte, ends []int32) error {
	if len(t.bytes)+len(b) > math.MaxInt32+4*(len(ends)-1) {
		return errTooMuchText
	}
	at, to := 0, len(t.bytes)
	src, dst := b[:len(b)+overrun], t.bytes[:cap(t.bytes)]
	for i := 1; i < len(ends); i++ {
		if len(b)-at < 4 {
			return errCut
		}
		n := int(binary.LittleEndian.Uint32(src[at:]))
		if at += 4; n > len(b)-at {
			return errCut
		}
		moveText(dst[to:], src[at:], n)
		at, to = at+n, to+n
		ends[i] = int32(to)
	}
	t.bytes = dst[:to]
	return nil
}

// deltaLengths reads DELTA_LENGTH_BYTE_ARRAY values: all sizes, and then all bytes.
func (t *textList) deltaLengths(b []byte, ends []int32, s *pageScratch) error {
	sizes, b, err := deltas(b, len(ends)-1, &s.longs[0])
	if err != nil {
		return err
	}
	if len(t.bytes)+len(b) > math.MaxInt32 {
		return errTooMuchText
	}
	from, n := len(t.bytes), int64(0)
	for i, size := range sizes {
		if size < 0 || size > int64(len(b))-n {
			return errCut
		}
		n += size
		ends[i+1] = int32(from + int(n))
	}
	t.bytes = append(t.bytes, b[:n]...)
	return nil
}

// deltas reads DELTA_BYTE_ARRAY values: the length of what each shares with the
// one before, and the rest. The last value goes on being the one before: a page
// should begin anew, but writers are about whose pages go on from the one before.
func (t *textList) deltas(b []byte, ends []int32, s *pageScratch, l *loan) error {
	shared, b, err := deltas(b, len(ends)-1, &s.longs[0])
	if err != nil {
		return err
	}
	sizes, b, err := deltas(b, len(ends)-1, &s.longs[1])
	if err != nil {
		return err
	}
	v := t.last
	for i, n := range shared {
		if n < 0 || n > int64(len(v)) || sizes[i] < 0 || sizes[i] > int64(len(b)) {
			return errCut
		}
		v = append(v[:n], b[:sizes[i]]...)
		b = b[sizes[i]:]
		if len(t.bytes)+len(v) > math.MaxInt32 {
			return errTooMuchText
		}
		t.bytes = append(l.more(t.bytes, len(v))[:len(t.bytes)], v...)
		ends[i+1] = int32(len(t.bytes))
	}
	t.last = v
	return nil
}
