package lake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/ingest/format"
)

const (
	protocol = `{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}`
	meta     = `{"metaData":{"format":{"provider":"parquet"},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"uid\",\"type\":\"string\",\"metadata\":{}},{\"name\":\"region\",\"type\":\"string\",\"metadata\":{}}]}","partitionColumns":[],"configuration":{}}}`
)

func add(path string) string    { return fmt.Sprintf(`{"add":{"path":%q,"partitionValues":{}}}`, path) }
func remove(path string) string { return fmt.Sprintf(`{"remove":{"path":%q}}`, path) }

// tree writes files, a commit's lines joined, and goes to their folder.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for p, text := range files {
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func commit(table string, version int) string {
	return fmt.Sprintf("%s/_delta_log/%020d.json", table, version)
}

func lines(l ...string) string { return strings.Join(l, "\n") }

// got says what Find gave: the files with their constants, or the error.
func got(path string) string {
	files, _, err := Find(path, format.Readable)
	if err != nil {
		return "! " + err.Error()
	}
	var out []string
	for _, f := range files {
		text := filepath.ToSlash(f.Path)
		for _, p := range f.Hive {
			value := p.Value
			if p.Null {
				value = "(missing)"
			}
			text += fmt.Sprintf(" %s:%s", p.Name, value)
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

type findCase struct{ path, want string }

// check compares what every path gives; a refusal is given by parts of its
// sentence, parted by ….
func check(t *testing.T, cases []findCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(strings.ReplaceAll(c.path, "/", "|"), func(t *testing.T) {
			compare(t, got(c.path), c.want)
		})
	}
}

func compare(t *testing.T, g, want string) {
	t.Helper()
	parts, refused := strings.CutPrefix(want, "! ")
	if !refused {
		if g != want {
			t.Errorf("%s\nexpected %s", g, want)
		}
		return
	}
	for _, p := range append(strings.Split(parts, "…"), "! ") {
		if !strings.Contains(g, p) {
			t.Errorf("%s\nexpected %s", g, want)
		}
	}
}

// TestWhere tries every way to name a table or a part of one.
func TestWhere(t *testing.T) {
	tree(t, map[string]string{
		commit("d/t", 0):  lines(protocol, meta, add("old.parquet"), add("region=eu/a.parquet")),
		commit("d/t", 1):  lines(remove("old.parquet"), add("region=us/b.parquet"), add("_deep=1/c.parquet")),
		"d/t/old.parquet": "", "d/t/region=eu/a.parquet": "", "d/t/region=eu/stray.parquet": "",
		"d/t/region=us/b.parquet": "", "d/t/_deep=1/c.parquet": "",
		"d/t/notes.csv": "", "d/u/x.parquet": "", "d/u/y.csv": "",
		"h/.hoodie/hoodie.properties": "", "h/a.parquet": "",
	})
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("d/t", "link"); err != nil {
		t.Skip("no links here:", err)
	}
	if err := os.Symlink("d/t/old.parquet", "latest.parquet"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("d/t/region=eu", "part"); err != nil {
		t.Fatal(err)
	}
	all := "d/t/_deep=1/c.parquet, d/t/region=eu/a.parquet, d/t/region=us/b.parquet"
	check(t, []findCase{
		{"d/t", all},
		{"d/t/", all},
		{"./d/t", all},
		{"d/t/*", all},
		{"d/t/**", all},
		{"d/t/**/*.parquet", all},
		{"d/*/*/*.parquet", all},
		{"d/t/region=eu", "d/t/region=eu/a.parquet"},
		{"d/t/region=eu/*.parquet", "d/t/region=eu/a.parquet"},
		{"d/t/region=*", "d/t/region=eu/a.parquet, d/t/region=us/b.parquet"},
		{"d/t/region=us/b.parquet", "d/t/region=us/b.parquet"},
		{"d/u", "d/u/x.parquet, d/u/y.csv"},
		{"d", all + ", d/u/x.parquet, d/u/y.csv"},
		{"link", strings.ReplaceAll(all, "d/t", "link")},
		{"part", "part/a.parquet"},
		{"d/t/*.csv", "d/t/notes.csv"},
		{"d/t/notes.csv", "d/t/notes.csv"},
		{"d/t/old.parquet", "! d/t/old.parquet is no file of the Delta Lake table d/t (version 1)…name the folder d/t"},
		{"latest.parquet", "! latest.parquet is no file of the Delta Lake table"},
		{"d/t/*.parquet", "! takes in no file that counts: the Delta Lake table d/t (version 1)"},
		{"d/t/_delta_log", "! is in the log of the Delta Lake table d/t, not in its data; name the folder d/t"},
		{"d/t/_delta_log/*.json", "! is in the log of the Delta Lake table"},
		{"d/t/no.parquet", "! there is no file d/t/no.parquet"},
		{"h", "! h is an Apache Hudi table"},
		{"h/*.parquet", "! h is an Apache Hudi table"},
		{"h/a.parquet", "! h is an Apache Hudi table"},
		{filepath.Join(here, "d", "u", "x.parquet"), filepath.ToSlash(filepath.Join(here, "d", "u", "x.parquet"))},
		{filepath.Join(here, "d", "t", "region=eu"), filepath.ToSlash(filepath.Join(here, "d", "t", "region=eu",
			"a.parquet"))},
	})
	_, notes, err := Find("d", format.Readable)
	if want := "[The Delta Lake table d/t (version 1) is read by its log: 3 files; 3 files of older versions or " +
		"without a name in it left out.]"; err != nil || fmt.Sprint(notes) != want {
		t.Errorf("%v, %v\nexpected %s", notes, err, want)
	}
}
