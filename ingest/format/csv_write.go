package format

import (
	"io"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// csvWriter writes CSV by RFC 4180, or TSV as databases do: without quotes, by
// backslash sequences, \N for no value. Lines end in a bare newline.
type csvWriter struct {
	w         io.Writer
	delimiter byte
	special   string // what has to stand in quotes
	buf       []byte
}

func newCSVWriter(w io.Writer, s *arrow.Schema, _ WriterOptions) (Writer, error) {
	return beginCSV(w, s, ',')
}

func newTSVWriter(w io.Writer, s *arrow.Schema, _ WriterOptions) (Writer, error) {
	return beginCSV(w, s, '\t')
}

func beginCSV(w io.Writer, s *arrow.Schema, delimiter byte) (Writer, error) {
	c := &csvWriter{w: w, delimiter: delimiter, special: string(delimiter) + "\"\r\n"}
	for i, f := range s.Fields() {
		if i > 0 {
			c.buf = append(c.buf, delimiter)
		}
		c.text(f.Name, s.NumFields() == 1)
	}
	c.buf = append(c.buf, '\n')
	return c, c.flush()
}

func (c *csvWriter) Write(rec arrow.Record) error {
	cells := make([]cellWriter, rec.NumCols())
	for k := range cells {
		cells[k] = newCellWriter(rec.Column(k))
	}
	for i := range int(rec.NumRows()) {
		for k, cell := range cells {
			if k > 0 {
				c.buf = append(c.buf, c.delimiter)
			}
			switch {
			case rec.Column(k).IsNull(i) && c.delimiter == '\t':
				c.buf = append(c.buf, missingCell...)
			case rec.Column(k).IsNull(i):
				c.text("", len(cells) == 1)
			case cell.text:
				c.text(cell.value(i), len(cells) == 1)
			default:
				c.buf = cell.add(c.buf, i)
			}
		}
		c.buf = append(c.buf, '\n')
		if len(c.buf) > 64<<10 {
			if err := c.flush(); err != nil {
				return err
			}
		}
	}
	return c.flush()
}

// text adds a cell, in quotes where it needs them: an empty one alone on its
// line would be an empty line, which is no row.
func (c *csvWriter) text(v string, alone bool) {
	if c.delimiter == '\t' {
		c.buf = append(c.buf, letterEscapes.Replace(v)...)
		return
	}
	if !strings.ContainsAny(v, c.special) && !(alone && v == "") {
		c.buf = append(c.buf, v...)
		return
	}
	c.buf = append(c.buf, '"')
	c.buf = append(c.buf, strings.ReplaceAll(v, `"`, `""`)...)
	c.buf = append(c.buf, '"')
}

var letterEscapes = strings.NewReplacer("\\", `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

func (c *csvWriter) flush() error {
	_, err := c.w.Write(c.buf)
	c.buf = c.buf[:0]
	return err
}

func (c *csvWriter) Close() error { return nil }
