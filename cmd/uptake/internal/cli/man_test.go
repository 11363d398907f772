package cli

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// manOf is what `uptake help --man` prints.
func manOf(t *testing.T) string {
	t.Helper()
	var out, errs bytes.Buffer
	if c := Main([]string{"help", "--man"}, &out, &errs); c != 0 {
		t.Fatal(c, errs.String())
	}
	return out.String()
}

// TestManPage: every command with every flag stands in the page, and man itself has nothing to say against it.
func TestManPage(t *testing.T) {
	page := manOf(t)
	a := &app{out: &output{to: &bytes.Buffer{}}, err: &bytes.Buffer{}}
	for _, c := range a.root().Commands() {
		if !c.IsAvailableCommand() && c.Name() != "help" {
			continue
		}
		if !strings.Contains(page, "\n.B uptake\n"+plain(c.Use)+"\n") {
			t.Errorf("the synopsis lacks %s", c.Use)
		}
		if !strings.Contains(page, "\n.SS uptake "+plain(c.Use)+"\n") {
			t.Errorf("the page lacks %s", c.Use)
		}
		if c.Example == "" && c.Name() != "completion" { // cobra's own
			t.Errorf("uptake %s --help has no worked example", c.Name())
		}
	}
	if strings.Contains(page, "(0s unless given)") {
		t.Error("a time that is not set is said to be one")
	}
	if page != manOf(t) {
		t.Error("the page is another the second time")
	}
	file := filepath.Join(t.TempDir(), "uptake.1")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	man, err := exec.LookPath("man")
	if err != nil {
		t.Skip("man is not installed")
	}
	shown := exec.Command(man, "--warnings=all", "-l", file)
	shown.Env = append(os.Environ(), "MANWIDTH=80", "MANPAGER=cat", "LC_ALL=C.UTF-8", "MAN_KEEP_FORMATTING=")
	var warned bytes.Buffer
	shown.Stderr = &warned
	b, err := shown.Output()
	if err != nil || warned.Len() > 0 {
		t.Fatalf("%v: %s", err, warned.String())
	}
	for _, want := range []string{"UPTAKE(1)", "uptake init EXPORT...", "--minimum-effect", "NO_COLOR",
		"uptake simulate -o demo --users 4000 --effect 3pp --plant latency=4pp"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("man does not show %q", want)
		}
	}
}

// TestVariables: the page lists the variables that the program reads, and no others. Those of the
// tests of pages are read in charts/internal/fixture alone.
func TestVariables(t *testing.T) {
	name := regexp.MustCompile(`\bUPTAKE_[A-Z_]+`)
	read := map[string]string{}
	top := filepath.Join("..", "..", "..", "..")
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && path == filepath.Join(top, "charts", "internal", "fixture") {
			return cmp.Or(err, fs.SkipDir)
		}
		if d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || d.Name() == "man.go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if l, is := n.(*ast.BasicLit); is && l.Kind == token.STRING {
				for _, v := range name.FindAllString(l.Value, -1) {
					read[v] = path
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(read) < 6 {
		t.Fatalf("%d variables were found: %v", len(read), read)
	}
	for _, v := range variables {
		if _, is := read[v.name]; !is && v.name != "NO_COLOR" {
			t.Errorf("nothing reads %s", v.name)
		}
		delete(read, v.name)
	}
	for v, path := range read {
		t.Errorf("the page lacks %s, which %s names", v, path)
	}
}

// TestManEscapes: no text is read as a macro.
func TestManEscapes(t *testing.T) {
	m := &manWriter{}
	m.command(&cobra.Command{Use: "x", Long: ".SH no\n'br\n\n  a\\b - c\n", Run: func(*cobra.Command, []string) {}})
	if got, want := m.b.String(), ".SS uptake x\n\\&.SH no\n\\(aqbr\n.PP\n.PP\n.nf\n  a\\eb \\- c\n.fi\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestCompletesTopics: the shell completes what help takes.
func TestCompletesTopics(t *testing.T) {
	for args, want := range map[string]string{"help ve": "vendors\n", "help sr": "srm\n", "help conf": "config\n",
		"help rea": "readout\n", "simulate --preset post": "posthog\n", "check --format ": "text\njson\n"} {
		var out bytes.Buffer
		words := strings.Split(args, " ")
		Main(append([]string{"__completeNoDesc"}, words...), &out, &bytes.Buffer{})
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s completes to %q, want %q", args, out.String(), want)
		}
	}
}
