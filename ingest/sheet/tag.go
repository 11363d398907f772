package sheet

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// tags reads the tags and texts of an XML document. A sheet has some tens of millions
// of them, for each of which encoding/xml makes a few objects.
type tags struct {
	r     io.Reader
	buf   []byte
	at    int // in buf
	end   bool
	name  []byte // of the tag at hand, without its prefix
	attrs []byte
	open  bool // it begins an element
	close bool // it ends one; with open: an empty one
	text  []byte
}

// longestTag is how long a tag or a text between tags may be.
const longestTag = 16 << 20

var errXML = errors.New("its XML is damaged")

// fill reads more; false at the end.
func (t *tags) fill() (bool, error) {
	if t.end {
		return false, nil
	}
	if t.at > 0 {
		t.buf, t.at = t.buf[:copy(t.buf, t.buf[t.at:])], 0
	}
	if len(t.buf) == cap(t.buf) {
		if len(t.buf) > longestTag {
			return false, errXML
		}
		t.buf = append(make([]byte, 0, max(256<<10, 2*cap(t.buf))), t.buf...)
	}
	n, err := t.r.Read(t.buf[len(t.buf):cap(t.buf)])
	t.buf = t.buf[:len(t.buf)+n]
	if err == io.EOF {
		t.end, err = true, nil
	}
	return n > 0 || !t.end, err
}

// upTo gives the place of what ends something that begins at from, reading on as far as it takes.
func (t *tags) upTo(end string) (int, error) {
	for from := 0; ; {
		if i := bytes.Index(t.buf[t.at+from:], []byte(end)); i >= 0 {
			return t.at + from + i, nil
		}
		from = max(0, len(t.buf)-t.at-len(end)+1)
		more, err := t.fill()
		if err != nil {
			return 0, err
		}
		if !more {
			return 0, io.EOF
		}
	}
}

// next goes to the next tag; text is what stands before it. io.EOF behind the last.
func (t *tags) next() error {
	t.text = nil
	for {
		i, err := t.upTo("<")
		if err != nil {
			return err
		}
		t.text = append(t.text, t.buf[t.at:i]...)
		t.at = i
		for len(t.buf)-t.at < 9 {
			if more, err := t.fill(); err != nil {
				return err
			} else if !more {
				break
			}
		}
		switch rest := t.buf[t.at:]; {
		case bytes.HasPrefix(rest, []byte("<!--")):
			err = t.past("-->", nil)
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			t.at += len("<![CDATA[")
			err = t.past("]]>", func(b []byte) {
				t.text = append(t.text, bytes.ReplaceAll(b, []byte("&"), []byte("&amp;"))...)
			})
		case bytes.HasPrefix(rest, []byte("<?")):
			err = t.past("?>", nil)
		case bytes.HasPrefix(rest, []byte("<!")):
			return errors.New("its XML has a document type, which no workbook has")
		default:
			return t.tag()
		}
		if err == io.EOF {
			return errXML
		}
		if err != nil {
			return err
		}
	}
}

func (t *tags) past(end string, take func([]byte)) error {
	i, err := t.upTo(end)
	if err != nil {
		return err
	}
	if take != nil {
		take(t.buf[t.at:i])
	}
	t.at = i + len(end)
	return nil
}

// tag reads the tag that begins here.
func (t *tags) tag() error {
	quote := byte(0)
	for i := 1; ; i++ {
		for t.at+i >= len(t.buf) {
			if more, err := t.fill(); err != nil {
				return err
			} else if !more {
				return errXML
			}
		}
		switch c := t.buf[t.at+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			b := t.buf[t.at+1 : t.at+i]
			t.at += i + 1
			t.open, t.close = true, false
			if len(b) > 0 && b[0] == '/' {
				t.open, t.close, b = false, true, b[1:]
			} else if len(b) > 0 && b[len(b)-1] == '/' {
				t.close, b = true, b[:len(b)-1]
			}
			t.name, t.attrs = b, nil
			if j := bytes.IndexAny(b, " \t\r\n"); j >= 0 {
				t.name, t.attrs = b[:j], b[j:]
			}
			if j := bytes.IndexByte(t.name, ':'); j >= 0 {
				t.name = t.name[j+1:]
			}
			return nil
		}
	}
}

func (t *tags) is(name string) bool { return string(t.name) == name }

// attr is an attribute of the tag at hand, "" where it has none such.
func (t *tags) attr(name string) string {
	for b := t.attrs; ; {
		eq := bytes.IndexByte(b, '=')
		if eq < 0 {
			return ""
		}
		key := bytes.TrimSpace(b[:eq])
		b = bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(b) == 0 {
			return ""
		}
		n := bytes.IndexByte(b[1:], b[0])
		if n < 0 {
			return ""
		}
		if string(key) == name {
			return string(plain(b[1 : 1+n]))
		}
		b = b[n+2:]
	}
}

// plain puts characters in the place of XML's names for them.
func plain(b []byte) []byte {
	if bytes.IndexByte(b, '&') < 0 {
		return b
	}
	var out []byte
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(out, b...)
		}
		out, b = append(out, b[:i]...), b[i:]
		end := bytes.IndexByte(b, ';')
		if end < 0 || end > 12 {
			out, b = append(out, '&'), b[1:]
			continue
		}
		switch name := string(b[1:end]); name {
		case "amp":
			out = append(out, '&')
		case "lt":
			out = append(out, '<')
		case "gt":
			out = append(out, '>')
		case "quot":
			out = append(out, '"')
		case "apos":
			out = append(out, '\'')
		default:
			if n, ok := number(name); ok {
				out = utf8.AppendRune(out, n)
			} else {
				out = append(out, b[:end+1]...)
			}
		}
		b = b[end+1:]
	}
}

// number is the character of a reference such as #13 or #xD.
func number(name string) (rune, bool) {
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, digits := 10, name[1:]
	if digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 21)
	return rune(n), err == nil
}
