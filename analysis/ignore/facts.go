package ignore

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/sourcegraph/conc"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Estimates are how shares are estimated; the same as everywhere else in the
// program, and given by the caller so that there is one way.
type Estimates struct {
	// Ratio is Σy/Σx over units, y divided by 10^scale, clustered by unit.
	Ratio func(y, x []int64, scale int) report.Estimate
	// Mean is the mean over units of v divided by 10^scale.
	Mean func(v []int64, scale int) report.Estimate
	// ControlUnits are needed in each of two equal arms to find an effect with a
	// power of 80 %, from the variance of one unit.
	ControlUnits func(effect, variance float64) float64
	// Size sizes a drafted test as uptake plan would size its file; nil leaves it as it
	// is sized for its primary metric.
	Size func(ctx context.Context, t *report.NextTest) error
}

// Options are what a look depends on beside the tables.
type Options struct {
	Workers  int
	Estimate Estimates
	UserIDs  bool // name users by their ids
	Of       report.Studied
}

// Facts is what the lenses read.
type Facts struct {
	exp     *spec.Experiment
	of      report.Studied // the outcome under study
	states  study.States   // the end states that are it
	tables  *study.Tables
	opt     Options
	arms    []string
	control int // −1: no arm is compared
	timed   bool
	window  int64 // µs of the attribution window; 0: decisions carry no time

	units   []person // in order of their ids
	seen    rows
	columns []column
	periods []period
	late    []lateCount  // by partition
	strays  []strays     // by partition
	checks  [][]int64    // by partition: how often accepted suggestions were found, by sums.CheckedAfter
	undated int64        // answers without a time, where others have one
	sliced  []sliced     // what lens where suggests
	about   []membership // by rank of the confirmed causes, from 1
	draw    sync.Once
	weights [][]float64 // what drawn returns
}

// lateCount is what one partition's units accepted, and how much of it came late.
type lateCount struct{ late, accepts, seen int64 }

// strays are rows of one partition that could not be put to a suggestion.
type strays struct{ requests, found, delays int64 }

// person is one unit that counts.
type person struct {
	id       string
	hash     uint64
	arm      int
	states   [study.NumStates]int64
	outcomes [len(outcomes)]int64 // the same, summed to outcomes
	mature   int64
	studied  int64                // those of the outcome under study
	leaving  int64                // ignored ones after which the session showed no other
	sessions int64                // with a mature suggestion
	within   [len(outcomes)]int64 // sum over those sessions of the share with each outcome, 9 decimals
	ends     []end
	asked    *asked   // nil without a request
	from, to int      // its rows of Facts.seen, in order of time
	at       int      // place among Facts.units
	fixed    []uint16 // codes of its fixed columns, in order of columns
}

// rows are the mature seen suggestions, each unit's together.
type rows struct {
	of      study.States // the outcome under study
	state   []study.State
	shown   []int64   // µs UTC
	after   []float32 // seconds to the decision, NaN without one that is dated
	label   []int8    // good, bad or unlabelled; nil without labels
	kept    []float32 // seconds after its accept at which it was last found, NaN without; nil unless that is logged
	session []string  // nil unless replays are linked to
}

// Labels of suggestions.
const (
	unlabelled int8 = iota
	bad
	good
)

// end is when a seen suggestion stopped being watched, µs after it was shown, and why.
type end struct {
	at    int64
	cause int8 // 0: neither answered nor ended until then
}

func (p *person) seen() (n int64) {
	for s, v := range p.states {
		if study.SeenStates.Has(study.State(s)) {
			n += v
		}
	}
	return n
}

func (p *person) ignored() int64 { return p.states[study.StateIgnored] }

// half is 0 for units that find and 1 for those that confirm.
func (p *person) half() int { return int(p.hash >> 40 & 1) }

// studied reports whether row i ended in the outcome under study.
func (r *rows) studied(i int) bool { return r.of.Has(r.state[i]) }

// outcome is 1 where row i ended in the outcome under study, else 0: counts that it is the place
// of need not ask, which half of the rows would answer either way.
func (r *rows) outcome(i int) int { return int(r.of >> r.state[i] & 1) }

// code is the level of row i of p on column c, unknown where it is missing.
func (f *Facts) code(c int, p *person, i int) uint16 {
	k := &f.columns[c]
	if k.fixed {
		return p.fixed[k.place]
	}
	return k.codes[i]
}

// atOnce does n things, as many at a time as there are workers.
func (f *Facts) atOnce(ctx context.Context, n int, do func(i int)) error {
	var next atomic.Int64
	var wg conc.WaitGroup
	for range max(1, f.opt.Workers) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
