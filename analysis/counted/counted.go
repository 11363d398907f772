// Package counted says numbers of things in sentences: "1 unit is", "12,345 units are". It is what fmt is for every
// other text, takes formats and values from whoever writes a sentence or an error, and imports no room, so that all may
// use it. It is not for numbers in tables and cards (charts/say) nor for places: a row, a line or a day with a number
// is a name.
package counted

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// noun is what is counted, behind its number, and the verb that may follow it.
var noun = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^( (?:(?:` + strings.Join(adjectives, "|") + `) )?)(` + strings.Join(nouns, "|") +
		`)\b( (?:are|were|have|do|add|carry|follow|name|raise|repeat|say)\b)?`)
})

var adjectives = strings.Fields("other more seen distinct different broken whole full new planned bare control " +
	"treatment effective")

// nouns are the plurals of what this program counts.
var nouns = strings.Fields(`accepts arms bytes cases categories cells cents clusters columns comparisons
	confidences copies days decimals denominators draws entries events experiments exposures files flips graders
	groups guardrails hours ids items keys labels levels lines lists looks members metrics minutes months names
	outcomes pages pairs partners places queries questions records repeats replicates resamples results rows runs scores
	seconds segments sessions shares statements steps strata successes suggestions sums tables tests times units
	users values versions weeks words years`)

// verbs are those of one thing.
var verbs = map[string]string{" are": " is", " were": " was", " have": " has", " do": " does", " add": " adds",
	" carry": " carries", " follow": " follows", " name": " names", " raise": " raises", " repeat": " repeats",
	" say": " says", "": ""}

// among joins a number to another whose noun is that of both: 2 to 5 arms.
var among = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?: to| and| or|,)(?: the| at most| the other arm| treatment)? %d`)
})

// Sprintf is fmt.Sprintf, and where a %d counts things ("%d rows are", "%d of %d rows") the number has thousands and
// behind a 1 stands one thing. Nouns are those of this package; any other %d is written as fmt does.
func Sprintf(format string, a ...any) string {
	format, a = agreed(format, a)
	return fmt.Sprintf(format, a...)
}

// Errorf is fmt.Errorf with the counts of Sprintf; what %w wraps is wrapped.
func Errorf(format string, a ...any) error {
	format, a = agreed(format, a)
	return fmt.Errorf(format, a...)
}

// agreed is the format and the values that fmt is given.
func agreed(format string, a []any) (string, []any) {
	if !strings.Contains(format, "%d ") && !strings.Contains(format, "%d,") {
		return format, a
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
			return format, a // what is not understood is left as it is
		case format[verb] == '%':
			b.WriteString(format[i : verb+1])
		case format[i:verb+1] == "%d" && whole(args[next]) && (counts(format[verb+1:]) ||
			strings.HasSuffix(format[:i], "%d of ")):
			args[next] = Thousands(reflect.ValueOf(args[next]).Int())
			b.WriteString("%s")
			if m := noun().FindStringSubmatch(format[verb+1:]); m != nil {
				does := args[next]
				if strings.HasSuffix(format[:i], "%d of ") {
					does = args[next-1] // 1 of 20 rows is
				} else if strings.HasSuffix(format[:i], "of ") {
					does = nil // the sums of 1 unit are
				}
				if args[next] == "1" {
					m[2] = singular(m[2])
				}
				if does == "1" {
					m[3] = verbs[m[3]]
				}
				b.WriteString(m[1] + m[2] + m[3])
				verb += len(m[0])
			}
			next++
		default:
			b.WriteString(format[i : verb+1])
			next++
		}
		i = verb
	}
	return b.String(), args
}

// counts reports whether what follows a number says that it is one of things.
func counts(rest string) bool {
	for {
		if noun().MatchString(rest) || strings.HasPrefix(rest, " of %d") || strings.HasPrefix(rest, " of them") {
			return true
		}
		m := among().FindString(rest)
		if m == "" {
			return false
		}
		rest = rest[len(m):]
	}
}

// whole reports whether a value is a whole number.
func whole(v any) bool { return v != nil && reflect.ValueOf(v).CanInt() }

// singular is the word for one of many: "row" of "rows", "copy" of "copies".
func singular(many string) string {
	switch {
	case many == "strata":
		return "stratum"
	case many == "successes":
		return "success"
	case strings.HasSuffix(many, "ies"):
		return strings.TrimSuffix(many, "ies") + "y"
	}
	return strings.TrimSuffix(many, "s")
}

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

// Noun is 1 of one thing or n of many: "1 export file", "1,200 export files".
func Noun[N int | int64](n N, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(int64(n)) + " " + one + "s"
}
