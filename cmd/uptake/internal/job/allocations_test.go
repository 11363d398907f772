package job

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"uptake/charts"
	"uptake/charts/out"
	"uptake/config"
	"uptake/ingest/simulate"
)

var keepAllocations = flag.Bool("allocations.update", false, "write testdata/allocations.txt anew")

// What a row may cost more than is kept before it counts as a regression. Objects are
// the same in every run to a thousandth; how many blocks of text wait at a time for who
// takes them apart is not.
const (
	moreObjects = 0.05    // a row; whoever adds one a row adds 1
	moreBytes   = 1.10    // times
	moreBlocks  = 4 << 20 // bytes of a whole run
)

// cost is what a job asked the memory for.
type cost struct {
	objects, bytes, rows float64
}

// TestAllocations holds what the whole job, from the export to readout.json, asks the
// memory for by row, in every format, against what is kept: a regression that is seen
// without a clock. What a run costs whatever its size is taken out by two sizes.
func TestAllocations(t *testing.T) {
	const path = "testdata/allocations.txt"
	kept := keptAllocations(t, path)
	var out strings.Builder
	fmt.Fprintf(&out, "# Objects and bytes that a row of an export costs, from the file to readout.json, by one "+
		"worker.\n# go test ./cmd/uptake/internal/job -run Allocations -allocations.update writes this anew.\n")
	for _, f := range []struct{ format, compression string }{{"parquet", ""}, {"ipc", ""}, {"csv", ""}, {"csv", "gzip"},
		{"ndjson", ""}, {"ndjson", "gzip"}} {
		name := strings.TrimSuffix(f.format+"."+f.compression, ".")
		small, large := exported(t, f.format, f.compression, 200), exported(t, f.format, f.compression, 800)
		spent(t, small) // what is made once a process
		a, b := spent(t, small), spent(t, large)
		rows := b.rows - a.rows
		got := cost{(b.objects - a.objects) / rows, (b.bytes - a.bytes) / rows, rows}
		fmt.Fprintf(&out, "%-12s %8.3f %8.0f\n", name, got.objects, got.bytes)
		t.Logf("%-12s %.3f objects and %.0f bytes a row over %.0f rows", name, got.objects, got.bytes, rows)
		if *keepAllocations {
			continue
		}
		want, ok := kept[name]
		if !ok {
			t.Errorf("%s: nothing is kept of it; run with -allocations.update", name)
			continue
		}
		if got.objects > want.objects+moreObjects {
			t.Errorf("%s: a row costs %.3f objects, %.3f are kept", name, got.objects, want.objects)
		}
		if got.bytes > want.bytes*moreBytes+moreBlocks/rows {
			t.Errorf("%s: a row costs %.0f bytes, %.0f are kept", name, got.bytes, want.bytes)
		}
	}
	if *keepAllocations {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// exported simulates an export and gives the experiment file that reads it.
func exported(t *testing.T, format, compression string, users int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "export")
	if _, err := simulate.Write(context.Background(), simulate.Options{Users: users, Seed: 7, Days: 14},
		simulate.Output{Dir: dir, Format: format, Compression: compression}); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "experiment.yaml")
}

// spent runs the job once and gives what it cost.
func spent(t *testing.T, path string) cost {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // pools that a collection empties are filled anew
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	e, err := config.Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	rep, err := Run{Workers: 1}.Readout(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	b, err := charts.Readout.Render("json", rep, out.Options{})
	if err != nil || !bytes.Contains(b, []byte(`"verdict"`)) {
		t.Fatalf("no readout: %v", err)
	}
	runtime.ReadMemStats(&after)
	return cost{float64(after.Mallocs - before.Mallocs), float64(after.TotalAlloc - before.TotalAlloc),
		float64(rep.Rows.Read)}
}

// keptAllocations reads the kept numbers by format.
func keptAllocations(t *testing.T, path string) map[string]cost {
	t.Helper()
	f, err := os.Open(path)
	if os.IsNotExist(err) && *keepAllocations {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]cost{}
	for s := bufio.NewScanner(f); s.Scan(); {
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		var name string
		var c cost
		if _, err := fmt.Sscan(s.Text(), &name, &c.objects, &c.bytes); err != nil {
			t.Fatalf("%s: %q: %v", path, s.Text(), err)
		}
		out[name] = c
	}
	return out
}
