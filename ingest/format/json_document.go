package format

import (
	"fmt"
	"io"
	"strings"
)

// Documents reads JSON values from b, one, several or one a line, and visits those at the
// paths that are asked for, in order; of the rest nothing is kept. A path is keys joined by
// points, with [] behind a list whose elements are meant: samples[] are those of the list
// at the key samples, [] those of a list at the top, "" the values of the top themselves.
// n counts what was visited at a path from 1 on.
func (b *Bytes) Documents(paths []string, visit func(path string, n int64, v Value) error) error {
	d := documents{name: b.src.name, src: b.src.text, visit: visit, paths: map[string]int64{}, ways: map[string]bool{}}
	for _, p := range paths {
		d.paths[p] = 0
		for i := range p {
			if p[i] == '.' || p[i] == '[' {
				d.ways[p[:i]] = true
			}
		}
		if p != "" {
			d.ways[""] = true
		}
	}
	return d.read()
}

// Shape notes the paths that the file's values have, as Documents writes them, so many keys
// deep and each once or more; of lists within values the first few elements are looked into,
// of what is at the top, or in a list there, as many as most says.
func (b *Bytes) Shape(deep, most int, note func(path string)) error {
	d := documents{name: b.src.name, src: b.src.text, note: note, deep: deep, most: most}
	return d.read()
}

// ErrEnough ends Documents before the end of the file, which is no error.
var ErrEnough = fmt.Errorf("enough was seen")

// maxValue bounds one value that is visited: more is rather a bracket that never closes.
const maxValue = 512 << 20

// documents reads values as a stream.
type documents struct {
	name  string
	src   io.Reader
	visit func(path string, n int64, v Value) error
	paths map[string]int64 // path asked for → values visited
	ways  map[string]bool  // paths on the way to them
	buf   []byte           // read and not yet done with
	at    int              // place in it
	keep  int              // what must stay: the beginning of a value that is visited; -1: none
	taken int64            // bytes before buf
	eof   bool
	top   int64 // values of the top

	note func(path string) // of Shape
	deep int
	most int
}

func (d *documents) read() error {
	d.keep = -1
	for {
		c, err := d.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if c == ',' || c == recordSeparator {
			d.at++
			continue
		}
		if d.top++; d.note != nil && d.top > int64(d.most) {
			return nil
		}
		if err := d.value("", 0); err == ErrEnough {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// next gives the next byte that is no white space, without taking it.
func (d *documents) next() (byte, error) {
	for {
		for ; d.at < len(d.buf); d.at++ {
			if c := d.buf[d.at]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
				return c, nil
			}
		}
		if err := d.more(); err != nil {
			return 0, err
		}
	}
}

// more reads on; io.EOF at the end.
func (d *documents) more() error {
	if d.eof {
		return io.EOF
	}
	from := d.at
	if d.keep >= 0 {
		from = d.keep
	}
	if len(d.buf)-from > maxValue {
		return fmt.Errorf("%s has a value of more than %d MiB (it begins %q); look there for a bracket or quote that "+
			"opens and does not close",
			d.name, maxValue>>20, clip(d.buf[from:], 60))
	}
	if room := cap(d.buf) - len(d.buf) - slack - 1; room < 64<<10 {
		held := len(d.buf) - from
		into := d.buf[:cap(d.buf)]
		if held > cap(d.buf)/2 || cap(d.buf) == 0 {
			into = make([]byte, max(256<<10, 2*held+128<<10)+slack+1)
		}
		copy(into, d.buf[from:])
		d.taken += int64(from)
		d.buf, d.at = into[:held], d.at-from
		if d.keep >= 0 {
			d.keep = 0
		}
	}
	n, err := d.src.Read(d.buf[len(d.buf) : cap(d.buf)-slack-1])
	d.buf = d.buf[:len(d.buf)+n]
	switch {
	case err == io.EOF:
		d.eof = true
		if n == 0 {
			return io.EOF
		}
	case err != nil:
		return readError(d.name, err)
	}
	return nil
}

// value goes through the value that begins at the next byte.
func (d *documents) value(path string, depth int) error {
	if _, asked := d.paths[path]; asked {
		return d.captured(path)
	}
	c, err := d.next()
	if err != nil {
		return d.short(err)
	}
	if d.note != nil {
		d.note(path)
	}
	if c != '{' && c != '[' || d.note == nil && !d.ways[path] || d.note != nil && strings.Count(path,
		".") >= d.deep-1 && path != "" && c == '{' {
		return d.skip()
	}
	if depth > maxDepth {
		return d.broken("it is nested too deeply")
	}
	d.at++
	shut, list := c+2, c == '['
	for n := 0; ; n++ {
		if c, err = d.next(); err != nil {
			return d.short(err)
		}
		switch {
		case c == shut:
			d.at++
			return nil
		case n > 0 && c != ',':
			return d.broken("there is no comma between two values")
		case n > 0:
			d.at++
			if c, err = d.next(); err != nil {
				return d.short(err)
			}
		}
		if list && d.note != nil && n >= d.few(path) {
			if path == "" {
				return ErrEnough
			}
			if err := d.skip(); err != nil {
				return err
			}
			continue
		}
		under := path + "[]"
		if !list {
			key, err := d.key(c)
			if err != nil {
				return err
			}
			if under = key; path != "" {
				under = path + "." + key
			}
		}
		if err := d.value(under, depth+1); err != nil {
			return err
		}
	}
}

// few is how many elements of a list Shape looks into.
func (d *documents) few(path string) int {
	if path == "" {
		return d.most
	}
	return 3
}

// key takes a key and the colon behind it.
func (d *documents) key(c byte) (string, error) {
	if c != '"' {
		return "", d.broken("a key is not in quotes")
	}
	d.keep = d.at
	if err := d.text(); err != nil {
		return "", err
	}
	raw := d.buf[d.keep+1 : d.at-1]
	d.keep = -1
	t := jsonText{}
	check := append(append(make([]byte, 0, len(raw)+2+slack), raw...), "\"\n"...)
	t.set(check)
	if end, _ := t.str(0); end != len(raw) {
		return "", d.broken("a key is no text: " + t.why)
	}
	key := string(unescape(nil, raw))
	if c, err := d.next(); err != nil {
		return "", d.short(err)
	} else if c != ':' {
		return "", d.broken("there is no colon behind a key")
	}
	d.at++
	return key, nil
}

// text goes to behind the text whose opening quote is the next byte.
func (d *documents) text() error {
	d.at++
	for {
		for ; d.at < len(d.buf); d.at++ {
			switch d.buf[d.at] {
			case '"':
				d.at++
				return nil
			case '\\':
				if d.at+1 == len(d.buf) {
					goto more
				}
				d.at++
			}
		}
	more:
		if err := d.more(); err != nil {
			return d.short(err)
		}
	}
}

// skip goes to behind a value without looking into it.
func (d *documents) skip() error {
	depth := 0
	for {
		c, err := d.next()
		if err != nil {
			return d.short(err)
		}
		switch c {
		case '"':
			if err := d.text(); err != nil {
				return err
			}
		case '{', '[':
			depth++
			d.at++
		case '}', ']':
			if depth == 0 {
				return d.broken("a bracket closes what is not open")
			}
			depth--
			d.at++
		case ',', ':':
			if depth == 0 {
				return d.broken("a value is missing")
			}
			d.at++
			continue
		default:
			if err := d.word(); err != nil {
				return err
			}
		}
		if depth == 0 {
			return nil
		}
	}
}

// word goes to behind a number or one of JSON's words.
func (d *documents) word() error {
	for {
		for ; d.at < len(d.buf); d.at++ {
			if strings.IndexByte(" \n\t\r,:]}[{\"", d.buf[d.at]) >= 0 {
				return nil
			}
		}
		if err := d.more(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// captured visits the value that begins at the next byte.
func (d *documents) captured(path string) error {
	if _, err := d.next(); err != nil {
		return d.short(err)
	}
	d.keep = d.at
	if err := d.skip(); err != nil {
		return err
	}
	from := d.keep
	d.keep = -1
	whole := d.buf[:cap(d.buf)]
	behind := whole[d.at] // of the next value, perhaps
	whole[d.at] = '\n'
	v, why := valueOf(whole[from : d.at+1])
	if why != "" {
		whole[d.at] = behind
		return d.broken(why)
	}
	d.paths[path]++
	err := d.visit(path, d.paths[path], v)
	whole[d.at] = behind
	return err
}

// short is the error that the file ends within a value.
func (d *documents) short(err error) error {
	if err != io.EOF {
		return err
	}
	where := ""
	if d.top > 1 {
		where = fmt.Sprintf(" in value %d of it", d.top)
	}
	return dataError{fmt.Sprintf("%s ends before the closing bracket of its JSON%s; was the run finished and the "+
		"upload complete?", d.name, where), io.ErrUnexpectedEOF}
}

// broken is the error that something is no JSON.
func (d *documents) broken(why string) error {
	at := min(d.at, len(d.buf))
	from := max(0, at-30)
	return fmt.Errorf("%s is not whole JSON: value %d of the file, near byte %d (%q): %s; write or export the file "+
		"again",
		d.name, max(d.top, 1), d.taken+int64(at), clip(d.buf[from:min(len(d.buf), at+30)], 60), why)
}
