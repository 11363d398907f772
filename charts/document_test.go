package charts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis/power"
)

// filesOf are all outputs of a document, and its summary, by file.
func filesOf[R any](t *testing.T, d Document[R], r R, o Options) map[string][]byte {
	t.Helper()
	out := map[string][]byte{d.name + ".txt": []byte(d.Terminal(r, o))}
	for _, f := range outputs {
		b, err := d.Render(f.name, r, o)
		if err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		out[d.name+"."+f.file] = b
	}
	return out
}

// checkShort holds a document's message and mail against what those may be, and the mail
// against the terminal.
func checkShort(t *testing.T, files map[string][]byte, name string) {
	t.Helper()
	checkSlack(t, files[name+".slack.json"])
	if m := checkMail(t, files[name+".eml"]); m.text != string(files[name+".txt"]) {
		t.Errorf("the text of %s.eml is not that of the terminal", name)
	}
}

// TestDocuments: every document has every output, the page names the JSON that is written
// beside it, also where that is not asked for, and what there is not is refused by name.
func TestDocuments(t *testing.T) {
	holdDocument(t, Readout, holdReport())
	holdDocument(t, Ignores, investigation())
	holdDocument(t, Plan, madePlan(t, func(*power.Inputs) {}))
	holdDocument(t, AA, madeAA())
}

func holdDocument[R any](t *testing.T, d Document[R], r R) {
	t.Helper()
	dir := t.TempDir()
	paths, err := d.Write(dir, r, Options{Static: true}, File{Name: "beside.txt", Content: []byte("x")})
	if err != nil || len(paths) != len(Usual())+1 {
		t.Fatalf("%s: %v, %v", d.name, paths, err)
	}
	all := t.TempDir()
	if paths, err = d.Write(all, r, Options{Static: true, Formats: Formats()}); err != nil || len(paths) != len(outputs) {
		t.Fatalf("%s: %v, %v", d.name, paths, err)
	}
	both := contents(t, all)
	for name, b := range contents(t, dir) {
		if name != "beside.txt" && b != both[name] {
			t.Errorf("%s depends on what is written beside it", name)
		}
	}
	only := t.TempDir()
	if _, err := d.Write(only, r, Options{Static: true, Formats: []string{"html"}}); err != nil {
		t.Fatalf("%s: %v", d.name, err)
	}
	page := contents(t, only)
	if len(page) != 1 || page[d.name+".html"] != both[d.name+".html"] || !strings.Contains(page[d.name+".html"], "SHA-256 begins with") {
		t.Errorf("%s: the page by itself is not the page of all files, or names no JSON", d.name)
	}
	for _, f := range outputs {
		if len(both[d.name+"."+f.file]) == 0 {
			t.Errorf("%s.%s is empty", d.name, f.file)
		}
	}
	if _, err := d.Write(dir, r, Options{Formats: []string{"pdf"}}); err == nil || !strings.Contains(err.Error(), strings.Join(Formats(), ", ")) {
		t.Errorf("%s: pdf: %v", d.name, err)
	}
	if d.Terminal(r, Options{}) == "" {
		t.Errorf("%s says nothing on the terminal", d.name)
	}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range list(t, dir) {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(b)
	}
	return out
}
