package analysis_test

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"uptake/analysis/report"
	"uptake/ingest/simulate"
)

// Points: reasons are planted two at a time with different points, and the points of
// each are held against what the ignore rate would truly fall by without it
// (falls_by in the truth).
//
// The whole run writes testdata/points.txt; seeds are 1 to the number of runs, and
// -points.resume goes on after a stop:
//
//	go test ./analysis -run Points -points.runs 100 -timeout 10h
var (
	pointsRuns   = flag.Int("points.runs", 0, "runs per pair of planted reasons; writes testdata/points.txt")
	pointsResume = flag.Bool("points.resume", false, "go on after the lines of testdata/points.txt")
)

// twoOf is one row of the table: the first is planted with more points.
type twoOf struct {
	plants [2]simulate.Plant
	users  int
}

func plantedPair(a string, x float64, b string, y float64, users int) twoOf {
	return twoOf{[2]simulate.Plant{{Name: a, Points: x}, {Name: b, Points: y}}, users}
}

// plantedOver plants 4 and 3 points where two numbers are over an edge.
func plantedOver(a string, x float64, b string, y float64) twoOf {
	return twoOf{[2]simulate.Plant{{Name: a, Points: 0.04, Over: x}, {Name: b, Points: 0.03, Over: y}}, 8000}
}

// edged is a plant's name with the edge it was given.
func edged(p simulate.Plant) string {
	if p.Over == 0 {
		return p.Name
	}
	return fmt.Sprintf("%s > %g", p.Name, p.Over)
}

// twoReasons are drawn in populations in which intervals matter, and large enough
// for the error of the difference to be below 0.45 points.
var twoReasons = []twoOf{
	plantedPair("overload", 0.04, "slice", 0.03, 8000),
	plantedPair("slice", 0.04, "overload", 0.03, 8000),
	plantedPair("latency", 0.04, "surface", 0.03, 8000),
	plantedPair("length", 0.04, "repeats", 0.03, 8000),
	plantedOver("length", 45, "latency", 600),
	plantedOver("length", 73, "latency", 1100),
	plantedOver("latency", 600, "length", 73),
	plantedOver("latency", 1100, "length", 45),
	plantedPair("never_acceptors", 0.04, "latency", 0.03, 8000),
	plantedPair("fatigue", 0.04, "surface", 0.03, 8000),
}

// pointed is what one run of two came to.
type pointed struct {
	truth, points [2]float64
	covered       [2]bool
	found         [2]bool
	tied          bool
	joint, all    float64 // what both are worth together, and what they truly are
}

func point(dir string, p twoOf, seed uint64) (pointed, error) {
	r, truth, err := investigatedTruth(dir, simulate.Options{Users: p.users, Days: 8, Seed: seed, Plants: p.plants[:]})
	if err != nil {
		return pointed{}, err
	}
	out := pointed{joint: math.NaN(), all: truth.AllFallBy}
	var at [2]*report.Cause
	for k, plant := range p.plants {
		for _, t := range truth.Reasons {
			if t.Name == plant.Name {
				out.truth[k] = t.FallsBy
			}
		}
		for i := range r.Causes {
			if c := &r.Causes[i]; hit(*c, plant.Name) && at[k] == nil {
				at[k], out.found[k], out.points[k] = c, true, float64(c.Points.Value)
				out.covered[k] = float64(c.Points.Lo) <= out.truth[k] && out.truth[k] <= float64(c.Points.Hi)
			}
		}
	}
	if at[0] != nil && at[1] != nil {
		out.tied = slices.Contains(at[0].Tied, at[1].Rank)
	}
	if r.Together != nil {
		out.joint = float64(r.Together.Points.Value)
	}
	return out, nil
}

func pointAll(t *testing.T, p twoOf, runs int) []pointed {
	t.Helper()
	out, dir := make([]pointed, runs), t.TempDir()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < runs; i = int(next.Add(1)) - 1 {
				var err error
				if out[i], err = point(filepath.Join(dir, fmt.Sprint(i)), p, uint64(i+1)); err != nil {
					t.Errorf("seed %d: %v", i+1, err)
				}
			}
		})
	}
	wg.Wait()
	return out
}

func TestPoints(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates populations")
	}
	if *pointsRuns > 0 {
		fullPoints(t, *pointsRuns)
		return
	}
	const runs = 4
	p := twoReasons[0]
	covered, ordered := 0, 0
	for seed, r := range pointAll(t, p, runs) {
		if !r.found[0] || !r.found[1] {
			t.Errorf("seed %d: not both found: %+v", seed+1, r)
		}
		for k := range r.covered {
			if r.covered[k] {
				covered++
			}
		}
		if r.points[0] > r.points[1] || r.tied {
			ordered++
		}
		if math.Abs(r.joint-r.all) > 0.012 {
			t.Errorf("seed %d: without both the rate would fall by %v, said are %v", seed+1, r.all, r.joint)
		}
	}
	if covered < 2*runs-1 || ordered < runs {
		t.Errorf("%d of %d intervals hold the truth; right order, or said to be a tie, in %d of %d", covered, 2*runs,
			ordered, runs)
	}
}

// fullPoints makes the whole table.
func fullPoints(t *testing.T, runs int) {
	const head = "Two reasons are planted over 8 days; seeds from 1. truth: what the ignore rate would fall by " +
		"without the reason, mean; points: mean;\ncovered: runs whose interval holds the truth of that run, of those " +
		"that find the reason; error: of the difference of the two, its standard\ndeviation over runs; order: runs " +
		"that rank the larger first; tied: runs that call the order a tie.\nlength > 45: planted where the length is " +
		"over 45, else over 60; latency in ms, else over 800.\n\n"
	const form = "%-18s %6s %6s %5s %7s %7s %8s   %-18s %6s %7s %7s %8s %6s %6s %5s\n"
	begin := head + fmt.Sprintf(form, "planted", "points", "users", "runs", "truth", "points", "covered", "beside",
		"points", "truth", "points", "covered", "error", "order", "tied")
	table := filepath.Join("..", "testdata", "points.txt")
	b, made := begun(table, begin, *pointsResume)
	for _, p := range twoReasons[made:] {
		list := pointAll(t, p, runs)
		var truth, points [2]float64
		var covered, found [2]int
		var diff []float64
		order, tied := 0, 0
		for _, r := range list {
			for k := range r.found {
				truth[k] += r.truth[k] / float64(runs)
				if r.found[k] {
					found[k]++
					points[k] += r.points[k]
				}
				if r.covered[k] {
					covered[k]++
				}
			}
			if r.found[0] && r.found[1] {
				diff = append(diff, r.points[0]-r.points[1])
				if r.points[0] > r.points[1] {
					order++
				}
				if r.tied {
					tied++
				}
			}
		}
		mean, v := 0.0, 0.0
		for _, d := range diff {
			mean += d / float64(len(diff))
		}
		for _, d := range diff {
			v += (d - mean) * (d - mean) / float64(len(diff)-1)
		}
		pp := func(x float64) string { return fmt.Sprintf("%.2f", 100*x) }
		of := func(n, of int) string { return fmt.Sprintf("%d/%d", n, of) }
		fmt.Fprintf(b, form, edged(p.plants[0]), pp(p.plants[0].Points), fmt.Sprint(p.users), fmt.Sprint(runs),
			pp(truth[0]), pp(points[0]/float64(found[0])), of(covered[0], found[0]),
			edged(p.plants[1]), pp(p.plants[1].Points), pp(truth[1]), pp(points[1]/float64(found[1])),
			of(covered[1], found[1]), pp(math.Sqrt(v)), of(order, len(diff)), fmt.Sprint(tied))
		if err := os.WriteFile(table, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		for k := range covered {
			if float64(covered[k]) < 0.89*float64(found[k]) {
				t.Errorf("%s: the interval holds the truth in %d of %d runs", p.plants[k].Name, covered[k], found[k])
			}
		}
		if math.Sqrt(v) <= 0.0045 && float64(order) < 0.95*float64(runs) {
			t.Errorf("%s and %s: in order in %d of %d runs", p.plants[0].Name, p.plants[1].Name, order, runs)
		}
	}
}

// begun is a table to go on with: its beginning and, to resume, the lines that are
// there, with their number.
func begun(table, begin string, resume bool) (*bytes.Buffer, int) {
	if made, err := os.ReadFile(table); resume && err == nil && bytes.HasPrefix(made, []byte(begin)) {
		return bytes.NewBuffer(made), bytes.Count(made[len(begin):], []byte("\n"))
	}
	return bytes.NewBufferString(begin), 0
}
