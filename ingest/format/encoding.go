package format

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// charset is one line of the table of encodings other than UTF-8.
type charset struct {
	name string
	of   encoding.Encoding
}

// charsets is the table of encodings. utf-16 goes by the byte order mark, or
// else by where the zero bytes of ASCII characters are.
var charsets = []charset{
	{"utf-16", nil},
	{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
	{"windows-1252", charmap.Windows1252},
	{"iso-8859-1", charmap.ISO8859_1},
}

// Encodings lists the names of the encodings that text may have.
func Encodings() []string {
	names := []string{"utf-8"}
	for _, c := range charsets {
		names = append(names, c.name)
	}
	return names
}

// encoded makes the text of src UTF-8: from the encoding it is said to have,
// or from UTF-16 where a byte order mark says so.
func (src *source) encoded(head []byte, said string) error {
	name := said
	if said == "" && marksUTF16(head) {
		name = "utf-16"
	}
	if said != "" && !strings.HasPrefix(said, "utf-16") && marksUTF16(head) {
		return fmt.Errorf("csv: {encoding: %s} is said of %s, but it begins with the byte order mark of UTF-16; "+
			"leave the encoding out", said, src.name)
	}
	if name == "" || name == "utf-8" {
		return nil
	}
	i := slices.IndexFunc(charsets, func(c charset) bool { return c.name == name })
	if i < 0 {
		return fmt.Errorf("csv: {encoding: %s} is not known; %s can be read as %s", said, src.name,
			strings.Join(Encodings(), ", "))
	}
	c := charsets[i]
	if c.of == nil {
		c = charsets[1]
		if len(head) > 1 && (head[0] == 0xfe || head[0] == 0 && head[1] != 0) {
			c = charsets[2]
		}
	}
	src.at = nil
	src.text = newStream(transform.NewReader(src.text.Reader, c.of.NewDecoder()), src.text.Closer)
	return nil
}

func marksUTF16(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xfe\xff")) || bytes.HasPrefix(head, []byte("\xff\xfe")) &&
		!bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00"))
}

// seemsUTF16 says which UTF-16 text without a byte order mark looks like: every
// other byte of it is zero, or nearly every.
func seemsUTF16(head []byte) string {
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case half > 1 && zeros[1] > half*3/4 && zeros[0] == 0:
		return "utf-16le"
	case half > 1 && zeros[0] > half*3/4 && zeros[1] == 0:
		return "utf-16be"
	}
	return ""
}
