package main

import (
	"bytes"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// longest is how many columns a line has at most, a tab being four.
const longest = 120

// TestLinesFit: no line of Go is longer than a page is wide, but what a raw string says stands as it is.
func TestLinesFit(t *testing.T) {
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		raw := rawLines(source)
		for i, line := range bytes.Split(source, []byte("\n")) {
			if n := utf8.RuneCount(line) + 3*bytes.Count(line, []byte("\t")); n > longest && !raw[i+1] {
				t.Errorf("%s:%d has %d columns, more than %d", path, i+1, n, longest)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// rawLines are the numbers of the lines that a raw string is on.
func rawLines(source []byte) map[int]bool {
	set := token.NewFileSet()
	file := set.AddFile("", set.Base(), len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	out := map[int]bool{}
	for {
		at, kind, text := s.Scan()
		if kind == token.EOF {
			return out
		}
		if kind == token.STRING && text[0] == '`' {
			for k := range strings.Count(text, "\n") + 1 {
				out[file.Line(at)+k] = true
			}
		}
	}
}
