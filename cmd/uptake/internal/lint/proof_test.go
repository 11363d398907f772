package lint

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/cmd/uptake/internal/job"
	"uptake/config"
	"uptake/ingest"
	"uptake/ingest/simulate"
)

// With -lint.proof every defect is planted at three rates in so many sets each, and 200
// sets without one are looked at on 30 nights; the tables are testdata/lint-planted.txt and lint-clean.txt. Without it
// a few are.
var proof = flag.Bool("lint.proof", false, "plant every defect at three rates and look at 200 clean sets every "+
	"night; writes testdata/lint-planted.txt and lint-clean.txt")

// plantings are the rates at which a defect is planted, and what a finding should say.
var plantings = map[string]struct {
	rates [3]float64
	users int
	size  func(rate float64) float64 // nil: the rate itself
}{
	"personal_data":         {[3]float64{0.05, 0.2, 0.5}, 500, nil},
	"test_accounts":         {[3]float64{0.02, 0.05, 0.2}, 500, nil},
	"mixed_zones":           {[3]float64{0.05, 0.2, 0.5}, 500, nil},
	"clock_skew":            {[3]float64{0.05, 0.2, 0.5}, 500, nil},
	"several_ids":           {[3]float64{0.05, 0.2, 0.5}, 500, nil},
	"delivered_twice":       {[3]float64{0.1, 0.2, 0.4}, 500, func(r float64) float64 { return r / (1 + r) }},
	"answers_without_shown": {[3]float64{0.02, 0.05, 0.2}, 500, nil},
	"answers_before_shown":  {[3]float64{0.02, 0.05, 0.2}, 500, nil},
	"several_answers":       {[3]float64{0.02, 0.05, 0.2}, 500, nil},
	"outcome_missing":       {[3]float64{0.7, 0.85, 1}, 500, nil},
	"answers_lost":          {[3]float64{0.3, 0.5, 0.7}, 500, nil},
	"arm_behind":            {[3]float64{0.6, 0.8, 1}, 900, nil},
	"day_drop":              {[3]float64{0.5, 0.7, 0.9}, 500, nil},
	"late_exposure":         {[3]float64{0.05, 0.2, 0.5}, 500, nil},
	"machine_pace":          {[3]float64{0.01, 0.02, 0.05}, 500, nil},
	"many_values":           {[3]float64{0.02, 0.1, 0.3}, 500, nil},
	"provisional_days":      {[3]float64{0.05, 0.2, 0.5}, 500, nil},
	"activity_before":       {[3]float64{0.5, 0.7, 0.9}, 600, nil},
	"coverage_gap":          {[3]float64{0.2, 0.4, 0.6}, 800, nil},
	"other_experiments":     {[3]float64{0.6, 0.8, 1}, 500, nil},
	"srm":                   {[3]float64{0.25, 0.4, 0.6}, 800, nil},
	"srm_place":             {[3]float64{0.7, 0.85, 1}, 1800, nil},
	"srm_side":              {[3]float64{0.25, 0.4, 0.6}, 800, nil},
	"crossovers":            {[3]float64{0.03, 0.06, 0.2}, 500, nil},
}

// simulated writes an export and gives its experiment, whose times of receipt are bound.
func simulated(t *testing.T, dir string, o simulate.Options) string {
	t.Helper()
	if _, err := simulate.Write(t.Context(), o, simulate.Output{Dir: dir, Format: "csv"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "experiment.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("received_ts")) {
		text = bytes.Replace(text, []byte("session: session_id}"),
			[]byte("session: session_id, received_ts: received_at}"), 1)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// looked is what check finds of an experiment; the first rows are sampled unless they are given.
func looked(ctx context.Context, file string, page bool, exports []Export) ([]Finding, []Export, error) {
	e, err := config.Load(file, nil)
	if err != nil {
		return nil, nil, err
	}
	rep := &report.Report{}
	if page {
		if rep, err = (job.Run{Workers: 1}).Readout(ctx, e); err != nil {
			return nil, nil, err
		}
	}
	if exports == nil {
		if exports, err = sampledOf(ctx, e); err != nil {
			return nil, nil, err
		}
	}
	lives, err := ingest.LivesOf(ctx, e, analysis.Needs(e), PlaceColumns(e, exports), PersonColumns(exports),
		ingest.Options{Workers: 1})
	if err != nil {
		return nil, nil, err
	}
	return Run(e, rep, exports, lives), exports, nil
}

func sampledOf(ctx context.Context, e *spec.Experiment) (exports []Export, err error) {
	for _, x := range e.Sources {
		names, err := ingest.ColumnsOf(x, nil)
		if err != nil {
			return nil, err
		}
		s, err := ingest.SampleOf(ctx, x, names, nil)
		if err != nil {
			return nil, err
		}
		exports = append(exports, Export{Source: x.Written, Columns: ingest.BoundBy(e, x), Sample: s})
	}
	return exports, nil
}

// sets runs a job for each of so many sets, several at a time.
func sets(n int, job func(i int)) {
	var all sync.WaitGroup
	slots := make(chan bool, atOnce)
	for i := range n {
		slots <- true
		all.Go(func() { job(i); <-slots })
	}
	all.Wait()
}

// planted is what became of a defect planted at a rate.
type planted struct {
	sets, found, sized, inside int
}

func plant(t *testing.T, name string, rate float64, users, n int) (out planted) {
	var mu sync.Mutex
	p := plantings[name]
	size := rate
	if p.size != nil {
		size = p.size(rate)
	}
	page := slices.Contains([]string{"srm", "srm_side", "crossovers"}, name)
	sets(n, func(i int) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			t.Error(err)
			return
		}
		defer os.RemoveAll(dir)
		file := simulated(t, dir, simulate.Options{Users: users, Days: 28, Seed: uint64(1000*rate) + uint64(7919*(i+1)),
			Defects: []simulate.Defect{{Name: name, Rate: rate}}})
		findings, _, err := looked(t.Context(), file, page, nil)
		mu.Lock()
		defer mu.Unlock()
		out.sets++
		if err != nil {
			t.Errorf("%s at %g, set %d: %v", name, rate, i, err)
			return
		}
		k := slices.IndexFunc(findings, func(f Finding) bool {
			return f.Code == name || name == "srm" && f.Code == "srm_sequential" && f.Status != "ok"
		})
		if k < 0 || findings[k].Status == "ok" {
			return
		}
		out.found++
		if s := findings[k].Share; s != nil {
			out.sized++
			if s.Lo <= size && size <= s.Hi {
				out.inside++
			}
		}
	})
	return out
}

// ofYouth are checks that tell of the plan or of how young an experiment is, not of the data.
var ofYouth = []string{"full_weeks", "minimum_data", "planned", "maturity"}

// nights looks at a clean set after each of some days and gives what was ever told.
func nights(t *testing.T, i, users, days int, look []int) (told map[string]int) {
	dir, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Error(err)
		return nil
	}
	defer os.RemoveAll(dir)
	o := simulate.Options{Users: users, Days: days, Seed: uint64(5000 + i)}
	switch i % 4 { // an effect is no defect
	case 1:
		o.Effects.Acceptance = 0.03
	case 2:
		o.Effects.Tasks, o.Effects.Revenue = 0.05, 0.05
	case 3:
		o.Effects.Acceptance, o.Effects.Shown = -0.02, 0.05
	}
	file := simulated(t, dir, o)
	export := filepath.Join(dir, "events.csv")
	whole, err := os.ReadFile(export)
	if err != nil {
		t.Error(err)
		return nil
	}
	told = map[string]int{}
	var exports []Export
	for _, night := range look {
		if err := os.WriteFile(export, until(whole, night), 0o644); err != nil {
			t.Error(err)
			return nil
		}
		if night&(night-1) == 0 || night == look[len(look)-1] { // the first rows of other nights are nearly those
			exports = nil
		}
		var findings []Finding
		findings, exports, err = looked(t.Context(), file, true, exports)
		if err != nil {
			t.Errorf("set %d, night %d: %v", i, night, err)
			continue
		}
		for _, f := range findings {
			if f.Status != "ok" && !slices.Contains(ofYouth, f.Code) && told[f.Code] == 0 {
				told[f.Code] = night
				t.Logf("set %d, night %d: %s: %s", i, night, f.Code, f.Detail)
			}
		}
	}
	return told
}

// until are the rows received by the end of a day, as the export of that night has them.
func until(export []byte, night int) []byte {
	lines := bytes.SplitAfter(export, []byte("\n"))
	received := slices.Index(strings.Split(strings.TrimSpace(string(lines[0])), ","), "received_at")
	end := spec.Day(firstDay + night).String()
	var out bytes.Buffer
	out.Write(lines[0])
	for _, line := range lines[1:] {
		if cells := bytes.SplitN(line, []byte(","), received+2); len(cells) > received &&
			string(cells[received]) < end {
			out.Write(line)
		}
	}
	return out.Bytes()
}

// TestProofPlanted: each defect is found with its size.
func TestProofPlanted(t *testing.T) {
	for _, c := range Codes() {
		if !slices.ContainsFunc(simulate.Flaws, func(f simulate.Flaw) bool { return f.Name == c }) ||
			plantings[c].users == 0 {
			t.Errorf("%s is never planted", c)
		}
	}
	if !*proof {
		t.Parallel()
		for _, name := range []string{"test_accounts", "answers_without_shown", "outcome_missing", "machine_pace"} {
			if p := plant(t, name, plantings[name].rates[2], 150, 1); p.found != 1 || p.inside != 1 {
				t.Errorf("%s: %+v", name, p)
			}
		}
		return
	}
	table := readPlanted(t)
	for _, f := range simulate.Flaws {
		t.Run(f.Name, func(t *testing.T) {
			for _, rate := range plantings[f.Name].rates {
				p := plant(t, f.Name, rate, plantings[f.Name].users, plantedSets)
				in := "-"
				if p.sized > 0 {
					in = fmt.Sprintf("%d/%d", p.inside, p.sized)
				}
				key := fmt.Sprintf("%-22s %6d %6g", f.Name, plantings[f.Name].users, rate)
				table[key] = fmt.Sprintf("%s %8s %8s", key, fmt.Sprintf("%d/%d", p.found, p.sets), in)
				t.Log(table[key])
				if rate == plantings[f.Name].rates[2] && p.found < p.sets*9/10 || 2*p.inside < p.sized {
					t.Error(table[key])
				}
			}
			table.keep(t)
		})
	}
}

// plantedTable are the rows of testdata/lint-planted.txt by what stands before the counts:
// those of defects that are not run stay.
type plantedTable map[string]string

func readPlanted(t *testing.T) plantedTable {
	b, err := os.ReadFile("../../../../testdata/lint-planted.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := plantedTable{}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) == 5 && plantings[f[0]].users > 0 {
			out[strings.TrimRight(line, "\n")[:36]] = strings.TrimRight(line, "\n")
		}
	}
	return out
}

func (rows plantedTable) keep(t *testing.T) {
	var out strings.Builder
	fmt.Fprintf(&out, `# go test ./cmd/uptake/internal/lint -run TestProofPlanted -lint.proof -timeout 5h writes this anew; of one defect
# -run TestProofPlanted/NAME does. Every defect planted at three rates in sets of 28 days each: in how many the finding of its name
# is made, and in how many of these the planted rate lies in the 95 %% interval that it gives (- where a check of the page gives none).
`)
	fmt.Fprintf(&out, "%-22s %6s %6s %8s %8s\n", "defect", "users", "rate", "found", "inside")
	sized, inside := 0, 0
	for _, f := range simulate.Flaws {
		for _, rate := range plantings[f.Name].rates {
			row, ok := rows[fmt.Sprintf("%-22s %6d %6g", f.Name, plantings[f.Name].users, rate)]
			if !ok {
				continue
			}
			out.WriteString(row + "\n")
			var in, of int
			if n, _ := fmt.Sscanf(strings.Fields(row)[4], "%d/%d", &in, &of); n == 2 {
				inside, sized = inside+in, sized+of
			}
		}
	}
	fmt.Fprintf(&out, "# In all %d of %d intervals hold the planted rate.\n", inside, sized)
	if 10*inside < 9*sized {
		t.Errorf("%d of %d intervals hold the planted rate", inside, sized)
	}
	keep(t, "lint-planted.txt", out.String())
}

// TestProofClean: of sets without a defect hardly any is ever told of anything, though
// looked at every night.
func TestProofClean(t *testing.T) {
	if d := spec.Day(firstDay).String(); d != "2026-04-01" {
		t.Fatalf("the first day is %s", d)
	}
	if !*proof {
		t.Parallel()
		if told := nights(t, 0, 150, 12, []int{4, 12}); len(told) > 0 {
			t.Errorf("a clean set: %v", told)
		}
		return
	}
	var mu sync.Mutex
	ever, codes, all := 0, map[string]int{}, make([]int, 30)
	for i := range all {
		all[i] = i + 1
	}
	sets(cleanSets, func(i int) {
		told := nights(t, i, 300, 30, all)
		mu.Lock()
		defer mu.Unlock()
		if len(told) > 0 {
			ever++
		}
		for c := range told {
			codes[c]++
		}
	})
	var out strings.Builder
	fmt.Fprintf(&out, `# go test ./cmd/uptake/internal/lint -run TestProofClean -lint.proof -timeout 5h writes this anew.
# %d sets of 300 users without a defect, three of four with an effect, each looked at after every one of 30 days (cumulative rows;
# what goes by the first rows alone on nights 1, 2, 4, 8, 16 and 30):
# in how many anything was ever told by the page's checks (but %s) or by the lints, and by which.
# By design at most 2 %%, so at most 11.
%d of %d
`, cleanSets, strings.Join(ofYouth, ", "), ever, cleanSets)
	for _, c := range slices.Sorted(maps.Keys(codes)) {
		fmt.Fprintf(&out, "%-22s %d\n", c, codes[c])
	}
	if ever > 11 {
		t.Errorf("%d of %d clean sets are told of something: %v", ever, cleanSets, codes)
	}
	keep(t, "lint-clean.txt", out.String())
}

func keep(t *testing.T, name, text string) {
	if err := os.WriteFile(filepath.Join("../../../../testdata", name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

const (
	firstDay    = 20544 // of simulated experiments: 1 April 2026
	atOnce      = 4
	plantedSets = 6
	cleanSets   = 200
)
