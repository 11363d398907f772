package cli

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// shell runs the few commands of a case in a folder of its own:
//
//	uptake …               the program, in this process; NAME=value before it sets the
//	                       environment, "< file" gives standard input, "> file" takes
//	                       standard output
//	cut FILE BYTES         keeps only so many bytes of a file
//	gzip FILE              makes FILE.gz of a file
//	bytes FILE HEX…        writes a binary file
//	repeat FILE N TEXT     appends a text N times; {n} in it counts, \n ends a line
//	mkdir DIR, rm FILE     as usual
//	json FILE PATH…        prints values of a JSON file, such as metrics.0.name
//	grep TEXT FILE…        prints the lines that hold a text, cut to 120 letters
//	same FILE…             fails unless the files are equal
//	count TEXT FILE…       prints how many times each file holds a text
//
// Words are split at spaces; quotes '…' keep them together.
type shell struct {
	t    *testing.T
	dir  string
	seen []string
}

func newShell(t *testing.T) *shell {
	dir := filepath.Join(t.TempDir(), "work")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	t.Chdir(dir)
	return &shell{t: t, dir: dir}
}

func (s *shell) write(name, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// list gives every file of the folder.
func (s *shell) list() []string {
	var out []string
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(s.dir, path)
		out = append(out, filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// run answers one command line.
func (s *shell) run(line string) string {
	words := split(line)
	var env [][2]string
	for len(words) > 0 && strings.Contains(words[0], "=") {
		k, v, _ := strings.Cut(words[0], "=")
		env, words = append(env, [2]string{k, v}), words[1:]
	}
	if len(words) == 0 {
		s.t.Fatalf("no command in %q", line)
	}
	if words[0] == "uptake" {
		return s.uptake(env, words[1:])
	}
	tool, ok := tools[words[0]]
	if !ok {
		s.t.Fatalf("no such command: %s", line)
	}
	out, err := tool(words[1:])
	if err != nil {
		s.t.Fatalf("%s: %v", line, err)
	}
	s.seen = s.list()
	return prefixed("| ", out)
}

// progressLine is what a slow machine would add to standard error.
var progressLine = regexp.MustCompile(`(?m)^([0-9,]+ rows read, .*|analyzing)\n`)

func (s *shell) uptake(env [][2]string, args []string) string {
	restore := environment(env)
	defer restore()
	args, back := s.redirect(args)
	defer back()
	var out, errs bytes.Buffer
	to := io.Writer(&out)
	if i := slices.Index(args, ">"); i >= 0 {
		f, err := os.Create(args[i+1])
		if err != nil {
			s.t.Fatal(err)
		}
		defer f.Close()
		to, args = f, slices.Delete(slices.Clone(args), i, i+2)
		s.seen = append(s.seen, s.list()...)
	}
	code := Main(args, to, &errs)
	text := prefixed("| ", s.neutral(out.String())) + prefixed("! ",
		s.neutral(progressLine.ReplaceAllString(errs.String(), "")))
	text += fmt.Sprintf("exit %d\n", code)
	for _, f := range s.list() {
		if !slices.Contains(s.seen, f) {
			text += "new  " + f + "\n"
		}
	}
	s.seen = s.list()
	return text
}

// redirect makes the file after "<" the standard input.
func (s *shell) redirect(args []string) (rest []string, restore func()) {
	i := slices.Index(args, "<")
	if i < 0 {
		return args, func() {}
	}
	f, err := os.Open(args[i+1])
	if err != nil {
		s.t.Fatal(err)
	}
	old := os.Stdin
	os.Stdin = f
	return slices.Delete(slices.Clone(args), i, i+2), func() { os.Stdin = old; f.Close() }
}

// neutral takes this machine's folder out of a text.
func (s *shell) neutral(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, s.dir, "$DIR"), runtime.Version(), "$GO")
}

func environment(env [][2]string) (restore func()) {
	env = append([][2]string{{"UPTAKE_WORKERS", "2"}}, env...)
	var undo []func()
	for _, kv := range env {
		old, had := os.LookupEnv(kv[0])
		undo = append(undo, func() {
			if had {
				os.Setenv(kv[0], old)
			} else {
				os.Unsetenv(kv[0])
			}
		})
		os.Setenv(kv[0], kv[1])
	}
	return func() {
		for _, u := range slices.Backward(undo) {
			u()
		}
	}
}

func prefixed(prefix, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimRight(prefix+strings.TrimSuffix(line, "\n"), " ") + "\n")
	}
	return b.String()
}

// split cuts a command line at spaces outside quotes.
func split(line string) []string {
	var words []string
	var word strings.Builder
	open, any := false, false
	for _, r := range line {
		switch {
		case r == '\'':
			open, any = !open, true
		case r == ' ' && !open:
			if any {
				words = append(words, word.String())
			}
			word.Reset()
			any = false
		default:
			word.WriteRune(r)
			any = true
		}
	}
	if any {
		words = append(words, word.String())
	}
	return words
}
