package format

import (
	"encoding/binary"
	"errors"
)

// errText is that a text has to be given, as its hash does not say all of it.
var errText = errors.New("a text is asked for")

// hashable reports whether the values of a column are texts as they stand.
func (p *parquetColumn) hashable(f *footer) bool {
	return p.leaf >= 0 && p.path == nil && f.leaves[p.leaf].physical == byteArrays &&
		f.leaves[p.leaf].meaning.sense == texts8
}

// hashes gives a batch the hashes of an asked column; found is false where texts are needed.
func (b *parquetBlock) hashes(i int, batch *Batch) (found bool, err error) {
	h := b.r.columns[i].hash
	if !h.wanted() {
		return false, nil
	}
	err = b.readLeaf(i, &batch.loan, h.of, func(c *chunk) error {
		batch.hashed(i, c.text.hash.rows)
		return nil
	})
	if errors.Is(err, errText) {
		h.vain.Store(true)
		return false, nil
	}
	return err == nil, err
}

// hashedTexts is the hashes of a chunk's texts.
type hashedTexts struct {
	of   Hash
	dict []uint64
	rows []uint64
}

// hashed has the hashes of texts collected in their place.
func (t *textValues) hashed(of Hash) {
	t.repeats, t.coded, t.codes = false, false, nil
	t.hash = &hashedTexts{of: of, rows: t.loan.uint64s(t.rows)[:0]}
}

// dictionary hashes the texts of a dictionary page of n values.
func (h *hashedTexts) dictionary(b []byte, n int, l *loan) error {
	h.dict = l.uint64s(n)
	return h.plain(b, h.dict)
}

// knows hashes the texts of a dictionary that was read before.
func (h *hashedTexts) knows(d *textList, l *loan) error {
	h.dict = l.uint64s(d.len())
	return h.list(d, h.dict)
}

// list hashes texts.
func (h *hashedTexts) list(texts *textList, into []uint64) error {
	for i := range into {
		hash, ok := h.of(texts.at(int32(i)))
		if !ok {
			return errText
		}
		into[i] = hash
	}
	return nil
}

// plain hashes PLAIN values where they stand: each behind its size.
func (h *hashedTexts) plain(b []byte, into []uint64) error {
	for i := range into {
		if len(b) < 4 {
			return errCut
		}
		n := int(binary.LittleEndian.Uint32(b))
		if b = b[4:]; n > len(b) {
			return errCut
		}
		hash, ok := h.of(b[:n])
		if !ok {
			return errText
		}
		into[i], b = hash, b[n:]
	}
	return nil
}

// hashedPage adds the hashes of a page's rows.
func (t *textValues) hashedPage(b []byte, how pageEncoding, isDict bool, p *presence) error {
	h := t.hash
	h.rows = t.loan.moreUint64s(h.rows, p.n)
	rows := h.rows[len(h.rows)-p.n:]
	values := rows
	if p.gaps() {
		values = t.scratch.hashesOf(p.count)
	}
	var err error
	switch {
	case p.count == 0:
	case isDict:
		codes := t.scratch.places(p.count)
		if err = dictionaryCodes(b, codes, len(h.dict)); err == nil {
			for i, c := range codes {
				values[i] = h.dict[c]
			}
		}
	case how == encPlain:
		err = h.plain(b, values[:p.count])
	default:
		var texts *textList
		if texts, err = t.aside(b, how, p.count); err == nil {
			err = h.list(texts, values[:p.count])
		}
	}
	if err == nil && p.gaps() {
		spread(p, rows, values, 0)
	}
	return err
}
