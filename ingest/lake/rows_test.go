package lake

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// rows reads columns of what a path means, each row its texts parted by |.
func rows(t *testing.T, path string, columns ...string) []string {
	t.Helper()
	files, _, err := Find(path, format.Readable)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		var ask []format.Column
		texts := make([]func([]*event.Text, int) string, len(columns))
		for i, c := range columns {
			texts[i] = func([]*event.Text, int) string { return "" }
			if k := slices.IndexFunc(f.Hive, func(p source.Pair) bool { return p.Name == c }); k >= 0 {
				texts[i] = func([]*event.Text, int) string { return f.Hive[k].Value }
			} else if own, ok := f.Column(c); ok {
				at := len(ask)
				texts[i] = func(list []*event.Text, row int) string { return list[at].Value(row) }
				ask = append(ask, format.Column{Name: own})
			}
		}
		r, err := format.Open(format.Input{Name: f.Name, Open: func() (io.ReadCloser, error) { return source.Open(f) }},
			ask, format.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for {
			block, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			batch, err := block.Decode()
			if err != nil {
				t.Fatal(err)
			}
			var list []*event.Text
			for _, a := range batch.Columns {
				list = append(list, event.NewText(a))
			}
			for row := range batch.Rows {
				var cells []string
				for _, text := range texts {
					cells = append(cells, strings.Clone(text(list, row)))
				}
				out = append(out, strings.Join(cells, "|"))
			}
		}
		r.Close()
	}
	slices.Sort(out)
	return out
}

// moved copies a table of testdata to a folder of another name.
func moved(t *testing.T, table string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "elsewhere", "renamed")
	if err := os.CopyFS(to, os.DirFS(filepath.Join("testdata", table))); err != nil {
		t.Fatal(err)
	}
	return to
}

// stored copies a table of testdata to a bucket.
func stored(t *testing.T, table string) string {
	t.Helper()
	store := s3mem.New()
	if err := store.CreateBucket("b"); err != nil {
		t.Fatal(err)
	}
	err := fs.WalkDir(os.DirFS("testdata"), table, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join("testdata", path))
		if err == nil {
			_, err = store.PutObject("b", "in/"+path, map[string]string{}, bytes.NewReader(b), int64(len(b)), nil)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(store).Server())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL_S3", server.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "hidden-word")
	return "s3://b/in/" + table
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("%q\nexpected %q", got, want)
	}
}

// TestDeltaRows reads a table of deltalake 1.6.6, whose own reader gives these
// rows: partitions by region, an update, deletes, a checkpoint whose commits
// were cleaned away, a column added after it; every old file is still there.
func TestDeltaRows(t *testing.T) {
	for _, table := range []string{"testdata/delta", moved(t, "delta"), stored(t, "delta")} {
		columns := []string{"uid", "region", "n", "plan"}
		same(t, rows(t, table, columns...), "A|eu|1|", "c||3|", "d|100%|4|", "e|eu|5|", "g|eu|7|pro")
		same(t, rows(t, table+"/**/*.parquet", columns...), "A|eu|1|", "c||3|", "d|100%|4|", "e|eu|5|", "g|eu|7|pro")
		same(t, rows(t, table+"/region=eu", columns...), "A|eu|1|", "e|eu|5|", "g|eu|7|pro")
	}
}

// TestIcebergRows reads a table of pyiceberg 0.12.0, whose own reader gives
// these rows: partitions by region, a delete, uid renamed to user, n widened, a
// new column uid, a file added that has neither numbers nor its partition; it
// was written at file:///warehouse/n/t, which is not there.
func TestIcebergRows(t *testing.T) {
	for _, table := range []string{"testdata/iceberg", moved(t, "iceberg"), stored(t, "iceberg")} {
		columns := []string{"user", "uid", "region", "n"}
		all := []string{"a||eu|1", "b||a b/c|2", "c|||3", "e|other|eu|5", "f|||6", "|h|us|8"}
		same(t, rows(t, table, columns...), all...)
		same(t, rows(t, table+"/data/**", columns...), all...)
		same(t, rows(t, table+"/data/region=*/*.parquet", columns...), "a||eu|1", "b||a b/c|2", "c|||3", "e|other|eu|5",
			"f|||6")
	}
}
