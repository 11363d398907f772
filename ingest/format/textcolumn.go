package format

import (
	"unsafe"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/bitutil"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// codesType is what a column that Repeats comes as.
var codesType = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}

// textColumn collects one column of one block of text. Its memory is scratch:
// array copies what was collected, at its exact size.
type textColumn struct {
	repeats bool
	any     bool // a value was seen: the block has this column

	ends  []int32 // of plain text
	bytes []byte
	codes []int32 // of repeating text
	words *words

	valid []byte // one bit a row; only once a null came
	nulls int
}

func newTextColumn(repeats bool) *textColumn {
	c := &textColumn{repeats: repeats}
	if repeats {
		c.words = newWords()
	}
	return c
}

func (c *textColumn) reset() {
	c.any, c.nulls = false, 0
	c.ends, c.bytes, c.codes, c.valid = c.ends[:0], c.bytes[:0], c.codes[:0], c.valid[:0]
	if c.repeats {
		c.words.reset()
	}
}

func (c *textColumn) rows() int {
	if c.repeats {
		return len(c.codes)
	}
	return len(c.ends)
}

func (c *textColumn) add(b []byte) {
	c.any = true
	if c.nulls > 0 {
		c.mark(c.rows(), true)
	}
	if c.repeats {
		c.codes = append(c.codes, c.words.code(b))
		return
	}
	c.bytes = appendText(c.bytes, b)
	c.ends = append(c.ends, int32(len(c.bytes)))
}

// appendText is append, quicker for the short texts that most cells are:
// sixteen bytes are moved whatever the text's size where both sides have them.
func appendText(dst, b []byte) []byte {
	n := len(dst)
	if len(b) > 16 || cap(b) < 16 || cap(dst)-n < 16 {
		return append(dst, b...)
	}
	*(*[16]byte)(dst[n : n+16 : n+16]) = *(*[16]byte)(b[:16])
	return dst[:n+len(b)]
}

// addNull adds a row without a value.
func (c *textColumn) addNull() {
	n := c.rows()
	if c.nulls == 0 { // every row so far has a value
		for range (n + 7) / 8 {
			c.valid = append(c.valid, 0xff)
		}
	}
	c.nulls++
	c.mark(n, false)
	if c.repeats {
		c.codes = append(c.codes, 0)
		return
	}
	c.ends = append(c.ends, int32(len(c.bytes)))
}

func (c *textColumn) mark(row int, valid bool) {
	if row/8 == len(c.valid) {
		c.valid = append(c.valid, 0)
	}
	bitutil.SetBitTo(c.valid, row, valid)
}

// array gives the column as an *array.String or, when it repeats, a
// *array.Dictionary.
func (c *textColumn) array() arrow.Array {
	var valid *memory.Buffer
	if c.nulls > 0 {
		valid = memory.NewBufferBytes(append([]byte(nil), c.valid...))
	}
	if !c.repeats {
		return stringArray(c.ends, append([]byte(nil), c.bytes...), valid, c.nulls)
	}
	if c.words.len() == 0 {
		c.words.code(nil) // a null's code has to point at something
	}
	codes := append([]int32(nil), c.codes...)
	dict := stringArray(c.words.ends, append([]byte(nil), c.words.bytes...), nil, 0)
	return dictionaryArray(codes, valid, c.nulls, dict)
}

// stringArray takes over bytes and valid; ends[i] is where text i ends.
func stringArray(ends []int32, bytes []byte, valid *memory.Buffer, nulls int) *array.String {
	offsets := make([]int32, len(ends)+1)
	copy(offsets[1:], ends)
	data := array.NewData(arrow.BinaryTypes.String, len(ends),
		[]*memory.Buffer{valid, memory.NewBufferBytes(bytesOf(offsets)), memory.NewBufferBytes(bytes)}, nil, nulls, 0)
	return array.NewStringData(data)
}

// dictionaryArray takes over codes, valid and dict.
func dictionaryArray(codes []int32, valid *memory.Buffer, nulls int, dict arrow.Array) *array.Dictionary {
	data := array.NewDataWithDictionary(codesType, len(codes),
		[]*memory.Buffer{valid, memory.NewBufferBytes(bytesOf(codes))}, nulls, 0, dict.Data().(*array.Data))
	return array.NewDictionaryData(data)
}

// bytesOf gives the memory of fixed-width values, as Arrow buffers want it.
func bytesOf[T int32 | int64 | float32 | float64](v []T) []byte {
	if len(v) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&v[0])), len(v)*int(unsafe.Sizeof(v[0])))
}
