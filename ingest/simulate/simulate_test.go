package simulate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// made simulates into a folder and returns its files' bytes and the truth.
func made(t *testing.T, o Options, out Output) (map[string][]byte, Truth) {
	t.Helper()
	out.Dir = t.TempDir()
	paths, err := Write(t.Context(), o, out)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(p)] = b
	}
	left, err := os.ReadDir(out.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != len(paths) {
		t.Fatalf("%d files are left, %d were reported", len(left), len(paths))
	}
	var truth Truth
	if err := json.Unmarshal(files["truth.json"], &truth); err != nil {
		t.Fatal(err)
	}
	return files, truth
}

func TestSameSeedSameBytes(t *testing.T) {
	o := Options{Users: 80, Days: 8, Seed: 5, Effects: Effects{Acceptance: 0.03},
		Plants: []Plant{{Name: "latency", Points: 0.02}}}
	for _, f := range []string{"parquet", "ipc", "csv", "ndjson"} {
		out := Output{Format: f, Files: 3}
		a, _ := made(t, o, out)
		b, _ := made(t, o, out)
		if len(a) != 5 {
			t.Fatalf("%s: %d files", f, len(a))
		}
		for name := range a {
			if !bytes.Equal(a[name], b[name]) {
				t.Errorf("%s: %s differs between two runs of one seed", f, name)
			}
		}
	}
	a, _ := made(t, o, Output{Format: "csv"})
	o.Seed = 6
	b, _ := made(t, o, Output{Format: "csv"})
	if bytes.Equal(a["events.csv"], b["events.csv"]) {
		t.Error("another seed gives the same export")
	}
}

// TestTruthStatesTheEffect checks that the stated effect is the planted one, and the dirt is there.
func TestTruthStatesTheEffect(t *testing.T) {
	_, truth := made(t, Options{Users: 1500, Days: 14, Seed: 2, Effects: Effects{Acceptance: 0.04}},
		Output{Format: "csv"})
	for _, e := range truth.Estimands {
		if math.Abs(e.Effect-0.04*0.98) > 0.002 { // 2 % of answers come late in both arms
			t.Errorf("%s %s: the effect is %.4f, planted was 0.04", e.Weighting, e.Name, e.Effect)
		}
	}
	if truth.Rows.Duplicates == 0 || truth.Rows.Late == 0 || truth.Rows.Crossovers == 0 {
		t.Errorf("some dirt is missing: %+v", truth.Rows)
	}
	_, clean := made(t, Options{Users: 300, Days: 7, Seed: 2, Duplicates: -1, Late: -1, Crossovers: -1},
		Output{Format: "csv"})
	if clean.Rows.Duplicates+clean.Rows.Late+clean.Rows.Crossovers != 0 {
		t.Errorf("dirt where none was asked for: %+v", clean.Rows)
	}
	if e := clean.Estimands[0].Effect; math.Abs(e) > 1e-12 {
		t.Errorf("an effect of %g where none was planted", e)
	}
}

// TestPlantsCostTheirPoints checks that every planted reason lowers expected
// acceptance and answers by about the points asked for.
func TestPlantsCostTheirPoints(t *testing.T) {
	const points = 0.04
	expected := func(plants []Plant, act bool) float64 {
		o := Options{Users: 1500, Days: 14, PreDays: -1, Seed: 9, Plants: plants}
		if err := o.Check(); err != nil {
			t.Fatal(err)
		}
		s, err := o.calibrate(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !act && len(plants) > 0 { // the search surface is worse in both worlds; the shift is what is planted
			s.shift = 1e-15
		}
		w := world{o: &o, strength: s, last: o.memory()}
		seen, ignored := 0.0, 0.0
		w.observe = func(s, answered float64) { seen += s; ignored += s - answered }
		for d := range o.Days {
			w.day(t.Context(), d)
		}
		return ignored / seen
	}
	base := expected(nil, false)
	for _, m := range Mechanisms {
		from, plants := base, []Plant{{Name: m.Name, Points: points}}
		if m.Name == "mix_shift" {
			from = expected(plants, false)
		}
		if got := expected(plants, true) - from; math.Abs(got-points) > 0.002 {
			t.Errorf("%s: planted with %.3f, the ignore rate rose by %.4f", m.Name, points, got)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for _, o := range []Options{
		{Users: 1}, {Days: -2}, {Effects: Effects{Acceptance: 0.9}}, {Duplicates: 0.7},
		{Plants: []Plant{{Name: "gravity", Points: 0.01}}}, {Plants: []Plant{{Name: "latency", Points: 0.5}}},
		{Plants: []Plant{{Name: "latency", Points: 0.01}, {Name: "latency", Points: 0.02}}},
	} {
		if err := o.Check(); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

// TestStoppedLeavesNothing checks that an interrupted run stops and removes what it had begun.
func TestStoppedLeavesNothing(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	dir := t.TempDir()
	_, err := Write(ctx, Options{Users: 20, Days: 2}, Output{Dir: dir, Format: "csv"})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Fatalf("left behind: %v %v", left, err)
	}
}
