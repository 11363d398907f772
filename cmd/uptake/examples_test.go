package main

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"
)

// TestExamples: every package shows how it is used, by an Example that runs and says what comes out.
func TestExamples(t *testing.T) {
	packages := map[string]bool{} // by folder: there is an Example
	sources(t, parser.PackageClauseOnly, func(rel string, _ *token.FileSet, _ *ast.File) {
		packages[filepath.Dir(rel)] = false
	})
	for dir := range packages {
		tests, err := filepath.Glob(filepath.Join("../..", dir, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range tests {
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range doc.Examples(f) {
				packages[dir] = packages[dir] || e.Output != ""
			}
		}
		if !packages[dir] {
			t.Errorf("package %s has no Example with its output", dir)
		}
	}
}
