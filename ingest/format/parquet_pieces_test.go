package format

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/parquet"
)

// counting is a file that counts what is read of it.
type counting struct {
	memFile
	read int64
}

func (c *counting) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.memFile.ReadAt(p, at)
	c.read += int64(n)
	return n, err
}

// TestPieces reads a file of one row group in blocks: each reads the pages that
// its rows are in and no others, and only picked ones are there at all.
func TestPieces(t *testing.T) {
	rec := plainRecord(plainText(sampleSchema), sample(3, 8000))
	b := byLibrary(t, rec, parquet.WithDataPageSize(1<<10), parquet.WithDictionaryDefault(false),
		parquet.WithBatchSize(50))
	open := func(o Options) (*parquetReader, *counting) {
		file := &counting{memFile: memFile{bytes.NewReader(b)}}
		r, err := Open(Input{Name: "f.parquet", Open: func() (io.ReadCloser, error) { return file, nil }},
			asked("id", "x"), o)
		if err != nil {
			t.Fatal(err)
		}
		r.(*parquetReader).largest = 1000
		return r.(*parquetReader), file
	}
	r, file := open(Options{})
	var blocks []Block
	for {
		block, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		blocks = append(blocks, block)
	}
	if len(blocks) < 13 || len(blocks) > 16 {
		t.Fatalf("8000 rows are cut into %d pieces of at least 500", len(blocks))
	}
	row := int64(0)
	for i, block := range blocks {
		before := file.read
		batch, err := block.Decode()
		if err != nil {
			t.Fatal(err)
		}
		if batch.FirstRow != row || batch.Rows < 500 && i < len(blocks)-1 {
			t.Fatalf("piece %d has %d rows from %d on", i, batch.Rows, batch.FirstRow)
		}
		row += int64(batch.Rows)
		if most := int64(len(b)); file.read-before > most/2 {
			t.Errorf("piece %d reads %d bytes of %d", i, file.read-before, most)
		}
	}
	if row != 8000 {
		t.Errorf("%d rows", row)
	}

	r, _ = open(Options{Pick: func(before int64, rows int) (out []int32) {
		if before <= 4321 && 4321 < before+int64(rows) {
			out = append(out, int32(4321-before))
		}
		return out
	}})
	block, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	batch, err := block.Decode()
	if err != nil {
		t.Fatal(err)
	}
	if batch.Rows != 1 || batch.FirstRow+int64(batch.RowIndex[0]) != 4321 {
		t.Fatalf("%d rows come, from row %d on", batch.Rows, batch.FirstRow)
	}
	if got, want := cellText(batch.Columns[0], 0), cellText(rec.Column(0), 4321); got != want {
		t.Errorf("row 4322 is %q where %q was expected", got, want)
	}
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("behind the one block that is picked there is another, or %v", err)
	}
}

// TestPiecesDamaged breaks one page: whole or in pieces, the error is the same.
func TestPiecesDamaged(t *testing.T) {
	rec := plainRecord(plainText(sampleSchema), sample(3, 2000))
	b := byLibrary(t, rec, parquet.WithDataPageSize(500), parquet.WithDictionaryDefault(false),
		parquet.WithBatchSize(50))
	for at := 100; at < 20000; at += 331 {
		spoilt := append([]byte(nil), b...)
		spoilt[at] ^= 0xff
		whole, err := readAll(inMemory("f.parquet", spoilt), asked("id", "arm"), Options{})
		cut, cutErr := readCut(inMemory("f.parquet", spoilt), asked("id", "arm"), 300)
		if (err == nil) != (cutErr == nil) || err == nil && fmt.Sprint(whole.rows) != fmt.Sprint(cut.rows) {
			t.Fatalf("byte %d: %v, but in pieces %v", at, err, cutErr)
		}
		if err != nil && strings.Contains(err.Error(), "of the group") && !strings.Contains(cutErr.Error(),
			err.Error()) {
			t.Errorf("byte %d: %v, but in pieces %v", at, err, cutErr)
		}
	}
}
