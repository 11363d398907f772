package format

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	flatbuffers "github.com/google/flatbuffers/go"
)

// The library makes room for as many fields as a schema says it has before it
// looks at them, and follows fields within fields however deep. What a
// damaged schema says is checked here first. Reading outside its bytes
// panics, which the callers recover.
//
// It also knows no decimals of 32 and 64 bits and no integers of 128, and then
// reads nothing of the file. Their values lie in memory like integers of that
// size and like bytes of fixed width, so this is what the schema is made to say,
// and what they are is kept beside.

var (
	errSchema = errors.New("its schema is damaged")
	errBlocks = errors.New("it speaks of more than the file holds")
	errNoEnd  = errors.New("it does not end like one")
)

// slots of tables in Arrow's Schema.fbs, File.fbs and Message.fbs.
const (
	messageHeader, footerSchema                 = 8, 6
	schemaFields, schemaMetadata                = 6, 8
	fieldName, fieldTypeIs, fieldType           = 4, 8, 10
	fieldChildren, fieldMetadata                = 14, 16
	decimalPrecision, decimalScale, decimalBits = 4, 6, 8
	intBits, intSigned                          = 4, 6
	deepestField, largestSchema, trailer        = 64, 64 << 20, 10
)

// numbers of types in Schema.fbs.
const typeInt, typeDecimal, typeFixed, lastType = 2, 7, 15, 26

// Footer and message alike begin with the version; V5 is the last there is.
const schemaVersion, lastVersion = 4, 4

// hiddenNumbers says which fields are what the schema is not left to say, by
// the places of the field and of those it is in.
type hiddenNumbers map[string]hiddenNumber

// hiddenNumber is a decimal of 32 or 64 bits, or an integer of 128: a decimal
// without digits behind its point.
type hiddenNumber struct {
	arrow.Decimal128Type
	unsigned bool
}

func place(at []int) string { return fmt.Sprint(at) }

// checkStreamSchema reads the first message of a stream, checks it, and gives
// the stream from its beginning again.
func checkStreamSchema(r io.Reader) (io.Reader, hiddenNumbers, error) {
	head := make([]byte, 8)
	if _, err := io.ReadFull(r, head[:4]); err != nil {
		return nil, nil, err
	}
	if string(head[:4]) != continuation { // as before Arrow 0.15
		head = head[:4]
	} else if _, err := io.ReadFull(r, head[4:]); err != nil {
		return nil, nil, err
	}
	size := binary.LittleEndian.Uint32(head[len(head)-4:])
	if size < 8 || size > largestSchema {
		return nil, nil, errSchema
	}
	meta := make([]byte, size)
	if _, err := io.ReadFull(r, meta); err != nil {
		return nil, nil, err
	}
	hidden, err := checkSchema(meta, messageHeader)
	if err != nil {
		return nil, nil, err
	}
	return io.MultiReader(bytes.NewReader(head), bytes.NewReader(meta), r), hidden, nil
}

// continuation stands before every message; before Arrow 0.15 nothing did.
const continuation = "\xff\xff\xff\xff"

// beginsOldStream says whether a stream without it begins here: a schema, as
// far behind its own size as that says.
func beginsOldStream(head []byte) (yes bool) {
	if len(head) < 12 {
		return false
	}
	size := int(binary.LittleEndian.Uint32(head))
	if size < 16 || size%4 != 0 || size > len(head)-4 {
		return false
	}
	defer func() {
		if recover() != nil { // any bytes may stand there
			yes = false
		}
	}()
	meta := bytes.Clone(head[4 : 4+size])
	root := flatbuffers.Table{Bytes: meta, Pos: flatbuffers.GetUOffsetT(meta)}
	const headerKind, isSchema = 6, 1
	kind := flatbuffers.UOffsetT(root.Offset(headerKind))
	if kind == 0 || root.GetByte(kind+root.Pos) != isSchema {
		return false
	}
	_, err := checkSchema(meta, messageHeader)
	return err == nil
}

// checkFileSchema checks the footer of a file of the given size, and gives the
// file as it is to be read.
func checkFileSchema(r io.ReaderAt, size int64) (io.ReaderAt, hiddenNumbers, error) {
	end := make([]byte, trailer)
	if size < 2*trailer {
		return nil, nil, io.ErrUnexpectedEOF
	}
	if _, err := r.ReadAt(end, size-trailer); err != nil && err != io.EOF {
		return nil, nil, err
	}
	if string(end[4:]) != "ARROW1" {
		return nil, nil, errNoEnd
	}
	n := int64(binary.LittleEndian.Uint32(end))
	if n < 8 || n > largestSchema || n > size-2*trailer {
		return nil, nil, errSchema
	}
	footer := make([]byte, n)
	if _, err := r.ReadAt(footer, size-trailer-n); err != nil {
		return nil, nil, err
	}
	hidden, err := checkSchema(footer, footerSchema)
	if err == nil {
		err = checkBlocks(footer, size)
	}
	if err != nil {
		return nil, nil, err
	}
	return patched{r, footer, size - trailer - n}, hidden, nil
}

// checkBlocks checks that dictionaries and batches lie within a file: the
// library makes room for them before it reads them.
func checkBlocks(footer []byte, size int64) error {
	root := flatbuffers.Table{Bytes: footer, Pos: flatbuffers.GetUOffsetT(footer)}
	const dictionaries, batches, width = 8, 10, 24
	for _, slot := range []flatbuffers.VOffsetT{dictionaries, batches} {
		o := flatbuffers.UOffsetT(root.Offset(slot))
		if o == 0 {
			continue
		}
		first := root.Vector(o)
		for i := range root.VectorLen(o) {
			at := first + flatbuffers.UOffsetT(width*i)
			offset, head, body := root.GetInt64(at), int64(root.GetInt32(at+8)), root.GetInt64(at+16)
			if offset < 0 || head < 0 || body < 0 || offset > size || head > size-offset || body > size-offset-head {
				return errBlocks
			}
		}
	}
	return nil
}

// patched gives a file with other bytes from the place at on.
type patched struct {
	io.ReaderAt
	with []byte
	at   int64
}

func (p patched) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.ReaderAt.ReadAt(b, off)
	if from, to := max(off, p.at), min(off+int64(n), p.at+int64(len(p.with))); from < to {
		copy(b[from-off:to-off], p.with[from-p.at:])
	}
	return n, err
}

// checkSchema checks the schema that stands in a slot of b's root table, and
// hides the numbers that the library does not know.
func checkSchema(b []byte, slot flatbuffers.VOffsetT) (hiddenNumbers, error) {
	root := flatbuffers.Table{Bytes: b, Pos: flatbuffers.GetUOffsetT(b)}
	if v := root.GetInt16Slot(schemaVersion, 0); v > lastVersion {
		return nil, laterVersion(v)
	}
	o := flatbuffers.UOffsetT(root.Offset(slot))
	if o == 0 {
		return nil, errSchema
	}
	c := schemaCheck{left: len(b), hidden: hiddenNumbers{}}
	err := c.tables(flatbuffers.Table{Bytes: b, Pos: root.Indirect(o + root.Pos)}, schemaFields, schemaMetadata, nil)
	return c.hidden, err
}

type schemaCheck struct {
	left   int // fields that may still come
	hidden hiddenNumbers
}

// tables checks the fields that a schema or field holds, which is at the
// place at.
func (c *schemaCheck) tables(t flatbuffers.Table, fields, metadata flatbuffers.VOffsetT, at []int) error {
	if o := flatbuffers.UOffsetT(t.Offset(metadata)); o != 0 && t.VectorLen(o) > len(t.Bytes)/4 {
		return errSchema
	}
	o := flatbuffers.UOffsetT(t.Offset(fields))
	if o == 0 {
		return nil
	}
	n := t.VectorLen(o)
	if c.left -= n; n < 0 || c.left < 0 || len(at) > deepestField {
		return errSchema
	}
	first := t.Vector(o)
	for i := range n {
		child := flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(first + flatbuffers.UOffsetT(4*i))}
		here := append(at[:len(at):len(at)], i)
		if err := c.field(child, here); err != nil {
			return err
		}
		if err := c.tables(child, fieldChildren, fieldMetadata, here); err != nil {
			return err
		}
	}
	return nil
}

// field looks at one field's type.
func (c *schemaCheck) field(t flatbuffers.Table, at []int) error {
	o := flatbuffers.UOffsetT(t.Offset(fieldTypeIs))
	if o == 0 {
		return errSchema
	}
	kind := t.GetByte(o + t.Pos)
	if kind > lastType {
		name := ""
		if o := flatbuffers.UOffsetT(t.Offset(fieldName)); o != 0 {
			name = t.String(o + t.Pos)
		}
		return unknownType{name, kind}
	}
	typeAt := flatbuffers.UOffsetT(t.Offset(fieldType))
	if kind != typeDecimal && kind != typeInt || typeAt == 0 {
		return nil
	}
	d := flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(typeAt + t.Pos)}
	first := flatbuffers.UOffsetT(d.Offset(decimalPrecision))
	if first == 0 {
		return nil
	}
	// An Int says its bits and a FixedSizeBinary its width where a Decimal says
	// its precision; what stands behind is not asked later.
	says := func(kind byte, n int32) {
		t.Bytes[o+t.Pos] = kind
		flatbuffers.WriteInt32(t.Bytes[first+d.Pos:], n)
	}
	switch bits := d.GetInt32Slot(decimalBits, 128); {
	case kind == typeDecimal && (bits == 32 || bits == 64):
		c.hidden[place(at)] = hiddenNumber{Decimal128Type: arrow.Decimal128Type{Precision: d.GetInt32(first + d.Pos),
			Scale: d.GetInt32Slot(decimalScale, 0)}}
		says(typeInt, bits)
	case kind == typeInt && d.GetInt32(first+d.Pos) == 128:
		c.hidden[place(at)] = hiddenNumber{arrow.Decimal128Type{Precision: 38}, !d.GetBoolSlot(intSigned, false)}
		says(typeFixed, 16)
	}
	return nil
}

// laterVersion is a version of the format newer than this program, by its
// number, which begins with 0.
type laterVersion int16

func (v laterVersion) Error() string {
	return fmt.Sprintf("it is of version V%d of the format, which came later than this program; export it as Parquet",
		v+1)
}

// unknownType is a type newer than this program, of which not even is known
// how many buffers it has: nothing behind it can be found.
type unknownType struct {
	column string
	number byte
}

func (u unknownType) Error() string {
	return fmt.Sprintf("its column %q is of a type that came later than this program (number %d of Arrow's types), "+
		"without which the others cannot be found; export it without that column, or as Parquet", u.column, u.number)
}
