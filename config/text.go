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
}

// lineOfSet stands for the line of a value from --set.
const lineOfSet = -1

// absent reports whether the key was written without a value.
func (t Text) absent() bool {
	return !t.Quoted && (t.Value == "" || t.Value == "~" || t.Value == "null")
}

// lineOf finds the line of a value: its own, or that of the first scalar in it.
func lineOf(v any) int {
	switch v := v.(type) {
	case Text:
		return v.Line
	case []any:
		for _, e := range v {
			if l := lineOf(e); l != 0 {
				return l
			}
		}
	case map[string]any:
		least := 0
		for _, e := range v {
			if l := lineOf(e); l != 0 && (least <= 0 || l > 0 && l < least) {
				least = l
			}
		}
		return least
	}
	return 0
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
