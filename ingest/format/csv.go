package format

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// csvReader reads CSV and TSV: RFC 4180, bound by the header's names. Space
// around a value is part of it; an empty cell is the empty text; empty lines
// are no rows.
type csvReader struct {
	names  []string
	plan   *csvPlan
	cutter *cutter
	closer io.Closer
}

// openCSV reads the header. delimiter 0 means: find it in the header.
func openCSV(name string, src stream, columns []Column, delimiter byte, block int) (Reader, error) {
	head, err := src.firstBytes()
	if err != nil {
		return nil, err
	}
	if err := textOnly(name, head, "csv"); err != nil {
		return nil, err
	}
	header, err := csvHeader(name, src)
	if err != nil {
		return nil, err
	}
	if delimiter == 0 {
		delimiter = findDelimiter(header)
	}
	names, quoted, err := headerNames(name, header, delimiter)
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(bytes.ReplaceAll(header, []byte("\r\n"), nil), '\r') >= 0 {
		return nil, fmt.Errorf("the header of %s goes on behind a carriage return without a newline (it begins %q); write the file again with each line ended by a newline", name, clip(header, 60))
	}
	if len(names) == 1 && quoted && strings.ContainsAny(names[0], ",;\t|") {
		return nil, fmt.Errorf("%s has each whole line in one pair of quotes (its header is the single column %q), so it has no columns to read; "+
			"write it again without quoting whole lines, or strip the first and last quote of each line and halve the doubled ones", name, shorten(names[0], 80))
	}
	plan := &csvPlan{delimiter: delimiter, fields: len(names)}
	for _, c := range columns {
		col := csvColumn{name: c.Name, field: -1, repeats: c.Repeats}
		for _, s := range splits(c.Name) {
			i := slices.Index(names, s.column)
			if i < 0 {
				continue
			}
			if slices.Contains(names[i+1:], s.column) {
				return nil, fmt.Errorf("%s has more than one column named %q, so which is meant is not known; give them different names in its header", name, s.column)
			}
			col.field = i
			if s.paths != nil {
				col.path = jsonPath(s.paths)
			}
			break
		}
		plan.columns = append(plan.columns, col)
	}
	finder := &csvFinder{name: name, delimiter: delimiter}
	cutter := newCutter(name, src, block)
	cutter.find = finder.find
	return &csvReader{names: names, plan: plan, cutter: cutter, closer: src}, nil
}

func (r *csvReader) Names() []string { return r.names }

func (r *csvReader) Close() error { return r.closer.Close() }

func (r *csvReader) Next() (Block, error) {
	t, err := r.cutter.next()
	if err != nil {
		return nil, err
	}
	return &csvBlock{r, t}, nil
}

type csvBlock struct {
	r *csvReader
	t *text
}

func (b *csvBlock) Decode() (batch *Batch, err error) {
	defer recoverTo(&err, b.r.cutter.name, b.t.firstRow)
	batch = b.r.plan.decode(b.t)
	b.r.cutter.release(b.t.buf)
	return batch, nil
}

// csvHeader takes the first record that is not an empty line off src.
func csvHeader(name string, src stream) ([]byte, error) {
	line := []byte(nil)
	for {
		part, err := src.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxRecord:
			return nil, fmt.Errorf("the header of %s is longer than %d MiB; is a quote in its first line never closed, or is it not a text file?", name, maxRecord>>20)
		case len(part) > 0 && part[len(part)-1] == '\n':
		case err == io.EOF && len(line) > 0:
			line = append(line, '\n')
		case err == io.EOF:
			return nil, emptyError(name)
		case !bufferFull(err):
			return nil, readError(name, err)
		default:
			continue
		}
		if blank(line[:len(line)-1]) && err == nil {
			line = line[:0]
			continue
		}
		if blank(line[:len(line)-1]) {
			return nil, emptyError(name)
		}
		// Quotes may carry the header over several lines. Its delimiter is not
		// known yet, so any that could be one lets a quote open.
		if bytes.IndexByte(line, '"') < 0 || headerEnds(line) {
			return bytes.TrimSuffix(line[:len(line)-1], []byte{'\r'}), nil
		}
		if err == io.EOF {
			return nil, fmt.Errorf("a quote in the header of %s opens and never closes (it begins %q); write the header on one line, with quotes around whole names only", name, clip(line, 60))
		}
	}
}

// headerEnds says whether all quotes of a header's lines are closed.
func headerEnds(line []byte) bool {
	return recordEnd(line, 0, findDelimiter(line)) > 0
}

// findDelimiter gives the comma unless the header has none outside quotes but
// has a semicolon, a tab or a bar.
func findDelimiter(header []byte) byte {
	for _, d := range []byte{',', '\t', ';', '|'} {
		quoted := false
		for _, c := range header {
			if c == '"' {
				quoted = !quoted
			}
			if c == d && !quoted {
				return d
			}
		}
	}
	return ','
}

// headerNames splits a header; quoted says whether the last name was in quotes.
func headerNames(file string, header []byte, delimiter byte) (names []string, quoted bool, err error) {
	if !utf8.Valid(header) {
		return nil, false, fmt.Errorf("the header of %s is not valid UTF-8 text (%q); write the file as UTF-8", file, clip(header, 80))
	}
	rest, more := header, true
	for more {
		var cell []byte
		quoted = len(rest) > 0 && rest[0] == '"'
		if quoted {
			after, ok := closing(rest, 1)
			if !ok || int(after) < len(rest) && rest[after] != delimiter {
				return nil, false, fmt.Errorf("the header of %s has a quote out of place in its name %d (%q); write quotes around whole names only", file, len(names)+1, clip(rest, 40))
			}
			cell = bytes.ReplaceAll(rest[1:after-1], []byte(`""`), []byte(`"`))
			more = int(after) < len(rest)
			if more {
				rest = rest[after+1:]
			}
		} else {
			cell, rest, more = bytes.Cut(rest, []byte{delimiter})
		}
		names = append(names, string(cell))
	}
	return names, quoted, nil
}

// shorten cuts text for a message.
func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return clip([]byte(s), most) + "…"
}
