package format

import (
	"errors"
	"math"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// textValues collects byte-array values of a column chunk: as text, or, when
// they repeat, as codes. A chunk may begin with a dictionary and go on
// without; its codes then go on counting. Where nobody asked for codes, values stay
// codes only as long as the chunk's own dictionary has them, if that is short.
type textValues struct {
	repeats bool
	coded   bool // values are codes so far
	loan    *loan
	scratch *pageScratch

	rows, size int // for which there is to be room
	textList       // rows that are no codes

	hash *hashedTexts // nil unless hashes are collected, and nothing else

	codes []int32
	words *words  // the distinct texts; nil while they are the dictionary's
	known []int32 // place in the dictionary → code of words
	dict  textList
}

// pageScratch is memory for what stands between a page and its rows.
type pageScratch struct {
	loan    loan // which nobody ends
	numbers [2][]int32
	texts   textList
	fixed   []byte
	dict    []byte // the dictionary of a lone chunk's values of fixed width
	longs   [2][]int64
	hashes  []uint64
	picks   []int32 // places of picked values
	cut     []byte  // a page that is cut down to them
}

// ofPresent gives room for a number of each of n rows that have a value, and one more.
func (s *pageScratch) ofPresent(n int) []int32 { return s.room(&s.numbers[0], n+1) }

// hashesOf gives room for a hash of each of n rows that have a value, and one more.
func (s *pageScratch) hashesOf(n int) []uint64 {
	if n >= len(s.hashes) {
		s.hashes = s.loan.moreUint64s(s.hashes[:0], n+1)
	}
	return s.hashes[:n+1]
}

// places gives room for n places in a dictionary.
func (s *pageScratch) places(n int) []int32 { return s.room(&s.numbers[1], n) }

func (s *pageScratch) room(v *[]int32, n int) []int32 {
	if n > len(*v) {
		*v = s.loan.moreInt32s((*v)[:0], n)
	}
	return (*v)[:n]
}

func newTextValues(repeats bool, rows, size int, l *loan, s *pageScratch) *textValues {
	t := &textValues{repeats: repeats, coded: repeats, rows: rows, size: size, loan: l, scratch: s}
	if repeats {
		t.codes = l.int32s(rows)[:0]
	}
	return t
}

// noText is the code of a row without a value among codes that nobody asked for.
const noText = -1

// spell turns codes that nobody asked for into the texts that they stand for.
func (t *textValues) spell() error {
	if !t.coded {
		return nil
	}
	t.coded = false
	t.room(len(t.codes))
	codes := t.codes
	t.codes = nil
	return t.spelled(t.ends, codes)
}

// room adds n ends, of texts to come.
func (t *textValues) room(n int) {
	if t.ends == nil {
		t.ends, t.bytes = t.loan.int32s(t.rows + 1)[:1], t.loan.bytes(t.size)[:0]
		t.ends[0] = 0
	}
	t.ends = t.loan.moreInt32s(t.ends, n)
}

// spelled adds texts of the dictionary, nothing for a row without a value, and
// puts their ends behind the first of ends.
func (t *textValues) spelled(ends, codes []int32) error {
	size := 0
	for _, c := range codes {
		if c != noText {
			size += len(t.dict.at(c))
		}
	}
	if len(t.bytes)+size > math.MaxInt32 {
		return errTooMuchText
	}
	bytes := t.loan.more(t.bytes, size)[:len(t.bytes)]
	for i := 0; i < len(codes); {
		c, n := codes[i], 1
		if c != noText {
			for i+n < len(codes) && codes[i+n] == c+int32(n) { // as texts that a page is the first to have
				n++
			}
			from := t.dict.ends[c]
			shift := int32(len(bytes)) - from
			bytes = appendText(bytes, t.dict.bytes[from:t.dict.ends[int(c)+n]])
			for k, end := range t.dict.ends[c+1 : int(c)+n+1] {
				ends[i+k+1] = end + shift
			}
		} else {
			ends[i+1] = int32(len(bytes))
		}
		i += n
	}
	t.bytes = bytes
	return nil
}

// dictionary takes a dictionary page of n values. Its memory is lent where it is lone: no
// other batch gives out what is of it.
func (t *textValues) dictionary(b []byte, n int, lone bool) error {
	if n > len(b)/4 {
		return errCut
	}
	if t.hash != nil {
		return t.hash.dictionary(b, n, t.loan)
	}
	var dict textList
	if lone {
		dict = textList{ends: t.loan.int32s(n + 1), bytes: t.loan.bytes(len(b))[:0]}
		dict.ends[0] = 0
	} else {
		dict = textList{ends: make([]int32, n+1), bytes: make([]byte, 0, len(b)+overrun)}
	}
	err := dict.plain(b, dict.ends)
	return errors.Join(err, t.knows(dict))
}

func (t *textValues) knows(dict textList) error {
	if t.hash != nil {
		return t.hash.knows(&dict, t.loan)
	}
	t.dict = dict
	if !t.repeats && t.textList.len() == 0 && dict.len() <= t.rows/2 {
		t.coded = true
	}
	return nil
}

// keep leaves n of the rows, from one on.
func (t *textValues) keep(from, n int) {
	if t.hash != nil {
		t.hash.rows = t.hash.rows[from : from+n]
	} else if t.coded {
		t.codes = t.codes[from : from+n]
	} else {
		t.ends = t.ends[from : from+n+1]
	}
}

// page adds the rows of a page.
func (t *textValues) page(b []byte, how pageEncoding, p *presence) error {
	isDict := how == encPlainDictionary || how == encRunDictionary
	if t.hash != nil {
		return t.hashedPage(b, how, isDict, p)
	}
	if !isDict && !t.repeats && p.count > 0 {
		if err := t.spell(); err != nil {
			return err
		}
	}
	if t.coded {
		return t.codedPage(b, how, isDict, p)
	}
	t.room(p.n)
	ends := t.ends[len(t.ends)-1-p.n:]
	rows := ends[1:]
	if p.gaps() {
		first := ends[0]
		ends = t.scratch.ofPresent(p.count)
		ends[0] = first
	}
	var err error
	switch {
	case p.count == 0:
	case isDict:
		codes := t.scratch.places(p.count)
		if err = dictionaryCodes(b, codes, t.dict.len()); err == nil {
			err = t.spelled(ends, codes)
		}
	default:
		t.bytes = t.loan.more(t.bytes, len(b))[:len(t.bytes)]
		err = t.textList.decode(b, how, ends, t.scratch, t.loan)
	}
	if err == nil && p.gaps() {
		p.spreadEnds(rows, ends)
	}
	return err
}

func (t *textValues) codedPage(b []byte, how pageEncoding, isDict bool, p *presence) error {
	if !isDict && p.count > 0 {
		t.own()
	}
	t.codes = t.loan.moreInt32s(t.codes, p.n)
	rows := t.codes[len(t.codes)-p.n:]
	values := rows
	if p.gaps() {
		values = t.scratch.ofPresent(p.count)
	}
	switch {
	case p.count == 0:
	case isDict:
		if err := dictionaryCodes(b, values[:p.count], t.dict.len()); err != nil {
			return err
		}
		if t.words != nil {
			for i, c := range values[:p.count] {
				values[i] = t.known[c]
			}
		}
	default:
		texts, err := t.aside(b, how, p.count)
		if err != nil {
			return err
		}
		for i := range p.count {
			values[i] = t.words.code(texts.at(int32(i)))
		}
	}
	if p.gaps() {
		none := int32(0)
		if !t.repeats {
			none = noText
		}
		spread(p, rows, values, none)
	}
	return nil
}

// aside decodes the n values of a page into memory that stands until the next page.
func (t *textValues) aside(b []byte, how pageEncoding, n int) (*textList, error) {
	s := &t.scratch.texts
	ends := t.scratch.room(&s.ends, n+1)
	ends[0] = 0
	s.bytes = t.scratch.loan.more(s.bytes[:0], len(b))[:0]
	s.last = t.last
	if err := s.decode(b, how, ends, t.scratch, &t.scratch.loan); err != nil {
		return nil, err
	}
	t.last = s.last
	return s, nil
}

// own begins an own table of the texts where the dictionary does not do: its
// texts first, so that codes given out stay right.
func (t *textValues) own() {
	if t.words != nil {
		return
	}
	t.words = newWords()
	for i := range t.dict.len() {
		t.known = append(t.known, t.words.code(t.dict.at(int32(i))))
	}
	if len(t.known) == 0 { // all rows so far are without a value
		return
	}
	for i, c := range t.codes {
		t.codes[i] = t.known[c]
	}
}

// array gives the column.
func (t *textValues) array(valid *memory.Buffer, nulls int) arrow.Array {
	if !t.coded {
		t.room(0)
		return stringArray(t.ends, t.bytes, valid, nulls)
	}
	if !t.repeats && nulls > 0 {
		for i, c := range t.codes {
			t.codes[i] = max(c, 0)
		}
	}
	if t.words != nil {
		return dictionaryArray(t.codes, valid, nulls, stringArray(t.words.ends, t.words.bytes, nil, 0))
	}
	if t.dict.len() == 0 { // a null's code has to point at something
		t.dict.ends = []int32{0, 0}
	}
	return dictionaryArray(t.codes, valid, nulls, stringArray(t.dict.ends, t.dict.bytes, nil, 0))
}

// at gives the bytes of row i, none where it has no value.
func (t *textValues) at(i int) []byte {
	switch {
	case !t.coded:
		return t.textList.at(int32(i))
	case t.words != nil:
		return t.words.at(t.codes[i])
	case t.dict.len() == 0 || t.codes[i] == noText:
		return nil
	}
	return t.dict.at(t.codes[i])
}
