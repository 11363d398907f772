package format

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow/array"
)

// What bytes are as text. A column that says it is text is text where it is
// UTF-8, and hexadecimal where it is not: no bytes may reach a page or a file
// that no reader accepts. A column of raw bytes is text only where it could
// have been typed, so that keys of random bytes are hexadecimal throughout.

func appendUTF8(dst, b []byte) []byte {
	if utf8.Valid(b) {
		return append(dst, b...)
	}
	return hex.AppendEncode(dst, b)
}

func appendRaw(dst, b []byte) []byte {
	if utf8.Valid(b) && !controls(b) {
		return append(dst, b...)
	}
	return hex.AppendEncode(dst, b)
}

// appendFixed takes what fills up a value of fixed width for no part of its
// text, as fixed strings are filled up with zeros. What has white space at an
// end before them is rather a number, such as 32 in sixteen bytes.
func appendFixed(dst, b []byte) []byte {
	text := bytes.TrimRight(b, "\x00")
	number := len(text) < len(b) && len(bytes.TrimSpace(text)) < len(text)
	if len(text) > 0 && !number && utf8.Valid(text) && !controls(text) {
		return append(dst, text...)
	}
	return hex.AppendEncode(dst, b)
}

// controls says whether control characters are in b, other than those of text.
func controls(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return true
		}
	}
	return false
}

func appendUUID(dst, b []byte) []byte {
	for i, part := range [][]byte{b[:4], b[4:6], b[6:8], b[8:10], b[10:]} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, part)
	}
	return dst
}

// appendClock writes a time of day, given in unit parts of a second, as
// 15:04:05, with as many decimals as it needs of six or nine.
func appendClock(dst []byte, v, unit int64) []byte {
	two := func(sep byte, n int64) {
		if sep != 0 {
			dst = append(dst, sep)
		}
		dst = append(dst, byte('0'+n/10%10), byte('0'+n%10))
	}
	seconds, part := v/unit, v%unit
	two(0, seconds/3600)
	two(':', seconds/60%60)
	two(':', seconds%60)
	if part == 0 {
		return dst
	}
	dst = append(dst, '.')
	for unit /= 10; unit > 0; unit /= 10 {
		dst = append(dst, byte('0'+part/unit%10))
	}
	return dst
}

// asText gives texts with every one that is no text in hexadecimal; raw says
// that the column did not say it holds text.
func asText(a *array.String, raw bool) *array.String {
	if a.Len() == 0 || !odd(a, raw) {
		return a
	}
	add := appendUTF8
	if raw {
		add = appendRaw
	}
	clean, _ := texts(a, func(dst []byte, i int) []byte { return add(dst, []byte(a.Value(i))) })
	return clean.(*array.String)
}

// odd says whether any of the texts may have to be rewritten, looking at all
// bytes at once.
func odd(a *array.String, raw bool) bool {
	offsets := a.ValueOffsets()
	if offsets[0] == offsets[len(offsets)-1] {
		return false
	}
	all := a.Data().Buffers()[2].Bytes()[offsets[0]:offsets[len(offsets)-1]]
	if typed(all) {
		return false
	}
	if raw && controls(all) || !utf8.Valid(all) {
		return true
	}
	// A character may not be cut in two by where values end.
	for _, at := range offsets[:len(offsets)-1] {
		if i := int(at - offsets[0]); i < len(all) && !utf8.RuneStart(all[i]) {
			return true
		}
	}
	return false
}

// typed says of b that nothing but printable ASCII is in it, as of almost all
// ids and names. It may say no of what is.
func typed(b []byte) bool {
	other := uint64(0)
	for ; len(b) >= 16; b = b[16:] {
		v, w := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])
		// Bytes of more than 0x7e, and such of less than a space.
		other |= v | (v + ones) | (v-0x20*ones)&^v
		other |= w | (w + ones) | (w-0x20*ones)&^w
		if other&highs != 0 {
			return false
		}
	}
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}
