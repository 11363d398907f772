package format

// list reads the list at p for node: elements by their place or by what a
// field holds, and, of a list of keys and values, elements by their key, as
// if the list were an object.
func (s *jsonScratch) list(p int, node *jsonNode, depth int) int {
	after := s.skip(p, depth) // checked first: then nothing below can fail but depth
	if after < 0 {
		return -1
	}
	var few [16]bool
	taken := few[:]
	if n := len(node.lists) + len(node.keys); n > len(few) {
		taken = make([]bool, n)
	}
	p = s.space(p + 1)
	for i := 0; s.b[p] != ']'; i++ {
		end := s.skip(p, depth+1)
		if s.element(p, node, i, taken, depth+1) < 0 {
			return -1
		}
		if p = s.space(end); s.b[p] == ',' {
			p = s.space(p + 1)
		}
	}
	return after
}

// element reads element i of a list; taken marks what an earlier one gave: of
// several that fit the first counts.
func (s *jsonScratch) element(p int, node *jsonNode, i int, taken []bool, depth int) int {
	for k := range node.lists {
		e := &node.lists[k]
		if taken[k] || !s.fits(p, e, i) {
			continue
		}
		taken[k] = true
		if s.value(p, &e.jsonKey, depth) < 0 {
			return -1
		}
	}
	if len(node.keys) == 0 || s.b[p] != '{' {
		return p
	}
	name, ok := s.field(p, "key")
	if !ok {
		name, ok = s.field(p, "name")
	}
	k, asked := node.byName[string(name)]
	if at := len(node.lists) + k; ok && asked && !taken[at] {
		taken[at] = true
		return s.value(p, &node.keys[k], depth)
	}
	return p
}

func (s *jsonScratch) fits(p int, e *jsonElement, i int) bool {
	if e.field == "" {
		return i == e.index
	}
	if s.b[p] != '{' {
		return false
	}
	text, ok := s.field(p, e.field)
	return ok && string(text) == e.value
}

// field gives the text of one field of the checked object at p, valid until
// the next call.
func (t *jsonText) field(p int, name string) (text []byte, ok bool) {
	for p = t.space(p + 1); t.b[p] != '}'; {
		end, isEscaped := t.str(p + 1)
		key := t.b[p+1 : end]
		if isEscaped {
			key = unescape(nil, key)
		}
		p = t.colon(end + 1)
		after := t.skip(p, 0)
		if string(key) == name {
			if text, ok = t.b[p:after], true; text[0] == '"' {
				text = text[1 : len(text)-1]
				if _, isEscaped := t.str(p + 1); isEscaped {
					text = unescape(nil, text)
				}
			}
		}
		if p = t.space(after); t.b[p] == ',' {
			p = t.space(p + 1)
		}
	}
	return text, ok
}
