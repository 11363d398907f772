package format

import (
	"bytes"
	"fmt"
	"strings"
)

// decide says which format a file is: what it was said to be, if it can be
// that; else what its first bytes say; else what its name says; else what
// text looks like.
func decide(name string, head []byte, said string) (entry, error) {
	magic, known := byMagic(head)
	if said != "" {
		if said == "ipc" && known && magic.name == "ipc-stream" {
			return magic, nil // both are Arrow IPC to whoever names it
		}
		f, ok := byName(said)
		if !ok {
			return f, fmt.Errorf("there is no format %q; the formats are %s", said, all())
		}
		if known && magic.name != f.name {
			return f, fmt.Errorf("%s is said to be %s but begins like %s; leave the format out, or name that one", name,
				said, magic.name)
		}
		if !known && f.magics != nil {
			return f, fmt.Errorf("%s is said to be %s but does not begin like it: %s", name, said, looks(head))
		}
		return f, nil
	}
	if known {
		return magic, nil
	}
	if what := foreign(head); what != "" {
		return entry{}, fmt.Errorf("%s is %s, which is not read here; export it as one of %s", name, what, all())
	}
	bare, _ := bareName(name)
	if f, ok := byEnding(bare); ok {
		if f.magics != nil {
			return f, fmt.Errorf("%s is named like %s but does not begin like it: %s", name, f.name, looks(head))
		}
		return f, nil
	}
	if start := bytes.TrimLeft(trimBOM(head), " \t\r\n"); len(start) > 0 && (start[0] == '{' || startsArray(start)) {
		f, _ := byName("ndjson")
		return f, nil
	}
	f, _ := byName("csv")
	return f, nil
}

// looks says what bytes look like that are not what they should be.
func looks(head []byte) string {
	if what := foreign(head); what != "" {
		return "it is " + what
	}
	if isBinary(head) {
		return fmt.Sprintf("its first bytes are %x", head[:min(len(head), 8)])
	}
	return fmt.Sprintf("it is text that begins %q", clip(head, 40))
}

// foreign names kinds of file that come in an export's place.
func foreign(head []byte) string {
	if what := office(head); what != "" {
		return what
	}
	for _, f := range []struct{ magic, what string }{
		{"ORC", "an ORC file"},
		{"FEA1", "a Feather file of version 1"},
		{"SQLite format 3\x00", "an SQLite database, which is read as path: sqlite:FILE with table: or query:"},
		{"%PDF-", "a PDF document"},
		{"7z\xbc\xaf", "a 7z archive"},
		{"RAR!", "a RAR archive"},
		{"\xff\xfe\x00\x00", "text in UTF-32"},
		{"\x00\x00\xfe\xff", "text in UTF-32"},
	} {
		if strings.HasPrefix(string(head), f.magic) && !(f.magic == "ORC" && !isBinary(head)) {
			return f.what
		}
	}
	if start := bytes.ToLower(bytes.TrimLeft(head[:min(len(head), 200)], " \t\r\n")); bytes.HasPrefix(start,
		[]byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html")) {
		return "a web page (perhaps an error page saved in place of the export)"
	}
	if bytes.HasPrefix(head[min(len(head), 257):], []byte("ustar")) {
		return "a tar archive"
	}
	return ""
}

// office names spreadsheets that are not read: those behind a password are packed into an
// old Office document.
func office(head []byte) string {
	if !strings.HasPrefix(string(head), "\xd0\xcf\x11\xe0") {
		return ""
	}
	if bytes.Contains(head, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00")) {
		return "a spreadsheet behind a password, which has to be saved without one"
	}
	return "an old Office document (.xls) or a newer one behind a password, which has to be saved as .xlsx without one"
}

// textOnly refuses what is no text, for the text format named.
func textOnly(name string, head []byte, format string) error {
	if what := foreign(head); what != "" {
		return fmt.Errorf("%s is %s, where %s is expected; export it as UTF-8 text, or as Parquet", name, what, format)
	}
	if in := seemsUTF16(head); in != "" {
		return fmt.Errorf("%s looks like UTF-16 without a byte order mark; if it is, say so with csv: {encoding: %s}",
			name, in)
	}
	if isBinary(head) {
		return fmt.Errorf("%s is binary, where %s text is expected (its first bytes are %x); check that it is the "+
			"export, and what it is compressed or encoded with",
			name, format, head[:min(len(head), 8)])
	}
	return nil
}

// isBinary says whether bytes are no text in UTF-8 or any of its one-byte kin.
func isBinary(head []byte) bool {
	control := 0
	for _, c := range head {
		if c == 0 {
			return true
		}
		if c < ' ' && (c < '\b' || c > '\r') && c != 0x1b && c != recordSeparator {
			control++
		}
	}
	return control*50 > len(head)
}

func trimBOM(b []byte) []byte { return bytes.TrimPrefix(b, []byte("\uFEFF")) }

// bytesBut gives the beginning of a file without the delimiter that it is said
// to have, which may be a control character.
func bytesBut(head []byte, delimiter string) []byte {
	if delimiter == "" || delimiter[0] >= ' ' {
		return head
	}
	return bytes.ReplaceAll(head, []byte(delimiter), nil)
}
