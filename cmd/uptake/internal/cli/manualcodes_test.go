package cli

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"uptake/analysis/decide"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/sums"
	"uptake/cmd/uptake/internal/lint"
	"uptake/cmd/uptake/internal/manual"
)

const codesFile = "../manual/codes.md"

// TestManualCodes holds the manual's list of codes against what makes them: checks, lints
// and rules are written from their tables (-update), the rest has one entry each.
func TestManualCodes(t *testing.T) {
	b, err := os.ReadFile(codesFile)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, s := range []struct{ heading, want string }{
		{"The rules of the verdict", ruleEntries()},
		{"Health checks", checkEntries()},
		{"Findings of `uptake check`", lintEntries()},
	} {
		from, to := sectionOf(t, text, s.heading)
		if text[from:to] == s.want {
			continue
		}
		if !*update {
			t.Errorf("%q of %s is not what the table says (go test ./cmd/uptake/internal/cli -run ManualCodes -update "+
				"writes it)", s.heading, codesFile)
			continue
		}
		text = text[:from] + s.want + text[to:]
	}
	if *update && text != string(b) {
		if err := os.WriteFile(codesFile, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var verdicts, reasons, exits, kinds []string
	for _, v := range report.Verdicts {
		verdicts = append(verdicts, string(v))
	}
	for r := range sums.NumReasons {
		reasons = append(reasons, r.String())
	}
	for _, n := range []int{codeDone, codeData, codeUsage, codeHealth, codePartly, codeCost, 130, 143} {
		exits = append(exits, strconv.Itoa(n))
	}
	for _, n := range verdictCodes {
		exits = append(exits, strconv.Itoa(n))
	}
	for _, f := range []string{"failure.go", "../../../../analysis/report/index.go"} { // where Kind says what there is
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile("(?m)^\\s*Kind +string +`json:\"kind\"` *// (.*)$").FindSubmatch(b)
		if m == nil {
			t.Fatalf("%s lists no kinds", f)
		}
		kinds = append(kinds, regexp.MustCompile(`\w+`).FindAllString(strings.ReplaceAll(string(m[1]), " or ", " "),
			-1)...)
	}
	for _, s := range []struct {
		heading string
		want    []string
	}{
		{"Verdicts", verdicts}, {"Where rows go", reasons}, {"Cautions", cautionCodes(t)}, {"Exit codes", exits},
		{"Kinds of errors", kinds},
	} {
		from, to := sectionOf(t, text, s.heading)
		got := entriesIn(text[from:to])
		slices.Sort(s.want)
		s.want = slices.Compact(s.want)
		for _, c := range s.want {
			if !slices.Contains(got, c) {
				t.Errorf("%s: no entry for %s", s.heading, c)
			}
		}
		for i, c := range got {
			if !slices.Contains(s.want, c) {
				t.Errorf("%s: nothing makes %s", s.heading, c)
			}
			if slices.Contains(got[:i], c) {
				t.Errorf("%s: %s stands twice", s.heading, c)
			}
		}
	}
}

// TestManualCode: help CODE prints the entries of the code and no other.
func TestManualCode(t *testing.T) {
	for code, want := range map[string][]string{"srm": {"**`srm`**", "What to do:"}, "no_margin": {"**`no_margin`**"},
		"missing_by_arm":  {"## Health checks", "## Cautions"},
		"looks_promising": {"## Verdicts", "## The rules of the verdict"}, "130": {"**`130`**"}} {
		said := must(t, "help", code)
		for _, w := range want {
			if !strings.Contains(said, w) {
				t.Errorf("help %s lacks %q:\n%s", code, w, said)
			}
		}
		for _, e := range entriesIn(said) {
			if e != code {
				t.Errorf("help %s prints %s as well", code, e)
			}
		}
	}
	for _, topic := range append(manual.Names(), "config") {
		if _, both := manual.Code(topic); both && topic != "data" {
			t.Errorf("%s is a topic and a code", topic)
		}
	}
}

// sectionOf is where the text below a heading begins and ends.
func sectionOf(t *testing.T, text, heading string) (from, to int) {
	t.Helper()
	h := "\n## " + heading + "\n"
	at := strings.Index(text, h)
	if at < 0 {
		t.Fatalf("%s has no heading %q", codesFile, heading)
	}
	from = at + len(h)
	if n := strings.Index(text[from:], "\n## "); n >= 0 {
		return from, from + n
	}
	return from, len(text)
}

func entriesIn(section string) (out []string) {
	for _, m := range regexp.MustCompile("(?m)^\\*\\*`([^`]+)`\\*\\*").FindAllStringSubmatch(section, -1) {
		out = append(out, m[1])
	}
	return out
}

func ruleEntries() string {
	var b strings.Builder
	b.WriteString("\n`decision.code` in the JSON. The first rule that fits decides; here they stand in that order. " +
		"Of a file without an\n`end` the code is `read_without_plan`, whichever of the later rules fires.\n")
	for _, r := range decide.Rules {
		b.WriteString(entry(r.Code, fmt.Sprintf("(%s) %s", strings.ReplaceAll(string(r.Verdict), "_", " "), r.Text)))
	}
	b.WriteString(entry("read_without_plan", "The file gives no `end`, so nothing says when to read: at most *looks "+
		"promising*, never *keep running*. Give the end."))
	b.WriteString(entry("harm_after_end", "(hold) The reading at the end said something better, and since then the "+
		"always-valid band proves a harm."))
	return b.String()
}

func checkEntries() string {
	var b strings.Builder
	b.WriteString("\n`health.checks[].name` in the JSON, in the order in which they are printed.\n")
	for _, c := range slices.Concat(health.Checks, health.After) {
		about := strings.ToUpper(c.About[:1]) + c.About[1:] + "."
		switch {
		case c.Gate.All():
			about += " Where it fails: " + c.Gate.Refusal
		case c.Gate.Code != "":
			about += " Where it fails, that metric is not compared."
		default:
			about += " It warns and hides nothing."
		}
		b.WriteString(entry(c.Name, about))
		b.WriteString(items(c.Words.Meaning, c.Words.Causes, c.Words.Todo))
	}
	return b.String()
}

func lintEntries() string {
	var b strings.Builder
	b.WriteString("\n`findings[].code` of `uptake check --format json`, beside the health checks above. They warn " +
		"and change no number.\n")
	for _, l := range lint.Known() {
		b.WriteString(entry(l.Code, strings.ToUpper(l.Limit[:1])+l.Limit[1:]+"."))
		b.WriteString(items(l.Meaning, l.Causes, l.Todo))
	}
	return b.String()
}

// entry is one code with what is said of it, at most 120 columns wide.
func entry(code, text string) string { return "\n" + wrapped("**`"+code+"`** "+text, "") }

func items(meaning string, causes []string, todo string) string {
	return "\n" + wrapped("- What it means: "+meaning, "  ") + wrapped("- Likely causes: "+strings.Join(causes, "; ")+
		".", "  ") + wrapped("- What to do: "+todo, "  ")
}

func wrapped(text, margin string) string {
	var b strings.Builder
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case len([]rune(line))+1+len([]rune(word)) > 120:
			b.WriteString(line + "\n")
			line = margin + word
		default:
			line += " " + word
		}
	}
	return b.String() + line + "\n"
}

// made are codes that the sources put together or take from a table of their own.
var made = map[string][]string{
	`analysis/ignore "nothing_" + f.of.Name`: {"nothing_ignored", "nothing_dismissed", "nothing_non_use"},
	`analysis/compare "large_" + a.name`:     {"large_minimum_effect", "large_margin"},
	`analysis/ignore c.code`:                 {"persisted_without_accept", "delay_unusable", "other_delays"},
	`analysis/readout w.Code`:                nil, // that of another caution
	`analysis/report code`:                   nil, // of Cautionf itself
	`analysis/health g.Code`:                 gateCodes(),
	`analysis/evals n.Code`: {"eval_copies", "eval_errors_unseen", "eval_file", "eval_file_left", "eval_garak_turned",
		"eval_ids_decimal", "eval_invalid", "eval_items_unlisted", "eval_rounded", "eval_rows_absent",
		"eval_sessions", "eval_several_judges", "eval_text_column",
		"eval_unfinished", "eval_judges_hidden", "eval_judges_unknown"},
	`cmd/uptake/internal/cli n.Code`: nil, // the same
}

func gateCodes() (out []string) {
	for _, c := range health.Checks {
		if c.Gate.Code != "" {
			out = append(out, c.Gate.Code)
		}
	}
	return out
}

// cautionCodes walks the sources for the codes of cautions: the first argument of
// Cautionf, or of a function with a parameter of the name code that hands it on, and the
// field Code of a Caution.
func cautionCodes(t *testing.T) []string {
	t.Helper()
	const root = "../../../.."
	found, unused := map[string]bool{}, maps.Clone(made)
	folders := map[string][]*ast.File{}
	set := token.NewFileSet()
	for _, top := range []string{"analysis", "charts", "cmd", "ingest", "config"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || d.Name() == "fixture"):
				return fs.SkipDir
			case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			f, err := parser.ParseFile(set, path, nil, 0)
			if err != nil {
				return err
			}
			dir, err := filepath.Rel(root, filepath.Dir(path))
			folders[filepath.ToSlash(dir)] = append(folders[filepath.ToSlash(dir)], f)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for dir, files := range folders {
		consts := map[string]string{}
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				if v, ok := n.(*ast.ValueSpec); ok {
					for i, name := range v.Names {
						if i < len(v.Values) {
							if s, ok := literal(v.Values[i]); ok {
								consts[name.Name] = s
							}
						}
					}
				}
				return true
			})
		}
		add := func(x ast.Expr) {
			s, ok := literal(x)
			if id, is := x.(*ast.Ident); !ok && is {
				s, ok = consts[id.Name]
			}
			if ok {
				found[s] = true
				return
			}
			key := dir + " " + types.ExprString(x)
			list, known := made[key]
			if !known {
				t.Errorf("%s: the code of a caution is %s, of which this test does not know what it may be",
					set.Position(x.Pos()), types.ExprString(x))
			}
			delete(unused, key)
			for _, c := range list {
				found[c] = true
			}
		}
		for _, f := range files {
			saying := map[string]bool{"Cautionf": true}
			inside := map[ast.Expr]bool{} // code, handed on by a function of this file
			ast.Inspect(f, func(n ast.Node) bool {
				a, ok := n.(*ast.AssignStmt)
				if !ok || len(a.Rhs) != 1 {
					return true
				}
				fn, ok := a.Rhs[0].(*ast.FuncLit)
				if !ok || len(fn.Type.Params.List) == 0 || len(fn.Type.Params.List[0].Names) == 0 ||
					fn.Type.Params.List[0].Names[0].Name != "code" {
					return true
				}
				saying[types.ExprString(a.Lhs[0])] = true
				ast.Inspect(fn.Body, func(n ast.Node) bool {
					if c, ok := n.(*ast.CallExpr); ok && len(c.Args) > 0 {
						inside[c.Args[0]] = true
					}
					return true
				})
				return true
			})
			ast.Inspect(f, func(n ast.Node) bool {
				switch x := n.(type) {
				case *ast.CallExpr:
					if len(x.Args) > 1 && saying[lastName(x.Fun)] && !inside[x.Args[0]] {
						add(x.Args[0])
					}
				case *ast.CompositeLit:
					list := []*ast.CompositeLit{}
					if a, ok := x.Type.(*ast.ArrayType); ok && lastName(a.Elt) == "Caution" {
						for _, e := range x.Elts {
							if c, ok := e.(*ast.CompositeLit); ok {
								list = append(list, c)
							}
						}
					} else if lastName(x.Type) == "Caution" {
						list = append(list, x)
					}
					for _, c := range list {
						for _, e := range c.Elts {
							if kv, ok := e.(*ast.KeyValueExpr); ok && lastName(kv.Key) == "Code" {
								add(kv.Value)
							}
						}
					}
				}
				return true
			})
		}
	}
	for key := range unused {
		t.Errorf("no source has %s (any more)", key)
	}
	if len(found) < 80 {
		t.Errorf("only %d codes of cautions", len(found))
	}
	return slices.Collect(maps.Keys(found))
}

func literal(x ast.Expr) (string, bool) {
	l, ok := x.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// lastName is the name of an identifier, without its package.
func lastName(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}
