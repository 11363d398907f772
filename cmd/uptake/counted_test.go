package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"uptake/analysis/counted"
)

// TestCounted: no sentence says "1 rows": where a format counts things, counted writes it and not fmt, and formats
// handed on go to counted, which alone knows what they count.
func TestCounted(t *testing.T) {
	seen := 0
	sources(t, 0, func(rel string, set *token.FileSet, f *ast.File) {
		if strings.HasPrefix(rel, "analysis/counted/") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			of, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || fmt.Sprint(of.X) != "fmt" {
				return true
			}
			seen++
			if call.Ellipsis.IsValid() && strings.HasSuffix(of.Sel.Name,
				"f") && literal(call.Args[len(call.Args)-2]) == "" {
				t.Errorf("%s:%d hands a format to fmt.%s; counted has one too", rel, set.Position(call.Pos()).Line,
					of.Sel.Name)
			}
			for _, arg := range call.Args {
				format := literal(arg)
				many := make([]any, strings.Count(format, "%")-2*strings.Count(format, "%%"))
				for i := range many {
					many[i] = 1001
				}
				if counted.Sprintf(format, many...) != fmt.Sprintf(format, many...) {
					t.Errorf("%s:%d counts things in %.80q: say it by counted", rel, set.Position(call.Pos()).Line,
						format)
				}
			}
			return true
		})
	})
	if seen < 1000 {
		t.Fatalf("only %d calls of fmt found; the walk is broken", seen)
	}
}

// literal is the text of a literal or of a sum of them, what is no literal left out.
func literal(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.BinaryExpr:
		return literal(e.X) + literal(e.Y)
	}
	return ""
}
