package format

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	flatbuffers "github.com/google/flatbuffers/go"
)

// The library makes room for as many fields as a schema says it has before it
// looks at them, and follows fields within fields however deep. What a
// damaged schema says is checked here first. Reading outside its bytes
// panics, which the callers recover.

var errSchema = errors.New("its schema is damaged")

// slots of tables in Arrow's Schema.fbs, File.fbs and Message.fbs.
const (
	messageHeader, footerSchema          = 8, 6
	schemaFields, schemaMetadata         = 6, 8
	fieldChildren, fieldMetadata         = 14, 16
	deepestField, largestSchema, trailer = 64, 64 << 20, 10
)

// checkStreamSchema reads the first message of a stream, checks it, and gives
// the stream from its beginning again.
func checkStreamSchema(r io.Reader) (io.Reader, error) {
	head := make([]byte, 8)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(head[4:])
	if size < 8 || size > largestSchema {
		return nil, errSchema
	}
	meta := make([]byte, size)
	if _, err := io.ReadFull(r, meta); err != nil {
		return nil, err
	}
	if err := checkSchema(meta, messageHeader); err != nil {
		return nil, err
	}
	return io.MultiReader(bytes.NewReader(head), bytes.NewReader(meta), r), nil
}

// checkFileSchema checks the footer of a file of the given size.
func checkFileSchema(r io.ReaderAt, size int64) error {
	end := make([]byte, trailer)
	if size < 2*trailer {
		return io.ErrUnexpectedEOF
	}
	if _, err := r.ReadAt(end, size-trailer); err != nil && err != io.EOF {
		return err
	}
	n := int64(binary.LittleEndian.Uint32(end))
	if n < 8 || n > largestSchema || n > size-2*trailer {
		return errSchema
	}
	footer := make([]byte, n)
	if _, err := r.ReadAt(footer, size-trailer-n); err != nil {
		return err
	}
	return checkSchema(footer, footerSchema)
}

// checkSchema checks the schema that stands in a slot of b's root table.
func checkSchema(b []byte, slot flatbuffers.VOffsetT) error {
	root := flatbuffers.Table{Bytes: b, Pos: flatbuffers.GetUOffsetT(b)}
	o := flatbuffers.UOffsetT(root.Offset(slot))
	if o == 0 {
		return errSchema
	}
	left := len(b)
	return checkTables(flatbuffers.Table{Bytes: b, Pos: root.Indirect(o + root.Pos)}, schemaFields, schemaMetadata, 0, &left)
}

// checkTables checks the fields that a schema or field holds; left is how
// many fields may still come.
func checkTables(t flatbuffers.Table, fields, metadata flatbuffers.VOffsetT, depth int, left *int) error {
	if o := flatbuffers.UOffsetT(t.Offset(metadata)); o != 0 && t.VectorLen(o) > len(t.Bytes)/4 {
		return errSchema
	}
	o := flatbuffers.UOffsetT(t.Offset(fields))
	if o == 0 {
		return nil
	}
	n := t.VectorLen(o)
	if *left -= n; n < 0 || *left < 0 || depth > deepestField {
		return errSchema
	}
	at := t.Vector(o)
	for i := range n {
		child := flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(at + flatbuffers.UOffsetT(4*i))}
		if err := checkTables(child, fieldChildren, fieldMetadata, depth+1, left); err != nil {
			return err
		}
	}
	return nil
}
