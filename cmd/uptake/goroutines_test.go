package main

import (
	"go/ast"
	"go/token"
	"testing"
)

// bare are the files that may start a goroutine without conc, which would hand a
// panic in it on to who waits, and why.
var bare = map[string]string{
	"cmd/uptake/internal/cli/interrupt.go": "waits for a signal while the program runs; nobody waits for it",
	"cmd/uptake/internal/cli/progress.go":  "prints a line now and then; nobody waits for it",
	"ingest/format/gzip_members.go":        "looks ahead; a panic ends the look, or is what is wrong with the member",
	"ingest/format/parquet_ahead.go":       "hands a panic on to who reads, as what is wrong with the file",
	"ingest/format/readahead.go":           "hands a panic on to who reads, as what is wrong with the file",
	"cmd/uptake/internal/nightly/schedule.go": "what it runs catches its own panics, and is not waited for at the " +
		"deadline",
}

// TestGoroutines: a panic in a goroutine ends the program with a stack trace, and a
// night with every experiment after it, unless it is caught there. So all are started
// through conc.
func TestGoroutines(t *testing.T) {
	started := 0
	sources(t, 0, func(rel string, set *token.FileSet, f *ast.File) {
		conc := false
		for _, i := range f.Imports {
			conc = conc || i.Path.Value == `"github.com/sourcegraph/conc"`
		}
		ast.Inspect(f, func(n ast.Node) bool {
			at := func() string { return set.Position(n.Pos()).String() }
			switch n := n.(type) {
			case *ast.GoStmt:
				if bare[rel] == "" {
					t.Errorf("%s starts a goroutine without conc", at())
				}
			case *ast.CallExpr:
				s, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || s.Sel.Name != "Go" || len(n.Args) != 1 {
					break
				}
				if started++; !conc {
					t.Errorf("%s starts a goroutine through something else than conc", at())
				}
			}
			return true
		})
	})
	if started < 7 {
		t.Errorf("only %d goroutines are found; the look at them is broken", started)
	}
}
