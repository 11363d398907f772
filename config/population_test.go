package config

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// TestPopulation: shares are parts of a whole, or numbers of people; what cannot be meant is refused.
func TestPopulation(t *testing.T) {
	read := func(population string) ([]float64, error) {
		e, err := parse([]byte("experiment: x\nsources: [{path: a.csv}]\nsegments: [plan]\npopulation: "+population+
			"\n"), "x.yaml", "/", nil)
		var out []float64
		if err == nil {
			for _, l := range e.Population[0].Levels {
				out = append(out, l.Share)
			}
		}
		return out, err
	}
	for text, want := range map[string][]float64{
		"[{segment: plan, shares: {Free: 60%, pro: 40%}}]":    {0.6, 0.4},
		"[{segment: plan, shares: {free: 3000, pro: 1000}}]":  {0.75, 0.25},
		"[{segment: plan, shares: {free: 1, pro: 3}}]":        {0.25, 0.75},
		"[{segment: plan, shares: {free: 0.5}}]":              {0.5},
		"[{segment: plan, shares: {a: 33%, b: 33%, c: 33%}}]": {1. / 3, 1. / 3, 1. / 3},
		"[{segment: plan, shares: {a: 1/4, b: 1/4}}]":         {0.25, 0.25},
		"{segment: plan, shares: {a: 50.5%, b: 50.5%}}":       {0.5, 0.5},
	} {
		got, err := read(text)
		if err != nil || len(got) != len(want) {
			t.Errorf("%s: %v, %v", text, got, err)
			continue
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-15 {
				t.Errorf("%s: %v, want %v", text, got, want)
			}
		}
	}
	for text, want := range map[string]string{
		"[{segment: country, shares: {de: 60%, fr: 40%}}]": "country is not one of the segments",
		"[{segment: plan, shares: {a: 60%, b: 60%}}]":      "add up to 120 %",
		"[{segment: plan, shares: {a: 150%, b: 50%}}]":     "add up to 200 %",
		"[{segment: plan, shares: {a: 100, b: 50%}}]": "mix parts of a whole (b: 50%) and numbers of people (a: " +
			"100)",
		"[{segment: plan, shares: {a: 1/4, b: 12, c: 3}}]": "mix parts of a whole (a: 1/4) and " +
			"numbers of people (b: 12)",
		"[{segment: plan, shares: {a: 0.5, b: 30}}]": "mix parts of a whole (a: 0.5) and " +
			"numbers of people (b: 30)",
		"[{segment: plan, shares: {a: 100%}}]":                                   "give everybody to a",
		"[{segment: plan, shares: {a: 0, b: 1}}]":                                "the share of a is 0",
		"[{segment: plan, shares: {a: [1, 2], b: 1}}]":                           "a has 2 shares",
		"[{segment: plan, shares: {a: many, b: 1}}]":                             `a: "many" is not a share`,
		"[{shares: {a: 0.5}}]":                                                   "names a segment and the shares",
		"[{segment: plan, shares: {a: 0.5}}, {segment: plan, shares: {a: 0.5}}]": "given twice",
		"[{segment: plan, shares: {a: 0.5}, path: a.csv}]":                       "keep one of the two",
		"[{segment: plan, path: '-'}]":                                           "cannot come from standard input",
		"[{segment: plan, path: a.csv, columns: {levl: x}}]":                     "levl",
		"[{segment: plan, share: {a: 0.5}}]":                                     "names a segment and the shares",
	} {
		if _, err := read(text); !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	e, err := parse([]byte("experiment: x\nsources: [{path: a.csv}]\nsegments: [plan]\npopulation: {segment: plan, "+
		"shares: {Free: 60%, pro: 40%}}\n"), "x.yaml", "/", nil)
	if err != nil || e.Population[0].Levels[0].Name != "Free" {
		t.Errorf("the level is no longer as written: %+v, %v", e.Population, err)
	}
}
