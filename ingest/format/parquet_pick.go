package format

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// Of the rows that are picked, a page is cut down to a page that has no others, written
// as it was; it is then read as any page is. So of rows that stand far apart only what
// unpacking costs is left: the others become no values.

// errWhole is that a page is written in a way that is not cut down: its row group is to
// be read whole.
var errWhole = errors.New("the page's values hang together")

// until parts ascending rows before one from the others.
func until(rows []int32, end int32) (before, rest []int32) {
	n := 0
	for n < len(rows) && rows[n] < end {
		n++
	}
	return rows[:n], rows[n:]
}

// pickedPage adds those rows of a page that are picked, first being that of the page's
// first row.
func (c *chunk) pickedPage(p page, picks []int32, first int) error {
	if !p.isData() {
		return c.page(p)
	}
	data, err := c.presentIn(&p)
	if err != nil {
		return err
	}
	places := c.present.pick(picks, int32(first), c.scratch)
	switch {
	case len(places) == 0:
		data = nil
	case p.encoding == encPlainDictionary || p.encoding == encRunDictionary:
		data, err = c.pickCodes(data, places)
	case p.encoding == encPlain && c.text != nil:
		data, err = c.pickTexts(data, places)
	case p.encoding == encPlain && c.leaf.physical == boolean:
		data, err = c.pickBits(data, places)
	case p.encoding == encPlain:
		data, err = c.pickFixed(data, places)
	default:
		err = errWhole
	}
	if err != nil {
		return err
	}
	return c.values(data, p.encoding)
}

// pick makes of the presence of a page's rows that of those picked, and gives the places
// of their values among the page's.
func (p *presence) pick(picks []int32, first int32, s *pageScratch) (places []int32) {
	places = s.room(&s.picks, len(picks))[:0]
	if !p.gaps() {
		for _, row := range picks {
			places = append(places, row-first)
		}
		p.all(len(picks))
		return places
	}
	var kept presence
	kept.begin(len(picks))
	before, word := 0, 0 // values in the words before word
	for k, row := range picks {
		row -= first
		for ; word < int(row/64); word++ {
			before += bits.OnesCount64(p.words[word])
		}
		if w, bit := p.words[word], row%64; w>>bit&1 == 1 {
			kept.set(k, 1)
			places = append(places, int32(before+bits.OnesCount64(w&(1<<bit-1))))
		}
	}
	kept.counted()
	*p = kept
	return places
}

// pageRoom gives memory for a page that is cut down, with overrun bytes behind.
func (s *pageScratch) pageRoom(n int) []byte {
	s.cut = s.loan.more(s.cut[:0], n)
	return s.cut
}

// pickCodes writes the codes at places as one run of 32 bits each.
func (c *chunk) pickCodes(b []byte, places []int32) ([]byte, error) {
	if len(b) == 0 || b[0] > 32 {
		return nil, errRuns
	}
	groups := (len(places) + 7) / 8
	out := c.scratch.pageRoom(1 + binary.MaxVarintLen64 + 32*groups)[:0]
	out = binary.AppendUvarint(append(out, 32), uint64(groups)<<1|1)
	r, last := runs{b[1:], int(b[0])}, int(places[len(places)-1])
	for at := 0; at <= last; {
		give, err := r.next(last + 1 - at)
		if err != nil {
			return nil, err
		}
		in, rest := until(places, int32(at+give.n))
		for _, place := range in {
			code := give.value
			if give.packed != nil {
				code = uint32(wide(give.packed, (int(place)-at)*r.width, r.width))
			}
			out = binary.LittleEndian.AppendUint32(out, code)
		}
		at, places = at+give.n, rest
	}
	return out, nil
}

// pickTexts takes the texts at places, each behind its size.
func (c *chunk) pickTexts(b []byte, places []int32) ([]byte, error) {
	out := c.scratch.pageRoom(len(b))[:0]
	at := 0
	for n, k := 0, 0; k < len(places); n++ {
		if len(b)-at < 4 {
			return nil, errCut
		}
		size := int(binary.LittleEndian.Uint32(b[at:]))
		if size > len(b)-at-4 {
			return nil, errCut
		}
		if int(places[k]) == n {
			out = append(out, b[at:at+4+size]...)
			k++
		}
		at += 4 + size
	}
	return out, nil
}

// pickFixed takes the values of fixed width at places.
func (c *chunk) pickFixed(b []byte, places []int32) ([]byte, error) {
	if w := c.width; len(b) < (int(places[len(places)-1])+1)*w {
		return nil, errCut
	}
	out := c.scratch.pageRoom(len(places) * c.width)[:0]
	for _, place := range places {
		at := int(place) * c.width
		out = append(out, b[at:at+c.width]...)
	}
	return out, nil
}

// pickBits takes the bits at places.
func (c *chunk) pickBits(b []byte, places []int32) ([]byte, error) {
	if int(places[len(places)-1]) >= 8*len(b) {
		return nil, errCut
	}
	out := c.scratch.pageRoom((len(places) + 7) / 8)
	clear(out)
	for k, place := range places {
		out[k/8] |= b[place/8] >> (place % 8) & 1 << (k % 8)
	}
	return out, nil
}
