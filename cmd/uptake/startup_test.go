package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// late are calls that cost every command time before it starts where they stand at
// package level: a pattern, a template or a decoded asset is made by who needs it first,
// through sync.OnceValue.
var late = map[string]string{
	"regexp": "MustCompile Compile MustCompilePOSIX CompilePOSIX", "template": "Must New",
	"json": "Unmarshal NewDecoder", "goja": "Compile MustCompile New",
	"gzip": "NewReader", "zstd": "NewReader", "base64": "NewDecoder", "time": "LoadLocation",
}

// TestNothingAtStart looks at what package-level variables are set to, outside of
// functions that run later, and at what init functions there are.
func TestNothingAtStart(t *testing.T) {
	looked, found := 0, 0
	sources(t, 0, func(_ string, set *token.FileSet, f *ast.File) {
		for _, decl := range f.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					t.Errorf("%s: an init function; what it does is done by who needs it", set.Position(d.Pos()))
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					v, ok := s.(*ast.ValueSpec)
					if !ok {
						continue
					}
					for _, e := range v.Values {
						looked++
						now, lazy := early(e)
						found += lazy
						for _, call := range now {
							t.Errorf("%s: %s runs before any command does; give it to sync.OnceValue",
								set.Position(v.Pos()), call)
						}
					}
				}
			}
		}
	})
	if looked < 200 || found < 10 {
		t.Errorf("only %d variables and %d late ones are found; the look at them is broken", looked, found)
	}
}

// early are the late calls that an expression makes at once, and how many it leaves for later.
func early(e ast.Expr) (now []string, later int) {
	var walk func(ast.Node, bool)
	walk = func(n ast.Node, run bool) {
		ast.Inspect(n, func(x ast.Node) bool {
			switch x := x.(type) {
			case *ast.FuncLit:
				if x != n {
					walk(x.Body, false)
					return false
				}
			case *ast.CallExpr:
				if lit, ok := x.Fun.(*ast.FuncLit); ok && run { // func() … {…}() runs at once
					walk(lit.Body, true)
					return false
				}
				s, ok := x.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				pkg, ok := s.X.(*ast.Ident)
				if ok && strings.Contains(" "+late[pkg.Name]+" ", " "+s.Sel.Name+" ") {
					if run {
						now = append(now, pkg.Name+"."+s.Sel.Name)
					} else {
						later++
					}
				}
			}
			return true
		})
	}
	walk(e, true)
	return now, later
}

// TestEarly: what the look above sees at once, and what it leaves for later.
func TestEarly(t *testing.T) {
	for src, want := range map[string]struct {
		now   string
		later int
	}{
		`regexp.MustCompile("x")`: {"regexp.MustCompile", 0},
		`sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("x") })`: {"", 1},
		`func() *regexp.Regexp { return regexp.MustCompile("x") }()`:               {"regexp.MustCompile", 0},
		`[]hint{{regexp.MustCompile("x"), "y"}}`:                                   {"regexp.MustCompile", 0},
		`template.Must(template.New("x").Parse(text))`:                             {"template.Must template.New", 0},
		`[]output{{"html", func() { template.Must(t.Parse(text)) }}}`:              {"", 1},
		`errors.New("x")`: {"", 0},
		`sync.OnceValue(func() []any { return []any{func() { json.Unmarshal(b, v) }} })`: {"", 1},
	} {
		e, err := parser.ParseExpr(src)
		if err != nil {
			t.Fatal(err)
		}
		now, later := early(e)
		if strings.Join(now, " ") != want.now || later != want.later {
			t.Errorf("%s: %v at once and %d later, want %v and %d", src, now, later, want.now, want.later)
		}
	}
}
