package say

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameCap is the most runes of a name that a page shows.
const nameCap = 80

// Clean makes text from a file safe to show on one line: control and
// direction-changing characters go, line breaks become spaces, broken UTF-8
// becomes the replacement character.
func Clean(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == 0x85: // includes newlines, tabs, U+2028 and U+2029
			space = b.Len() > 0
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != '\u200d': // the joiner is part of emoji
			continue
		case !unicode.IsGraphic(r) && r != '\u200d': // unassigned, private use, lone surrogates
			r = utf8.RuneError
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Cap cuts s to n runes, of which an ellipsis that says so is the last.
func Cap(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// Name is how a name from the data is shown: cleaned, capped, never invisible.
func Name(s string) string {
	c := Clean(s)
	if strings.Trim(c, "\u200d") == "" {
		return "(empty)"
	}
	return Cap(c, nameCap)
}

// Sentence is how a longer text from the report is shown.
func Sentence(s string) string { return Cap(Clean(s), 600) }

// Metric reads snake_case as words; any other name stays as written.
func Metric(s string) string {
	n := Name(s)
	for _, r := range n {
		if r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return n
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(n, "_", " "))
}

// MetricTitle starts a line with a metric's name: words start with a capital,
// a name that is kept as written is not changed.
func MetricTitle(s string) string {
	if n := Metric(s); n != Name(s) || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" {
		return UpperFirst(n)
	}
	return Name(s)
}

// UpperFirst starts a sentence with a name.
func UpperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Slug keeps lower-case letters, digits and single hyphens.
func Slug(s string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range strings.ToLower(s) {
		if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') {
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(r)
		} else {
			hyphen = true
		}
		if b.Len() >= 40 {
			break
		}
	}
	if b.Len() == 0 {
		return "x"
	}
	return b.String()
}

// WebLink returns the address when it is a plain web address, else "".
func WebLink(s string) string {
	c := strings.TrimSpace(s)
	if c != Clean(c) || strings.ContainsAny(c, " \"'<>\\`") {
		return ""
	}
	lower := strings.ToLower(c)
	for _, scheme := range []string{"https://", "http://"} {
		if strings.HasPrefix(lower, scheme) && len(c) > len(scheme) {
			return c
		}
	}
	return ""
}
