package format

import (
	"bytes"
	"fmt"
)

// Dialect is how delimited text is written. Every zero value means that the
// file tells, or the rule of the format: in CSV a field in double quotes in
// which a quote is written twice, in TSV quotes that are letters and escapes
// by backslash, as databases write it.
type Dialect struct {
	Delimiter string   // one character; "" is found in the header: , or else tab ; |
	Quote     string   // NoQuote, or one character
	Escape    string   // Backslash
	Skip      int      // lines before the header
	Header    []string // the columns' names where no line holds them
	Encoding  string   // "" is UTF-8, or UTF-16 where a byte order mark says so; one of Encodings
}

// Words of a dialect.
const (
	NoQuote   = "none"
	Backslash = "backslash"
)

// syntax is the part of a dialect by which a file is cut into fields.
type syntax struct {
	delimiter byte // 0: not found yet
	quote     byte // noQuote: there is none
	escape    bool // a backslash makes the next byte part of the field: within quotes, or anywhere where there are none
}

// noQuote as a quote never begins a field, for it ends the record.
const noQuote = '\n'

// letters says whether backslash sequences such as \t stand for other bytes.
func (s *syntax) letters() bool { return s.escape && s.quote == noQuote }

// syntax gives what of the dialect is known before the file is looked at.
func (d *Dialect) syntax(file string, tsv bool) (s syntax, err error) {
	one := func(key, text string) byte {
		if len(text) != 1 || text == "\n" || text == "\r" || text == `\` || text[0] >= 0x80 {
			err = fmt.Errorf("csv: {%s: %q} is to be one ASCII character, no line end and no backslash; write %s "+
				"again with such a %s", key, text, file, key)
			return 0
		}
		return text[0]
	}
	s.quote = '"'
	if tsv {
		s = syntax{'\t', noQuote, d.Quote == "" || d.Quote == NoQuote}
	}
	switch d.Quote {
	case "":
	case NoQuote:
		s.quote = noQuote
	default:
		s.quote = one("quote", d.Quote)
	}
	if d.Delimiter != "" {
		s.delimiter = one("delimiter", d.Delimiter)
	}
	switch d.Escape {
	case "":
	case Backslash:
		s.escape = true
	default:
		err = fmt.Errorf("csv: {escape: %q} is not known; the one way to escape is %s", d.Escape, Backslash)
	}
	if err == nil && s.delimiter == s.quote && s.delimiter != 0 {
		err = fmt.Errorf("csv: {quote: %q} is the delimiter of %s too; give another", string(s.quote), file)
	}
	return s, err
}

// closing gives the place behind the quote that closes the text from p on.
func (s *syntax) closing(b []byte, p uint32) (uint32, bool) {
	if s.escape {
		return s.escapedClosing(b, p)
	}
	for {
		q := bytes.IndexByte(b[p:], s.quote)
		if q < 0 {
			return 0, false
		}
		p += uint32(q) + 1
		if int(p) >= len(b) || b[p] != s.quote {
			return p, true
		}
		p++
	}
}

func (s *syntax) escapedClosing(b []byte, p uint32) (uint32, bool) {
	for ; int(p) < len(b); p++ {
		switch b[p] {
		case '\\':
			p++
		case s.quote:
			if int(p)+1 >= len(b) || b[p+1] != s.quote {
				return p + 1, true
			}
			p++
		}
	}
	return 0, false
}

// backslashed says whether a backslash that is none's own text stands before p.
func backslashed(b []byte, p int) bool {
	n := 0
	for p > n && b[p-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

// recordEnd gives the place behind the record that begins at p, or 0 when b
// ends before it does.
func (s *syntax) recordEnd(b []byte, p int) int {
	field := p // a quote here opens quoted text
	for {
		nl := bytes.IndexByte(b[p:], '\n')
		if nl < 0 {
			return 0
		}
		if s.quote == noQuote {
			if s.escape && backslashed(b, p+nl) {
				p += nl + 1
				continue
			}
			return p + nl + 1
		}
		q := bytes.IndexByte(b[p:p+nl], s.quote)
		if q < 0 {
			return p + nl + 1
		}
		q += p
		if q != field && b[q-1] != s.delimiter {
			p = q + 1 // text, not a quote
			continue
		}
		after, ok := s.closing(b, uint32(q+1))
		if !ok {
			return 0
		}
		p = int(after)
		field = -1
	}
}

// fields splits a record, without its line end, into the texts of its fields.
// ok is false where a quote is out of place. quoted says that each is in quotes.
func (s *syntax) fields(record []byte) (texts []string, quoted, ok bool) {
	quoted = true
	var scratch []byte
	for rest, more := record, true; more; {
		if len(rest) > 0 && rest[0] == s.quote {
			after, closed := s.closing(rest, 1)
			if !closed || int(after) < len(rest) && rest[after] != s.delimiter {
				return append(texts, clip(rest, 40)), false, false
			}
			scratch = s.unquote(scratch[:0], rest[:after])
			texts = append(texts, string(scratch))
			if more = int(after) < len(rest); more {
				rest = rest[after+1:]
			}
			continue
		}
		quoted = false
		end := 0
		for end < len(rest) && (rest[end] != s.delimiter || s.letters() && backslashed(rest, end)) {
			end++
		}
		cell := rest[:end]
		if more = end < len(rest); more {
			rest = rest[end+1:]
		}
		if s.letters() {
			scratch = unescapeLetters(scratch[:0], cell)
			cell = scratch
		}
		texts = append(texts, string(cell))
	}
	return texts, quoted, true
}

// unquote appends the text of a field in quotes, of which it is known that
// nothing follows the closing one.
func (s *syntax) unquote(dst, field []byte) []byte {
	text := field[1 : len(field)-1]
	for i := 0; i < len(text); i++ {
		c := text[i]
		if i+1 < len(text) {
			next := text[i+1]
			switch {
			case c == s.quote && next == s.quote:
				i++
			case c == '\\' && s.escape && (next == s.quote || next == '\\' || next == '\n' || next == s.delimiter):
				// Before anything else the writers that escape by backslash mean
				// the backslash itself.
				i++
				c = next
			}
		}
		dst = append(dst, c)
	}
	return dst
}

// unescapeLetters appends what backslash sequences mean in text without
// quotes: as MySQL, PostgreSQL, ClickHouse and Hive write it.
func unescapeLetters(dst, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\\' && i+1 < len(text) {
			i++
			switch c = text[i]; c {
			case 't':
				c = '\t'
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 'b':
				c = '\b'
			case 'f':
				c = '\f'
			case 'v':
				c = '\v'
			case '0':
				c = 0
			}
		}
		dst = append(dst, c)
	}
	return dst
}
