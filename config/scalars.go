package config

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"uptake/analysis/spec"
)

// value is the text written under a key of one value; ok is false where there is none.
func (o *object) value(key string, types ...spec.KeyType) (s string, ok bool) {
	k := o.key(key, types...)
	if !k.Type.Scalar() && !k.Short.Scalar() {
		panic(fmt.Sprintf("config asks for %s as one value; spec.Keys has it as %s", k.Path, k.Type))
	}
	v, ok := o.get(k)
	if !ok {
		return "", false
	}
	t, ok := v.(Text)
	if !ok {
		o.bad(key, "expected one value, found a list or table")
		o.seen[key] = false
	}
	return t.Value, ok
}

// text is the text written under any key of one value, else the default.
func (o *object) text(key string) string {
	k := o.key(key)
	s, ok := o.value(key)
	if !ok {
		return k.Default
	}
	if s == "" && k.Blank != "" {
		o.bad(key, "%s", k.Blank)
	}
	return s
}

func (o *object) has(key string) bool {
	_, ok := o.get(o.key(key))
	return ok
}

// isTable reports whether a table stands under a key that can do without.
func (o *object) isTable(key string) bool {
	_, table := o.m[key].(map[string]any)
	return table
}

// texts reads one value or a list of values.
func (o *object) texts(key string) []string {
	k := o.key(key, spec.TextsKey, spec.ChoicesKey)
	v, ok := o.get(k)
	if !ok {
		if k.Default != "" {
			return []string{k.Default}
		}
		return nil
	}
	out, ok := textsOf(v)
	switch {
	case !ok:
		o.bad(key, "expected a value or a list of values")
	case k.Empty != "" && len(out) == 0:
		o.bad(key, "%s", k.Empty)
	case k.Blank != "" && slices.Contains(out, ""):
		o.bad(key, "%s", k.Blank)
	}
	return out
}

func textsOf(v any) ([]string, bool) {
	switch v := v.(type) {
	case Text:
		return []string{v.Value}, true
	case []any:
		var out []string
		for _, e := range v {
			t, ok := e.(Text)
			if !ok {
				return nil, false
			}
			out = append(out, t.Value)
		}
		return out, true
	}
	return nil, false
}

func (o *object) bool(key string) bool {
	s, ok := o.value(key, spec.YesNoKey)
	if !ok {
		return o.key(key).Default == "true"
	}
	switch s = strings.ToLower(s); s {
	case "true", "yes", "on":
		return true
	case "false", "no", "off":
	default:
		o.bad(key, "%q is neither true nor false", s)
	}
	return false
}

func (o *object) whole(key string) int {
	k := o.key(key, spec.WholeKey)
	fallback, _ := strconv.Atoi(k.Default)
	s, ok := o.value(key)
	if !ok {
		return fallback
	}
	n, err := strconv.Atoi(s)
	switch least, most := int(k.Least), int(k.Most); {
	case err != nil || n < least:
		o.bad(key, "%q is not a whole number of at least %d", s, least)
	case most > 0 && n > most:
		o.bad(key, "%s", strings.ReplaceAll(cmp.Or(k.Beyond, fmt.Sprintf("{value} is more than %d", most)), "{value}",
			s))
	default:
		return n
	}
	return fallback
}

// share reads a number between two bounds, as 0.05 or 5%.
func (o *object) share(key string) float64 {
	k := o.key(key, spec.ShareKey)
	fallback, _ := ParseShare(k.Default)
	s, ok := o.value(key)
	if !ok {
		return fallback
	}
	v, err := ParseShare(s)
	switch {
	case err == nil && k.Holds(v):
		return v
	case k.Beyond != "" && (err == nil || k.Choices != nil):
		o.bad(key, "%s", strings.ReplaceAll(k.Beyond, "{value}", strconv.Quote(s)))
	case k.Most == 0:
		o.bad(key, "%q is not a share of %g or more; write it as 50%%, 0.5 or 1/2", s, k.Least)
	default:
		o.bad(key, "%q is not a share between %g and %g; write it as 0.05 or 5%%", s, k.Least, k.Most)
	}
	return fallback
}

func (o *object) day(key string) spec.Day {
	s, ok := o.value(key, spec.DayKey)
	if !ok {
		return spec.NoDay
	}
	d, err := spec.ParseDay(s)
	if err != nil {
		o.bad(key, "%v", err)
	}
	return d
}

func (o *object) duration(key string) time.Duration {
	fallback, _ := ParseDuration(o.key(key, spec.SpanKey).Default)
	s, ok := o.value(key)
	if !ok {
		return fallback
	}
	d, err := ParseDuration(s)
	if err != nil {
		o.bad(key, "%v", err)
		return fallback
	}
	return d
}

func (o *object) amount(key string) spec.Amount {
	s, ok := o.value(key, spec.AmountKey)
	if !ok {
		return spec.Amount{}
	}
	a, err := ParseAmount(s)
	if err != nil {
		o.bad(key, "%v", err)
	}
	return a
}

// oneOf is one of the key's choices, its default where none is given or known.
func (o *object) oneOf(key string) string {
	k := o.key(key, spec.ChoiceKey)
	s, ok := o.value(key)
	if lower := strings.ToLower(s); k.AnyCase && slices.Contains(k.Choices, lower) {
		return lower
	}
	if !ok || slices.Contains(k.Choices, s) {
		return cmp.Or(s, k.Default)
	}
	hint := ""
	if n := nearest(strings.ToLower(s), k.Choices); n != "" {
		hint = "; did you mean " + n + "?"
	}
	o.bad(key, "%q is not one of %s%s", s, strings.Join(k.Choices, ", "), hint)
	return k.Default
}
