package table_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"uptake/analysis/spec"
	"uptake/ingest/table"
)

// folder writes small files and gives their folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// found is a set of one table whose files were found, with columns wanted and required.
func found(t *testing.T, path string, columns map[string]string, wanted ...string) *table.Set {
	t.Helper()
	set := table.New(nil)
	t.Cleanup(func() { set.Close() })
	for _, n := range wanted {
		set.Wants.Add(n, false, false)
	}
	in := table.Beside(&spec.Experiment{}, spec.Table{Path: path, Written: filepath.Base(path), Columns: columns},
		"labels.columns")
	set.Add(in).Required = wanted
	if err := set.Find(); err != nil {
		t.Fatal(err)
	}
	return set
}

// lines are the rows of a batch: where each is, and its cells.
func lines(b *table.Batch) (out []string) {
	for i := range b.Rows {
		cells := []string{fmt.Sprintf("%s:%d", filepath.Base(b.Name()), b.Row(i))}
		for _, c := range b.Columns {
			cells = append(cells, strings.Clone(c.Value(i)))
		}
		out = append(out, strings.Join(cells, " "))
	}
	return out
}

// all reads a set with some workers, 0 in order.
func all(t *testing.T, set *table.Set, workers int) []string {
	t.Helper()
	var mu sync.Mutex
	var out []string
	visit := func(b *table.Batch) error {
		mu.Lock()
		defer mu.Unlock()
		out = append(out, lines(b)...)
		return nil
	}
	err := set.Each(context.Background(), visit)
	if workers > 0 {
		out = nil
		err = set.Scan(context.Background(), slices.Repeat([]table.Visit{visit}, workers), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRowsOfATable: rows come with the columns that are wanted, bound by name, folder or
// constant, in order or by any number of workers, and each says where it stands.
func TestRowsOfATable(t *testing.T) {
	files := map[string]string{"day=1/a.csv": "id,verdict\ns1,good\ns2,bad,more,cells\ns3,\n",
		"day=2/b.csv": "verdict,id\ngood,s4\nbad,s5\n", "day=3/c.csv": ""}
	want := []string{"a.csv:1 s1 good 1 ", "a.csv:3 s3  1 ", "b.csv:1 s4 good 2 ", "b.csv:2 s5 bad 2 "}
	for _, workers := range []int{0, 1, 3} {
		set := found(t, folder(t, files), map[string]string{"suggestion_id": "id", "grade": "verdict"}, "suggestion_id",
			"grade")
		set.Wants.Add("day", false, true)
		set.Wants.Aside("nowhere", false)
		got := all(t, set, workers)
		if workers > 1 {
			slices.Sort(got)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d workers: %q, want %q", workers, got, want)
		}
		if notes := strings.Join(set.Notes(), "\n"); !strings.Contains(notes, "day=3/c.csv has no byte in it, so no "+
			"rows.") {
			t.Errorf("%d workers: notes %q", workers, notes)
		}
		if names := set.Names(); !slices.Equal(names, []string{"day", "id", "verdict"}) {
			t.Errorf("%d workers: columns %q", workers, names)
		}
	}
}

// TestAgain: the same files are read again for other columns, or for few of their rows,
// and nothing is required of them then.
func TestAgain(t *testing.T) {
	dir := folder(t, map[string]string{"a.csv": "id,verdict\ns1,good\ns2,bad\ns3,good\n",
		"b.csv": "id,verdict,note\ns4,bad,x\n"})
	set := found(t, dir, map[string]string{"suggestion_id": "id", "grade": "verdict"}, "suggestion_id", "grade")
	all(t, set, 1)
	for _, c := range []struct {
		rows map[int][]int64
		want []string
	}{
		{nil, []string{"a.csv:1 ", "a.csv:2 ", "a.csv:3 ", "b.csv:1 x"}},
		{map[int][]int64{1: {1}}, []string{"b.csv:1 x"}},
		{map[int][]int64{0: {1, 3}, 1: nil}, []string{"a.csv:1 ", "a.csv:3 "}},
	} {
		again := set.Again(c.rows)
		again.Wants.Add("note", false, false)
		if got := all(t, again, 2); !slices.Equal(slices.Sorted(slices.Values(got)), c.want) {
			t.Errorf("rows %v: %q, want %q", c.rows, got, c.want)
		}
	}
	if set.Inputs[0].Required == nil || len(set.Wants.List) != 2 {
		t.Error("reading again changed the set")
	}
}

// TestWhatAFileMustHave: a file without a required column is refused under the key that
// binds it; beside files that have all, it is left out and said.
func TestWhatAFileMustHave(t *testing.T) {
	for _, c := range []struct {
		name    string
		files   map[string]string
		columns map[string]string
		fails   string // what reading says
		notes   string // what finding the files says
	}{
		{"unbound", map[string]string{"l.csv": "id,grade\ns1,good\n"}, nil,
			`l.csv has no column "suggestion_id"; it has id, grade. Name the column that holds the suggestion's id with labels: {columns: {suggestion_id: …}} in the experiment file`, ""},
		{"misbound", map[string]string{"l.csv": "id,grade\ns1,good\n"}, map[string]string{"suggestion_id": "id",
			"grade": "verdict"},
			`l.csv has no column "verdict", which labels.columns binds to grade; it has id, grade. Name the column that holds the grade with labels: {columns: {grade: …}}`, ""},
		{"one of two", map[string]string{"l.csv": "suggestion_id,grade\ns1,good\n",
			"m.csv": "suggestion_id,rank\ns2,1\n"}, nil, `m.csv has no column "grade"`, ""},
		{"a stray", map[string]string{"l.csv": "suggestion_id,grade\ns1,good\n",
			"schema.json": `{"fields": ["suggestion_id"]}`}, nil, "", "schema.json."},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := found(t, folder(t, c.files), c.columns, "suggestion_id", "grade")
			if notes := strings.Join(set.Notes(), "\n"); c.notes == "" && notes != "" || !strings.HasSuffix(notes,
				c.notes) {
				t.Errorf("notes %q, want %q", notes, c.notes)
			}
			for _, err := range []error{
				set.Each(context.Background(), func(*table.Batch) error { return nil }),
				set.Scan(context.Background(), []table.Visit{func(*table.Batch) error { return nil }}, nil),
			} {
				if c.fails == "" && err != nil || c.fails != "" && (err == nil || !strings.Contains(err.Error(),
					c.fails)) {
					t.Errorf("%v, want %q", err, c.fails)
				}
			}
		})
	}
}

// TestAVisitThatFails: an error or a panic of a visit, or of who is told the progress, is
// the error of the reading, which comes to an end.
func TestAVisitThatFails(t *testing.T) {
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("%02d.csv", i)] = "suggestion_id\ns1\n"
	}
	set := found(t, folder(t, files), nil, "suggestion_id")
	broken := errors.New("enough")
	for name, visit := range map[string]table.Visit{
		"error": func(*table.Batch) error { return broken },
		"panic": func(*table.Batch) error { panic(broken) },
	} {
		for way, err := range map[string]error{
			"in order": set.Each(context.Background(), visit),
			"by two":   set.Scan(context.Background(), []table.Visit{visit, visit}, nil),
		} {
			if err == nil || !strings.Contains(err.Error(), "enough") {
				t.Errorf("%s, %s: %v", name, way, err)
			}
		}
	}
	fine := func(*table.Batch) error { return nil }
	if err := set.Scan(context.Background(), []table.Visit{fine, fine},
		func(table.Progress) { panic(broken) }); err == nil || !strings.Contains(err.Error(), "enough") {
		t.Errorf("progress: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for way, err := range map[string]error{"in order": set.Each(ctx, fine), "by two": set.Scan(ctx,
		[]table.Visit{fine, fine}, nil)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled, %s: %v", way, err)
		}
	}
}

// TestFirst: the first block is that of the first file with a byte in it, whatever it lacks.
func TestFirst(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		file  string // "" = none
		rows  int
	}{
		{"after an empty one", map[string]string{"a.csv": "", "b.csv": "id\ns1\ns2\n"}, "b.csv", 2},
		{"a header alone", map[string]string{"a.csv": "id,grade\n"}, "a.csv", 0},
		{"nothing at all", map[string]string{"a.csv": "", "b.csv": ""}, "", 0},
	} {
		set := found(t, folder(t, c.files), map[string]string{"suggestion_id": "id"}, "suggestion_id", "grade")
		b, err := set.First(set.Inputs[0])
		if err != nil {
			t.Fatal(err)
		}
		if b == nil {
			if c.file != "" {
				t.Errorf("%s: no block", c.name)
			}
			continue
		}
		if filepath.Base(b.Name()) != c.file || b.Rows != c.rows || b.Column("grade").Present() {
			t.Errorf("%s: %s with %d rows, want %s with %d", c.name, b.Name(), b.Rows, c.file, c.rows)
		}
	}
}

// TestHashedWants: hashes are enough of a name as long as nobody wants more of it, whoever comes first.
func TestHashedWants(t *testing.T) {
	more := map[string]func(*table.Wants){"add": func(w *table.Wants) { w.Add("session", false, false) },
		"aside":  func(w *table.Wants) { w.Aside("session", true) },
		"any":    func(w *table.Wants) { w.Any("session") },
		"filter": func(w *table.Wants) { w.Filters([]spec.Filter{{Column: "session"}}) }}
	for name, wants := range more {
		for _, first := range []bool{true, false} {
			var w table.Wants
			if first {
				wants(&w)
			}
			w.Hashed("session")
			if !first {
				if !w.List[0].Hashed {
					t.Error("hashes are not enough where nothing else is wanted")
				}
				wants(&w)
			}
			if len(w.List) != 1 || w.List[0].Hashed || w.List[0].Beside {
				t.Errorf("%s, first %v: %+v", name, first, w.List)
			}
		}
	}
}
