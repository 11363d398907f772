package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"sort"
	"strconv"
	"strings"
	"testing"
)

const (
	arrow  = "github.com/apache/arrow/"
	gonum  = "gonum.org/"
	viper  = "github.com/spf13/viper"
	echart = "github.com/go-echarts/"
)

// laws says what each room may never import: "from" is a package path or a
// tree (ending in /...), "never" prefixes of import paths, "but" packages the
// law does not bind.
var laws = []struct {
	from  string
	never []string
	but   []string
}{
	{"analysis/...", []string{"uptake/ingest", "uptake/charts", "uptake/config", "uptake/cmd", viper, echart}, nil},
	{"analysis/...", []string{arrow}, []string{"analysis/study"}},
	{"analysis/...", []string{gonum}, []string{"analysis/stats"}},
	{"analysis/...", []string{"uptake/analysis/readout", "uptake/analysis/plan"}, []string{"analysis/investigation"}},
	{"analysis/...", []string{"uptake/analysis/aa", "uptake/analysis/investigation"}, nil},
	{"analysis/compare", []string{"uptake/analysis/fold", "uptake/analysis/study", "uptake/analysis/decide"}, nil},
	{"analysis/counted", []string{"uptake/"}, nil},
	{"analysis/spec", []string{"uptake/"}, nil},
	{"analysis/report", []string{"uptake/"}, nil},
	{"analysis/study", []string{"uptake/"}, []string{"uptake/analysis/spec", "uptake/analysis/sums",
		"uptake/analysis/moment"}},
	{"analysis/moment", []string{"uptake/"}, []string{"uptake/analysis/spec"}},
	{"analysis/sums", []string{"uptake/"}, []string{"uptake/analysis/moment", "uptake/analysis/spec",
		"uptake/analysis/person"}},
	{"analysis/person", []string{"uptake/"}, nil},
	{"analysis/stats", []string{"uptake/analysis/metric", "uptake/analysis/method", "uptake/analysis/study",
		"uptake/analysis/spec", "uptake/analysis/fold"}, nil},
	{"analysis/method", []string{"uptake/analysis/metric", "uptake/analysis/study", "uptake/analysis/fold"}, nil},
	{"charts/...", []string{"uptake/analysis/moment", "uptake/analysis/study", "uptake/analysis/fold",
		"uptake/analysis/metric", "uptake/ingest", "uptake/config", "uptake/cmd", gonum, arrow, viper}, nil},
	// No document imports another: of charts they have what all share, and the table alone knows them.
	{"charts/...", []string{"uptake/charts/"}, []string{"charts", "uptake/charts/asset", "uptake/charts/say",
		"uptake/charts/draw", "uptake/charts/doc", "uptake/charts/out", "uptake/charts/night"}},
	{"charts/...", []string{"uptake/charts/internal"}, nil},
	{"charts/asset", []string{"uptake/"}, nil},
	{"charts/night", []string{"uptake/"}, []string{"uptake/analysis/report", "uptake/charts/doc", "uptake/charts/draw",
		"uptake/charts/say"}},
	{"charts/doc", []string{"uptake/"}, []string{"uptake/analysis/report", "uptake/charts/asset", "uptake/charts/draw",
		"uptake/charts/say"}},
	{"charts/draw", []string{"uptake/"}, []string{"uptake/analysis/report", "uptake/charts/asset",
		"uptake/charts/say"}},
	{"charts/out", []string{"uptake/"}, []string{"uptake/analysis/report", "uptake/analysis/whole", "uptake/charts/doc",
		"uptake/charts/draw", "uptake/charts/say"}},
	{"charts/say", []string{"uptake/"}, []string{"uptake/analysis/report", "uptake/analysis/spec"}},
	// which is told what to add up as the fold is
	{"ingest/...", []string{"uptake/analysis/fold"}, []string{"ingest/warehouse"}},
	{"ingest/warehouse/engine", []string{"uptake/"}, nil},
	{"ingest/...", []string{"uptake/analysis/metric", "uptake/analysis/method", "uptake/analysis/stats",
		"uptake/charts", "uptake/config", "uptake/cmd", gonum, viper, echart}, nil},
	{"ingest/source", []string{"uptake/"}, []string{"uptake/analysis/fault"}},
	{"ingest/format", []string{"uptake/"}, []string{"uptake/analysis/fault", "uptake/ingest/event",
		"uptake/ingest/sheet"}},
	{"ingest/sheet", []string{"uptake/"}, nil},
	{"ingest/lake", []string{"uptake/"}, []string{"uptake/ingest/source", "uptake/ingest/format",
		"uptake/ingest/phrase"}},
	{"ingest/phrase", []string{"uptake/"}, nil},
	{"ingest/table", []string{"uptake/"}, []string{"uptake/ingest/source", "uptake/ingest/format", "uptake/ingest/lake",
		"uptake/ingest/derive", "uptake/ingest/event", "uptake/ingest/phrase", "uptake/analysis/spec",
		"uptake/analysis/fault"}},
	{"ingest/preset", []string{"uptake/"}, nil},
	{"ingest/derive", []string{"uptake/"}, []string{"uptake/ingest/format", "uptake/ingest/event",
		"uptake/analysis/spec"}},
	{"ingest/pack", []string{"uptake/"}, []string{"uptake/ingest/source", "uptake/ingest/format",
		"uptake/analysis/whole", "uptake/analysis/fault"}},
	{"ingest/event", []string{"uptake/ingest"}, nil},
	{"ingest/store", []string{"uptake/ingest"}, []string{"uptake/ingest/event"}},
	{"ingest/warehouse/engine", []string{"uptake/", arrow}, nil},
	{"ingest/resolve", []string{"uptake/ingest/format", "uptake/ingest/source"}, nil},
	{"config", []string{"uptake/ingest", "uptake/charts", "uptake/cmd", "uptake/analysis/study",
		"uptake/analysis/stats", gonum, arrow}, []string{"uptake/ingest/preset"}},
	{"analysis/whole", []string{"uptake/"}, nil},
	{"cmd/...", []string{arrow, gonum, viper, echart}, nil},
}

// TestImportLaws reads the imports of every file that is not a test.
func TestImportLaws(t *testing.T) {
	imports := map[string]map[string]string{} // package folder → import → file
	sources(t, parser.ImportsOnly, func(rel string, _ *token.FileSet, f *ast.File) {
		pkg := path.Dir(rel)
		for _, i := range f.Imports {
			name, _ := strconv.Unquote(i.Path.Value)
			if imports[pkg] == nil {
				imports[pkg] = map[string]string{}
			}
			imports[pkg][name] = rel
		}
	})
	if len(imports) < 15 {
		t.Fatalf("only %d packages found; the walk is broken", len(imports))
	}
	var packages []string
	for p := range imports {
		packages = append(packages, p)
	}
	sort.Strings(packages)
	for _, law := range laws {
		bound := 0
		for _, p := range packages {
			tree, isTree := strings.CutSuffix(law.from, "/...")
			if p != law.from && !(isTree && (p == tree || strings.HasPrefix(p, tree+"/"))) {
				continue
			}
			bound++
			if contains(law.but, p) {
				continue
			}
			for name, file := range imports[p] {
				if name == "uptake/analysis/counted" { // words alone, for every room
					continue
				}
				for _, never := range law.never {
					if strings.HasPrefix(name, never) && !contains(law.but, name) {
						t.Errorf("%s imports %s, which %s must not", file, name, law.from)
					}
				}
			}
		}
		if bound == 0 {
			t.Errorf("the law of %s binds no package", law.from)
		}
	}
	only := map[string]string{viper: "config", echart: "charts/draw"}
	for _, p := range packages {
		for name, file := range imports[p] {
			for prefix, home := range only {
				if strings.HasPrefix(name, prefix) && p != home {
					t.Errorf("%s imports %s, which belongs in %s alone", file, name, home)
				}
			}
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
