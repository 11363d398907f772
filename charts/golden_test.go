package charts

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"testing"

	"uptake/analysis/report"
)

var update = flag.Bool("update", false, "rewrite the golden files of charts/testdata")

func sortedFixtures() []string {
	var names []string
	for n := range fixtures() {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// The made reports look as they did. The page is compared without its scripts,
// which are constants with tests of their own.
func TestGolden(t *testing.T) {
	for _, n := range sortedFixtures() {
		r := fixtures()[n]
		o := Options{Command: "uptake readout " + n + ".yaml", Static: true}
		outs := map[string][]byte{n + ".txt": []byte(Readout.Terminal(r, o))}
		for _, out := range outputs {
			outs[n+"."+out.file] = mustRender(t, out.name, r, o)
		}
		golden(t, outs)
	}
}

// golden compares files with those stored in testdata, or stores them.
func golden(t *testing.T, files map[string][]byte) {
	t.Helper()
	for file, got := range files {
		path := filepath.Join("testdata", file)
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v; run the tests with -update once", err)
		}
		if !alike(string(got), string(want)) {
			t.Errorf("%s differs from what was stored: %s; look at it and run the tests with -update when it is right", file, firstDifference(want, got))
		}
	}
}

var anyNumber = regexp.MustCompile(`-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?`)

// alike compares texts exactly and the numbers in them to 1e-9: the last bit of
// a sum differs between processors.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	if anyNumber.ReplaceAllString(a, "0") != anyNumber.ReplaceAllString(b, "0") {
		return false
	}
	x, y := anyNumber.FindAllString(a, -1), anyNumber.FindAllString(b, -1)
	for i := range x {
		p, errP := strconv.ParseFloat(x[i], 64)
		q, errQ := strconv.ParseFloat(y[i], 64)
		if x[i] != y[i] && (errP != nil || errQ != nil || math.Abs(p-q) > 1e-9*math.Max(math.Abs(p), math.Abs(q))) {
			return false
		}
	}
	return true
}

func mustRender(t *testing.T, format string, r *report.Report, o Options) []byte {
	t.Helper()
	b, err := Readout.Render(format, r, o)
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b
}

func firstDifference(a, b []byte) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	cut := func(x []byte) string { return string(x[max(0, min(len(x), i)-60):min(len(x), i+60)]) }
	return "stored …" + cut(a) + "… now …" + cut(b) + "…"
}
