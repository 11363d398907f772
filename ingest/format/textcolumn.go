package format

import (
	"slices"
	"unsafe"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// codesType is what a column that Repeats comes as.
var codesType = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}

// textColumn collects one column of one block of text. What it collects is the
// array's: it begins anew with other memory.
type textColumn struct {
	repeats bool
	any     bool // a value was seen: the block has this column

	ends  []int32 // of plain text, behind where the first begins
	bytes []byte
	codes []int32 // of repeating text
	words *words

	numbers []float64 // in place of text where all of it says such; nil where it does not
	hashes  []uint64  // in place of text where they are enough; nil where they are not

	validity
}

func newTextColumn(repeats bool) *textColumn {
	c := &textColumn{repeats: repeats, ends: []int32{0}}
	if repeats {
		c.words = newWords()
	}
	return c
}

// begin begins anew in memory of a loan, enough for rows and as much text as
// the column had before, and somewhat more; it grows beyond that by itself.
func (c *textColumn) begin(l *loan, rows int) {
	c.any, c.validity, c.numbers, c.hashes = false, validity{}, nil, nil
	if c.repeats {
		c.codes = l.int32s(rows)[:0]
		c.words.reset()
		return
	}
	size := len(c.bytes) + len(c.bytes)/8 + 1<<10
	c.ends, c.bytes = l.int32s(rows + 1)[:1], l.bytes(size)[:0]
	c.ends[0] = 0
}

// beginHashes begins anew with hashes in place of text.
func (c *textColumn) beginHashes(l *loan, rows int) { c.any, c.hashes = false, l.uint64s(rows)[:0] }

// moreCodes gives the codes of more rows, to be written.
func (c *textColumn) moreCodes(rows int) []int32 {
	n := len(c.codes)
	c.codes = slices.Grow(c.codes, rows)[:n+rows]
	return c.codes[n:]
}

func (c *textColumn) add(b []byte) {
	c.any = true
	c.addWord(1, 1)
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

// moveText copies n bytes, and up to overrun more that do not count, as both
// sides have room for them: ids and names are quicker moved whole than counted.
func moveText(dst, src []byte, n int) {
	switch {
	case n <= 32:
		*(*[16]byte)(dst) = *(*[16]byte)(src)
		*(*[16]byte)(dst[16:]) = *(*[16]byte)(src[16:])
	case n <= 48:
		*(*[16]byte)(dst) = *(*[16]byte)(src)
		*(*[16]byte)(dst[16:]) = *(*[16]byte)(src[16:])
		*(*[16]byte)(dst[32:]) = *(*[16]byte)(src[32:])
	default:
		copy(dst, src[:n])
	}
}

// addNull adds a row without a value.
func (c *textColumn) addNull() {
	c.addWord(0, 1)
	if c.repeats {
		c.codes = append(c.codes, 0)
		return
	}
	c.ends = append(c.ends, int32(len(c.bytes)))
}

// array gives the column as an *array.String, when it repeats as a
// *array.Dictionary, and of numbers as a *array.Float64.
func (c *textColumn) array() arrow.Array {
	valid := c.validity.buffer()
	if c.numbers != nil {
		data := array.NewData(arrow.PrimitiveTypes.Float64, len(c.numbers),
			[]*memory.Buffer{valid, memory.NewBufferBytes(bytesOf(c.numbers))}, nil, c.nulls, 0)
		return array.NewFloat64Data(data)
	}
	if !c.repeats {
		return stringArray(c.ends, c.bytes, valid, c.nulls)
	}
	if c.words.len() == 0 {
		c.words.code(nil) // a null's code has to point at something
	}
	dict := stringArray(slices.Clone(c.words.ends), slices.Clone(c.words.bytes), nil, 0)
	return dictionaryArray(c.codes, valid, c.nulls, dict)
}

// stringArray takes over ends, bytes and valid; text i lies between ends[i] and
// ends[i+1].
func stringArray(ends []int32, bytes []byte, valid *memory.Buffer, nulls int) *array.String {
	data := array.NewData(arrow.BinaryTypes.String, len(ends)-1,
		[]*memory.Buffer{valid, memory.NewBufferBytes(bytesOf(ends)), memory.NewBufferBytes(bytes)}, nil, nulls, 0)
	return array.NewStringData(data)
}

// dictionaryArray takes over codes, valid and dict.
func dictionaryArray(codes []int32, valid *memory.Buffer, nulls int, dict arrow.Array) *array.Dictionary {
	data := array.NewDataWithDictionary(codesType, len(codes),
		[]*memory.Buffer{valid, memory.NewBufferBytes(bytesOf(codes))}, nulls, 0, dict.Data().(*array.Data))
	return array.NewDictionaryData(data)
}

// bytesOf gives the memory of fixed-width values, as Arrow buffers want it.
func bytesOf[T int32 | int64 | uint64 | float32 | float64](v []T) []byte {
	if len(v) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&v[0])), len(v)*int(unsafe.Sizeof(v[0])))
}
