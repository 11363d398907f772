package config

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"uptake/analysis/spec"
)

// comparison is the first sign of a condition that compares; >= and <= before = alone.
var comparison = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`!=|>=|<=|==|=|>|<`) })

// Where reads conditions as a command line has them, platform=ios,android and
// latency_ms>=200, as the filters that they are; a row passes where all let it. A value with
// a comma, a sign or the word and in it stands in double quotes, within which a quote is
// written twice.
func Where(text string) ([]spec.Filter, error) {
	var out []spec.Filter
	parts, closed := apart(text, func(rest string) int {
		if m := conjunction().FindString(rest); m != "" {
			return len(m)
		}
		return 0
	})
	if !closed {
		return nil, fmt.Errorf("%s: a quote is open; end the value with another", text)
	}
	for _, part := range parts {
		if dangling().MatchString(strings.TrimSpace(part)) {
			return nil, fmt.Errorf("%q: there is no condition on one side of and", text)
		}
		f, err := condition(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// conjunction is what stands between two conditions.
var conjunction = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?i:\s+and\s+)`) })

// dangling is a part that begins or ends with the word that parts conditions.
var dangling = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)^and(\s|$)|\sand$|^$`) })

// condition reads one condition.
func condition(text string) (f spec.Filter, err error) {
	at := comparison().FindStringIndex(text)
	if at == nil {
		return f, fmt.Errorf("%q is no condition; write column=value, column!=value, column>=number or "+
			"column<=number, and several with and between them", text)
	}
	sign := text[at[0]:at[1]]
	if f.Column = strings.TrimSpace(text[:at[0]]); f.Column == "" {
		return f, fmt.Errorf("%q names no column before %s", text, sign)
	}
	said, closed := apart(text[at[1]:], func(rest string) int {
		if rest[0] == ',' {
			return 1
		}
		return 0
	})
	var values []string
	for _, s := range said {
		v, err := unquoted(strings.TrimSpace(s))
		if err != nil || !closed {
			return f, fmt.Errorf("%q: a value in quotes is one quote, the value, and another quote", text)
		}
		values = append(values, v)
	}
	switch {
	case len(values) == 1 && values[0] == "" && !strings.Contains(text[at[1]:], `"`):
		return f, fmt.Errorf(`%q names no value behind %s; the empty text is written ""`, text, sign)
	case sign == "=":
		f.Is = values
	case sign == "!=":
		f.Not = values
	case sign == "==":
		return f, fmt.Errorf("%q: one = is enough", text)
	case sign == ">" || sign == "<":
		return f, fmt.Errorf("%q: a bound is part of what passes; write %s= and the last value that does", text, sign)
	case len(values) > 1:
		return f, fmt.Errorf("%q: a bound is one value, found %d", text, len(values))
	case sign == ">=":
		f.From = values[0]
	default:
		f.To = values[0]
	}
	return f, nil
}

// apart splits a text where parting finds so many bytes that part it, outside of quotes;
// closed is false where a quote has no end.
func apart(text string, parting func(rest string) int) (parts []string, closed bool) {
	from, inside := 0, false
	for i := 0; i < len(text); i++ {
		if text[i] == '"' {
			inside = !inside
		}
		if inside {
			continue
		}
		if n := parting(text[i:]); n > 0 {
			parts = append(parts, text[from:i])
			from = i + n
			i = from - 1
		}
	}
	return append(parts, text[from:]), !inside
}

// unquoted is a value without the quotes around it.
func unquoted(s string) (string, error) {
	inner, open := strings.CutPrefix(s, `"`)
	if !open {
		if strings.Contains(s, `"`) {
			return "", fmt.Errorf("a quote within %s", s)
		}
		return s, nil
	}
	inner, closed := strings.CutSuffix(inner, `"`)
	if !closed || strings.Contains(strings.ReplaceAll(inner, `""`, ""), `"`) {
		return "", fmt.Errorf("a quote within %s", s)
	}
	return strings.ReplaceAll(inner, `""`, `"`), nil
}

// boundLayouts are the ways of writing a time whose order is that of their texts.
var boundLayouts = []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00",
	time.DateTime, "2006-01-02 15:04"}

// CheckTimeBounds fails where a filter of a column of times has a bound that is neither a number nor
// a day or time by ISO 8601, which no time as exports write it could be held against.
func CheckTimeBounds(f spec.Filter) error {
	for _, bound := range []string{f.From, f.To} {
		known := bound == ""
		if _, err := parseNumber(bound, false); err == nil {
			known = true
		}
		for _, layout := range boundLayouts {
			_, err := time.Parse(layout, bound)
			known = known || err == nil
		}
		if !known {
			return fmt.Errorf("%q bounds the times of %s and is none; write a day such as 2026-04-03, a time such as "+
				"2026-04-03T10:00:00Z, or the number where the column holds epochs", bound, f.Column)
		}
	}
	return nil
}
