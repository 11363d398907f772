package event

import "strings"

// HasZone reports whether a text that is a time names its zone.
func HasZone(v string) bool {
	if v == "" {
		return false
	}
	if c := v[len(v)-1]; c == 'Z' || c == 'z' {
		return true
	}
	if len(v) < 11 {
		return false
	}
	return strings.ContainsAny(v[10:], "+") || strings.LastIndexByte(v, '-') > 9
}

// IsText reports whether the column is of texts as they were written.
func (t *Text) IsText() bool { return t.str != nil || t.words != nil || t.constant != nil }
