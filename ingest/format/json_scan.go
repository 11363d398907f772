package format

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// maxDepth bounds how deep objects and arrays may nest.
const maxDepth = 1000

// jsonText is JSON text being read. Every method takes the place of a token
// and gives the place behind it, or -1 after noting in why what is wrong.
//
// What counts as JSON is what encoding/json takes, and the bare NaN, Infinity
// and -Infinity that many writers put where a number is none.
type jsonText struct {
	b    []byte // ends in a newline; slack bytes follow it
	why  string
	cut  bool   // what is wrong is that b ends too soon
	wide []byte // b and eight bytes of what follows
}

// set makes b the text. A newline must be its last byte and slack follow it.
func (t *jsonText) set(b []byte) { t.b, t.wide, t.why, t.cut = b, b[:len(b)+8], "", false }

func (t *jsonText) fail(why string) int {
	if t.why == "" {
		t.why = why
	}
	return -1
}

// short is fail where b ends too soon.
func (t *jsonText) short(why string) int {
	t.cut = true
	return t.fail(why)
}

// space skips white space. It never skips b's last newline: that ends every
// token loop without a bounds check of its own.
func (t *jsonText) space(p int) int {
	b := t.b
	for {
		switch b[p] {
		case ' ', '\t', '\r':
			p++
		case '\n':
			if p == len(b)-1 {
				return p
			}
			p++
		default:
			return p
		}
	}
}

// str reads text from behind its opening quote and gives the place of the
// closing one, and whether escapes are between.
func (t *jsonText) str(p int) (end int, escaped bool) {
	for {
		w := binary.LittleEndian.Uint64(t.wide[p:])
		q, e := w^('"'*ones), w^('\\'*ones)
		// Bytes below a space, and those that turned to zero. A false hit can
		// only stand behind a true one.
		m := ((w-0x20*ones) & ^w | (q-ones)&^q | (e-ones)&^e) & highs
		if m == 0 {
			p += 8
			continue
		}
		p += bits.TrailingZeros64(m) >> 3
		switch t.b[p] {
		case '"':
			return p, escaped
		case '\\':
			escaped = true
			if p = t.escape(p + 1); p < 0 {
				return -1, true
			}
		default:
			if p == len(t.b)-1 {
				return t.short("it ends within quoted text"), false
			}
			return t.fail("there is a bare control character in quoted text"), false
		}
	}
}

// escape checks what follows a backslash.
func (t *jsonText) escape(p int) int {
	switch t.b[p] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return p + 1
	case 'u':
		for i := 1; i <= 4; i++ {
			if p+i >= len(t.b) || hexDigit(t.b[p+i]) < 0 {
				return t.fail(`a \u escape does not have four hexadecimal digits`)
			}
		}
		return p + 5
	}
	return t.fail("a backslash in quoted text starts no escape that JSON knows")
}

// number checks a number.
func (t *jsonText) number(p int) int {
	b := t.b
	if b[p] == '-' {
		if p++; b[p] == 'I' {
			return t.literal(p)
		}
	}
	switch {
	case b[p] == '0':
		p++
	case b[p]-'1' <= 8:
		p = digits(b, p)
	default:
		return t.fail("there is something that is no JSON value")
	}
	if b[p] == '.' {
		q := digits(b, p+1)
		if q == p+1 {
			return t.fail("a number has no digit behind its point")
		}
		p = q
	}
	if b[p]|0x20 == 'e' {
		p++
		if b[p] == '+' || b[p] == '-' {
			p++
		}
		q := digits(b, p)
		if q == p {
			return t.fail("a number has no digit in its exponent")
		}
		p = q
	}
	return p
}

// digits needs no bounds check: b ends in a newline.
func digits(b []byte, p int) int {
	for b[p]-'0' <= 9 {
		p++
	}
	return p
}

func isDigit(c byte) bool { return c-'0' <= 9 }

// literal checks for one of true, false, null, NaN and Infinity.
func (t *jsonText) literal(p int) int {
	if t.b[p] == 'N' || t.b[p] == 'I' || t.b[p+1] == 'a' && t.b[p] == 'n' {
		for _, word := range []string{"NaN", "nan", "Infinity"} {
			if bytes.HasPrefix(t.b[p:], []byte(word)) {
				return p + len(word)
			}
		}
	}
	switch binary.LittleEndian.Uint32(t.wide[p:]) {
	case nullWord, 't' | 'r'<<8 | 'u'<<16 | 'e'<<24:
		return p + 4
	case 'f' | 'a'<<8 | 'l'<<16 | 's'<<24:
		if t.wide[p+4] == 'e' {
			return p + 5
		}
	}
	return t.fail("there is something that is no JSON value")
}

// skip checks any value.
func (t *jsonText) skip(p, depth int) int {
	switch t.b[p] {
	case '"':
		end, _ := t.str(p + 1)
		if end < 0 {
			return -1
		}
		return end + 1
	case '{':
		return t.skipMany(p, depth, '}')
	case '[':
		return t.skipMany(p, depth, ']')
	case 't', 'f', 'n', 'N', 'I':
		return t.literal(p)
	}
	if p == len(t.b)-1 {
		return t.short("it ends where a value is expected")
	}
	return t.number(p)
}

// skipMany checks an object or array, which closes with the byte shut.
func (t *jsonText) skipMany(p, depth int, shut byte) int {
	if depth >= maxDepth {
		return t.fail("it is nested too deeply")
	}
	p = t.space(p + 1)
	if t.b[p] == shut {
		return p + 1
	}
	for {
		if shut == '}' {
			if p = t.key(p); p < 0 {
				return -1
			}
		}
		if p = t.skip(p, depth+1); p < 0 {
			return -1
		}
		p = t.space(p)
		switch t.b[p] {
		case ',':
			p = t.space(p + 1)
		case shut:
			return p + 1
		default:
			return t.unfinished(p)
		}
	}
}

// key checks a key and its colon and gives the place of the value.
func (t *jsonText) key(p int) int {
	if t.b[p] != '"' {
		if p == len(t.b)-1 {
			return t.short("it ends before its closing bracket")
		}
		return t.fail("a key is not in quotes")
	}
	end, _ := t.str(p + 1)
	if end < 0 {
		return -1
	}
	return t.colon(end + 1)
}

func (t *jsonText) colon(p int) int {
	if p = t.space(p); t.b[p] != ':' {
		return t.fail("there is no colon behind a key")
	}
	return t.space(p + 1)
}

// unfinished says what is wrong at p, where a comma or the end was expected.
func (t *jsonText) unfinished(p int) int {
	if p == len(t.b)-1 {
		return t.short("it ends before its closing bracket")
	}
	return t.fail("there is no comma between two values")
}
