package format

import (
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/array"
)

// rowsRead are the texts of two columns by row.
func rowsRead(in Input, o Options) (map[int64]string, error) {
	r, err := Open(in, []Column{{Name: "a"}, {Name: "b"}}, o)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	out := map[int64]string{}
	for {
		block, err := r.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		batch, err := block.Decode()
		if err != nil {
			return out, err
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

// TestLandmarks: rows that are gone to are those that a whole reading has there, however they are written, and little
// else is read.
func TestLandmarks(t *testing.T) {
	for name, row := range map[string]func(i int) string{
		"plain":               func(i int) string { return fmt.Sprintf("%d,x%d\n", i, i) },
		"carriage returns":    func(i int) string { return fmt.Sprintf("%d,x%d\r\n", i, i) },
		"lines in quotes":     func(i int) string { return fmt.Sprintf("%d,\"x, \"\"%d\"\"\n\n\"\n", i, i) },
		"empty lines":         func(i int) string { return fmt.Sprintf("%d,x%d\n%s", i, i, strings.Repeat("\n", i%3)) },
		"rows that are bad":   func(i int) string { return fmt.Sprintf("%d,x\n%s", i, strings.Repeat("1,2,3\n", i%2)) },
		"quotes out of place": func(i int) string { return fmt.Sprintf("%d,x\"%d\n", i, i) },
		"backslashes":         func(i int) string { return fmt.Sprintf("%d,\"x \\\"%d\\\"\"\n", i, i) },
		"no value":            func(i int) string { return fmt.Sprintf("%d,\\N\n", i) },
		"long rows": func(i int) string {
			return fmt.Sprintf("%d,%s\n", i, strings.Repeat("é", i%997/996*40_000))
		},
	} {
		var b strings.Builder
		b.WriteString("\ufeffa,b\n")
		for i := range 20_000 {
			b.WriteString(row(i))
		}
		text := b.String()
		rng := rand.New(rand.NewPCG(uint64(len(text)), 1))
		for _, text := range []string{text, strings.TrimRight(text, "\r\n")} {
			places := &Landmarks{}
			in := inMemory("f.csv", []byte(text))
			all, err := rowsRead(in, Options{BlockBytes: 100_000, Landmarks: places})
			if err != nil {
				t.Fatal(name, err)
			}
			plain, err := rowsRead(in, Options{BlockBytes: 100_000})
			if err != nil || !maps.Equal(all, plain) {
				t.Fatalf("%s: %d rows with landmarks, %d without: %v", name, len(all), len(plain), err)
			}
			wanted := map[int64]bool{0: true, int64(len(all)) - 1: true}
			for range 3 {
				wanted[rng.Int64N(int64(len(all)))] = true
			}
			got, err := rowsRead(in, Options{BlockBytes: 100_000, Landmarks: places,
				Pick: func(before int64, rows int) (out []int32) {
					for i := range rows {
						if wanted[before+int64(i)] {
							out = append(out, int32(i))
						}
					}
					return out
				}})
			if err != nil {
				t.Fatal(name, err)
			}
			for at := range wanted {
				if v, came := got[at]; !came || v != all[at] {
					t.Errorf("%s: row %d is %q, it is %q where all are read", name, at, v, all[at])
				}
			}
			if name == "plain" && len(got) > 8000 {
				t.Errorf("%s: %d rows of %d were read for %d", name, len(got), len(all), len(wanted))
			}
		}
	}
}

// TestLandmarksOfAnother: a file that was changed meanwhile is said to be, and one that only comes in order is read so.
func TestLandmarksOfAnother(t *testing.T) {
	text := "a,b\n" + strings.Repeat("1,2\n", 10_000)
	second := func(before int64, rows int) []int32 {
		if before <= 1 && 1 < before+int64(rows) {
			return []int32{int32(1 - before)}
		}
		return nil
	}
	places := &Landmarks{}
	if _, err := rowsRead(inMemory("f.csv", []byte(text)), Options{Landmarks: places}); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"a,b\n1,2\n", "a,b\n" + strings.Repeat("13,2\n", 10_000)} {
		_, err := rowsRead(inMemory("f.csv", []byte(other)), Options{Landmarks: places, Pick: second})
		if err == nil || !strings.Contains(err.Error(), "f.csv was changed while it was read") {
			t.Errorf("%.20q: %v", other, err)
		}
	}
	in := piped("f.csv", []byte(text))
	places = &Landmarks{}
	for range 2 {
		if got, err := rowsRead(in, Options{Landmarks: places, Pick: second}); err != nil || got[1] != "1 2" {
			t.Errorf("in order: %q, %v", got[1], err)
		}
	}
}
