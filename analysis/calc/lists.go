package calc

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"sort"
	"strconv"
	"strings"
)

// elements splits a list.
func (f *fields) elements(name string) []json.RawMessage {
	raw := f.get(name)
	if raw == nil {
		return nil
	}
	list, ok := items(raw)
	if !ok {
		f.wrong(name, raw, "a list")
	}
	return list
}

// list returns a list of finite numbers.
func (f *fields) list(name string) []float64 {
	raw := f.get(name)
	if raw == nil {
		return nil
	}
	v, bad := numbers(raw)
	if bad != "" {
		f.call.fail("%s.%s %s", f.path, name, bad)
	}
	return v
}

// numbers parses a list of finite numbers, or says what is wrong with it.
func numbers(raw json.RawMessage) (list []float64, bad string) {
	parts, ok := items(raw)
	if !ok || string(raw) == "null" {
		return nil, fmt.Sprintf("is %s; a list of numbers is needed", brief(raw))
	}
	list = make([]float64, len(parts))
	for i, p := range parts {
		v, ok := number(p)
		if !ok || math.IsInf(v, 0) || math.IsNaN(v) {
			return nil, fmt.Sprintf("has %s at index %d; a finite number is needed", brief(p), i)
		}
		list[i] = v
	}
	return list, ""
}

// counts returns a list of whole numbers from 0 to 2^53.
func (f *fields) counts(name string) []int64 {
	var out []int64
	for i, raw := range f.elements(name) {
		v, ok := whole(raw)
		if !ok {
			f.call.fail("%s.%s has %s at index %d; a whole number from 0 to 2^53 is needed", f.path, name, brief(raw),
				i)
			return nil
		}
		out = append(out, v)
	}
	return out
}

// rows returns a list of lists of numbers, all of one length.
func (f *fields) rows(name string) [][]float64 {
	var out [][]float64
	for i, raw := range f.elements(name) {
		row, bad := numbers(raw)
		if bad != "" {
			f.call.fail("%s.%s: row %d %s", f.path, name, i, bad)
			return nil
		}
		if i > 0 && len(row) != len(out[0]) {
			f.call.fail("%s.%s: row %d has %d values, row 0 has %d", f.path, name, i, len(row), len(out[0]))
			return nil
		}
		out = append(out, row)
	}
	return out
}

// labels returns a list of numbers or texts as groups 0, 1, …, in ascending
// order of their values (numbers by size, then texts).
func (f *fields) labels(name string) (group []int, k int) {
	raw := f.elements(name)
	texts := map[string]bool{}
	for i, r := range raw {
		if len(r) > 0 && (r[0] == '{' || r[0] == '[') || string(r) == "null" {
			f.call.fail("%s.%s has %s at index %d; a number or a text is needed", f.path, name, brief(r), i)
			return nil, 0
		}
		texts[string(r)] = true
	}
	var order []string
	for t := range texts {
		order = append(order, t)
	}
	sort.Slice(order, func(a, b int) bool {
		x, okx := number(json.RawMessage(order[a]))
		y, oky := number(json.RawMessage(order[b]))
		switch {
		case okx && oky && x != y:
			return x < y
		case okx != oky:
			return okx
		}
		return order[a] < order[b]
	})
	at := map[string]int{}
	for i, t := range order {
		if i > 0 && same(order[i-1], t) { // 1 and 1.0 are one group
			at[t] = at[order[i-1]]
			continue
		}
		at[t] = k
		k++
	}
	for _, r := range raw {
		group = append(group, at[string(r)])
	}
	return group, k
}

func same(a, b string) bool {
	x, okx := number(json.RawMessage(a))
	y, oky := number(json.RawMessage(b))
	return okx && oky && x == y
}

// decimals returns a list of numbers exactly as they are written.
func (f *fields) decimals(name string) []*big.Rat {
	var out []*big.Rat
	for i, raw := range f.elements(name) {
		r := decimal(raw)
		if r == nil {
			f.call.fail("%s.%s has %s at index %d; a finite number is needed", f.path, name, brief(raw), i)
			return nil
		}
		out = append(out, r)
	}
	return out
}

// decimal parses a JSON number exactly; nil when it is none, or beyond the
// range of doubles.
func decimal(raw json.RawMessage) *big.Rat {
	v, ok := number(raw)
	if !ok || math.IsInf(v, 0) || math.IsNaN(v) || len(raw) > 1000 {
		return nil
	}
	if i := strings.IndexAny(string(raw), "eE"); i >= 0 {
		if e, err := strconv.Atoi(string(raw[i+1:])); err != nil || e < -1000 || e > 1000 {
			return nil
		}
	}
	r, ok := new(big.Rat).SetString(string(raw))
	if !ok {
		return nil
	}
	return r
}
