package out

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf16"
)

// slackRune is one rune as Slack shows it as itself: the three characters that control
// what a text is are entities, and of those that make bold, italic, struck or code text
// others stand there that look alike, for there is no escape.
func slackRune(r rune) string {
	switch r {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '*':
		return "\u2217"
	case '~':
		return "\u223c"
	case '`':
		return "\u02cb"
	case '@':
		return "@\u200b" // nobody is called
	}
	return string(r)
}

// shortcodes are names of emoji.
var shortcodes = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`:([A-Za-z0-9_+'-]+:)`) })

// slackSafe is a text that means nothing to Slack but itself.
func slackSafe(s string) string {
	var b strings.Builder
	if strings.HasPrefix(s, ">") { // a quotation
		b.WriteRune('\u200b')
	}
	runes := []rune(shortcodes().ReplaceAllString(addresses.Replace(s), ":\u200b$1"))
	for i, r := range runes {
		// italics begin or end
		if r == '_' && (i == 0 || i+1 == len(runes) || !wordly(runes[i-1]) || !wordly(runes[i+1])) {
			r = '\u02cd'
		}
		b.WriteString(slackRune(r))
	}
	return b.String()
}

// wordly reports whether a rune is within a word for certain.
func wordly(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

// slackLength is how long Slack counts a text at most: in UTF-16, entities as written.
func slackLength(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// slackCut cuts a text at so many characters, never within an entity.
func slackCut(s string, most int) string {
	if slackLength(s) <= most {
		return s
	}
	n, end := 1, 0 // 1: the ellipsis
	for i := 0; i < len(s); {
		step := i + 1
		if s[i] == '&' {
			if j := strings.IndexByte(s[i:], ';'); j > 0 {
				step = i + j + 1
			}
		}
		for step < len(s) && s[step]&0xC0 == 0x80 {
			step++
		}
		if n += slackLength(s[i:step]); n > most {
			break
		}
		i, end = step, step
	}
	return s[:end] + "…"
}
