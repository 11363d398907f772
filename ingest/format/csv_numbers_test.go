package format

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/array"
)

// TestNumbers: a column that is asked for as numbers holds what it holds as text, and comes as
// doubles where every cell of a block is a short plain decimal or empty.
func TestNumbers(t *testing.T) {
	odd := []string{"1e3", "-0.5", "NaN", "abc", `"0,5"`, `"a""b"`, "12345678901234567", " 1"}
	rng := rand.New(rand.NewPCG(7, 11))
	doubles, texts, nulls := 0, 0, 0
	for file := range 40 {
		var b strings.Builder
		b.WriteString("id,score,last\n")
		for i := range 400 {
			cell := strconv.FormatFloat(float64(rng.IntN(1e6))/1e3, 'f', -1, 64)
			switch {
			case file%4 == 1 && rng.IntN(20) == 0:
				cell = []string{"", `""`, `"0.25"`, ".5", "7."}[rng.IntN(5)]
			case file%4 == 2 && rng.IntN(300) == 0:
				cell = odd[rng.IntN(len(odd))]
			}
			fmt.Fprintf(&b, "%d,%s,%s%s", i, cell, cell, []string{"\n", "\r\n"}[file%2])
		}
		read := func(numbers bool) (out []*Batch) {
			ask := []Column{{Name: "score", Numbers: numbers}, {Name: "last", Numbers: numbers}}
			r, err := Open(inMemory("f.csv", []byte(b.String())), ask, Options{BlockBytes: 2000})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			for block, err := r.Next(); err == nil; block, err = r.Next() {
				batch, err := block.Decode()
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, batch)
			}
			return out
		}
		plain := read(false)
		for k, got := range read(true) {
			for c := range got.Columns {
				want := plain[k].Columns[c].(*array.String)
				is, ok := got.Columns[c].(*array.Float64)
				if !ok {
					texts++
					if s := got.Columns[c].(*array.String); !array.Equal(s, want) {
						t.Fatalf("file %d, block %d: %v, want %v", file, k, s, want)
					}
					continue
				}
				doubles++
				for i := range want.Len() {
					v, err := strconv.ParseFloat(want.Value(i), 64)
					if is.IsNull(i) != (want.Value(i) == "") || !is.IsNull(i) && (err != nil || v != is.Value(i)) {
						t.Fatalf("file %d, block %d, row %d: %v of %q", file, k, i, is.ValueStr(i), want.Value(i))
					}
				}
				nulls += is.NullN()
			}
		}
	}
	if doubles == 0 || texts == 0 || nulls == 0 {
		t.Errorf("%d columns as doubles, %d as texts, %d nulls", doubles, texts, nulls)
	}
}
