package format

import (
	"encoding/binary"

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
	from    int  // values before this page

	rows, size int // for which there is to be room
	ends       []int32
	bytes      []byte

	codes []int32
	words *words  // the distinct texts; nil while they are the dictionary's
	known []int32 // place in the dictionary → code of words

	dict     []byte
	dictEnds []int32
	scratch  []int32
	last     []byte // value, for those that are given by what differs
}

func newTextValues(repeats bool, rows, size int) *textValues {
	if repeats {
		return &textValues{repeats: true, coded: true, rows: rows, codes: make([]int32, 0, rows)}
	}
	return &textValues{rows: rows, size: size}
}

// noText is the code of a row without a value among codes that nobody asked for.
const noText = -1

// spell turns codes that nobody asked for into the texts that they stand for.
func (t *textValues) spell() error {
	if t.coded {
		t.coded = false
		if err := t.addTexts(t.codes); err != nil {
			return err
		}
		t.codes = nil
	}
	return nil
}

// addTexts adds texts of the dictionary, nothing for a row without a value.
func (t *textValues) addTexts(codes []int32) error {
	t.room()
	for _, c := range codes {
		if c != noText {
			t.bytes = appendText(t.bytes, t.dictAt(c))
		}
		t.ends = append(t.ends, int32(len(t.bytes)))
		if len(t.bytes) > 1<<31-1 {
			return errTooMuchText
		}
	}
	return nil
}

// room makes room for the texts of the chunk once there are some.
func (t *textValues) room() {
	if t.ends == nil {
		t.ends, t.bytes = make([]int32, 0, t.rows), make([]byte, 0, t.size)
	}
}

// dictionary takes a dictionary page of n values.
func (t *textValues) dictionary(b []byte, n int) error {
	t.dict, t.dictEnds = make([]byte, 0, len(b)), make([]int32, 0, min(n, len(b)/4))
	if !t.repeats && len(t.ends) == 0 && n <= t.rows/2 {
		t.coded = true
	}
	return eachText(b, n, func(v []byte) error {
		t.dict = append(t.dict, v...)
		t.dictEnds = append(t.dictEnds, int32(len(t.dict)))
		return nil
	})
}

func (t *textValues) dictAt(i int32) []byte {
	start := int32(0)
	if i > 0 {
		start = t.dictEnds[i-1]
	}
	return t.dict[start:t.dictEnds[i]]
}

// page adds count values.
func (t *textValues) page(b []byte, count int, how pageEncoding) error {
	if how != encPlainDictionary && how != encRunDictionary && !t.repeats && count > 0 {
		if err := t.spell(); err != nil {
			return err
		}
	}
	t.from = len(t.codes)
	if !t.coded {
		t.from = len(t.ends)
	}
	switch how {
	case encPlain:
		return eachText(b, count, t.add)
	case encPlainDictionary, encRunDictionary:
		if count == 0 {
			return nil
		}
		return t.addCodes(b, count)
	case encDeltaLength:
		sizes, rest, err := deltas(b, count)
		if err != nil {
			return err
		}
		for _, n := range sizes {
			if n < 0 || n > int64(len(rest)) {
				return errCut
			}
			if err := t.add(rest[:n]); err != nil {
				return err
			}
			rest = rest[n:]
		}
		return nil
	case encDeltaText:
		return eachDeltaText(b, count, &t.last, t.add)
	}
	return unknownEncoding(how)
}

// add adds one value.
func (t *textValues) add(v []byte) error {
	if t.repeats {
		t.own()
		t.codes = append(t.codes, t.words.code(v))
		return nil
	}
	if len(t.bytes)+len(v) > 1<<31-1 {
		return errTooMuchText
	}
	t.room()
	t.bytes = appendText(t.bytes, v)
	t.ends = append(t.ends, int32(len(t.bytes)))
	return nil
}

// own begins an own table of the texts where the dictionary does not do: its
// texts first, so that codes given out stay right.
func (t *textValues) own() {
	if t.words != nil {
		return
	}
	t.words = newWords()
	for i := range t.dictEnds {
		t.known = append(t.known, t.words.code(t.dictAt(int32(i))))
	}
	if len(t.known) == 0 { // all rows so far are without a value
		return
	}
	for i, c := range t.codes {
		t.codes[i] = t.known[c]
	}
}

// addCodes adds count values given by their places in the dictionary.
func (t *textValues) addCodes(b []byte, count int) (err error) {
	if t.scratch, err = dictionaryCodes(b, count, t.scratch); err != nil {
		return err
	}
	n := uint32(len(t.dictEnds))
	for _, c := range t.scratch {
		if uint32(c) >= n {
			return errDictionary
		}
	}
	if t.coded {
		from := len(t.codes)
		t.codes = append(t.codes, t.scratch...)
		if t.words != nil {
			for i, c := range t.codes[from:] {
				t.codes[from+i] = t.known[c]
			}
		}
		return nil
	}
	return t.addTexts(t.scratch)
}

// spread puts the page's values to the rows that have one.
func (t *textValues) spread(present *presence) {
	v, none := &t.ends, int32(0)
	if t.coded {
		v = &t.codes
	}
	if t.coded && !t.repeats {
		none = noText
	}
	at := len(*v)
	for range present.n - (at - t.from) {
		*v = append(*v, 0)
	}
	for i := present.n - 1; i >= 0; i-- {
		switch {
		case present.has(i):
			at--
			(*v)[t.from+i] = (*v)[at]
		case t.coded:
			(*v)[t.from+i] = none
		case at > 0: // ends where the value before it ends
			(*v)[t.from+i] = (*v)[at-1]
		default:
			(*v)[t.from+i] = 0
		}
	}
}

// array gives the column.
func (t *textValues) array(valid *memory.Buffer, nulls int) arrow.Array {
	if !t.coded {
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
	if len(t.dictEnds) == 0 { // a null's code has to point at something
		t.dictEnds = []int32{0}
	}
	return dictionaryArray(t.codes, valid, nulls, stringArray(t.dictEnds, t.dict, nil, 0))
}

// eachText gives count PLAIN values.
func eachText(b []byte, count int, f func([]byte) error) error {
	for range count {
		if len(b) < 4 {
			return errCut
		}
		n := int(binary.LittleEndian.Uint32(b))
		if n < 0 || n > len(b)-4 {
			return errCut
		}
		if err := f(b[4 : 4+n]); err != nil {
			return err
		}
		b = b[4+n:]
	}
	return nil
}

// eachDeltaText gives count DELTA_BYTE_ARRAY values: the length of what each
// shares with the one before, and the rest. last is the value before them,
// and after the call the last of them: a page should begin anew, but writers
// are about whose pages go on from the one before.
func eachDeltaText(b []byte, count int, last *[]byte, f func([]byte) error) error {
	shared, b, err := deltas(b, count)
	if err != nil {
		return err
	}
	sizes, b, err := deltas(b, count)
	if err != nil {
		return err
	}
	v := *last
	defer func() { *last = v }()
	for i, n := range shared {
		if n < 0 || n > int64(len(v)) || sizes[i] < 0 || sizes[i] > int64(len(b)) {
			return errCut
		}
		v = append(v[:n], b[:sizes[i]]...)
		b = b[sizes[i]:]
		if err := f(v); err != nil {
			return err
		}
	}
	return nil
}
