package ingest_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis"
	"uptake/ingest"
)

// TestNamesOfRowsThatNameNobody: the same rows have the same names whatever is
// asked of them, whatever type a format gives a column, and from a file or a pipe.
func TestNamesOfRowsThatNameNobody(t *testing.T) {
	const typed = "ts:time,arm,outcome,won:bool,spend:float64,n:int64,latency_ms:float64,session,note\n" +
		"2026-04-01T10:00:00Z,a,accepted,true,10,3,250,1000,x\n2026-04-01T10:00:00.5Z,b,ignored,false,0.25,,,s,\n2026" +
		"-04-02T00:00:00Z,a,ignored,true,,4,1,NA,y\n2026-04-03T00:00:00Z,b,accepted,false,-3,5,2,s,z\n"
	const text = "ts,arm,outcome,won,spend,n,latency_ms,session,note\n2026-04-01 " +
		"10:00:00,a,accepted,true,10.0,3.0,250.00,1000.0,x\n2026-04-01T12:00:00.500+02:00,b,ignored,false,0.250,NA,,s" +
		",\n2026-04-02 00:00:00,a,ignored,true,,4,1.0,,y\n2026-04-03 00:00:00.000,b,accepted,false,-3.00,5,2,s,z\n"
	const arms = "experiment: x\nlayout: LAYOUT\nsources: [{path: \"SOURCE\", format: FORMAT}]\narms: [{name: a, " +
		"control: true}, {name: b}]\n"
	asks := map[string][]string{
		"units": {"metrics: [{name: won, kind: proportion, column: won}]\n", "metrics: [{name: won, kind: " +
			"proportion, column: won}, {name: spend, kind: mean, column: spend}]\n",
			"metrics: [{name: spend, kind: mean, column: spend}]\nsegments: [n]\nwhere: [{column: note, not: [q]}]\n"},
		"suggestions": {"metrics: [{name: acceptance_rate}]\n", "metrics: [{name: acceptance_rate}, {name: half, " +
			"kind: quantile, quantile: 50%, of: spend}]\nattributes: [note]\n"},
	}
	for layout, list := range asks {
		want := ""
		for _, ask := range list {
			for _, as := range []string{"csv", "ndjson", "parquet", "ipc", "pipe"} {
				dir, format, table := t.TempDir(), as, typed
				switch as {
				case "csv":
					table = text
				case "ndjson":
					table = strings.Replace(text, "spend,n,", "spend:float64,n:int64,", 1)
					table = strings.ReplaceAll(strings.ReplaceAll(table, "3.0,", "3,"), "NA", "")
				case "pipe":
					format, table = "csv", text
				}
				path := filepath.Join(dir, "export")
				writeTable(t, path, format, table)
				file := strings.NewReplacer("LAYOUT", layout, "FORMAT", format, "SOURCE", map[bool]string{true: "-",
					false: "export"}[as == "pipe"]).Replace(arms + ask)
				if as == "pipe" {
					piped(t, path)
				}
				e := loaded(t, dir, file)
				tables, err := ingest.Collect(context.Background(), e, analysis.Needs(e), ingest.Options{})
				if err != nil {
					t.Fatal(layout, as, err)
				}
				var names []string
				for i := range tables.Parts {
					p, err := tables.Open(context.Background(), i)
					if err != nil {
						t.Fatal(err)
					}
					for k := range int(p.Units.NumRows()) {
						names = append(names, tables.Shape.Units(p.Units).Unit.Value(k))
					}
				}
				slices.Sort(names)
				got := strings.Join(names, " ")
				if want == "" {
					want = got
				}
				if len(names) != 4 || got != want {
					t.Errorf("%s from %s, asking %q: the rows are %s\nelsewhere %s", layout, as, ask, got, want)
				}
			}
		}
	}
}

// piped puts a file through a pipe into the place of standard input.
func piped(t *testing.T, path string) {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	go func() { w.Write(b); w.Close() }()
	old := os.Stdin
	os.Stdin = r
	t.Cleanup(func() { os.Stdin = old; r.Close() })
}
