package cli

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
)

// TestTwins reads one simulated set through every format, whole and shuffled
// over seven files, by one worker and by eight, from Hive folders, as one
// source per event, with nested names, and from standard input, and with too little memory
// for the rows. The JSON must
// be the same to the byte, but for the examples of dropped rows.
func TestTwins(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	sh := newShell(t)
	must(t, "simulate", "-o", "sim", "--users", "300", "--days", "14", "--effect", "3pp", "--duplicates", "0.01",
		"--crossovers", "0.02", "--format", "csv")
	w := newTwinWorld(t, "sim")
	shuffled := w.shuffled()
	twins := []twin{
		{"csv", w.path("sim/events.csv")},
		{"shuffled over 7 csv", w.split(shuffled, 7, "csv", "")},
		{"shuffled over 7 parquet", w.split(shuffled, 7, "parquet", "")},
		{"shuffled over 7 ndjson.zst", w.split(shuffled, 7, "ndjson", "zstd")},
		{"hive", w.hive()},
		{"one source per event", w.perEvent()},
		{"nested", w.nested()},
		{"stdin csv", w.stdin("csv", "")},
		{"stdin ndjson.gz", w.stdin("ndjson", "gzip")},
		{"stdin ipc-stream", w.stdin("ipc-stream", "")},
		{"stdin parquet", w.stdin("parquet", "")},
	}
	for _, f := range [][2]string{{"parquet", ""}, {"ipc", ""}, {"ipc-stream", ""}, {"tsv", ""}, {"ndjson", ""},
		{"csv", "gzip"}, {"ndjson", "zstd"}} {
		twins = append(twins, twin{"whole " + f[0] + f[1], w.split(w.rows, 1, f[0], f[1])})
	}
	first := ""
	for i, x := range twins {
		if testing.Short() && i%3 > 0 { // as with -race, for which every third is enough
			continue
		}
		sh.write("experiment.yaml", x.text)
		ways := []string{"1", "8"}
		if testing.Short() && first != "" || strings.HasPrefix(x.name, "whole") {
			// one worker races with nobody, and -short goes with -race; one file is read by one worker before
			ways = ways[1:]
		}
		if strings.Contains(x.name, "csv") {
			ways = append(ways, "2 in little memory")
		}
		for _, workers := range ways {
			args := []string{"readout", "experiment.yaml", "--json", "-"}
			workers, little := strings.CutSuffix(workers, " in little memory")
			if little {
				args = append(args, "--memory", "64KiB")
			}
			if f := w.input[x.text]; f != "" {
				args = append(args, "<", f)
			}
			got := withoutExamples(sh.json(workers, args))
			switch {
			case first == "":
				first = got
				if !strings.Contains(got, `"crossover"`) || !strings.Contains(got, `"duplicate"`) ||
					strings.Contains(got, `"units": 0,`) ||
					!strings.Contains(got, `"theta_of": "pooled"`) || !strings.Contains(got, `"cr3"`) {
					t.Fatal("the twins are too dull")
				}
			case got != first:
				t.Fatalf("%s with %s workers differs from %s with 1: %s", x.name, workers, twins[0].name,
					difference(first, got))
			}
		}
	}
}

// twin is one way to have the same events: a name and an experiment file.
type twin struct{ name, text string }

var exampleOf = regexp.MustCompile(`"example": (null|\{[^}]*\})`)

func withoutExamples(s string) string { return exampleOf.ReplaceAllString(s, `"example": …`) }

// json runs a readout and returns what it prints.
func (s *shell) json(workers string, args []string) string {
	s.t.Helper()
	defer environment([][2]string{{"UPTAKE_WORKERS", workers}})()
	args, restore := s.redirect(args)
	defer restore()
	var out, errs bytes.Buffer
	if code := Main(args, &out, &errs); code != codeDone {
		s.t.Fatalf("%v: exit %d\n%s", args, code, errs.String())
	}
	return out.String()
}

// twinWorld is the simulated rows as text, and the ways to write them.
type twinWorld struct {
	t          *testing.T
	experiment string
	header     []string
	rows       [][]string
	input      map[string]string // standard input of an experiment file's text
	written    int
}

func newTwinWorld(t *testing.T, dir string) *twinWorld {
	b, err := os.ReadFile(filepath.Join(dir, "experiment.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	w := &twinWorld{t: t, input: map[string]string{}}
	// More than the first day of exposures, so that windows are unfinished and suggestions young.
	w.experiment = regexp.MustCompile(`(?m)^end: .*`).ReplaceAllString(string(b), "end: 2026-04-14") + "statistics: " +
		"{cuped: 7d}\n"
	w.header, w.rows = readCSV(t, filepath.Join(dir, "events.csv"))
	return w
}

// path is an experiment file that reads a path; more goes below the path.
func (w *twinWorld) path(path string, more ...string) string {
	source := fmt.Sprintf("  - path: %q\n", path)
	for _, m := range more {
		source += "    " + m + "\n"
	}
	return strings.Replace(w.experiment, "  - path: \"events.csv\"\n", source, 1)
}

func (w *twinWorld) shuffled() [][]string {
	rows := append([][]string{}, w.rows...)
	rand.New(rand.NewPCG(7, 7)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

// folder is a new empty folder.
func (w *twinWorld) folder() string {
	w.written++
	dir := fmt.Sprintf("twin-%02d", w.written)
	if err := os.Mkdir(dir, 0o755); err != nil {
		w.t.Fatal(err)
	}
	return dir
}

// split writes rows into n files and reads them by a glob.
func (w *twinWorld) split(rows [][]string, n int, format, compression string) string {
	dir, ending := w.folder(), ""
	for i := range n {
		from, to := i*len(rows)/n, (i+1)*len(rows)/n
		ending = w.write(filepath.Join(dir, fmt.Sprintf("part-%d", i)), w.header, rows[from:to], format, compression)
	}
	return w.path(dir + "/part-*" + ending)
}

// hive keeps platform and the day in the names of folders alone.
func (w *twinWorld) hive() string {
	dir := w.folder()
	platform, ts := w.column("platform"), w.column("timestamp")
	parts := map[string][][]string{}
	for _, r := range w.rows {
		key := filepath.Join("dt="+r[ts][:10], "platform="+r[platform])
		parts[key] = append(parts[key], r)
	}
	for key, rows := range parts {
		if err := os.MkdirAll(filepath.Join(dir, key), 0o755); err != nil {
			w.t.Fatal(err)
		}
		header, rows := without(w.header, rows, "platform")
		w.write(filepath.Join(dir, key, "data"), header, rows, "csv", "")
	}
	return w.path(dir)
}

// perEvent writes a table for each event, without the event's name and without
// the columns that are empty there.
func (w *twinWorld) perEvent() string {
	dir, event := w.folder(), w.column("event_name")
	tables := map[string][][]string{}
	var names []string
	for _, r := range w.rows {
		if tables[r[event]] == nil {
			names = append(names, r[event])
		}
		tables[r[event]] = append(tables[r[event]], r)
	}
	var sources strings.Builder
	for i, n := range names {
		drop := []string{"event_name"}
		for c, column := range w.header {
			used := false
			for _, r := range tables[n] {
				used = used || r[c] != ""
			}
			if !used {
				drop = append(drop, column)
			}
		}
		header, rows := without(w.header, tables[n], drop...)
		format := []string{"csv", "parquet", "ndjson"}[i%3]
		path := filepath.Join(dir, fmt.Sprintf("table-%d", i))
		fmt.Fprintf(&sources, "  - {path: %q, set: {event: %s}}\n", path+w.write(path, header, rows, format, ""), n)
	}
	return strings.Replace(w.experiment, "  - path: \"events.csv\"\n", sources.String(), 1)
}

// stdin is the whole set on standard input.
func (w *twinWorld) stdin(format, compression string) string {
	path := filepath.Join(w.folder(), "all")
	path += w.write(path, w.header, w.rows, format, compression)
	text := w.path("-") + "# " + path + "\n"
	w.input[text] = path
	return text
}
