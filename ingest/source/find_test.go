package source

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree makes files, each holding its own name, and goes to their folder.
func tree(t *testing.T, paths ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, p := range paths {
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(p, "/") {
			os.MkdirAll(p, 0o755)
			continue
		}
		if err := os.WriteFile(p, []byte(p), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func csvOnly(name string) bool { return strings.HasSuffix(name, ".csv") }

func TestFind(t *testing.T) {
	tree(t, "b.csv", "a.csv", "a[1].csv", "README", "data/_SUCCESS", "data/.hidden.csv", "data/z.csv", "data/notes.txt",
		"data/_tmp/x.csv", "data/dt=2026-04-02/p.csv", "data/dt=2026-04-01/country=A%2FB/p.csv",
		"data/dt=2026-04-01/country=__HIVE_DEFAULT_PARTITION__/p.csv",
		"odd[1]/x.csv", "odd[1]/y.csv", "odd[2]/z.csv", "odd1/w.csv", "un[closed/x.csv", "bare/000000000000",
		"bare/000000000001", "bare/README.md", "crc/p-0.csv", "crc/p-0.csv.crc", "crc/p-1.csv.tmp", "crc/_SUCCESS",
		"deep/a/b/c.csv", "deep/a/d.csv", "deep/e.csv", "star/x.csv/part-0.csv", "star/x.csv/part-1.csv", "empty/")
	if err := os.Symlink("..", "deep/a/circle"); err != nil {
		t.Skip("no links here:", err)
	}
	for _, c := range []struct{ path, want string }{
		{"a.csv", "a.csv"},
		{"README", "README"},
		{"a[1].csv", "a[1].csv"},
		{"a[b].csv", "! the pattern a[b].csv gives no file: no file matches it"},
		{"[ab].csv", "a.csv b.csv"},
		{"?.csv", "a.csv b.csv"},
		{"*.csv", "a.csv a[1].csv b.csv"},
		{"./data", "data/dt=2026-04-01/country=A%2FB/p.csv " +
			"data/dt=2026-04-01/country=__HIVE_DEFAULT_PARTITION__/p.csv data/dt=2026-04-02/p.csv data/z.csv"},
		{"data/dt=*/*.csv", "data/dt=2026-04-02/p.csv"},
		{"data/.hidden.csv", "data/.hidden.csv"},
		{"data/.h*", "data/.hidden.csv"},
		{"deep", "deep/a/b/c.csv deep/a/d.csv deep/e.csv"},
		{"deep/**/*.csv", "deep/a/b/c.csv deep/a/d.csv deep/e.csv"},
		{"deep/**/b/*.csv", "deep/a/b/c.csv"},
		{"**/d.csv", "deep/a/d.csv"},
		{"deep/**", "deep/a/b/c.csv deep/a/d.csv deep/e.csv"},
		{"star/*.csv", "star/x.csv/part-0.csv star/x.csv/part-1.csv"},
		{"star/*.csv/", "star/x.csv/part-0.csv star/x.csv/part-1.csv"},
		{"data/*.txt", "data/notes.txt"},
		{"odd[1]/*.csv", "odd[1]/x.csv odd[1]/y.csv"},
		{"odd[1]", "odd[1]/x.csv odd[1]/y.csv"},
		{"odd[1]/**", "odd[1]/x.csv odd[1]/y.csv"},
		{"odd[12]/*.csv", "odd1/w.csv"},
		{"odd*/?.csv", "odd1/w.csv odd[1]/x.csv odd[1]/y.csv odd[2]/z.csv"},
		{"un[closed/*.csv", "un[closed/x.csv"},
		{"bare", "bare/000000000000 bare/000000000001"},
		{"bare/*", "bare/000000000000 bare/000000000001"},
		{"crc/p-*", "crc/p-0.csv"},
		{"crc", "crc/p-0.csv"},
		{"crc/*.tmp", "crc/p-1.csv.tmp"},
		{"c.csv", "! there is no file c.csv, but beside it there is a.csv, b.csv"},
		{"dat/z.csv", "! there is no file dat/z.csv, nor a folder dat"},
		{"no/*.csv", "! the pattern no/*.csv gives no file: there is no folder no"},
		{"data/[*.csv", "! data/[*.csv is neither a file nor a pattern"},
		{"empty", "! the folder empty holds nothing that can be read: it is empty"},
		{"", "! the path of the export is empty"},
		{"-", "-"},
	} {
		t.Run(c.path, func(t *testing.T) {
			files, _, err := Find(c.path, csvOnly)
			if wrong, ok := strings.CutPrefix(c.want, "! "); ok {
				if err == nil || !strings.HasPrefix(err.Error(), wrong) {
					t.Fatalf("%v, %v", files, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var paths []string
			for _, f := range files {
				paths = append(paths, filepath.ToSlash(f.Path))
			}
			if got := strings.Join(paths, " "); got != c.want {
				t.Errorf("%s\nexpected %s", got, c.want)
			}
		})
	}
	os.Remove("data/z.csv")
	os.RemoveAll("data/dt=2026-04-01")
	os.RemoveAll("data/dt=2026-04-02")
	if _, _, err := Find("data", csvOnly); err == nil || !strings.Contains(err.Error(), "there is .hidden.csv, "+
		"_SUCCESS, _tmp, notes.txt, which no known format claims") || !errors.Is(err, ErrEndings) {
		t.Error(err)
	}
	if _, _, err := Find("empty", csvOnly); err == nil || errors.Is(err, ErrEndings) {
		t.Error(err)
	}
}

func TestHive(t *testing.T) {
	tree(t, "x/dt=2026-04-01/country=A%2FB/dt=no%zz/p.csv", "x/dt=__HIVE_DEFAULT_PARTITION__/=v/p=q.csv")
	for _, path := range []string{"x", "x/**/*.csv"} {
		files, _, err := Find(path, csvOnly)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(files[0].Hive, files[1].Hive)
		if want := "[{dt no%zz false} {country A/B false}] [{dt  true}]"; got != want {
			t.Errorf("%s: %s, expected %s", path, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	tree(t, "in/deep/a.csv")
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"in": "in/deep/a.csv", filepath.Join(here, "in"): "in/deep/a.csv", filepath.Join(here, "in", "deep",
			"a.csv"): "a.csv",
		"./in/deep/a.csv": "in/deep/a.csv", filepath.Join(here, "in", "*", "a.csv"): "in/deep/a.csv",
		"-": "standard input",
	} {
		files, _, err := Find(path, nil)
		if err != nil || len(files) != 1 || files[0].Name != want {
			t.Errorf("%s: %v, %v", path, files, err)
		}
	}
}

func TestOpen(t *testing.T) {
	tree(t, "a.csv", "d/")
	f, err := Open(File{Path: "a.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := f.(io.ReaderAt); !ok {
		t.Error("a regular file cannot be read at random")
	}
	b, err := io.ReadAll(f)
	if err != nil || string(b) != "a.csv" || f.Close() != nil {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := Open(File{Path: "d"}); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Error(err)
	}
	if _, err := Open(File{Path: "e.csv"}); err == nil || !strings.Contains(err.Error(), "there is no file e.csv, "+
		"but beside it there is a.csv") {
		t.Error(err)
	}
	if f, err := Open(File{Path: Stdin}); err != nil {
		t.Error(err)
	} else if _, ok := f.(io.ReaderAt); ok {
		t.Error("standard input can be read at random")
	}
}
