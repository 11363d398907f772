package format

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// listMark stands in a path behind a key whose list is gone through.
const listMark = "[]"

// Unnests reports whether the path of rows takes them out of lists within the records
// (snapshots[].events[]), and not out of an envelope around these.
func Unnests(rows string) bool { return strings.Contains(rows, listMark) }

// nest is a path to lists within a record, taken apart.
type nest []nestStep

type nestStep struct {
	key  string
	list bool
}

// nestsOf takes apart paths that are parted by commas: of several every combination is a
// row.
func nestsOf(rows string) (out []nest, err error) {
	for _, path := range strings.Split(rows, ",") {
		path = strings.TrimSpace(path)
		var n nest
		marked := false
		for rest := path; rest != ""; {
			var s nestStep
			if rest[0] == '"' {
				end := strings.IndexByte(rest[1:], '"')
				if end < 0 {
					return nil, fmt.Errorf("rows: %s has a quote that does not end", path)
				}
				s.key, rest = rest[1:end+1], rest[end+2:]
			} else {
				end := strings.IndexAny(rest, ".[")
				if end < 0 {
					end = len(rest)
				}
				s.key, rest = rest[:end], rest[end:]
			}
			if s.list = strings.HasPrefix(rest, listMark); s.list {
				rest, marked = rest[len(listMark):], true
			}
			if s.key == "" || rest != "" && (rest[0] != '.' || rest == ".") {
				return nil, fmt.Errorf("rows: %s is no path to a list such as snapshots[].events[]", path)
			}
			rest = strings.TrimPrefix(rest, ".")
			n = append(n, s)
		}
		if !marked {
			return nil, fmt.Errorf("rows: %s names no list; write [] behind the key of a list whose elements are "+
				"rows, such as events[]", path)
		}
		out = append(out, n)
	}
	return out, nil
}

// rows gives a record once for each element of the lists on the path, which then stands
// where its list was: none where there is no list, and what is no list counts as its own
// element.
func (n nest) rows(record []byte) ([][]byte, error) {
	if len(n) == 0 {
		return [][]byte{record}, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(record, &fields); err != nil {
		if record = bytes.TrimSpace(record); len(record) > 0 && record[0] != '{' && json.Valid(record) {
			return nil, nil // what is no object holds no list
		}
		return nil, err
	}
	value, there := fields[n[0].key]
	if !there || string(value) == "null" {
		return nil, nil
	}
	elements := []json.RawMessage{value}
	if n[0].list && value[0] == '[' {
		elements = nil
		if err := json.Unmarshal(value, &elements); err != nil {
			return nil, err
		}
	}
	var out [][]byte
	for _, e := range elements {
		inner, err := n[1:].rows(e)
		if err != nil {
			return nil, err
		}
		for _, x := range inner {
			fields[n[0].key] = x
			row, err := json.Marshal(fields)
			if err != nil {
				return nil, err
			}
			out = append(out, row)
		}
	}
	return out, nil
}

// unnester is the text of a JSON file as one with a row a line, taken out of the lists of
// its records. Lines that are no JSON stay as they are: the reader of rows says so of
// them.
type unnester struct {
	name  string
	nests []nest
	text  *bufio.Reader
	more  func() (record []byte, err error)
	out   bytes.Buffer
	err   error
}

func newUnnester(name string, nests []nest, src stream) (*unnester, error) {
	head, err := src.firstBytes()
	if err != nil {
		return nil, err
	}
	u := &unnester{name: name, nests: nests, text: src.Reader}
	if formOf(head) == oneALine {
		u.more = u.line
		return u, nil
	}
	d := json.NewDecoder(src.Reader)
	listed := false
	if trimmed := bytes.TrimLeft(head, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '[' {
		if _, err := d.Token(); err != nil {
			return nil, u.broken(err)
		}
		listed = true
	}
	u.more = func() ([]byte, error) {
		if listed && !d.More() {
			if _, err := d.Token(); err != nil && err != io.EOF {
				return nil, u.broken(err)
			}
			return nil, io.EOF
		}
		var record json.RawMessage
		switch err := d.Decode(&record); err {
		case nil, io.EOF:
			return record, err
		default:
			return nil, u.broken(err)
		}
	}
	return u, nil
}

func (u *unnester) broken(err error) error {
	return fmt.Errorf("%s is no JSON from some place on, so no rows can be taken out of its lists: %w; was the "+
		"upload complete?", u.name, err)
}

func (u *unnester) line() ([]byte, error) {
	line, err := u.text.ReadBytes('\n')
	if err == io.EOF && len(line) > 0 {
		err = nil
	}
	return line, err
}

// Read is an io.Reader's.
func (u *unnester) Read(b []byte) (int, error) {
	for u.out.Len() == 0 && u.err == nil {
		record, err := u.more()
		if err != nil {
			u.err = err
			break
		}
		u.add(record)
	}
	if u.out.Len() == 0 {
		return 0, u.err
	}
	return u.out.Read(b)
}

// add adds the rows of a record.
func (u *unnester) add(record []byte) {
	rows := [][]byte{record}
	for _, n := range u.nests {
		var next [][]byte
		for _, r := range rows {
			if len(bytes.TrimSpace(r)) == 0 {
				continue
			}
			inner, err := n.rows(r)
			if err != nil {
				next = [][]byte{bytes.TrimRight(record, "\r\n")}
				break
			}
			next = append(next, inner...)
		}
		rows = next
	}
	for _, r := range rows {
		u.out.Write(r)
		u.out.WriteByte('\n')
	}
}

// unnested reads the rows of a file's lists.
type unnested struct {
	Reader
	nests []nest
}

// Names lists the columns as paths have them, with the marks of lists.
func (u unnested) Names() []string {
	names := slices.Clone(u.Reader.Names())
	for i, name := range names {
		for _, n := range u.nests {
			names[i] = n.marked(names[i], name)
		}
	}
	slices.Sort(names)
	return names
}

// marked puts the marks of the path's lists into a name that goes through them.
func (n nest) marked(to, name string) string {
	plain, marked := "", ""
	for _, s := range n {
		if plain != "" {
			plain, marked = plain+".", marked+"."
		}
		if plain, marked = plain+s.key, marked+s.key; s.list {
			marked += listMark
		}
		if rest, ok := strings.CutPrefix(name, plain); !ok || rest != "" && rest[0] != '.' {
			return to
		} else if len(marked)+len(rest) > len(to) {
			to = marked + rest
		}
	}
	return to
}

// openUnnested opens a JSON file whose rows stand in lists of its records.
func openUnnested(f entry, src source, columns []Column, o Options) (Reader, error) {
	nests, err := nestsOf(o.Rows)
	if err != nil {
		return nil, err
	}
	u, err := newUnnester(src.name, nests, src.text)
	if err != nil {
		return nil, err
	}
	plain := slices.Clone(columns)
	for i := range plain {
		plain[i].Name = strings.ReplaceAll(plain[i].Name, listMark, "")
	}
	src.text, src.at, src.size = newStream(u, src.text.Closer), nil, 0
	if head, err := src.text.firstBytes(); err != nil {
		return nil, readError(src.name, err)
	} else if len(head) == 0 {
		return nil, dataError{fmt.Sprintf("%s has no element in the lists of rows: %s; it takes the path of a list "+
			"within the records, with [] behind each list on the way", src.name, o.Rows), ErrNoRows}
	}
	o.Rows = ""
	r, err := f.open(src, plain, o)
	if err != nil {
		return nil, err
	}
	return unnested{r, nests}, nil
}
