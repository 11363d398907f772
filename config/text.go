package config

import (
	"errors"
	"strings"
)

// errNUL refuses a key with a NUL, which the tree of keys is split at.
var errNUL = errors.New("a key holds a NUL character; remove it")

// Text is a scalar of the experiment file: its source text and line.
type Text struct {
	Value  string
	Line   int    // lineOfSet for a value from --set
	Quoted bool   // written in quotes, so that "" and "null" are texts
	Under  string // the key that it stands under, as written: those of the tree are in lower case
	In     *base  // the file that it stands in, where that is one that the file extends
}

// place is where in which file something stands.
type place struct {
	in   *base // nil = the experiment file itself
	line int   // 0 when not known
}

// lineOfSet stands for the line of a value from --set.
const lineOfSet = -1

// absent reports whether the key was written without a value.
func (t Text) absent() bool {
	return !t.Quoted && (t.Value == "" || t.Value == "~" || t.Value == "null")
}

// placeOf finds where a value stands: its own place, or that of the first scalar in
// it. Of a table that is made of several files it is the place in the first of them,
// the experiment file itself before those that it extends.
func placeOf(v any) place {
	switch v := v.(type) {
	case Text:
		return place{v.In, v.Line}
	case []any:
		for _, e := range v {
			if p := placeOf(e); p.line != 0 {
				return p
			}
		}
	case map[string]any:
		var first place
		for _, e := range v {
			if p := placeOf(e); p.line != 0 && (first.line == 0 || p.before(first)) {
				first = p
			}
		}
		return first
	}
	return place{}
}

// before reports whether a place is nearer to the top of the experiment file.
func (p place) before(q place) bool {
	switch {
	case p.in.depth() != q.in.depth():
		return p.in.depth() < q.in.depth()
	case p.line > 0 && q.line > 0:
		return p.line < q.line
	}
	return p.line > 0 // what --set says has no line
}

// under notes the spelling of a key in the texts that stand under it.
func under(key string, v any) any {
	switch v := v.(type) {
	case Text:
		v.Under = key
		return v
	case []any:
		for i, e := range v {
			if t, ok := e.(Text); ok {
				t.Under = key
				v[i] = t
			}
		}
	}
	return v
}

// asWritten is the spelling of a key that a text or a list of texts stands under.
func asWritten(key string, v any) string {
	list, ok := v.([]any)
	if ok && len(list) > 0 {
		v = list[0]
	}
	if t, ok := v.(Text); ok && strings.EqualFold(t.Under, key) {
		return t.Under
	}
	return key
}
