package report

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// plural is a counted noun behind a number, and the verb that may follow it.
var plural = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^( (?:other |more |seen |distinct |different |broken |whole |full )?)(units|users|rows|` +
		`suggestions|events|weeks|days|items|levels|files|arms|values|metrics|sessions|runs|labels|columns|experiments|` +
		`cases|draws|looks|places|comparisons|accepts|decimals|clusters|copies)\b( (?:are|were|have|do))?`)
})

// verbs are those of one thing.
var verbs = map[string]string{" are": " is", " were": " was", " have": " has", " do": " does", "": ""}

// Sayf is fmt.Sprintf for sentences: whole numbers (%d) have thousands, and behind a 1 stands one thing: "1 unit is",
// "12,345 units are".
func Sayf(format string, a ...any) string {
	if !strings.Contains(format, "%d") {
		return fmt.Sprintf(format, a...)
	}
	var b strings.Builder
	args, next := append([]any{}, a...), 0
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			b.WriteByte(format[i])
			continue
		}
		verb := i + 1
		for verb < len(format) && strings.IndexByte("+-# 0123456789.", format[verb]) >= 0 {
			verb++
		}
		switch {
		case verb == len(format) || strings.ContainsAny(format[i:verb], "*["), next == len(args) && format[verb] != '%':
			return fmt.Sprintf(format, a...) // what is not understood is left as it is
		case format[verb] == '%':
			b.WriteString(format[i : verb+1])
		case format[i:verb+1] == "%d" && whole(args[next]):
			rest := format[verb+1:]
			args[next] = Thousands(reflect.ValueOf(args[next]).Int())
			b.WriteString("%s")
			if m := plural().FindStringSubmatch(rest); m != nil && args[next] == "1" {
				one := strings.TrimSuffix(m[2], "s")
				if m[2] == "copies" {
					one = "copy"
				}
				b.WriteString(m[1] + one + verbs[m[3]])
				verb += len(m[0])
			}
			next++
		default:
			b.WriteString(format[i : verb+1])
			next++
		}
		i = verb
	}
	return fmt.Sprintf(b.String(), args...)
}

// whole reports whether a value is a whole number.
func whole(v any) bool { return v != nil && reflect.ValueOf(v).CanInt() }

// Thousands writes a whole number with commas between its thousands: 12,345.
func Thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	digits := strings.TrimPrefix(text, "-")
	sign := text[:len(text)-len(digits)]
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return sign + digits
}
