package format

import "unicode/utf8"

// jsonScratch reads objects and keeps the values that a tree asks for.
type jsonScratch struct {
	jsonText
	found     []found // by column
	guesses   [][]guess
	text      []byte // what the row is of
	arena     []byte // objects of it that were written as text
	inner     bool   // the text being read is in arena,
	at        int    // or in text, from here on
	unescaped []byte
}

// found is a column's value in the row being read. It has no pointers: it is
// written too often for the collector to look.
type found struct {
	start, end int32 // in the text or the arena; as written, without quotes
	rank       int32 // nowhere: there is none
	kind       kind
	inner      bool // in the arena
}

type kind byte

const (
	plain   kind = iota // text, or the source text of anything else
	escaped             // text with escapes
	null
)

const nowhere = 1 << 30

// guess is the key that the last object of a node had in some place: objects
// of one file have their keys in one order more often than not.
type guess struct {
	raw []byte // the key as written, with quotes and colon
	key int    // of the node; -1 when nobody asks for it
}

// begin forgets the last row.
func (s *jsonScratch) begin(tree *jsonTree) {
	if s.guesses == nil {
		s.guesses = make([][]guess, tree.nodes)
	}
	for i := range s.found {
		s.found[i] = found{rank: nowhere}
	}
}

// row reads the line of text from a place to another, where a newline is. It has
// to be one object.
func (s *jsonScratch) row(tree *jsonTree, from, to int) bool {
	s.begin(tree)
	s.inner, s.at = false, from
	s.set(s.text[from : to+1])
	p := s.space(0)
	if s.b[p] == ',' { // some part rows by a comma before or behind each
		p = s.space(p + 1)
	}
	if s.b[p] != '{' {
		s.fail("it does not begin with {")
		return false
	}
	if p = s.object(p, tree.root, 0); p < 0 {
		return false
	}
	if p = s.space(p); s.b[p] == ',' {
		p = s.space(p + 1)
	}
	if p != len(s.b)-1 {
		s.fail("something follows the object on its line")
		return false
	}
	return true
}

// object reads the object at p for node.
func (s *jsonScratch) object(p int, node *jsonNode, depth int) int {
	if depth >= maxDepth {
		return s.fail("it is nested too deeply")
	}
	guesses := s.guesses[node.number]
	p = s.space(p + 1)
	if s.b[p] == '}' {
		return p + 1
	}
	for i := 0; ; i++ {
		if i == len(guesses) {
			guesses = append(guesses, guess{})
			s.guesses[node.number] = guesses
		}
		g := &guesses[i]
		if n := len(g.raw); n > 0 && len(s.b)-p > n && string(s.b[p:p+n]) == string(g.raw) {
			p += n
		} else if p = s.newKey(p, node, g); p < 0 {
			return -1
		}
		if s.b[p] <= ' ' {
			p = s.space(p)
		}
		if g.key < 0 {
			p = s.skip(p, depth+1)
		} else {
			p = s.value(p, &node.keys[g.key], depth+1)
		}
		if p < 0 {
			return -1
		}
		if s.b[p] <= ' ' {
			p = s.space(p)
		}
		switch s.b[p] {
		case ',':
			if p++; s.b[p] <= ' ' {
				p = s.space(p)
			}
		case '}':
			return p + 1
		default:
			return s.unfinished(p)
		}
	}
}

// newKey reads a key that was not guessed, into g for the next object.
func (s *jsonScratch) newKey(p int, node *jsonNode, g *guess) int {
	g.raw = g.raw[:0]
	after := s.key(p)
	if after < 0 {
		return -1
	}
	end, isEscaped := s.str(p + 1)
	name := s.b[p+1 : end]
	if isEscaped {
		s.unescaped = unescape(s.unescaped[:0], name)
		name = s.unescaped
	}
	key, ok := node.byName[string(name)]
	if !ok {
		key = -1
	}
	g.key = key
	if s.b[end+1] == ':' {
		g.raw = append(g.raw, s.b[p:end+2]...)
	}
	return after
}

// value reads the value of an asked key.
func (s *jsonScratch) value(p int, key *jsonKey, depth int) int {
	if key.sub != nil {
		s.forget(key.sub)
	}
	start, end, what := p, 0, plain
	switch s.b[p] {
	case '"':
		closing, isEscaped := s.str(p + 1)
		if closing < 0 {
			return -1
		}
		start, end, p = p+1, closing, closing+1
		if isEscaped {
			what = escaped
		}
		if key.sub != nil {
			s.blob(s.b[start:end], isEscaped, key.sub)
		}
	case '{':
		if key.sub != nil {
			p = s.object(p, key.sub, depth)
		} else {
			p = s.skip(p, depth)
		}
		end = p
	case '[':
		if key.sub != nil {
			p = s.list(p, key.sub, depth)
		} else {
			p = s.skip(p, depth)
		}
		end = p
	case 'n', 'N', 'I':
		p, what = s.literal(p), null
		end = p
	default:
		if s.b[p] == '-' && !isDigit(s.b[p+1]) { // -Infinity, if it is a value at all
			what = null
		}
		p = s.skip(p, depth)
		end = p
	}
	if p < 0 {
		return -1
	}
	s.take(key, start, end, what)
	return p
}

// take gives a value to the columns that ask for it.
func (s *jsonScratch) take(key *jsonKey, start, end int, what kind) {
	for _, t := range key.takes {
		if f := &s.found[t.column]; t.rank <= f.rank {
			// Field by field: building the struct first stalls the store.
			f.start, f.end = int32(s.at+start), int32(s.at+end)
			f.rank, f.kind, f.inner = t.rank, what, s.inner
		}
	}
}

// forget drops what an earlier value of the same key gave: the last counts.
func (s *jsonScratch) forget(node *jsonNode) {
	for _, t := range node.under {
		if f := &s.found[t.column]; f.rank == t.rank {
			*f = found{rank: nowhere}
		}
	}
}

// blob reads an object or list that was written as text, as some exports write
// their properties. Text that is neither has no columns in it; that is no fault.
func (s *jsonScratch) blob(b []byte, isEscaped bool, node *jsonNode) {
	from := len(s.arena)
	if isEscaped {
		s.arena = unescape(s.arena, b)
	} else {
		s.arena = append(s.arena, b...)
	}
	s.arena = append(s.arena, '\n')
	to := len(s.arena)
	s.arena = append(s.arena, make([]byte, slack)...)
	inner := s.arena[from:to:len(s.arena)]
	outer, wasInner, wasAt := s.jsonText, s.inner, s.at
	s.set(inner)
	s.inner, s.at = true, from
	p := s.space(0)
	if c := s.b[p]; c == '{' || c == '[' {
		if c == '{' {
			p = s.object(p, node, 1)
		} else {
			p = s.list(p, node, 1)
		}
		if p < 0 || s.space(p) != len(s.b)-1 {
			s.forget(node)
		}
	}
	s.jsonText, s.inner, s.at = outer, wasInner, wasAt
}

// of gives the bytes of a value that was found.
func (s *jsonScratch) of(f *found) []byte {
	if f.inner {
		return s.arena[f.start:f.end]
	}
	return s.text[f.start:f.end]
}

// invalid gives the first column of the row that is not UTF-8, or -1.
func (s *jsonScratch) invalid() int {
	for i := range s.found {
		if f := &s.found[i]; f.rank != nowhere && !utf8.Valid(s.of(f)) {
			return i
		}
	}
	return -1
}

// addPath adds to col what tree's one column finds in an object as text.
func (s *jsonScratch) addPath(tree *jsonTree, cell []byte, col *textColumn) {
	if s.found == nil {
		s.found = make([]found, 1)
	}
	s.begin(tree)
	s.arena = s.arena[:0]
	s.blob(cell, false, tree.root)
	switch f := &s.found[0]; {
	case f.rank == nowhere:
		col.addNull()
	case f.kind == null:
		col.any = true
		col.addNull()
	case f.kind == escaped:
		s.unescaped = unescape(s.unescaped[:0], s.of(f))
		col.add(s.unescaped)
	default:
		col.add(s.of(f))
	}
}
