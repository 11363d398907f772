package evaltool_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis/spec"
)

// TestEvidentlySaved: a data set that Evidently saved is the table in it, compressed or not, and one that is cut short
// is refused.
func TestEvidentlySaved(t *testing.T) {
	packed, err := os.ReadFile("testdata/evidently/v1.evidently_dataset.gz")
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	byCase := func(e *spec.Evals) { e.Metrics = []spec.EvalMetric{{Name: "correct"}, {Name: "tone"}} }
	const rows = "table: correct tone\nx 1 1 -0.25\ny 1 0 missing\nz 1 1 0.5\n"
	for _, c := range []struct{ name, text, want string }{
		{"as it is", string(plain), rows},
		{"compressed", string(packed), rows},
		{"half of it", string(plain[:3000]), "error: v1.evidently_dataset is a data set of Evidently that is cut " +
			"short; " +
			"copy it again"},
		{"its mark alone", string(plain[:1024]), "error: v1.evidently_dataset is a data set of Evidently without " +
			"its rows " +
			"(data.parquet); save it again with Dataset.save, or write as_dataframe() as Parquet or CSV"},
	} {
		if got := said(t, c.text, ".evidently_dataset", byCase); got != c.want {
			t.Errorf("%s is read as\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	dir := t.TempDir()
	for _, v := range []string{"v1", "v2"} {
		if err := os.Mkdir(filepath.Join(dir, v), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, v, "x.evidently_dataset"), strings.Clone(string(plain)))
	}
	set := read(t, asked(map[string][]string{"v1": {filepath.Join(dir, "v1")}, "v2": {filepath.Join(dir, "v2")}}))
	if n := len(set.Versions[1].Runs); n != 3 {
		t.Errorf("%d runs of a folder", n)
	}
}
