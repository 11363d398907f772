package ingest_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis/fault"
	"uptake/config"
	"uptake/ingest"
)

// TestPopulationFile: shares of levels come from a file of any format, as parts of a whole or as
// numbers of people, and what is wrong in it has its row.
func TestPopulationFile(t *testing.T) {
	read := func(t *testing.T, file, text, columns string) (map[string]float64, error) {
		dir := t.TempDir()
		os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600)
		path := filepath.Join(dir, "x.yaml")
		os.WriteFile(path, []byte("experiment: x\nsources: [{path: a.csv}]\nsegments: [plan]\n"+
			"population: [{segment: plan, path: "+file+columns+"}]\n"), 0o600)
		e, err := config.Load(path, nil)
		if err != nil {
			t.Fatal(err)
		}
		list, err := ingest.Populations(context.Background(), e)
		if err != nil {
			return nil, err
		}
		out := map[string]float64{}
		for _, l := range list[0].Levels {
			out[l.Name] = l.Share
		}
		return out, nil
	}
	third := map[string]float64{"free": 0.75, "pro": 0.25}
	for name, c := range map[string]struct {
		file, text, columns string
		want                map[string]float64
	}{
		"people":      {"s.csv", "level,share\nfree,3000\npro,1000\n", "", third},
		"the segment": {"s.csv", "plan;users\nfree;75%\npro;25 %\nold;0\n", "", third},
		"of several":  {"s.csv", "segment,level,n\nos,ios,5\nplan,free,3\nplan,pro,1\n", "", third},
		"its columns": {"s.tsv", "a\tb\nfree\t0.75\npro\t0.25\n", ", columns: {level: a, share: b}", third},
		"objects":     {"s.ndjson", `{"level":"free","share":0.6}` + "\n", "", map[string]float64{"free": 0.6}},
		"a part is said": {"s.csv", "level,share\nNone,10%\nNaN,20%\n", "",
			map[string]float64{"None": 0.1, "NaN": 0.2}},
	} {
		got, err := read(t, c.file, c.text, c.columns)
		if err != nil || len(got) != len(c.want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		for level, v := range c.want {
			if math.Abs(got[level]-v) > 1e-15 {
				t.Errorf("%s: %s is %v, want %v", name, level, got[level], v)
			}
		}
	}
	for text, want := range map[string]struct {
		says string
		row  int64
	}{
		"level,share\nfree,3\nfree,4\n":   {`s.csv, row 2: the level "free" stands in row 1 too`, 2},
		"level,share\nfree,many\n":        {`row 1: "many" is no share of "free"`, 1},
		"level,share\nfree,-1\n":          {`row 1: "-1" is no share`, 1},
		"level,share\n,5\n":               {"row 1: there is no level of plan", 1},
		"level,share\nfree,60%\npro,90%":  {"the shares of plan in s.csv add up to 150 %", 0},
		"level,share\nfree,60%\npro,900":  {"mix parts of a whole (free: 60%) and numbers of people (pro: 900)", 0},
		"level,share\nfree,0\n":           {"has no row with a share of it above 0", 0},
		"level,share\n":                   {"has no row below its header", 0},
		"level,accounts\nfree,60%\n":      {"has no column with their shares; it has accounts, level", 0},
		"segment,level,share\nos,ios,5\n": {"has no row with a share of it", 0},
	} {
		_, err := read(t, "s.csv", text, "")
		var at *fault.Placed
		if !errors.As(err, &at) || at.Row != want.row || !strings.Contains(err.Error(), want.says) {
			t.Errorf("%q: %v, placed %+v; want %s", text, err, at, want.says)
		}
	}
}
