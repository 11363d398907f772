package calc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"sort"
	"strconv"
	"strings"

	"uptake/analysis/counted"
)

// call is one case being answered: typed access to its inputs and options. The
// first thing that is missing or wrong becomes the case's error; what is read
// after that is zero values, and the result is thrown away.
type call struct {
	in, opt *fields
	err     error
}

func (c *call) fail(format string, a ...any) {
	if c.err == nil {
		c.err = counted.Errorf(format, a...)
	}
}

// fields is one JSON object with the names that were asked for.
type fields struct {
	call  *call
	path  string
	names []member
	sub   []*fields
}

// last returns the member of a name, the last one when there are several; nil
// when there is none.
func last(list []member, name string) *member {
	for i := len(list) - 1; i >= 0; i-- {
		if string(list[i].name) == name {
			return &list[i]
		}
	}
	return nil
}

func (c *call) object(path string, raw json.RawMessage) *fields {
	f := &fields{call: c, path: path}
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || string(raw) == "null" {
		return f
	}
	var ok bool
	if f.names, ok = members(raw); !ok {
		c.fail("%s is %s; an object is needed", path, brief(raw))
	}
	return f
}

// unread lists the names of this object and those inside it that nobody asked for.
func (f *fields) unread() []string {
	var out []string
	for i := range f.names {
		if m := &f.names[i]; !m.used && m == last(f.names, string(m.name)) {
			out = append(out, f.path+"."+string(m.name))
		}
	}
	for _, s := range f.sub {
		out = append(out, s.unread()...)
	}
	sort.Strings(out)
	return out
}

// has says whether a name is there with a value other than null.
func (f *fields) has(name string) bool {
	m := last(f.names, name)
	if m == nil {
		return false
	}
	m.used = true
	return string(m.raw) != "null"
}

// get returns the value of a name that must be there.
func (f *fields) get(name string) json.RawMessage {
	if !f.has(name) {
		f.call.fail("%s.%s is missing", f.path, name)
		return nil
	}
	return last(f.names, name).raw
}

func (f *fields) wrong(name string, raw json.RawMessage, needed string) {
	f.call.fail("%s.%s is %s; %s is needed", f.path, name, brief(raw), needed)
}

// num returns a finite number.
func (f *fields) num(name string) float64 {
	raw := f.get(name)
	if raw == nil {
		return 0
	}
	v, ok := number(raw)
	if !ok || math.IsInf(v, 0) || math.IsNaN(v) {
		f.wrong(name, raw, "a finite number")
		return 0
	}
	return v
}

// numOr returns a finite number, or def when it is absent.
func (f *fields) numOr(name string, def float64) float64 {
	if !f.has(name) {
		return def
	}
	return f.num(name)
}

// share returns a number strictly between 0 and 1, or def when it is absent.
func (f *fields) share(name string, def float64) float64 {
	v := f.numOr(name, def)
	if !(v > 0 && v < 1) {
		f.call.fail("%s.%s is %v; a number between 0 and 1 is needed", f.path, name, v)
		return 0.5
	}
	return v
}

// positive returns a number above 0.
func (f *fields) positive(name string) float64 {
	v := f.num(name)
	if f.call.err == nil && !(v > 0) {
		f.call.fail("%s.%s is %v; a number above 0 is needed", f.path, name, v)
	}
	return v
}

// largest is the largest count that every double below it can tell from its neighbours.
const largest = 1 << 53

// count returns a whole number from 0 to 2^53.
func (f *fields) count(name string) int64 {
	raw := f.get(name)
	if raw == nil {
		return 0
	}
	v, ok := whole(raw)
	if !ok {
		f.wrong(name, raw, "a whole number from 0 to 2^53")
	}
	return v
}

func whole(raw json.RawMessage) (int64, bool) {
	v, ok := number(raw)
	if !ok || !(v >= 0 && v <= largest) || v != math.Trunc(v) {
		return 0, false
	}
	return int64(v), true
}

// number parses a JSON number, or one of the strings for what JSON has no number for.
func number(raw json.RawMessage) (float64, bool) {
	switch string(raw) {
	case `"Infinity"`:
		return math.Inf(1), true
	case `"-Infinity"`:
		return math.Inf(-1), true
	case `"NaN"`:
		return math.NaN(), true
	}
	if len(raw) == 0 || raw[0] != '-' && (raw[0] < '0' || raw[0] > '9') {
		return 0, false
	}
	v, err := strconv.ParseFloat(string(raw), 64)
	return v, err == nil
}

// object returns an object inside this one; it must be there.
func (f *fields) object(name string) *fields {
	s := f.call.object(f.path+"."+name, f.get(name))
	f.sub = append(f.sub, s)
	return s
}

// objects returns a list of objects.
func (f *fields) objects(name string) []*fields {
	var out []*fields
	for i, raw := range f.elements(name) {
		s := f.call.object(fmt.Sprintf("%s.%s[%d]", f.path, name, i), raw)
		f.sub = append(f.sub, s)
		out = append(out, s)
	}
	return out
}

// text returns one of a few words, or def when it is absent.
func (f *fields) text(name, def string, allowed ...string) string {
	if !f.has(name) {
		return def
	}
	raw := f.get(name)
	s, ok := textOf(raw)
	if !ok {
		f.wrong(name, raw, "a text")
		return def
	}
	for _, a := range allowed {
		if s == a {
			return s
		}
	}
	f.call.fail("%s.%s is %q; one of %s is needed", f.path, name, s, strings.Join(allowed, ", "))
	return def
}

// textOf is the text of a JSON string; null is an empty one.
func textOf(raw json.RawMessage) (s string, ok bool) {
	switch {
	case string(raw) == "null":
		return "", true
	case len(raw) == 0 || raw[0] != '"':
		return "", false
	}
	return string(plain(raw)), true
}

// flag returns true or false, or def when it is absent.
func (f *fields) flag(name string, def bool) bool {
	if !f.has(name) {
		return def
	}
	raw := f.get(name)
	switch string(raw) {
	case "true":
		return true
	case "false":
		return false
	}
	f.wrong(name, raw, "true or false")
	return def
}

// brief is a value as it stands, cut to what fits into a sentence.
func brief(raw json.RawMessage) string {
	s := strings.TrimSpace(string(raw))
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// decimalList parses a list of numbers exactly.
func decimalList(raw json.RawMessage) ([]*big.Rat, error) {
	parts, ok := items(raw)
	if !ok {
		return nil, errNotNumbers
	}
	var out []*big.Rat
	for _, p := range parts {
		r := decimal(p)
		if r == nil {
			return nil, errNotNumbers
		}
		out = append(out, r)
	}
	return out, nil
}
