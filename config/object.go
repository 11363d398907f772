package config

import (
	"sort"
	"strconv"
	"strings"
	"time"

	"uptake/analysis/spec"
)

// object is a table of the file being read: it hands out values by key,
// writes down what is wrong with them, and at the end names the keys nobody
// asked for.
type object struct {
	path  string
	m     map[string]any
	known []string
	asked map[string]bool
	p     *Problems
}

func newObject(path string, m map[string]any, p *Problems) *object {
	return &object{path, m, nil, map[string]bool{}, p}
}

func (o *object) at(key string) string {
	if o.path == "" {
		return key
	}
	return o.path + "." + key
}

func (o *object) bad(key, format string, args ...any) {
	line := lineOf(o.m[key])
	if line == 0 && o.path != "" { // the key is missing: the table's own line
		line = lineOf(o.m)
	}
	o.p.add(o.at(key), line, format, args...)
}

func (o *object) get(key string) (any, bool) {
	if !o.asked[key] {
		o.asked[key] = true
		o.known = append(o.known, key)
	}
	v, ok := o.m[key]
	if t, isText := v.(Text); isText && t.absent() {
		return nil, false
	}
	return v, ok
}

// done reports the keys that nobody asked for.
func (o *object) done() {
	var unknown []string
	for k := range o.m {
		if !o.asked[k] {
			unknown = append(unknown, k)
		}
	}
	sort.Strings(unknown)
	for _, k := range unknown {
		if n := nearest(k, o.known); n != "" {
			o.bad(k, "there is no such key; did you mean %s?", n)
		} else {
			sort.Strings(o.known)
			o.bad(k, "there is no such key; known here: %s", strings.Join(o.known, ", "))
		}
	}
}

// skip takes keys as known: what they hold is not read after a problem that hides it.
func (o *object) skip(keys ...string) {
	for _, k := range keys {
		o.get(k)
	}
}

// notYet refuses a key of the format that this version cannot honour.
func (o *object) notYet(key, what string) {
	if _, ok := o.get(key); ok {
		o.bad(key, "not built yet in this version: %s; remove the key to go on without it", what)
	}
}

func (o *object) text(key, fallback string) string {
	v, ok := o.get(key)
	if !ok {
		return fallback
	}
	t, ok := v.(Text)
	if !ok {
		o.bad(key, "expected one value, found a list or table")
		return fallback
	}
	return t.Value
}

func (o *object) has(key string) bool {
	_, ok := o.get(key)
	return ok
}

// texts reads one value or a list of values.
func (o *object) texts(key string) []string {
	v, ok := o.get(key)
	if !ok {
		return nil
	}
	out, ok := textsOf(v)
	if !ok {
		o.bad(key, "expected a value or a list of values")
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

func (o *object) object(key string) (*object, bool) {
	v, ok := o.get(key)
	if !ok {
		return nil, false
	}
	m, ok := v.(map[string]any)
	if !ok {
		o.bad(key, "expected a table of keys, such as {%s}", "key: value")
		return nil, false
	}
	return newObject(o.at(key), m, o.p), true
}

// objects reads a list of tables; a lone table counts as a list of one.
func (o *object) objects(key string) []*object {
	v, ok := o.get(key)
	if !ok {
		return nil
	}
	if m, ok := v.(map[string]any); ok {
		v = []any{m}
	}
	list, ok := v.([]any)
	if !ok {
		o.bad(key, "expected a list of tables, each line beginning with a dash")
		return nil
	}
	var out []*object
	for i, e := range list {
		path := o.at(key) + "[" + strconv.Itoa(i+1) + "]"
		m, ok := e.(map[string]any)
		if !ok {
			o.p.add(path, lineOf(e), "expected a table of keys, such as {name: …}")
			continue
		}
		out = append(out, newObject(path, m, o.p))
	}
	return out
}

// names reads a table whose values are one text each.
func (o *object) names(key string) map[string]string {
	t, ok := o.object(key)
	if !ok {
		return nil
	}
	out := map[string]string{}
	for k := range t.m {
		out[k] = t.text(k, "")
	}
	return out
}

func (o *object) bool(key string) bool {
	switch s := strings.ToLower(o.text(key, "false")); s {
	case "true", "yes", "on":
		return true
	case "false", "no", "off":
	default:
		o.bad(key, "%q is neither true nor false", s)
	}
	return false
}

func (o *object) whole(key string, fallback, least int) int {
	s := o.text(key, "")
	if s == "" {
		return fallback
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least {
		o.bad(key, "%q is not a whole number of at least %d", s, least)
		return fallback
	}
	return n
}

// share reads a number between 0 and 1, as 0.05 or 5%.
func (o *object) share(key string, fallback, lo, hi float64) float64 {
	s := o.text(key, "")
	if s == "" {
		return fallback
	}
	v, err := ParseShare(s)
	if err != nil || v < lo || v > hi {
		o.bad(key, "%q is not a share between %g and %g; write it as 0.05 or 5%%", s, lo, hi)
		return fallback
	}
	return v
}

func (o *object) day(key string) spec.Day {
	s := o.text(key, "")
	if s == "" {
		return spec.NoDay
	}
	d, err := spec.ParseDay(s)
	if err != nil {
		o.bad(key, "%v", err)
	}
	return d
}

func (o *object) duration(key string, fallback time.Duration) time.Duration {
	s := o.text(key, "")
	if s == "" {
		return fallback
	}
	d, err := parseDuration(s)
	if err != nil {
		o.bad(key, "%v", err)
		return fallback
	}
	return d
}

func (o *object) amount(key string) spec.Amount {
	s := o.text(key, "")
	if s == "" {
		return spec.Amount{}
	}
	a, err := ParseAmount(s)
	if err != nil {
		o.bad(key, "%v", err)
	}
	return a
}

func (o *object) oneOf(key, fallback string, known ...string) string {
	s := o.text(key, fallback)
	for _, k := range known {
		if s == k {
			return s
		}
	}
	hint := ""
	if n := nearest(s, known); n != "" {
		hint = "; did you mean " + n + "?"
	}
	o.bad(key, "%q is not one of %s%s", s, strings.Join(known, ", "), hint)
	return fallback
}
