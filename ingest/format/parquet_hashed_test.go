package format

import (
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/zeebo/xxh3"
)

// wantHashes reads hashes of the columns id, arm and the odd one of a file, cut into pieces of so
// many rows at least, 0 whole: they are those of the texts, 0 without one, also of picked rows,
// and where one text is refused there are texts.
func wantHashes(t *testing.T, b []byte, rec arrow.Record, cut int) {
	t.Helper()
	names := []string{"id", "arm", `odd, "name"`}
	at := make([]int, len(names))
	for i, n := range names {
		at[i] = sampleSchema.FieldIndices(n)[0]
	}
	hash := func(text []byte) (uint64, bool) { return xxh3.Hash(text), string(text) != "emoji 🦆" }
	rng := rand.New(rand.NewPCG(uint64(len(b)), 9))
	few := map[int64]bool{}
	for range 40 {
		few[rng.Int64N(rec.NumRows())] = true
	}
	picked := func(before int64, rows int) (out []int32) {
		for i := range rows {
			if few[before+int64(i)] {
				out = append(out, int32(i))
			}
		}
		return out
	}
	for _, pick := range []func(int64, int) []int32{nil, picked} {
		r, err := Open(inMemory("f.parquet", b), asked(names...), Options{Pick: pick, Hash: []Hash{hash, hash, hash}})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if cut > 0 {
			r.(*parquetReader).largest = cut
		}
		rows := 0
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
			rows += batch.Rows
			for k, c := range batch.Columns {
				if (c == nil) != (batch.Hashes[k] != nil) || k < 2 && c != nil {
					t.Fatalf("of %s there are %d hashes and the array %v", names[k], len(batch.Hashes[k]), c)
				}
				for i := range batch.Rows {
					row := int64(i)
					if batch.RowIndex != nil {
						row = int64(batch.RowIndex[i])
					}
					row += batch.FirstRow
					want := cellText(rec.Column(at[k]), int(row))
					if c != nil {
						if got := cellText(c, i); got != want {
							t.Fatalf("row %d of %s is %q, it is %q", row+1, names[k], got, want)
						}
						continue
					}
					hash := uint64(0)
					if !rec.Column(at[k]).IsNull(int(row)) {
						hash = xxh3.HashString(textOf(rec.Column(at[k]), int(row)))
					}
					if batch.Hashes[k][i] != hash {
						t.Fatalf("the hash of row %d of %s, %q, is %x, want %x", row+1, names[k], want,
							batch.Hashes[k][i], hash)
					}
				}
			}
			batch.Release()
		}
		if pick == nil && rows != int(rec.NumRows()) || rows < len(few) {
			t.Errorf("%d rows", rows)
		}
	}
}

// textOf is the text of a row, which has one.
func textOf(a arrow.Array, row int) string {
	if d, coded := a.(*array.Dictionary); coded {
		return d.Dictionary().(*array.String).Value(d.GetValueIndex(row))
	}
	return a.(*array.String).Value(row)
}

// TestHashesDamaged breaks one byte of a file: whoever asks for hashes is told the same as who
// asks for texts.
func TestHashesDamaged(t *testing.T) {
	rec := plainRecord(plainText(sampleSchema), sample(3, 400))
	b := byLibrary(t, rec)
	hash := func(text []byte) (uint64, bool) { return xxh3.Hash(text), true }
	read := func(b []byte, o Options) error {
		_, err := readAll(inMemory("f.parquet", b), asked("id"), o)
		return err
	}
	differ, failed := 0, 0
	for at := 4; at < 8000; at += 37 {
		spoilt := append([]byte(nil), b...)
		spoilt[at] ^= 0xff
		texts, hashes := read(spoilt, Options{}), read(spoilt, Options{Hash: []Hash{hash}})
		if texts != nil {
			failed++
		}
		if fmt.Sprint(texts) != fmt.Sprint(hashes) {
			differ++
			t.Errorf("byte %d: %v, of hashes %v", at, texts, hashes)
		}
	}
	if failed == 0 {
		t.Error("no byte made reading fail")
	}
}
