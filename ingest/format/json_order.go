package format

import (
	"encoding/binary"
	"slices"
)

// jsonOrder is the order that the keys of a file's objects stand in, most of
// which are written by one program. A row of this order is read by comparing its
// keys with those that can follow; any of them may be absent.
type jsonOrder struct {
	keys []orderedKey
	hits int // rows of the block that were so
	miss int // and that were not
}

// orderedKey is a key as written, with quotes and colon, and how to know it by
// words of eight bytes.
type orderedKey struct {
	raw       []byte
	low, high uint64 // its first and its last eight bytes
	mask      uint64 // of the first, if there are fewer than eight
	key       int    // of the tree's root; -1 when nobody asks for it
	column    int    // that takes its value, whatever else does; or
}

// Where a key's value goes, if not to one column alone.
const (
	nobody = -1
	deeper = -2 // to several, or something in it does
)

// mostKeys bounds how many keys are kept: some files have keys that are data.
const mostKeys = 200

func (o *jsonOrder) beginBlock() { o.hits, o.miss = 0, 0 }

// promising says whether trying is worth it: most rows of the block so far were
// of the order.
func (o *jsonOrder) promising() bool { return o.miss < 16+o.hits }

// learn takes in the keys of a row that was read the slow way, each behind the
// one that it stands behind.
func (o *jsonOrder) learn(root *jsonNode, line []byte) {
	o.miss++
	if len(o.keys) >= mostKeys || !o.promising() {
		return
	}
	var t jsonText
	t.set(line)
	p := t.space(0)
	if t.b[p] == ',' {
		p = t.space(p + 1)
	}
	at := 0
	for p = t.space(p + 1); t.b[p] != '}'; {
		end, isEscaped := t.str(p + 1)
		if !isEscaped && t.b[end+1] == ':' {
			at = o.put(root, t.b[p:end+2], at)
		}
		if p = t.space(t.skip(t.colon(end+1), 0)); t.b[p] == ',' {
			p = t.space(p + 1)
		}
	}
}

// put gives the place behind a key, which is put at the place at if it is new.
func (o *jsonOrder) put(root *jsonNode, raw []byte, at int) int {
	if i := slices.IndexFunc(o.keys, func(k orderedKey) bool { return string(k.raw) == string(raw) }); i >= 0 {
		return i + 1
	}
	k := orderedKey{raw: slices.Clone(raw), key: -1, column: nobody}
	if i, asked := root.byName[string(raw[1:len(raw)-2])]; asked {
		k.key, k.column = i, deeper
		if e := &root.keys[i]; e.sub == nil && len(e.takes) == 1 && e.takes[0].rank == 0 {
			k.column = e.takes[0].column
		}
	}
	n := min(len(raw), 8)
	var b [8]byte
	copy(b[:], raw)
	k.low, k.mask = binary.LittleEndian.Uint64(b[:]), ^uint64(0)>>(64-8*n)
	copy(b[:], raw[len(raw)-n:])
	k.high = binary.LittleEndian.Uint64(b[:])
	o.keys = slices.Insert(o.keys, at, k)
	return at + 1
}

// at says whether the key stands at p of b, which has 8 bytes behind its end.
func (k *orderedKey) at(b []byte, p int) bool {
	n := len(k.raw)
	if binary.LittleEndian.Uint64(b[p:])&k.mask != k.low {
		return false
	}
	if n <= 8 {
		return true
	}
	if len(b)-p < n || binary.LittleEndian.Uint64(b[p+n-8:]) != k.high {
		return false
	}
	return n <= 16 || string(b[p+8:p+n-8]) == string(k.raw[8:n-8])
}

// quickRow reads the row of the text from a place to another if its keys are of the
// order and no text in it has an escape. That no control characters are in it but
// newlines is known; a newline in a text is marked as an escape is.
func (s *ndjsonScratch) quickRow(tree *jsonTree, from, to int) bool {
	if !s.promising() {
		return false
	}
	for from < to && s.text[from] <= ' ' {
		from++
	}
	if s.text[from] != '{' {
		return false
	}
	s.begin(tree)
	if len(s.b) != len(s.text)+1 { // a row was read by itself
		s.set(s.text[:len(s.text)+1])
	}
	s.inner, s.at = false, 0
	b, keys := s.wide, s.keys
	p, key := from+1, 0
	if b[p] <= ' ' {
		p = s.space(p)
	}
	for {
		for ; ; key++ {
			if key == len(keys) {
				return false
			}
			if keys[key].at(b, p) {
				break
			}
		}
		k := &keys[key]
		key++
		p += len(k.raw)
		if b[p] <= ' ' {
			p = s.space(p)
		}
		switch {
		case b[p] == '"' && k.column != deeper:
			end := s.marks.next(p + 1)
			if end >= to || b[end] != '"' {
				return false
			}
			if k.column >= 0 {
				s.found[k.column] = found{start: int32(p + 1), end: int32(end)}
			}
			p = end + 1
		case binary.LittleEndian.Uint32(b[p:]) == nullWord && k.column != deeper:
			if k.column >= 0 {
				s.found[k.column] = found{kind: null}
			}
			p += 4
		case k.column == nobody:
			p = s.skip(p, 1)
		case b[p] == '"': // it may be an object as text
			return false
		default:
			p = s.value(p, &tree.root.keys[k.key], 1)
		}
		if p < 0 || p > to {
			return false
		}
		if b[p] <= ' ' {
			p = s.space(p)
		}
		switch b[p] {
		case ',':
			if p++; b[p] <= ' ' {
				p = s.space(p)
			}
			continue
		case '}':
			if p++; b[p] == ',' && p < to { // some part rows by a comma behind each
				p++
			}
			for p < to && b[p] <= ' ' {
				p++
			}
			if p == to {
				s.hits++
			}
			return p == to
		}
		return false
	}
}

const nullWord = 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24
