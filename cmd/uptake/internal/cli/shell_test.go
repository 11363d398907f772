package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
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
	text := prefixed("| ", s.neutral(out.String())) + prefixed("! ", s.neutral(progressLine.ReplaceAllString(errs.String(), "")))
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

// tools is the table of commands beside the program's own.
var tools = map[string]func(args []string) (string, error){
	"mkdir":  func(a []string) (string, error) { return "", os.MkdirAll(a[0], 0o755) },
	"rm":     func(a []string) (string, error) { return "", os.RemoveAll(a[0]) },
	"cut":    cutFile,
	"gzip":   gzipFile,
	"bytes":  writeBytes,
	"repeat": repeat,
	"json":   jsonValues,
	"grep":   grep,
	"same":   same,
	"count":  count,
}

func cutFile(a []string) (string, error) {
	n, err := strconv.ParseInt(a[1], 10, 64)
	if err != nil {
		return "", err
	}
	return "", os.Truncate(a[0], n)
}

func gzipFile(a []string) (string, error) {
	b, err := os.ReadFile(a[0])
	if err != nil {
		return "", err
	}
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write(b); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return "", os.WriteFile(a[0]+".gz", z.Bytes(), 0o644)
}

func writeBytes(a []string) (string, error) {
	var b []byte
	for _, h := range a[1:] {
		v, err := strconv.ParseUint(h, 16, 8)
		if err != nil {
			return "", err
		}
		b = append(b, byte(v))
	}
	return "", os.WriteFile(a[0], b, 0o644)
}

func repeat(a []string) (string, error) {
	n, err := strconv.Atoi(a[1])
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(a[0], os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return "", err
	}
	defer f.Close()
	for i := range n {
		if _, err := f.WriteString(strings.ReplaceAll(strings.ReplaceAll(a[2], `\n`, "\n"), "{n}", strconv.Itoa(i+1))); err != nil {
			return "", err
		}
	}
	return "", nil
}

func jsonValues(a []string) (string, error) {
	v, err := readJSON(a[0])
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, path := range a[1:] {
		b, err := json.Marshal(at(v, path))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "%s = %s\n", path, b)
	}
	return out.String(), nil
}

func readJSON(path string) (any, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	return v, d.Decode(&v)
}

// at walks to a value: keys and numbers between dots.
func at(v any, path string) any {
	for word := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			there, ok := x[word]
			if !ok {
				return "no such key: " + word
			}
			v = there
		case []any:
			i, err := strconv.Atoi(word)
			if err != nil || i >= len(x) {
				return fmt.Sprintf("no entry %s of %d", word, len(x))
			}
			v = x[i]
		default:
			return "no such key: " + word
		}
	}
	return v
}

func grep(a []string) (string, error) {
	var out strings.Builder
	for _, name := range a[1:] {
		b, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		for line := range strings.Lines(string(b)) {
			if strings.Contains(line, a[0]) {
				r := []rune(strings.TrimSpace(line))
				fmt.Fprintf(&out, "%s\n", string(r[:min(len(r), 120)]))
			}
		}
	}
	return out.String(), nil
}

func same(a []string) (string, error) {
	first, err := os.ReadFile(a[0])
	if err != nil {
		return "", err
	}
	for _, name := range a[1:] {
		b, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		if !bytes.Equal(first, b) {
			return "", fmt.Errorf("%s and %s differ %s", a[0], name, difference(string(first), string(b)))
		}
	}
	return "", nil
}

func count(a []string) (string, error) {
	var out strings.Builder
	for _, name := range a[1:] {
		b, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "%s %d\n", name, bytes.Count(b, []byte(a[0])))
	}
	return out.String(), nil
}
