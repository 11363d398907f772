package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// row reads a line, which is an object. Its names are those of the first one; a row of other names or of another order
// is refused.
func (r *duckRows) row() error {
	line, err := r.line()
	if err != nil {
		return err
	}
	if len(line) == 0 || line[0] != '{' {
		return fmt.Errorf("a row begins with %.20q, expected an object", line)
	}
	first := r.columns == nil
	r.room(len(r.columns))
	rest := line[1:]
	for i := 0; len(rest) > 0 && rest[0] != '}'; i++ {
		var name, value []byte
		if name, rest, err = quotedPart(rest); err != nil {
			return fmt.Errorf("the name of column %d cannot be read: %w", i+1, err)
		}
		if len(rest) == 0 || rest[0] != ':' {
			return io.ErrUnexpectedEOF
		}
		rest = rest[1:]
		if first {
			text, err := unquoted(name)
			if err != nil {
				return err
			}
			r.columns, r.names = append(r.columns, text), append(r.names, string(name))
			r.cells, r.there = append(r.cells, ""), append(r.there, false)
		} else if i >= len(r.names) || r.names[i] != string(name) {
			return fmt.Errorf("a row has the column %s, expected %q", name, r.columns)
		}
		if value, rest, err = valuePart(rest); err != nil {
			return fmt.Errorf("the value of %s is no JSON: %w; cast it to VARCHAR in the query", name, err)
		}
		if string(value) != "null" {
			text, err := unquoted(value)
			if err != nil {
				return err
			}
			r.put(i, text)
		}
		if len(rest) == 0 {
			return io.ErrUnexpectedEOF
		}
		if rest[0] == ',' {
			rest = rest[1:]
		}
	}
	if len(rest) == 0 {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// line is the next that is not empty, however long, without white space around it.
func (r *duckRows) line() ([]byte, error) {
	for {
		line, err := r.out.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			return line, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// quotedPart is a text in quotes at the beginning of b, as it is written, and what is behind it.
func quotedPart(b []byte) (text, rest []byte, err error) {
	if len(b) == 0 || b[0] != '"' {
		return nil, nil, fmt.Errorf("it begins with %.20q", b)
	}
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return b[:i+1], b[i+1:], nil
		}
	}
	return nil, nil, io.ErrUnexpectedEOF
}

// valuePart is a value at the beginning of b, and what is behind it.
func valuePart(b []byte) (value, rest []byte, err error) {
	switch {
	case len(b) > 0 && b[0] == '"':
		return quotedPart(b)
	case len(b) > 0 && (b[0] == '{' || b[0] == '['):
		d := json.NewDecoder(bytes.NewReader(b))
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, nil, err
		}
		return raw, b[d.InputOffset():], nil
	}
	end := bytes.IndexAny(b, ",}")
	if end < 0 {
		return nil, nil, io.ErrUnexpectedEOF
	}
	if !json.Valid(b[:end]) {
		return nil, nil, fmt.Errorf("it is %.40q", b[:end])
	}
	return b[:end], b[end:], nil
}

// unquoted is a value as text.
func unquoted(value []byte) (string, error) {
	if value[0] != '"' {
		return string(value), nil
	}
	if inside := value[1 : len(value)-1]; bytes.IndexByte(inside, '\\') < 0 {
		return string(inside), nil
	}
	var text string
	err := json.Unmarshal(value, &text)
	return text, err
}
