package nightly_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/cmd/uptake/internal/cli"
	"uptake/ingest/format"
)

// All nights are run by hand:
//
//	go test ./cmd/uptake/internal/nightly -run TestNightsOfExports -nightly.nights 100 -timeout 1h
var nightsOf = flag.Int("nightly.nights", 12, "nights that TestNightsOfExports runs of each format")

// export is the world of a night: rows by file, of which columns may appear.
type export map[string][][]string

var first = []string{"id", "ts", "user", "event", "variant", "value"}

// eventsFile reads every file of a folder. Its end lies beyond all nights: after it a verdict
// hangs on the result before, which a full run into another folder has not.
func eventsFile(id, ending string) string {
	return "experiment: " + id + "\nstart: 2026-04-01\nend: 2026-09-30\nsources: [{path: data/*." + ending +
		"}]\ncolumns: {event_id: id, unit: user}\narms: [{name: control, control: true}, {name: b}]\n" +
		"metrics: [{name: tasks, kind: mean, event: task, role: primary, minimum_effect: 2%}, {name: spent, kind: " +
		"mean, event: task, field: value, scale: 2}]\n"
}

// grow is what a night does to an export: rows of the day, late rows of days before, rows
// that are written a second time, and now and then a column that appears, a file that is
// written anew, one that is removed, one that comes back.
func (e export) grow(rng *rand.Rand, day int, gone export) (changed []string) {
	name := fmt.Sprintf("day-%03d", day)
	rows := [][]string{first}
	if day >= 5 {
		rows[0] = append(slices.Clone(first), "added")
	}
	for i := range 30 {
		at := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0,
			max(0, day-rng.IntN(3)*rng.IntN(2))).Add(time.Duration(rng.IntN(86400)) * time.Second)
		user := rng.IntN(40 + 4*day)
		event := []string{"exposure", "task", "task", "other"}[rng.IntN(4)]
		r := []string{fmt.Sprintf("e%d-%d", day, i), at.Format(time.RFC3339), fmt.Sprintf("u%d", user), event,
			[]string{"control", "b"}[user%2], fmt.Sprintf("%d.%02d", rng.IntN(20), rng.IntN(100))}
		if day >= 5 {
			r = append(r, fmt.Sprint(rng.IntN(9)))
		}
		rows = append(rows, r)
		if rng.IntN(10) == 0 { // the same again
			rows = append(rows, r)
		}
	}
	if day > 0 && rng.IntN(2) == 0 { // of a file before
		if old := e[fmt.Sprintf("day-%03d", rng.IntN(day))]; len(old) > 2 && len(old[0]) == len(rows[0]) {
			rows = append(rows, old[1+rng.IntN(len(old)-1)])
		}
	}
	e[name] = rows
	changed = append(changed, name)
	names := slices.Sorted(func(yield func(string) bool) {
		for n := range e {
			if n != name && !yield(n) {
				return
			}
		}
	})
	switch pick := rng.IntN(8); {
	case len(names) < 3:
	case pick == 0: // written anew with a row less
		n := names[rng.IntN(len(names))]
		if len(e[n]) > 3 {
			e[n] = e[n][:len(e[n])-1]
			changed = append(changed, n)
		}
	case pick == 1:
		n := names[rng.IntN(len(names))]
		gone[n] = e[n]
		delete(e, n)
	case pick == 2:
		for n, rows := range gone {
			e[n] = rows
			changed = append(changed, n)
			delete(gone, n)
			break
		}
	}
	return changed
}

// fileOf writes rows in a format.
func fileOf(t *testing.T, rows [][]string, ending string) []byte {
	t.Helper()
	var b bytes.Buffer
	kind, packed := strings.TrimSuffix(ending, ".gz"), strings.HasSuffix(ending, ".gz")
	switch kind {
	case "csv":
		for _, r := range rows {
			b.WriteString(strings.Join(r, ",") + "\n")
		}
	case "ndjson":
		for _, r := range rows[1:] {
			var cells []string
			for k, v := range r {
				cells = append(cells, fmt.Sprintf("%q:%q", rows[0][k], v))
			}
			b.WriteString("{" + strings.Join(cells, ",") + "}\n")
		}
	default:
		var fields []arrow.Field
		var columns []arrow.Array
		for k, n := range rows[0] {
			c := array.NewStringBuilder(memory.DefaultAllocator)
			for _, r := range rows[1:] {
				c.Append(r[k])
			}
			fields, columns = append(fields, arrow.Field{Name: n, Type: arrow.BinaryTypes.String}),
				append(columns, c.NewArray())
		}
		rec := array.NewRecord(arrow.NewSchema(fields, nil), columns, int64(len(rows)-1))
		w, err := format.NewWriter(&b, map[string]string{"parquet": "parquet", "arrow": "ipc"}[kind], rec.Schema(),
			format.WriterOptions{})
		must(t, err)
		must(t, w.Write(rec))
		must(t, w.Close())
	}
	if !packed {
		return b.Bytes()
	}
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write(b.Bytes())
	must(t, w.Close())
	return z.Bytes()
}

// TestNightsOfExports: over nights of late and repeated rows, of files that are written
// anew, removed and put back, and of a second experiment that begins late, every
// readout.json is that of a run which reads everything, and no byte is read of a file
// that has not changed; where none has, nothing is made anew and every file is what it was.
func TestNightsOfExports(t *testing.T) {
	for _, ending := range []string{"csv", "ndjson", "parquet", "arrow", "csv.gz"} {
		t.Run(ending, func(t *testing.T) {
			folder(t)
			rng := rand.New(rand.NewPCG(13, 4))
			e, gone := export{}, export{}
			write(t, "in/a.yaml", eventsFile("a", ending))
			must(t, os.MkdirAll("in/data", 0o755))
			for day := range *nightsOf {
				var want int64
				fresh := e.grow(rng, day, gone)
				for _, name := range fresh {
					path := filepath.Join("in/data", name+"."+ending)
					b := fileOf(t, e[name], ending)
					must(t, os.WriteFile(path, b, 0o644))
					age(t, path, 1000-day) // nothing hangs on the clock of the test
					want += int64(len(b))
				}
				for name := range gone {
					os.Remove(filepath.Join("in/data", name+"."+ending))
				}
				if day == *nightsOf/2 {
					write(t, "in/late.yaml", eventsFile("late", ending))
				}
				if code, _, errs := night("in", "-o", "out", "--state", "kept", "--format", "json"); code != 0 &&
					day > 1 {
					t.Fatalf("night %d: exit %d: %s", day, code, errs)
				}
				n := numbers(t)
				if n.BytesRead != want || n.FilesRead != len(fresh) || n.FilesUnchanged != len(e)-len(fresh) {
					t.Errorf("night %d: %+v, want %d files of %d bytes read and %d unchanged", day, n, len(fresh), want,
						len(e)-len(fresh))
				}
				if k := len(packsIn(t, "kept")); k != len(e) && n.Failed == 0 {
					t.Errorf("night %d: %d packs of %d files", day, k, len(e))
				}
				if day%4 == 3 { // a night in which nothing changes
					before := results(t, "out")
					night("in", "-o", "out", "--state", "kept", "--format", "json")
					a := numbers(t)
					if a.BytesRead != 0 || a.FilesRead != 0 || a.FilesUnchanged != len(e) ||
						a.Kept != a.Experiments-a.Failed || a.Kept == 0 {
						t.Errorf("night %d, without a change: %+v", day, a)
					}
					after := results(t, "out")
					delete(before, "run.json")
					delete(after, "run.json")
					same(t, "a night without a change", before, after)
				}
				for _, id := range []string{"a", "late"} {
					is, err := os.ReadFile("out/" + id + "/readout.json")
					if err != nil {
						continue
					}
					own := t.TempDir()
					if code := cli.Main([]string{"readout", "in/" + id + ".yaml", "-o", own, "--quiet", "--format",
						"json"}, &bytes.Buffer{}, &bytes.Buffer{}); code != 0 && code != 3 {
						continue
					}
					if read(t, filepath.Join(own, "readout.json")) != string(is) {
						t.Errorf("night %d: the readout of %s is not that of a full run", day, id)
					}
				}
			}
		})
	}
}
