package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow/go/v15/parquet"
)

// farFile is a file of which each look costs a request.
type farFile struct {
	memFile
	mu     sync.Mutex
	looks  int
	broken int64 // from this byte on nothing can be had, 0: all can
}

func (f *farFile) Far() bool { return true }

func (f *farFile) ReadAt(p []byte, at int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.looks++
	if f.broken > 0 && at+int64(len(p)) > f.broken && at < int64(f.Len())-100_000 {
		return 0, toldOf{errors.New("the store has gone")}
	}
	return f.memFile.ReadAt(p, at)
}

// toldOf is a sentence of whoever gives the bytes.
type toldOf struct{ error }

func (toldOf) Sentence() {}

// TestAhead: what is fetched ahead is read like a file at hand, in whole groups and in
// pieces, with few requests; what goes wrong on the way is said as it is.
func TestAhead(t *testing.T) {
	rec := plainRecord(plainText(sampleSchema), sample(3, 30_000))
	b := byLibrary(t, rec, parquet.WithDataPageSize(1<<10), parquet.WithDictionaryDefault(false),
		parquet.WithBatchSize(50), parquet.WithMaxRowGroupLength(5000))
	columns := asked("id", "x", "arm")
	want, err := readAll(inMemory("f.parquet", b), columns, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, largest := range []int{largestGroup, 1000} {
		file := &farFile{memFile: memFile{bytes.NewReader(b)}}
		got, err := readCut(Input{Name: "f.parquet", Open: func() (io.ReadCloser, error) { return file, nil }}, columns,
			largest)
		if err != nil || fmt.Sprint(got.rows) != fmt.Sprint(want.rows) {
			t.Fatalf("%d rows of %d, %v", len(got.rows), len(want.rows), err)
		}
		if file.looks > 2+6+4 { // its end, and a group each with what is asked for far from the rest
			t.Errorf("%d requests for 6 groups", file.looks)
		}
		file = &farFile{memFile: memFile{bytes.NewReader(b)}, broken: int64(len(b)) / 2}
		if _, err := readCut(Input{Name: "f.parquet", Open: func() (io.ReadCloser, error) { return file, nil }},
			columns, largest); err == nil || !strings.HasPrefix(err.Error(), "the store has gone") {
			t.Errorf("%v", err)
		}
	}
}

// TestWanted: columns that lie close together come by one request, others by their own, and
// nothing between them.
func TestWanted(t *testing.T) {
	at := func(start, packed int64) columnChunk { return columnChunk{start: start, packed: packed} }
	g := rowGroup{chunks: []columnChunk{at(4, 1000), at(2000, 1000), at(2<<20, 5<<20), at(7<<20, 4<<20),
		at(30<<20, 1<<20)}}
	r := &parquetReader{source: source{size: 31 << 20}, columns: []parquetColumn{{leaf: 4}, {leaf: -1}, {leaf: 1},
		{leaf: 0}, {leaf: 2}, {leaf: 3}}}
	got, bytes := r.wanted(g)
	text := ""
	for _, s := range got {
		text += fmt.Sprintf("%d-%d ", s.from, s.to)
	}
	want := fmt.Sprintf("4-%d %d-%d %d-%d %d-%d ", 3000+chunkSlack, 2<<20, 7<<20+chunkSlack, 7<<20, 11<<20+chunkSlack,
		30<<20, 31<<20)
	if text != want || bytes != 3000+chunkSlack-4+9<<20+2*chunkSlack+1<<20 {
		t.Errorf("%s of %d bytes, expected %s", text, bytes, want)
	}
}
