package format

import (
	"io"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
)

// ndjsonWriter writes one object a line, keys in the schema's order.
type ndjsonWriter struct {
	w    io.Writer
	keys [][]byte // `"name":`
	buf  []byte
}

func newNDJSONWriter(w io.Writer, s *arrow.Schema, _ WriterOptions) (Writer, error) {
	n := &ndjsonWriter{w: w}
	for _, f := range s.Fields() {
		n.keys = append(n.keys, append(appendJSON(nil, f.Name), ':'))
	}
	return n, nil
}

func (n *ndjsonWriter) Write(rec arrow.Record) error {
	cells := make([]cellWriter, rec.NumCols())
	for k := range cells {
		cells[k] = newCellWriter(rec.Column(k))
	}
	for i := range int(rec.NumRows()) {
		n.buf = append(n.buf, '{')
		for k, cell := range cells {
			if k > 0 {
				n.buf = append(n.buf, ',')
			}
			n.buf = append(n.buf, n.keys[k]...)
			from := len(n.buf)
			switch {
			case rec.Column(k).IsNull(i):
			case cell.text:
				n.buf = appendJSON(n.buf, cell.value(i))
			case cell.quoted:
				n.buf = append(n.buf, '"')
				n.buf = cell.add(n.buf, i)
				n.buf = append(n.buf, '"')
			default:
				n.buf = cell.add(n.buf, i)
			}
			if len(n.buf) == from {
				n.buf = append(n.buf, "null"...)
			}
		}
		n.buf = append(n.buf, '}', '\n')
		if len(n.buf) > 64<<10 {
			if err := n.flush(); err != nil {
				return err
			}
		}
	}
	return n.flush()
}

func (n *ndjsonWriter) flush() error {
	_, err := n.w.Write(n.buf)
	n.buf = n.buf[:0]
	return err
}

func (n *ndjsonWriter) Close() error { return nil }

// appendJSON appends v in quotes, escaping what must be and nothing else.
// What is not UTF-8 becomes U+FFFD.
func appendJSON(dst []byte, v string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for i := 0; i < len(v); {
		c := v[i]
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < utf8.RuneSelf:
			dst = append(dst, c)
		default:
			r, n := utf8.DecodeRuneInString(v[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
			continue
		}
		i++
	}
	return append(dst, '"')
}
