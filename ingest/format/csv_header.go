package format

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"uptake/analysis/counted"
)

// csvHead is what stands before the rows of a delimited file.
type csvHead struct {
	syntax
	names []string
	top   *Top
}

// readHead takes everything before the rows off src.
func readHead(name string, src stream, columns []Column, o Options, tsv bool) (h csvHead, err error) {
	if h.syntax, err = o.CSV.syntax(name, tsv); err != nil {
		return h, err
	}
	for i := range o.CSV.Skip {
		if _, err := takeLine(src); err != nil {
			if err == io.EOF {
				return h, fmt.Errorf("%s has no line behind the %s that csv: {skip: %d} leaves out", name,
					counted.Noun(i, "line"), o.CSV.Skip)
			}
			return h, readError(name, err)
		}
	}
	head, err := src.firstBytes()
	if err != nil {
		return h, readError(name, err)
	}
	if d, line := separatorLine(head); d != 0 {
		src.Discard(line)
		if h.delimiter == 0 {
			h.delimiter = d
		}
		head = head[line:]
	}
	if o.CSV.Header != nil {
		return h, h.given(name, src, head, o)
	}
	n, first := titleLines(head, h.syntax, columns)
	h.top = &Top{bytes.Clone(head), h.delimiter, h.quote, h.escape, n}
	for range n {
		line, _ := takeLine(src)
		if strings.Trim(first, ",;\t ") == "" { // a line of a sheet without a cell
			first = strings.TrimRight(string(line), "\r\n")
		}
	}
	if strings.Trim(first, ",;\t ") != "" {
		o.note("begins with %s before the header, which %s left out: %q", counted.Noun(n, "line"), wasWere(n), first)
	}
	header, err := h.record(name, src)
	if err != nil {
		return h, err
	}
	if h.delimiter == 0 {
		h.delimiter = findDelimiter(header, h.quote)
	}
	return h, h.name(name, header, o)
}

func wasWere(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// name reads the names off the header.
func (h *csvHead) name(file string, header []byte, o Options) error {
	if !utf8.Valid(header) {
		return fmt.Errorf("the header of %s is not valid UTF-8 text (%q); %s", file, clip(header, 80), asUTF8)
	}
	if h.quote == noQuote && o.CSV.Quote == "" && h.allQuoted(header) {
		h.quote, h.escape = '"', o.CSV.Escape == Backslash
		o.note("has each name of its header in quotes, so quotes enclose its fields")
	}
	names, quoted, ok := h.fields(header)
	if !ok {
		return fmt.Errorf("the header of %s has a quote out of place in its name %d (%q); write quotes around whole "+
			"names only", file, len(names), names[len(names)-1])
	}
	if bytes.IndexByte(bytes.ReplaceAll(header, []byte("\r\n"), nil), '\r') >= 0 {
		return fmt.Errorf("the header of %s goes on behind a carriage return without a newline (it begins %q); write "+
			"the file again with each line ended by a newline", file, clip(header, 60))
	}
	if len(names) == 1 && quoted && strings.ContainsAny(names[0], ",;\t|") {
		return fmt.Errorf("%s has each whole line in one pair of quotes (its header is the single column %q), so it "+
			"has no columns to read; "+
			"write it again without quoting whole lines, or strip the first and last quote of each line and halve "+
			"the doubled ones", file, shorten(names[0], 80))
	}
	h.names = names
	return nil
}

// allQuoted says whether every name of a header without quotes as such is in
// quotes after all: no database names columns so, but programs that quote do.
func (h *csvHead) allQuoted(header []byte) bool {
	s := h.syntax
	s.quote, s.escape = '"', false
	_, quoted, ok := s.fields(header)
	return ok && quoted
}

// given takes the names from the experiment file, where no line holds them. A
// first line that is these very names is no row all the same.
func (h *csvHead) given(name string, src stream, head []byte, o Options) error {
	h.names = o.CSV.Header
	for len(head) > 0 && (head[0] == '\n' || head[0] == '\r') {
		src.Discard(1)
		head = head[1:]
	}
	if len(head) == 0 {
		return emptyError(name)
	}
	if h.delimiter == 0 {
		h.delimiter = findDelimiter(firstLine(head), h.quote)
	}
	end := h.recordEnd(head, 0)
	if end == 0 {
		return nil
	}
	first, _, ok := h.fields(bytes.TrimRight(head[:end], "\r\n"))
	if ok && len(first) != len(h.names) {
		return counted.Errorf("%s has %s in its first line (%q) where csv: {header: …} names %d columns; name each "+
			"column, in order", name, counted.Noun(len(first), "field"), clip(firstLine(head), 80), len(h.names))
	}
	if ok && slices.Equal(first, h.names) {
		src.Discard(end)
		o.note("has the names that csv: {header: …} gives as its first line, which is no row")
	}
	return nil
}

// takeLine takes one line off src, however long.
func takeLine(src stream) (line []byte, err error) {
	for {
		part, err := src.ReadSlice('\n')
		line = append(line, part...)
		if !bufferFull(err) {
			if err == io.EOF && len(line) > 0 {
				err = nil
			}
			return line, err
		}
		if len(line) > maxRecord {
			return line, nil
		}
	}
}

// separatorLine reads Excel's line sep=; and gives the bytes it takes.
func separatorLine(head []byte) (delimiter byte, size int) {
	line := firstLine(head)
	text := bytes.Trim(bytes.TrimSuffix(line, []byte{'\r'}), `"`)
	if len(text) == 5 && bytes.EqualFold(text[:4], []byte("sep=")) && text[4] < 0x80 {
		return text[4], min(len(line)+1, len(head))
	}
	return 0, 0
}

// titleLines finds lines before the header: each with fewer fields that hold
// something than the line behind them, which has one in every field, as many as
// those that follow and, as none of them does, a name that is asked for. first
// is the first of them, for a message. Spreadsheets fill such lines up with
// delimiters.
func titleLines(head []byte, s syntax, columns []Column) (n int, first string) {
	const most = 50
	type line struct {
		fields int
		filled int // up to the last that holds something
		asked  bool
	}
	count := func(b []byte, s syntax, most int) (out []line) {
		for len(out) < most {
			end := s.recordEnd(b, 0)
			if end == 0 {
				return out
			}
			texts, _, ok := s.fields(bytes.TrimRight(b[:end], "\r\n"))
			if !ok {
				return out
			}
			filled := len(texts)
			for filled > 0 && strings.TrimSpace(texts[filled-1]) == "" {
				filled--
			}
			out = append(out, line{len(texts), filled, slices.ContainsFunc(columns,
				func(c Column) bool { return hasColumn(texts, c.Name) })})
			b = b[end:]
		}
		return out
	}
	delimiters := []byte{s.delimiter}
	if s.delimiter == 0 {
		delimiters = []byte{',', '\t', ';', '|'}
	}
	for _, d := range delimiters {
		s.delimiter = d
		if lines := count(head, s, 1); len(lines) == 0 || lines[0].asked {
			return 0, ""
		}
	}
	for _, d := range delimiters {
		s.delimiter = d
		lines := count(head, s, most+3)
		for i, l := range lines {
			if !l.asked {
				continue
			}
			fewer := !slices.ContainsFunc(lines[:i], func(b line) bool { return b.filled >= l.fields })
			if fewer && l.filled == l.fields && i+1 < len(lines) && lines[i+1].fields == l.fields {
				return i, clip(firstLine(head), 60)
			}
			break
		}
	}
	return 0, ""
}

// record takes the first record that is not an empty line off src.
func (h *csvHead) record(name string, src stream) ([]byte, error) {
	line := []byte(nil)
	for {
		part, err := src.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxRecord:
			return nil, fmt.Errorf("the header of %s is longer than %d MiB; is a quote in its first line never "+
				"closed, or is it not a text file?", name, maxRecord>>20)
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
		// Quotes may carry the header over several lines. Its delimiter may not
		// be known yet, so any that could be one lets a quote open.
		s := h.syntax
		if s.delimiter == 0 {
			s.delimiter = findDelimiter(line, s.quote)
		}
		if s.recordEnd(line, 0) > 0 {
			return bytes.TrimSuffix(line[:len(line)-1], []byte{'\r'}), nil
		}
		if err == io.EOF {
			return nil, fmt.Errorf("a quote in the header of %s opens and never closes (it begins %q); write the "+
				"header on one line, with quotes around whole names only", name, clip(line, 60))
		}
	}
}

// findDelimiter gives the comma unless the header has none outside quotes but
// has a semicolon, a tab or a bar.
func findDelimiter(header []byte, quote byte) byte {
	for _, d := range []byte{',', '\t', ';', '|'} {
		quoted := false
		for _, c := range header {
			if c == quote {
				quoted = !quoted
			}
			if c == d && !quoted {
				return d
			}
		}
	}
	return ','
}

// shorten cuts text for a message.
func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return clip([]byte(s), most) + "…"
}
