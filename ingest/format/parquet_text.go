package format

import (
	"encoding/binary"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// textValues collects byte-array values of a column chunk: as text, or, when
// they repeat, as codes. A chunk may begin with a dictionary and go on
// without; its codes then go on counting.
type textValues struct {
	repeats bool
	from    int // values before this page

	ends  []int32
	bytes []byte

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
		return &textValues{repeats: true, codes: make([]int32, 0, rows)}
	}
	return &textValues{ends: make([]int32, 0, rows), bytes: make([]byte, 0, size)}
}

// dictionary takes a dictionary page of n values.
func (t *textValues) dictionary(b []byte, n int) error {
	t.dict, t.dictEnds = make([]byte, 0, len(b)), make([]int32, 0, min(n, len(b)/4))
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
	t.from = len(t.codes)
	if !t.repeats {
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
	if t.repeats {
		from := len(t.codes)
		t.codes = append(t.codes, t.scratch...)
		if t.words != nil {
			for i, c := range t.codes[from:] {
				t.codes[from+i] = t.known[c]
			}
		}
		return nil
	}
	for _, c := range t.scratch {
		v := t.dictAt(c)
		t.bytes = appendText(t.bytes, v)
		t.ends = append(t.ends, int32(len(t.bytes)))
	}
	if len(t.bytes) > 1<<31-1 {
		return errTooMuchText
	}
	return nil
}

// spread puts the page's values to the rows that have one.
func (t *textValues) spread(present []bool) {
	v := &t.ends
	if t.repeats {
		v = &t.codes
	}
	at := len(*v)
	for range len(present) - (at - t.from) {
		*v = append(*v, 0)
	}
	for i := len(present) - 1; i >= 0; i-- {
		switch {
		case present[i]:
			at--
			(*v)[t.from+i] = (*v)[at]
		case t.repeats:
			(*v)[t.from+i] = 0
		case at > 0: // ends where the value before it ends
			(*v)[t.from+i] = (*v)[at-1]
		default:
			(*v)[t.from+i] = 0
		}
	}
}

// array gives the column.
func (t *textValues) array(valid *memory.Buffer, nulls int) arrow.Array {
	if !t.repeats {
		return stringArray(t.ends, t.bytes, valid, nulls)
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
