package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"uptake/analysis/report"
)

// ignoresOf simulates an export and investigates it.
func ignoresOf(t *testing.T, seed int, plants ...string) *report.Ignores {
	t.Helper()
	dir := t.TempDir()
	args := []string{"simulate", "-o", dir, "--users", "700", "--seed", strconv.Itoa(seed)}
	for _, p := range plants {
		args = append(args, "--plant", p)
	}
	var out, errs bytes.Buffer
	if code := Main(args, &out, &errs); code != 0 {
		t.Fatalf("simulate ends with %d: %s", code, errs.String())
	}
	out.Reset()
	if code := Main([]string{"ignores", filepath.Join(dir, "experiment.yaml"), "--quiet", "--json", "-"}, &out, &errs); code != 0 {
		t.Fatalf("ignores ends with %d: %s", code, errs.String())
	}
	r := &report.Ignores{}
	if err := json.Unmarshal(out.Bytes(), r); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestPlantedIgnores finds every reason that a built lens can confirm, first and
// about as large as planted, alone and all together, and nothing where nothing is.
func TestPlantedIgnores(t *testing.T) {
	finds := map[string]string{"never_acceptors": "wrong_audience", "mix_shift": "mix_shift", "short_window": "short_window"}
	seeds := []int{1, 2, 3}
	if testing.Short() {
		seeds = seeds[:1]
	}
	for _, seed := range seeds {
		if r := ignoresOf(t, seed); len(r.Causes) > 0 {
			t.Errorf("seed %d: nothing is planted, confirmed is %+v", seed, r.Causes)
		}
		for _, plant := range slices.Sorted(maps.Keys(finds)) {
			mechanism := finds[plant]
			r := ignoresOf(t, seed, plant+"=4pp")
			if len(r.Causes) != 1 || r.Causes[0].Mechanism != mechanism {
				t.Errorf("seed %d, %s: causes are %+v", seed, plant, r.Causes)
				continue
			}
			// Late answers are there without a plant too. A shift of the mix costs its points
			// over all days, of which the users' windows hold few after the shift.
			least, most := report.Num(0.025), report.Num(0.06)
			if plant == "mix_shift" {
				least, most = 0.005, 0.03
			}
			if p := r.Causes[0].Points; p.Value < least || p.Value > most || p.Lo <= 0 {
				t.Errorf("seed %d, %s of 4 points: %v from %v to %v", seed, plant, p.Value, p.Lo, p.Hi)
			}
		}
	}
	r := ignoresOf(t, 4, "never_acceptors=3pp", "mix_shift=3pp", "short_window=3pp")
	if len(r.Causes) != 3 {
		t.Errorf("three are planted, causes are %+v", r.Causes)
	}
	for i, c := range r.Causes {
		if c.Rank != i+1 || i > 0 && c.Points.Value > r.Causes[i-1].Points.Value {
			t.Errorf("rank %d has %v points", c.Rank, c.Points.Value)
		}
	}
}
