package format

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/array"
)

// TestPick: rows that are picked come with the values and numbers that they have
// when every row is read, whatever stands between them.
func TestPick(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	for _, kind := range []string{"csv", "quoted.csv", "tsv", "ndjson", "array.json"} {
		var b strings.Builder
		ending := kind[strings.LastIndex(kind, ".")+1:]
		switch {
		case ending == "csv":
			b.WriteString("a,b\n")
		case ending == "tsv":
			b.WriteString("a\tb\n")
		case ending == "json":
			b.WriteString("[")
		}
		for i := range 4000 {
			switch {
			case rng.IntN(50) == 0 && ending != "json":
				b.WriteString([]string{"\n", "\r\n"}[rng.IntN(2)])
			case rng.IntN(50) == 0 && ending != "json":
				b.WriteString("broken,row,of,too,many\n")
			case kind == "quoted.csv":
				fmt.Fprintf(&b, "%d,\"x, \"\"%d\"\"\n\"\n", i, i)
			case ending == "csv":
				fmt.Fprintf(&b, "%d,x%d\r\n", i, i)
			case ending == "tsv":
				fmt.Fprintf(&b, "%d\tx%d\n", i, i)
			case ending == "ndjson":
				fmt.Fprintf(&b, "{\"a\": %d, \"b\": \"x%d\"}\n", i, i)
			default:
				fmt.Fprintf(&b, "%s\n{\"a\": %d, \"b\": \"x%d\"}", strings.Repeat(",", min(i, 1)), i, i)
			}
		}
		if ending == "json" {
			b.WriteString("]")
		}
		read := func(pick func(int64, int) []int32) map[int64]string {
			r, err := Open(inMemory("f."+ending, []byte(b.String())), []Column{{Name: "a"}, {Name: "b"}},
				Options{BlockBytes: 4096, Pick: pick})
			if err != nil {
				t.Fatal(kind, err)
			}
			defer r.Close()
			out := map[int64]string{}
			for {
				block, err := r.Next()
				if err != nil {
					return out
				}
				batch, err := block.Decode()
				if err != nil {
					t.Fatal(kind, err)
				}
				for i := range batch.Rows {
					at := int64(i)
					if batch.RowIndex != nil {
						at = int64(batch.RowIndex[i])
					}
					out[batch.FirstRow+at] = batch.Columns[0].(*array.String).Value(i) + " " +
						batch.Columns[1].(*array.String).Value(i)
				}
				for _, bad := range batch.Bad {
					out[bad.Row-1] = bad.Why
				}
			}
		}
		all := read(nil)
		wanted := map[int64]bool{}
		for row := range int64(4000) {
			wanted[row] = rng.IntN(300) == 0
		}
		asked := 0
		got := read(func(before int64, rows int) (out []int32) {
			for i := range rows {
				if wanted[before+int64(i)] {
					out = append(out, int32(i))
				}
			}
			asked += rows
			return out
		})
		found := 0
		for row, v := range got {
			if all[row] != v {
				t.Fatalf("%s: row %d is %q, it is %q where all are read", kind, row, v, all[row])
			}
			if wanted[row] {
				found++
			}
		}
		for row := range all {
			if wanted[row] && got[row] == "" {
				t.Fatalf("%s: row %d did not come", kind, row)
			}
		}
		if found == 0 || asked != len(all) {
			t.Fatalf("%s: %d rows were found, %d of %d looked at", kind, found, asked, len(all))
		}
		if kind == "csv" && len(got) > 2*found {
			t.Errorf("%s: %d rows came for %d that were asked for", kind, len(got), found)
		}
	}
}

// wantPicked reads some rows of a Parquet file, cut into pieces of so many rows at least,
// 0 whole, and wants the cells that they have among all; alone says that no others come.
func wantPicked(t *testing.T, b []byte, columns []Column, want [][]string, cut int, alone bool) {
	t.Helper()
	wanted := map[int64]bool{}
	rng := rand.New(rand.NewPCG(uint64(len(b)), 7))
	for range 40 {
		wanted[rng.Int64N(int64(len(want)))] = true
	}
	r, err := Open(inMemory("f.parquet", b), columns, Options{Pick: func(before int64, rows int) (out []int32) {
		for i := range rows {
			if wanted[before+int64(i)] {
				out = append(out, int32(i))
			}
		}
		return out
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if cut > 0 {
		r.(*parquetReader).largest = cut
	}
	found := 0
	for {
		block, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		batch, err := block.Decode()
		if err != nil {
			t.Fatal(err)
		}
		for i := range batch.Rows {
			at := int64(i)
			if batch.RowIndex != nil {
				at = int64(batch.RowIndex[i])
			}
			row := batch.FirstRow + at
			if wanted[row] {
				found++
			} else if alone {
				t.Errorf("row %d comes, which is not picked", row+1)
			}
			for k, c := range batch.Columns {
				if got := cellText(c, i); got != want[row][k] {
					t.Fatalf("row %d of %s is %q, it is %q where all are read", row+1, columns[k].Name, got,
						want[row][k])
				}
			}
		}
	}
	if found != len(wanted) {
		t.Errorf("%d rows came of %d", found, len(wanted))
	}
}
