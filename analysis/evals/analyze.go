package evals

import (
	"context"
	"runtime"
	"sync/atomic"

	"github.com/sourcegraph/conc"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
)

// Options is how an evaluation is worked out. The zero value works.
type Options struct {
	ProgramVersion string
	// Texts reads the named items with their texts once more, where these were too large to be
	// kept. nil = what the runs carry is all there is.
	Texts func(ctx context.Context, items []string) (*scored.Set, error)
	// Before is what earlier results of the same evaluation said, where they are at hand.
	Before *report.Evals
}

// Analyze compares every version with the baseline. An error says what cannot be compared,
// and what to bring: nothing but a whole evaluation is returned.
func Analyze(ctx context.Context, e *spec.Evals, s *scored.Set, o Options) (*report.Evals, error) {
	b := &board{e: e, s: s}
	for _, part := range []func() error{
		b.versionsNamed, b.metricsNamed, b.directed, b.judgesSame, b.collect, b.kinds, b.refused, b.proof,
	} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	b.out = b.head(o)
	b.out.Metrics = make([]report.EvalMetric, len(b.metrics))
	b.paired, b.within = make([][]*pairs, len(b.metrics)), make([][]float64, len(b.metrics))
	b.each(func(m int) {
		b.paired[m] = make([]*pairs, len(b.versions))
		b.out.Metrics[m] = b.compared(m)
	})
	for _, v := range b.others() {
		b.sameScores(v)
	}
	b.out.Health = b.health()
	b.adjust()
	if err := b.judged(); err != nil {
		return nil, err
	}
	b.gate()
	if err := b.fairness(); err != nil {
		return nil, err
	}
	b.decide()
	b.coverage()
	if err := b.flips(ctx, o); err != nil {
		return nil, err
	}
	return b.out, nil
}

// board is what the parts of an evaluation share.
type board struct {
	e *spec.Evals
	s *scored.Set

	versions      []string // as the file has them
	base          int      // the baseline among them
	metrics       []metric
	items         []item // by id
	clusters      int
	clustered     bool   // an item names its cluster
	failed        []bool // by version: some of its runs did
	byCategory    map[string]subset
	categoryNames []string          // of all items, sorted; none where no item has one
	read          []*scored.Version // by version
	groups        [][]group         // by version, then by item
	sides         [][][]side        // by metric, version and item
	seen          [][]seen          // by metric and version
	grades        [][][]int32       // by metric and version: runs by item and grade
	paired        [][]*pairs        // by metric and version: over all items, as scored
	within        [][]float64       // by metric: the p of no difference in every category of every version

	cautions []report.Caution
	out      *report.Evals
}

// each does something for every metric, metrics side by side.
func (b *board) each(do func(m int)) { sideBySide(len(b.metrics), do) }

// eachVersion does something for every version, versions side by side.
func (b *board) eachVersion(do func(v int)) { sideBySide(len(b.versions), do) }

// sideBySide does something for every number under n, on as many processors as there are.
func sideBySide(n int, do func(i int)) {
	var next atomic.Int64
	var wg conc.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

// others are the versions that are compared with the baseline.
func (b *board) others() (out []int) {
	for v := range b.versions {
		if v != b.base {
			out = append(out, v)
		}
	}
	return out
}

func (b *board) caution(c report.Caution) { b.cautions = append(b.cautions, c) }
