package evaltool_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"uptake/analysis/scored"
)

// TestScoresOfBlocks: scores of a large table are those that the standard library reads in its cells, in blocks that
// are taken whole and in those with a cell that is empty or another order of items.
func TestScoresOfBlocks(t *testing.T) {
	long := strings.Repeat("words ", 60)
	for name, odd := range map[string]func(r *rand.Rand, row int) (item int, cell string){
		"plain": func(r *rand.Rand, row int) (int, string) { return row / 2, fmt.Sprint(r.Float64()) },
		"signs of zero": func(_ *rand.Rand, row int) (int, string) {
			return row / 2, []string{"-0", "0.0"}[row%2]
		},
		"an empty cell":   func(_ *rand.Rand, row int) (int, string) { return row / 2, []string{"0.5", ""}[row/4000] },
		"small numbers":   func(r *rand.Rand, row int) (int, string) { return row / 2, fmt.Sprint(r.Float64() / 1e7) },
		"numbers below 0": func(r *rand.Rand, row int) (int, string) { return row / 2, fmt.Sprint(r.NormFloat64()) },
		"another order":   func(r *rand.Rand, row int) (int, string) { return (row / 2) ^ 1, fmt.Sprint(r.Float64()) },
		"apart":           func(r *rand.Rand, row int) (int, string) { return row % 2500, fmt.Sprint(r.Float64()) },
	} {
		r := rand.New(rand.NewPCG(16, uint64(len(name))))
		var b strings.Builder
		b.WriteString("item,output,s\n")
		want := map[string][]float64{}
		for row := range 5000 {
			item, cell := odd(r, row)
			id := fmt.Sprintf("q%04d", item)
			fmt.Fprintf(&b, "%s,%s,%s\n", id, long+cell, cell)
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				v = math.NaN()
			}
			want[id] = append(want[id], v+0)
		}
		path := write(t, filepath.Join(t.TempDir(), "rows.csv"), b.String())
		v := read(t, asked(map[string][]string{"v1": {path}, "v2": {path}})).Versions[0]
		if len(v.Runs) != 5000 {
			t.Fatalf("%s: %d runs", name, len(v.Runs))
		}
		for i := 0; i < len(v.Runs); i += 2 { // the two of an item, in an order of their own
			id := v.Runs[i].Item
			a, first := v.Of(0).At(i)
			c, second := v.Of(0).At(i + 1)
			w := want[id]
			same := func(x, y float64) bool {
				return math.Float64bits(x) == math.Float64bits(y) || math.IsNaN(x) && math.IsNaN(y)
			}
			if len(w) != 2 || !(same(a, w[0]) && same(c, w[1]) || same(a, w[1]) && same(c, w[0])) {
				t.Fatalf("%s: %s has %v and %v, want %v", name, id, a, c, w)
			}
			if (first == scored.Scored) == math.IsNaN(a) || (second == scored.Scored) == math.IsNaN(c) {
				t.Fatalf("%s: %s is %v and %v", name, id, first, second)
			}
		}
	}
}
