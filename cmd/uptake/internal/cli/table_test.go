package cli

import (
	"io"
	"os"
	"strings"
	"testing"

	"uptake/ingest/event"
	"uptake/ingest/format"
)

// readTable reads columns of a file as text.
func readTable(t *testing.T, path string, columns ...string) [][]string {
	t.Helper()
	var ask []format.Column
	for _, c := range columns {
		ask = append(ask, format.Column{Name: c})
	}
	r, err := format.Open(format.Input{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}, ask,
		format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out [][]string
	for {
		block, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		batch, err := block.Decode()
		if err != nil {
			t.Fatal(err)
		}
		var views []*event.Text
		for _, c := range batch.Columns {
			views = append(views, event.NewText(c))
		}
		for i := range batch.Rows {
			var row []string
			for _, v := range views {
				row = append(row, strings.Clone(v.Value(i)))
			}
			out = append(out, row)
		}
	}
}
