package calc

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"uptake/analysis/stats"
)

// Hashed weights are those of stats, decimals and order change nothing, and the
// same case with the weights written out gives the same answer.
func TestPoissonBootstrapHashed(t *testing.T) {
	answer := func(in string) map[string]any {
		out, err := Run([]byte(`{"method": "poisson_bootstrap", ` + in + `}`))
		if err != nil {
			t.Fatal(err)
		}
		var a struct {
			Result map[string]any
			Error  string
		}
		if err := json.Unmarshal(out, &a); err != nil || a.Error != "" {
			t.Fatalf("%s answers %s", in, out)
		}
		return a.Result
	}
	b := stats.NewPoissonBootstrap(50, 4)
	var rows []string
	for r := range 50 {
		var w []string
		for u := range uint64(6) {
			w = append(w, fmt.Sprint(b.Weight(u, r)))
		}
		rows = append(rows, "["+strings.Join(w, ",")+"]")
	}
	x := `"x": [1.25, -3, 2, 0.5, 7, 4], "d": [1, 2, 1, 3, 1, 1]`
	got := answer(`"inputs": {` + x + `}, "options": {"replicates": 50, "seed": 4}`)
	for name, other := range map[string]map[string]any{
		"weights written out": answer(`"inputs": {` + x + `, "weights": [` + strings.Join(rows, ",") + `]}`),
		"another order": answer(
			`"inputs": {"x": [4, 1.25, 7, -3, 0.5, 2], "d": [1, 1, 1, 2, 3, 1], "units": [5, 0, 4, 1, 3, 2]}, "options": {"replicates": 50, "seed": 4}`),
	} {
		for _, q := range []string{"estimate", "se"} {
			if v, w := got[q].(float64), other[q].(float64); math.Abs(v-w) > 1e-12*math.Abs(w) {
				t.Errorf("%s: %s is %v, not %v", name, q, w, v)
			}
		}
		for i, v := range got["percentile"].([]any) {
			if w := other["percentile"].([]any)[i].(float64); math.Abs(v.(float64)-w) > 1e-12 {
				t.Errorf("%s: percentile %v", name, other["percentile"])
			}
		}
	}
	for in, want := range map[string]string{
		`"inputs": {"x": [1, 2, 3], "units": [1, 2, 1]}`:                             "has 1 twice",
		`"inputs": {"x": [1, 2]}, "options": {"replicates": 900000000}`:              "at most 1000000000",
		`"inputs": {"x": [1e300, 2]}`:                                                "too large",
		`"inputs": {"x": [0.12345678901, 2]}`:                                        "more than 9 decimals",
		`"inputs": {"x": [1, 2], "d": [1, -1]}`:                                      "adds up to 0",
		`"inputs": {"x": [1]}, "options": {"replicates": 100}`:                       "too few units",
		`"inputs": {"x": [1, 2, 3], "d": [1, 1]}, "options": {"replicates": 2}`:      "d has 2",
		`"inputs": {"x": [1, 2, 3], "units": [0, 1]}, "options": {"replicates": 20}`: "units has 2",
	} {
		if out, err := Run([]byte(`{"method": "poisson_bootstrap", ` + in + `}`)); err != nil ||
			!strings.Contains(string(out), want) {
			t.Errorf("%s answers %s (%v)", in, out, err)
		}
	}
}
