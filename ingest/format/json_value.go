package format

import (
	"bytes"
	"slices"
	"strings"
)

// Value is one value of a JSON document, a view of it that lasts as long as the visit. The
// zero value is that of a key that is not there.
type Value struct{ n *jsonPlace }

// jsonPlace is where a value begins in checked text.
type jsonPlace struct {
	t       *jsonText
	at      int
	looked  bool // members are known
	members []Member
}

// Member is a key of an object and its value.
type Member struct {
	Key   string
	Value Value
}

// ValueKind is what a value is.
type ValueKind int

// The kinds of values. NaN, Infinity and -Infinity, bare as some writers put them where a
// number is none, are NotANumber.
const (
	NoValue ValueKind = iota // the key is not there
	Null
	NotANumber
	Bool
	Number
	String
	Object
	List
)

// ParseValue reads one value; ok is false where the text is not one.
func ParseValue(text string) (v Value, ok bool) {
	b := make([]byte, len(text)+1, len(text)+1+slack)
	copy(b, text)
	b[len(text)] = '\n'
	v, why := valueOf(b)
	return v, why == ""
}

// valueOf checks text that ends in a newline, with slack behind it.
func valueOf(b []byte) (v Value, why string) {
	t := &jsonText{}
	t.set(b)
	p := t.space(0)
	if p == len(b)-1 {
		return v, "nothing is there"
	}
	end := t.skip(p, 0)
	if end < 0 {
		return v, t.why
	}
	if t.space(end) != len(b)-1 {
		return v, "something follows the value"
	}
	return Value{&jsonPlace{t: t, at: p}}, ""
}

// Kind is what the value is.
func (v Value) Kind() ValueKind {
	if v.n == nil {
		return NoValue
	}
	b, at := v.n.t.b, v.n.at
	switch b[at] {
	case '{':
		return Object
	case '[':
		return List
	case '"':
		return String
	case 't', 'f':
		return Bool
	case 'N', 'I':
		return NotANumber
	case 'n':
		if b[at+1] == 'a' {
			return NotANumber
		}
		return Null
	case '-':
		if b[at+1] == 'I' {
			return NotANumber
		}
	}
	return Number
}

// Given reports whether there is a value other than null.
func (v Value) Given() bool { return v.Kind() > Null }

// Members lists the keys of an object in the order of the text; of anything else none.
func (v Value) Members() []Member {
	if v.Kind() != Object {
		return nil
	}
	if v.n.looked {
		return v.n.members
	}
	t := v.n.t
	var keys []string
	var at []int
	for p := t.space(v.n.at + 1); t.b[p] != '}'; {
		end, escaped := t.str(p + 1)
		key := t.b[p+1 : end]
		if escaped {
			key = unescape(nil, key)
		}
		p = t.colon(end + 1)
		keys, at = append(keys, string(bytes.ToValidUTF8(key, replacement))), append(at, p)
		if p = t.space(t.skip(p, 0)); t.b[p] == ',' {
			p = t.space(p + 1)
		}
	}
	places, members := make([]jsonPlace, len(at)), make([]Member, len(at))
	for i := range at {
		places[i] = jsonPlace{t: t, at: at[i]}
		members[i] = Member{keys[i], Value{&places[i]}}
	}
	v.n.looked, v.n.members = true, members
	return members
}

// Items lists the values of a list; of anything else none.
func (v Value) Items() []Value {
	if v.Kind() != List {
		return nil
	}
	var out []Value
	t := v.n.t
	for p := t.space(v.n.at + 1); t.b[p] != ']'; {
		out = append(out, Value{&jsonPlace{t: t, at: p}})
		if p = t.space(t.skip(p, 0)); t.b[p] == ',' {
			p = t.space(p + 1)
		}
	}
	return out
}

// Get is the value of a key of an object: of several of one name the last.
func (v Value) Get(key string) Value {
	members := v.Members()
	for _, m := range slices.Backward(members) {
		if m.Key == key {
			return m.Value
		}
	}
	return Value{}
}

// In is the value behind keys, one within the other.
func (v Value) In(keys ...string) Value {
	for _, k := range keys {
		v = v.Get(k)
	}
	return v
}

// At is the value at a path as columns are named: keys joined by points, of which a key
// may itself have some (the longest that is there counts).
func (v Value) At(path string) Value {
	if found := v.Get(path); found.Kind() != NoValue {
		return found
	}
	for i := strings.LastIndexByte(path, '.'); i > 0; i = strings.LastIndexByte(path[:i], '.') {
		if found := v.Get(path[:i]).At(path[i+1:]); found.Kind() != NoValue {
			return found
		}
	}
	return Value{}
}

var replacement = []byte("\uFFFD")

// Raw is the value as it is written.
func (v Value) Raw() string {
	if v.n == nil {
		return ""
	}
	return string(bytes.ToValidUTF8(v.n.t.b[v.n.at:v.n.t.skip(v.n.at, 0)], replacement))
}

// Text is what a text says, and a number, true or false as written; "" of anything else.
func (v Value) Text() string {
	switch v.Kind() {
	case String:
		end, escaped := v.n.t.str(v.n.at + 1)
		text := v.n.t.b[v.n.at+1 : end]
		if escaped {
			text = unescape(nil, text)
		}
		return string(bytes.ToValidUTF8(text, replacement))
	case Number, Bool:
		return v.Raw()
	}
	return ""
}

// Plain is Text, and of an object or list its JSON in one way of writing: keys sorted, no
// white space. Equal values give equal texts however they were written.
func (v Value) Plain() string {
	if k := v.Kind(); k != Object && k != List {
		return v.Text()
	}
	var b strings.Builder
	v.plain(&b)
	return b.String()
}

func (v Value) plain(b *strings.Builder) {
	switch v.Kind() {
	case Object:
		members := slices.Clone(v.Members())
		slices.SortStableFunc(members, func(x, y Member) int { return strings.Compare(x.Key, y.Key) })
		b.WriteByte('{')
		for i, m := range members {
			if i > 0 {
				b.WriteByte(',')
			}
			inQuotes(b, m.Key)
			b.WriteByte(':')
			m.Value.plain(b)
		}
		b.WriteByte('}')
	case List:
		b.WriteByte('[')
		for i, e := range v.Items() {
			if i > 0 {
				b.WriteByte(',')
			}
			e.plain(b)
		}
		b.WriteByte(']')
	case String:
		inQuotes(b, v.Text())
	default:
		b.WriteString(v.Raw())
	}
}

// inQuotes writes a text in quotes, with as few escapes as JSON allows.
func inQuotes(b *strings.Builder, s string) {
	const hex = "0123456789abcdef"
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c < ' ':
			b.WriteString(`\u00`)
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
}

// Quoted is a text as JSON.
func Quoted(s string) string {
	var b strings.Builder
	inQuotes(&b, s)
	return b.String()
}
