package calc

import (
	"encoding/json"
	"strings"
)

// A case is a few hundred bytes of JSON, and there may be a hundred thousand
// of them: what is read is checked once and cut into pieces in place. What is
// accepted is what encoding/json accepts, which also words every error.

// deepest is the nesting at which encoding/json gives up.
const deepest = 10000

// valid says whether b is one JSON value, as json.Valid does.
func valid(b []byte) bool {
	end := value(b, blank(b, 0), 0)
	return end >= 0 && blank(b, end) == len(b)
}

// blank returns where the white space from i on ends.
func blank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// value returns where the JSON value that begins at i ends, −1 when there is none.
func value(b []byte, i, depth int) int {
	if i >= len(b) {
		return -1
	}
	switch c := b[i]; {
	case c == '"':
		return quoted(b, i)
	case c == '-' || c >= '0' && c <= '9':
		return numeral(b, i)
	case c == '{':
		return group(b, i, depth+1, '}', nil)
	case c == '[':
		return group(b, i, depth+1, ']', nil)
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if len(b)-i >= len(word) && string(b[i:i+len(word)]) == word {
			return i + len(word)
		}
	}
	return -1
}

// group returns where the object or list that begins at i ends. Each member is
// handed to visit, an object's with its name in quotation marks.
func group(b []byte, i, depth int, closing byte, visit func(name, raw []byte)) int {
	if depth > deepest {
		return -1
	}
	i = blank(b, i+1)
	if i < len(b) && b[i] == closing {
		return i + 1
	}
	for {
		var name []byte
		if closing == '}' {
			if i >= len(b) || b[i] != '"' {
				return -1
			}
			end := quoted(b, i)
			if end < 0 {
				return -1
			}
			name = b[i:end]
			if i = blank(b, end); i >= len(b) || b[i] != ':' {
				return -1
			}
			i = blank(b, i+1)
		}
		end := value(b, i, depth)
		if end < 0 {
			return -1
		}
		if visit != nil {
			visit(name, b[i:end:end])
		}
		if i = blank(b, end); i >= len(b) {
			return -1
		}
		switch b[i] {
		case closing:
			return i + 1
		case ',':
			i = blank(b, i+1)
		default:
			return -1
		}
	}
}

// quoted returns where the string that begins at i ends.
func quoted(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return -1
		case c == '\\':
			if i++; i >= len(b) {
				return -1
			}
			if b[i] != 'u' {
				if strings.IndexByte(`"\/bfnrt`, b[i]) < 0 {
					return -1
				}
				continue
			}
			for range 4 {
				if i++; i >= len(b) || !hex(b[i]) {
					return -1
				}
			}
		}
	}
	return -1
}

func hex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// numeral returns where the number that begins at i ends.
func numeral(b []byte, i int) int {
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if i = digits(b, i); i < 0 {
		return -1
	}
	if i < len(b) && b[i] == '.' {
		if i = digits(b, i+1); i < 0 {
			return -1
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		return digits(b, i)
	}
	return i
}

// digits returns where the digits from i on end, −1 when there is none.
func digits(b []byte, i int) int {
	start := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	if i == start {
		return -1
	}
	return i
}

// member is one name of an object with its value as it is written.
type member struct {
	name []byte
	raw  json.RawMessage
	used bool
}

// members cuts an object into its members, in the order of the text; null is
// an object without any. Not ok when it is neither. raw must be valid.
func members(raw []byte) (list []member, ok bool) {
	if string(raw) == "null" {
		return nil, true
	}
	if len(raw) == 0 || raw[0] != '{' {
		return nil, false
	}
	list = make([]member, 0, 4)
	group(raw, 0, 1, '}', func(name, raw []byte) {
		list = append(list, member{name: plain(name), raw: raw})
	})
	return list, true
}

// plain is the text of a name in quotation marks.
func plain(name []byte) []byte {
	for _, c := range name {
		if c == '\\' || c >= 0x80 {
			var s string
			json.Unmarshal(name, &s) // a valid string; odd bytes become U+FFFD
			return []byte(s)
		}
	}
	return name[1 : len(name)-1]
}

// items cuts a list into its values; null is an empty one. Not ok when it is
// neither. raw must be valid.
func items(raw []byte) (list []json.RawMessage, ok bool) {
	if string(raw) == "null" {
		return nil, true
	}
	if len(raw) == 0 || raw[0] != '[' {
		return nil, false
	}
	group(raw, 0, 1, ']', func(_, raw []byte) { list = append(list, raw) })
	return list, true
}
