package format

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"

	"uptake/analysis/counted"
)

// index is where the fields of a CSV block are: phase one of decoding. Phase
// two then goes over it column by column.
type index struct {
	// ends holds for every good row the places of the separators that end its
	// fields, fields of them a row.
	ends   []uint32
	starts []uint32 // where good rows begin
	rowOf  []int32  // the place of good rows among the block's rows
	rows   int      // good and bad
	bad    []BadRow // Row counted from 0 within the block
}

func (x *index) reset() {
	x.ends, x.starts, x.rowOf, x.rows, x.bad = x.ends[:0], x.starts[:0], x.rowOf[:0], 0, nil
}

// scan finds the fields of a block. b ends in a newline and has slack bytes
// behind it that are no separators. Rows without fields many are bad, and
// rows with something between a closing quote and the next separator.
//
// A quote counts as one only at the beginning of a field; elsewhere it is
// text. (The finder of record ends goes by the same rule.)
func (x *index) scan(b []byte, syn *syntax, fields int) {
	delimiter, quote, letters := syn.delimiter, syn.quote, syn.letters()
	padded := b[:len(b)+8]
	for i := range 8 {
		padded[len(b)+i] = 0xff
	}
	var (
		n     = uint32(len(b))
		start = uint32(0) // of the record
		field = uint32(0) // its start
		first = len(x.ends)
		why   = ""
	)
	// Bytes below the limit may be separators or quotes; a delimiter above
	// the quote would let most text through, so it is compared by itself.
	limit := uint64(max(delimiter, quote)+1) * ones
	apart := delimiter > ','
	if apart {
		limit = uint64(quote+1) * ones
	}
	same := uint64(delimiter) * ones
	ends := x.ends // a local slice stays in registers
	for i := uint32(0); i < n; {
		w := binary.LittleEndian.Uint64(padded[i:])
		m := ^((w | highs) - limit) & ^w & highs
		if apart {
			d := w ^ same
			m |= ^(((d &^ highs) + ^uint64(highs)) | d) & highs
		}
		base := i
		i += 8
		for ; m != 0; m &= m - 1 {
			p := base + uint32(bits.TrailingZeros64(m))>>3
			c := padded[p]
			if letters && (c == delimiter || c == '\n') && backslashed(b[start:p+1], int(p-start)) {
				continue
			}
			if c == delimiter {
				ends = append(ends, p)
				field = p + 1
				continue
			}
			if c == '\n' {
				ends = append(ends, p)
				if len(ends)-first == fields && why == "" && (p-start > 1 || fields > 1 || !blank(b[start:p])) {
					x.starts = append(x.starts, start)
					x.rowOf = append(x.rowOf, int32(x.rows))
					x.rows++
				} else {
					if why == "" && syn.quote == noQuote && quoted(b[start:p], delimiter) {
						why = howMany(len(ends)-first, fields) + `; where quotes enclose fields, say csv: {quote: "\""}`
					}
					x.fault(b[start:p], len(ends)-first, fields, why)
					ends, why = ends[:first], ""
				}
				first = len(ends)
				start, field = p+1, p+1
				continue
			}
			if c == quote && p == field {
				after, ok := syn.closing(b, p+1)
				if !ok { // the finder of record ends does not let this come
					x.fault(b[start:n-1], 0, fields, unclosed)
					x.ends = ends[:first]
					return
				}
				if e := padded[after]; e != delimiter && e != '\n' && !(e == '\r' && padded[after+1] == '\n') &&
					why == "" {
					why = misplaced(b[field:], int(after-field))
				}
				i = after
				break
			}
			if c == quote && syn.escape && p > start && padded[p-1] == '\\' && why == "" {
				why = bareEscape
			}
		}
	}
	x.ends = ends
}

// misplaced says what is wrong with a field in quotes that goes on at after.
func misplaced(field []byte, after int) string {
	rest := clip(firstLine(field[after:]), 12)
	if after > 1 && field[after-2] == '\\' {
		return fmt.Sprintf("a backslash stands before a quote within quotes; where it escapes, say csv: {escape: "+
			"backslash} (%q follows)", rest)
	}
	return fmt.Sprintf("%q stands between a closing quote and the end of its field; a quote within quoted text is "+
		"written twice", rest)
}

// bareEscape tells Python's way to escape from Spark's, which writes a backslash
// outside quotes as it is: what one means there is not known.
const bareEscape = "a backslash stands before a quote in a field without quotes around it; have every field written " +
	"in quotes (quoting=csv.QUOTE_ALL)"

const unclosed = "a quote opens here and never closes"

// fault notes a row with got fields as bad, unless it is an empty line, which
// is no row.
func (x *index) fault(row []byte, got, fields int, why string) {
	if blank(row) {
		return
	}
	if why == "" {
		why = howMany(got, fields)
	}
	x.bad = append(x.bad, BadRow{Row: int64(x.rows), Value: clip(row, 200), Why: why})
	x.rows++
}

func howMany(got, fields int) string {
	return fmt.Sprintf("%s where the header has %d", counted.Noun(got, "field"), fields)
}

// quoted reports whether a field of a row begins or ends with a quote.
func quoted(row []byte, delimiter byte) bool {
	row = trimEnd(row)
	return len(row) > 0 && (row[0] == '"' || row[len(row)-1] == '"' || bytes.Contains(row, []byte{delimiter, '"'}) ||
		bytes.Contains(row, []byte{'"', delimiter}))
}

// trimEnd cuts off the carriage return of a line's end.
func trimEnd(line []byte) []byte { return bytes.TrimSuffix(line, []byte{'\r'}) }

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(b, []byte{'\n'})
	return line
}

// blank says whether a line holds nothing.
func blank(row []byte) bool {
	return len(row) == 0 || len(row) == 1 && row[0] == '\r'
}
