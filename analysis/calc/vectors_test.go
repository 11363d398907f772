package calc

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// notBuilt lists the families of testdata/vectors that no calculator answers
// yet. Every other family must pass whole; a family listed here must fail.
var notBuilt = []string{}

type tolerance struct{ Rel, Abs float64 }

type vector struct {
	ID, Method string
	Inputs     json.RawMessage
	Options    json.RawMessage
	Expected   map[string]any
	Tolerance  struct {
		tolerance
		ByQuantity map[string]tolerance `json:"by_quantity"`
	}
	FromBinary64          map[string]any `json:"from_binary64"`
	FromBinary64Tolerance *tolerance     `json:"from_binary64_tolerance"`
}

func load(t testing.TB, file string) []vector {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var f struct{ Cases []vector }
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if err := d.Decode(&f); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return f.Cases
}

// comparison counts what differs from what is expected.
type comparison struct {
	worst  float64 // largest relative error
	where  string
	misses []string
}

func (c *comparison) miss(format string, a ...any) {
	c.misses = append(c.misses, fmt.Sprintf(format, a...))
}

// compare holds got against want, element by element.
func (c *comparison) compare(path string, want, got any, tol tolerance) {
	switch w := want.(type) {
	case nil:
		if got != nil {
			c.miss("%s is %v, want undefined", path, got)
		}
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			c.miss("%s is %v, want an object", path, got)
			return
		}
		for _, k := range keys(w) {
			c.compare(path+"."+k, w[k], g[k], tol)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			c.miss("%s has %d elements, want %d", path, len(g), len(w))
			return
		}
		for i := range w {
			c.compare(fmt.Sprintf("%s[%d]", path, i), w[i], g[i], tol)
		}
	case bool:
		if got != w {
			c.miss("%s is %v, want %v", path, got, w)
		}
	default:
		x, okx := toNumber(want)
		y, oky := toNumber(got)
		if !okx || !oky {
			c.miss("%s is %v, want %v", path, got, want)
			return
		}
		if x == y || math.IsNaN(x) && math.IsNaN(y) {
			return
		}
		d := math.Abs(x - y)
		size := math.Max(math.Abs(x), math.Abs(y))
		if !(d <= tol.Abs+tol.Rel*size) {
			c.miss("%s is %.17g, want %.17g (off by %.2g relative, %.2g absolute)", path, y, x, d/size, d)
		}
		// what only the absolute tolerance speaks about is no relative error
		if rel := d / size; d > tol.Abs && rel > c.worst {
			c.worst, c.where = rel, path
		}
	}
}

func keys(m map[string]any) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func toNumber(v any) (float64, bool) {
	var s string
	switch v := v.(type) {
	case json.Number:
		s = v.String()
	case string:
		s = v
	default:
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil || math.IsInf(f, 0)
}

// answerOf runs a case through the calculator and parses what it prints.
func answerOf(t testing.TB, v vector) (result map[string]any, failure string) {
	t.Helper()
	doc, err := json.Marshal(map[string]any{"id": v.ID, "method": v.Method, "inputs": v.Inputs, "options": v.Options})
	if err != nil {
		t.Fatal(err)
	}
	out, err := Run(doc)
	if err != nil {
		t.Fatalf("%s: %v", v.ID, err)
	}
	var a struct {
		ID, Error string
		Result    map[string]any
	}
	d := json.NewDecoder(strings.NewReader(string(out)))
	d.UseNumber()
	if err := d.Decode(&a); err != nil || a.ID != v.ID {
		t.Fatalf("%s: the answer %s is not one: %v", v.ID, out, err)
	}
	return a.Result, a.Error
}

// check answers a case and compares it.
func check(t testing.TB, v vector) *comparison {
	c := &comparison{}
	got, failure := answerOf(t, v)
	if failure != "" {
		c.miss("error: %s", failure)
		return c
	}
	for _, q := range keys(v.Expected) {
		tol, special := v.Tolerance.ByQuantity[q]
		if !special {
			tol = v.Tolerance.tolerance
		}
		c.compare(q, v.Expected[q], got[q], tol)
	}
	return c
}

// TestVectors answers every case of every family and compares each quantity
// within its tolerance.
func TestVectors(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "vectors", "*.json"))
	if err != nil || len(files) < 33 {
		t.Fatalf("%d families found (%v)", len(files), err)
	}
	missing := map[string]bool{}
	for _, f := range notBuilt {
		missing[f] = true
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-24s %6s %6s  %s\n", "family", "passed", "cases", "largest relative error")
	for _, file := range files {
		family := strings.TrimSuffix(filepath.Base(file), ".json")
		passed, worst, where := 0, 0.0, ""
		cases := load(t, file)
		for _, v := range cases {
			c := check(t, v)
			if len(c.misses) == 0 {
				passed++
			} else if !missing[family] {
				for i, m := range c.misses {
					if i == 6 {
						t.Errorf("%s/%s: … %d more", family, v.ID, len(c.misses)-i)
						break
					}
					t.Errorf("%s/%s: %s", family, v.ID, m)
				}
			}
			if c.worst > worst && len(c.misses) == 0 {
				worst, where = c.worst, v.ID+" "+c.where
			}
		}
		note := ""
		if missing[family] {
			note = "(not built)"
			if passed == len(cases) {
				t.Errorf("family %s is listed as not built but passes whole", family)
			}
		}
		fmt.Fprintf(&table, "%-24s %6d %6d  %.1e %s%s\n", family, passed, len(cases), worst, where, note)
		delete(missing, family)
	}
	for f := range missing {
		t.Errorf("family %s is listed as not built but there is no such family", f)
	}
	t.Log("\n" + table.String())
}
