// Package calibration counts the words of whole readouts: exports with a known
// truth are drawn, written, read and decided as `uptake readout` does it, and
// what the page says is held against what was drawn. The formulas have their own
// calibration in analysis; here stands what lies between them: gates, rules, the
// split of alpha, corrections.
package calibration

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/cli"
	"uptake/config"
	"uptake/ingest"
)

// The whole run writes testdata/verdicts.txt. It takes some hours on two cores, may
// be stopped at any time and goes on after the studies that the table has; to run a
// row anew, delete its lines:
//
//	go test ./cmd/uptake/internal/cli/calibration -verdicts.studies 4000 -timeout 24h
var (
	studies = flag.Int("verdicts.studies", 0, "studies a row (a quarter where a row is read every night, five times "+
		"as many where nothing is read); writes testdata/verdicts.txt")
	onlyRows = flag.String("verdicts.rows", "", "of the whole run, only the rows whose names match")
)

// part is how many studies of a row are made between two writings of the table.
const part = 100

func TestVerdicts(t *testing.T) {
	if testing.Short() {
		t.Skip("draws studies")
	}
	for _, r := range rows {
		for i, w := range r.words {
			if w.because == "" || w.nominal < 0 || w.nominal >= 1 || w.right && w.nominal > 0 {
				t.Errorf("%s, %s: a nominal rate and where it comes from are needed", r.name, r.words[i].name)
			}
		}
	}
	if *studies > 0 {
		whole(t, regexp.MustCompile(*onlyRows))
		return
	}
	for _, r := range rows {
		c := r.count(t, 0, r.sample)
		for i, w := range r.words {
			if limit := w.limit(r.sample); float64(c[i]) > limit*float64(r.sample) && !w.right {
				t.Errorf("%s: %q in %d of %d studies, at most %.4f of them are meant", r.name, w.name, c[i], r.sample,
					limit)
			}
		}
	}
}

// whole goes on with the table until every row has its studies.
func whole(t *testing.T, only *regexp.Regexp) {
	path := filepath.Join("..", "..", "..", "..", "..", "testdata", "verdicts.txt")
	table := readTable(path)
	for _, r := range rows {
		want := *studies
		switch {
		case len(r.looks) > 2:
			want = max(1, want/4)
		case r.formula != nil:
			want *= 5
		}
		for only.MatchString(r.name) {
			n := table.studies(r)
			if n >= want {
				break
			}
			m := min(part, want-n)
			table.add(r, m, r.count(t, n, m))
			if err := os.WriteFile(path, table.text(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, problem := range table.problems() {
		t.Error(problem)
	}
}

// count draws n studies from the given one on, and counts each of the row's words.
func (r row) count(t *testing.T, from, n int) []int {
	t.Helper()
	counts := make([]atomic.Int64, len(r.words))
	dir := t.TempDir()
	h := fnv.New64a()
	h.Write([]byte(r.name))
	seed := h.Sum64()
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			own := filepath.Join(dir, fmt.Sprint(w))
			if err := os.MkdirAll(own, 0o777); err != nil {
				t.Error(err)
				return
			}
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				s, err := r.study(own, rand.New(rand.NewPCG(seed, uint64(from+i))))
				if err != nil {
					t.Errorf("%s, study %d: %v", r.name, from+i, err)
					return
				}
				for k, word := range r.words {
					if word.said(s) {
						counts[k].Add(1)
					}
				}
			}
		})
	}
	wg.Wait()
	out := make([]int, len(counts))
	for i := range counts {
		out[i] = int(counts[i].Load())
	}
	return out
}

// study draws one export and reads it: whole, or cut after each of the row's days.
func (r row) study(dir string, rng *rand.Rand) (*said, error) {
	x := &export{Rand: rng}
	if r.formula != nil {
		s := newSaid()
		r.formula(x, s)
		return s, nil
	}
	r.draw(x)
	path, out := filepath.Join(dir, "e.yaml"), filepath.Join(dir, "out")
	if err := errors.Join(os.RemoveAll(out), os.WriteFile(path, []byte(r.file), 0o666)); err != nil {
		return nil, err
	}
	s := newSaid()
	if r.looks == nil {
		if err := os.WriteFile(filepath.Join(dir, "d.csv"), x.csv(wholeExport), 0o666); err != nil {
			return nil, err
		}
		rep, err := readoutOf(path)
		if err != nil {
			return nil, err
		}
		return s, s.listen(rep)
	}
	for _, day := range r.looks {
		if err := os.WriteFile(filepath.Join(dir, "d.csv"), x.csv(day), 0o666); err != nil {
			return nil, err
		}
		rep, err := again(path, out)
		if err != nil {
			return nil, fmt.Errorf("the export to day %d: %w", day, err)
		}
		if err := s.listen(rep); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// readoutOf is what the command of that name does between its flags and its pages.
func readoutOf(path string) (*report.Report, error) {
	ctx := context.Background()
	e, err := config.Load(path, nil)
	if err != nil {
		return nil, err
	}
	demand := analysis.Needs(e)
	tables, err := ingest.Collect(ctx, e, demand, ingest.Options{Workers: 1})
	if err != nil {
		return nil, err
	}
	return readout.Analyze(ctx, e, demand, tables, readout.Options{Workers: 1})
}

// again is the command itself, into a folder that may hold an earlier readout.
func again(path, out string) (*report.Report, error) {
	var said, errs bytes.Buffer
	if code := cli.Main([]string{"readout", path, "-o", out, "--format", "json", "--quiet"}, &said, &errs); code != 0 &&
		code != 3 {
		return nil, fmt.Errorf("exit %d: %s", code, errs.String())
	}
	b, err := os.ReadFile(filepath.Join(out, "readout.json"))
	if err != nil {
		return nil, err
	}
	r := &report.Report{}
	return r, json.Unmarshal(b, r)
}
