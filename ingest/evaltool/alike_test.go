package evaltool_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/evaltool"
)

// bare are the runs of a set without what depends on where they stood.
func bare(set *scored.Set) string {
	var b strings.Builder
	fmt.Fprintln(&b, set.Metrics)
	for _, v := range set.Versions {
		for i, r := range v.Runs {
			fmt.Fprint(&b, v.Name, " ", r.Item, r.Repeat, r.Errored, r.Error, r.Category, r.Cluster,
				r.Severity, r.Weight)
			for m := range set.Metrics {
				value, state := v.Of(m).At(i)
				fmt.Fprint(&b, " ", value, state)
			}
			fmt.Fprintln(&b)
		}
	}
	return b.String()
}

// versionOf is a version of a set.
func versionOf(set *scored.Set, name string) *scored.Version {
	return &set.Versions[slices.IndexFunc(set.Versions, func(v scored.Version) bool { return v.Name == name })]
}

// asked asks for files of the two versions.
func asked(paths map[string][]string) *spec.Evals {
	e := &spec.Evals{Name: "t", Baseline: "v1"}
	for _, v := range []string{"v1", "v2"} {
		e.Versions = append(e.Versions, spec.EvalVersion{Name: v, Paths: paths[v], Asks: paths[v]})
	}
	return e
}

// rowsOf writes a version's runs as rows of one's own: a header and a line a run, or a line
// a score.
func rowsOf(set *scored.Set, version string, long, numbered bool) (header string, rows []string) {
	header = "item,repeat,category,source,error,correct,clarity"
	if long {
		header = "item,repeat,category,source,error,metric,value"
	}
	if !numbered {
		header = strings.Replace(header, "repeat,", "", 1)
	}
	v := versionOf(set, version)
	for at, r := range v.Runs {
		lead := r.Item + ","
		if numbered {
			lead += strconv.Itoa(int(r.Repeat)) + ","
		}
		lead += r.Category + "," + r.Cluster + "," + r.Error + ","
		cell := func(m string) string {
			for i, name := range set.Metrics {
				if value, state := v.Of(i).At(at); name == m && state == scored.Scored {
					return strconv.FormatFloat(value, 'g', -1, 64)
				}
			}
			return ""
		}
		switch {
		case !long:
			rows = append(rows, lead+cell("correct")+","+cell("clarity"))
		case r.Errored:
			rows = append(rows, lead+",")
		default:
			rows = append(rows, lead+"correct,"+cell("correct"), lead+"clarity,"+cell("clarity"))
		}
	}
	return header, rows
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOneTruthHoweverWritten: rows of one's own, wide or long, in any order, in one file or
// several, with the tool's numbers of repeats or without, compressed, as lines of JSON, give
// the runs that the tool's file gave.
func TestOneTruthHoweverWritten(t *testing.T) {
	tool := read(t, evaluation("inspect/v1.eval", "inspect/v2.eval"))
	want := bare(tool)
	random := rand.New(rand.NewPCG(1, 2))
	var unnumbered = map[bool]string{}
	for _, c := range []struct {
		name                            string
		long, numbered, shuffled, split bool
		ending                          string
	}{
		{"wide", false, true, false, false, ".csv"},
		{"wide, shuffled", false, true, true, false, ".csv"},
		{"wide in two files", false, true, true, true, ".csv"},
		{"wide, gzip", false, true, false, false, ".csv.gz"},
		{"wide, zstandard", false, true, false, false, ".csv.zst"},
		{"wide, JSON lines", false, true, true, false, ".jsonl"},
		{"long", true, true, false, false, ".csv"},
		{"long, shuffled", true, true, true, false, ".csv"},
		{"long in two files", true, true, true, true, ".csv"},
		{"wide without numbers", false, false, false, false, ".csv"},
		{"wide without numbers, shuffled", false, false, true, false, ".csv"},
		{"wide without numbers in two files", false, false, true, true, ".csv"},
		{"long without numbers", true, false, false, false, ".csv"},
		{"long without numbers, shuffled", true, false, true, false, ".csv"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			paths := map[string][]string{}
			for _, v := range []string{"v1", "v2"} {
				header, rows := rowsOf(tool, v, c.long, c.numbered)
				if c.shuffled {
					random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
				}
				parts := [][]string{rows}
				if c.split {
					parts = [][]string{rows[:11], rows[11:]}
				}
				for i, part := range parts {
					path := filepath.Join(dir, fmt.Sprint(v, "-", i, c.ending))
					paths[v] = append(paths[v], write(t, path, packed(t, c.ending, header, part)))
				}
			}
			got := read(t, asked(paths))
			if c.numbered {
				if b := bare(got); b != want {
					t.Errorf("the runs are not those of the tool's file:\n%s", firstDifference(b, want))
				}
			} else if unnumbered[c.long] == "" {
				unnumbered[c.long] = bare(got)
			} else if b := bare(got); b != unnumbered[c.long] {
				t.Errorf("the order of rows shows:\n%s", firstDifference(b, unnumbered[c.long]))
			}
			for _, m := range []string{"correct", "clarity"} {
				a, _ := means(got, m)
				b, _ := means(tool, m)
				for v := range b {
					for i := range b[v] {
						if math.Abs(a[v][i]-b[v][i]) > 1e-15 || len(a[v]) != len(b[v]) {
							t.Errorf("%s of %s in %s is %v, want %v", m, i, v, a[v][i], b[v][i])
						}
					}
				}
			}
			for _, v := range got.Versions {
				if v.Numbered != c.numbered || v.Tool != "table" {
					t.Errorf("version %s: tool %s, numbered %v", v.Name, v.Tool, v.Numbered)
				}
			}
		})
	}
}

// packed is rows as a file of the ending has them.
func packed(t *testing.T, ending, header string, rows []string) string {
	t.Helper()
	text := header + "\n" + strings.Join(rows, "\n") + "\n"
	var b bytes.Buffer
	switch {
	case strings.HasSuffix(ending, ".gz"):
		z := gzip.NewWriter(&b)
		z.Write([]byte(text))
		z.Close()
		return b.String()
	case strings.HasSuffix(ending, ".zst"):
		z, _ := zstd.NewWriter(&b)
		z.Write([]byte(text))
		z.Close()
		return b.String()
	case strings.HasSuffix(ending, ".jsonl"):
		names := strings.Split(header, ",")
		for _, r := range rows {
			object := map[string]any{}
			for i, cell := range strings.Split(r, ",") {
				if x, err := strconv.ParseFloat(cell, 64); err == nil {
					object[names[i]] = x
				} else if cell == "" {
					object[names[i]] = nil
				} else {
					object[names[i]] = cell
				}
			}
			line, _ := json.Marshal(object)
			b.Write(append(line, '\n'))
		}
		return b.String()
	}
	return text
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return fmt.Sprintf("line %d: %s\nwant    %s", i, x[i], y[min(i, len(y)-1)])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(x), len(y))
}

// TestCompressedAlike: every tool's file compressed another way gives the same runs, whatever
// it is called.
func TestCompressedAlike(t *testing.T) {
	for _, c := range []struct{ v1, v2 string }{
		{"promptfoo/v1.jsonl.gz", "promptfoo/v2.jsonl.gz"},
		{"inspect/v1.eval", "inspect/v2.eval"},
		{"pydantic-evals/v1.json.gz", "pydantic-evals/v2.json.gz"},
		{"phoenix/v1.csv.gz", "phoenix/v2.csv.gz"},
	} {
		want := bare(read(t, evaluation(c.v1, c.v2)))
		dir := t.TempDir()
		paths := map[string][]string{}
		for v, file := range map[string]string{"v1": c.v1, "v2": c.v2} {
			b, err := os.ReadFile(filepath.Join("testdata", file))
			if err != nil {
				t.Fatal(err)
			}
			if z, err := gzip.NewReader(bytes.NewReader(b)); err == nil {
				var plain bytes.Buffer
				if _, err := plain.ReadFrom(z); err != nil {
					t.Fatal(err)
				}
				b = plain.Bytes()
			}
			var packed bytes.Buffer
			z, _ := zstd.NewWriter(&packed)
			z.Write(b)
			z.Close()
			paths[v] = []string{write(t, filepath.Join(dir, v+".bin"), packed.String())}
		}
		if got := bare(read(t, asked(paths))); got != want {
			t.Errorf("%s: %s", c.v1, firstDifference(got, want))
		}
	}
}

// TestOnce: a run that is in two files of a version counts once, where the tool gives it an
// id; the ledger says so.
func TestOnce(t *testing.T) {
	e := evaluation("promptfoo/v1.jsonl.gz", "promptfoo/v2.jsonl.gz")
	want := bare(read(t, e))
	again, _ := filepath.Abs("testdata/promptfoo/v1.json.gz")
	e.Versions[0].Paths = append(e.Versions[0].Paths, again)
	e.Versions[0].Asks = append(e.Versions[0].Asks, "v1.json.gz")
	set := read(t, e)
	if got := bare(set); got != want {
		t.Errorf("%s", firstDifference(got, want))
	}
	table, _ := filepath.Abs("testdata/promptfoo/v1.csv.gz")
	e.Versions[0].Paths = append(e.Versions[0].Paths, table)
	if _, err := evaltool.Read(t.Context(), e, evaltool.Options{}); err == nil ||
		!strings.Contains(err.Error(), "v1.csv.gz has no ids of its results") {
		t.Errorf("the table of the same run beside it: %v", err)
	}
	if len(set.Dropped) != 1 || set.Dropped[0].Rows < 58 {
		t.Errorf("the ledger has %v", set.Dropped)
	}
	if !reflect.DeepEqual(set.Metrics, []string{"clarity", "correct"}) {
		t.Errorf("metrics %v", set.Metrics)
	}
}

// TestSomeItems: of a table the runs of the items that are asked for are read alone, with
// their texts, also where a version has none of them.
func TestSomeItems(t *testing.T) {
	dir := t.TempDir()
	e := asked(map[string][]string{
		"v1": {write(t, filepath.Join(dir, "1.csv"), "item,metric,value,input\na,x,1,one\nb,y,1,two\n")},
		"v2": {write(t, filepath.Join(dir, "2.csv"), "item,metric,value,input\na,x,0,one\na,y,0,one\n")}})
	e.Metrics = []spec.EvalMetric{{Name: "x"}}
	set, err := evaltool.Read(t.Context(), e, evaltool.Options{Texts: func(_, item string) bool { return item == "b" }})
	if err != nil {
		t.Fatal(err)
	}
	runs := set.Versions[0].Runs
	if len(runs) != 1 || runs[0].Item != "b" || runs[0].Text == nil || runs[0].Text.Input != "two" ||
		len(set.Versions[1].Runs) != 0 {
		t.Errorf("read %+v", set.Versions)
	}
}
