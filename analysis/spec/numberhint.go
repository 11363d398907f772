package spec

import (
	"regexp"
	"strings"
	"sync"
)

// NumberHint names the key that would read a number as some places write it:
// 1,500.00, 1.500,00, 1 500,00 or 1500,00; "" where none would. Where two
// would, and differ in what they read, it names both.
func NumberHint(text string) string {
	text = strings.TrimSpace(text)
	var keys []string
	for _, h := range numberHints() {
		if h.is.MatchString(text) {
			keys = append(keys, h.key)
		}
	}
	if len(keys) == 0 {
		return ""
	}
	return strings.Join(keys, " or ") + " on the source reads it"
}

type numberHint struct {
	is  *regexp.Regexp
	key string
}

var numberHints = sync.OnceValue(func() []numberHint {
	return []numberHint{
		{regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$`), `csv: {thousands: ","}`},
		{regexp.MustCompile(`^[+-]?\d{1,3}(['’]\d{3})+(\.\d*)?$`), `csv: {thousands: "'"}`},
		{regexp.MustCompile(`^[+-]?\d{1,3}([ \x{a0}\x{202f}]\d{3})+(\.\d*)?$`), `csv: {thousands: " "}`},
		{regexp.MustCompile(`^[+-]?\d*,\d+$`), `csv: {decimal: ","}`},
		{regexp.MustCompile(`^[+-]?\d{1,3}((\.\d{3})+,\d*|(\.\d{3}){2,})$`), `csv: {decimal: ",", thousands: "."}`},
		{regexp.MustCompile(`^[+-]?\d{1,3}([ \x{a0}\x{202f}]\d{3})+,\d*$`), `csv: {decimal: ",", thousands: " "}`},
	}
})
