package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

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
		if _, err := f.WriteString(strings.ReplaceAll(strings.ReplaceAll(a[2], `\n`, "\n"), "{n}",
			strconv.Itoa(i+1))); err != nil {
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
