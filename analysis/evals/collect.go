package evals

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/sourcegraph/conc"

	"uptake/analysis/report"
	"uptake/analysis/scored"
)

var inf = math.Inf(1)

// item is one thing that versions are run over.
type item struct {
	id, category, cluster, severity string
	segments                        []string // by place in scored.Set.Segments
	clusterAt                       int32
	input, expected                 [16]byte // as the baseline has them, else the first version that does
}

// side is what one version scored on one item in one metric.
type side struct {
	sum, squares                          float64 // of scores; of their deviations from the item's mean
	n                                     int32   // scored runs
	errored, judgeFailed, missing, absent int32
	odd                                   float64 // of sum, the first run, the third …
}

func (s side) value() float64 {
	if s.n == 0 {
		return math.NaN()
	}
	return s.sum / float64(s.n)
}

// asWorst is the value with failed runs as the worst score.
func (s side) asWorst(worst float64) float64 {
	if s.n+s.errored == 0 {
		return math.NaN()
	}
	return (s.sum + worst*float64(s.errored)) / float64(s.n+s.errored)
}

// why says why there is no value.
func (s side) why() string {
	switch {
	case s.errored > 0:
		return "errored"
	case s.judgeFailed > 0:
		return "judge_failed"
	case s.missing > 0:
		return "missing"
	case s.absent > 0:
		return "absent"
	}
	return "not_run"
}

// seen is what the scores of one metric in one version look like.
type seen struct {
	n, missing int
	lo, hi     float64
	between    bool // a score that is neither 0 nor 1
}

// collect adds runs up to items, in an order that rows and files do not change.
func (b *board) collect() error {
	b.order()
	if err := b.itemsOf(); err != nil {
		return err
	}
	b.sides = make([][][]side, len(b.metrics))
	b.seen = make([][]seen, len(b.metrics))
	b.grades = make([][][]int32, len(b.metrics))
	for m := range b.metrics {
		b.sides[m] = make([][]side, len(b.versions))
		b.seen[m] = make([]seen, len(b.versions))
		b.grades[m] = make([][]int32, len(b.versions))
		for v := range b.versions {
			b.sides[m][v] = make([]side, len(b.items))
			b.grades[m][v] = make([]int32, len(b.items)*len(b.metrics[m].Grades))
			b.seen[m][v] = seen{lo: inf, hi: -inf}
		}
	}
	var versions conc.WaitGroup
	for v := range b.versions {
		versions.Go(func() {
			for i := range b.groups {
				if g := &b.groups[i]; g.version == v {
					for m := range b.metrics {
						b.add(m, g)
					}
				}
			}
		})
	}
	versions.Wait()
	return nil
}

// group is the runs of one version over one item.
type group struct {
	version, item int
	runs          []scored.Run
}

// order puts runs by version, item and repeat, and cuts them into groups.
func (b *board) order() {
	at := map[string]int{}
	for i, v := range b.versions {
		at[v] = i
	}
	runs := b.s.Runs
	by := func(x, y *scored.Run) int {
		if x.Version != y.Version {
			return cmp.Compare(at[x.Version], at[y.Version])
		}
		return cmp.Or(cmp.Compare(x.Item, y.Item), cmp.Compare(x.Repeat, y.Repeat))
	}
	sorted := true
	for i := 1; i < len(runs) && sorted; i++ {
		sorted = by(&runs[i-1], &runs[i]) <= 0
	}
	if !sorted {
		runs = slices.Clone(runs)
		slices.SortStableFunc(runs, func(x, y scored.Run) int { return by(&x, &y) })
	}
	b.groups = make([]group, 0, len(runs))
	for i := 0; i < len(runs); {
		j := i + 1
		for j < len(runs) && runs[j].Version == runs[i].Version && runs[j].Item == runs[i].Item {
			j++
		}
		b.groups = append(b.groups, group{version: at[runs[i].Version], runs: runs[i:j]})
		i = j
	}
}

// itemsOf lists all items and what is known of each: the declared data set goes first, then
// the baseline, then the other versions in their order.
func (b *board) itemsOf() error {
	at := map[string]int{}
	get := func(id string) *item {
		i, ok := at[id]
		if !ok {
			i = len(b.items)
			at[id] = i
			b.items = append(b.items, item{id: id})
		}
		return &b.items[i]
	}
	for _, x := range b.s.Items {
		p := get(x.ID)
		fill(&p.category, x.Category)
		fill(&p.cluster, x.Cluster)
		fill(&p.severity, x.Severity)
		p.fillSegments(x.Segments)
	}
	differs, otherLevels := 0, 0
	first, otherLevel := "", ""
	for _, own := range []bool{true, false} {
		for _, g := range b.groups {
			if (g.version == b.base) != own {
				continue
			}
			p := get(g.runs[0].Item)
			least := leastOf(g.runs, len(b.s.Segments))
			for i := range g.runs {
				r := &g.runs[i]
				if p.category != "" && r.Category != "" && r.Category != p.category && r.Category != r.Item {
					if differs++; first == "" {
						first = fmt.Sprintf("item %s is in category %q and in %q", r.Item, p.category, r.Category)
					}
				}
				if p.input == ([16]byte{}) {
					p.input = r.InputHash
				}
				if p.expected == ([16]byte{}) {
					p.expected = r.ExpectedHash
				}
			}
			fill(&p.category, least.category)
			fill(&p.cluster, least.cluster)
			fill(&p.severity, least.severity)
			p.fillSegments(least.segments)
			for i := range g.runs {
				r := &g.runs[i]
				for k, level := range r.Segments {
					if level != "" && level != p.segments[k] {
						if otherLevels++; otherLevel == "" {
							otherLevel = fmt.Sprintf("item %s has the %s %q and %q", r.Item, b.s.Segments[k],
								p.segments[k], level)
						}
					}
				}
			}
		}
	}
	if otherLevels > 0 {
		b.caution(report.Cautionf("segment_differs",
			"%d times a run names another level of a segment than its item has (%s); that of items, then of the "+
				"baseline, counts", otherLevels, otherLevel))
	}
	if differs > 0 {
		b.caution(report.Cautionf("category_differs",
			"%d runs name another category than the baseline does for their item (%s); the baseline's counts", differs,
			first))
	}
	slices.SortFunc(b.items, func(x, y item) int { return cmp.Compare(x.id, y.id) })
	place := map[string]int{}
	clusters := map[string]int32{}
	for i := range b.items {
		x := &b.items[i]
		place[x.id] = i
		key := "c" + x.cluster
		if x.cluster == "" {
			key = "i" + x.id
		} else {
			b.clustered = true
		}
		if _, ok := clusters[key]; !ok {
			clusters[key] = int32(len(clusters))
		}
		x.clusterAt = clusters[key]
	}
	b.clusters = len(clusters)
	b.byCategory = b.by(func(x item) string { return x.category })
	b.categoryNames = slices.Sorted(maps.Keys(b.byCategory))
	b.failed = make([]bool, len(b.versions))
	for i := range b.groups {
		g := &b.groups[i]
		g.item = place[g.runs[0].Item]
		for i := range g.runs {
			r := &g.runs[i]
			b.failed[g.version] = b.failed[g.version] || r.Errored
		}
	}
	return nil
}

func fill(to *string, from string) {
	if *to == "" {
		*to = from
	}
}

// leastOf is what runs of one item say of it, of two texts the lesser: repeats have no order of their own.
func leastOf(runs []scored.Run, segments int) (out item) {
	lesser := func(to *string, from string) {
		if from != "" && (*to == "" || from < *to) {
			*to = from
		}
	}
	out.segments = make([]string, segments)
	for i := range runs {
		r := &runs[i]
		lesser(&out.category, r.Category)
		lesser(&out.cluster, r.Cluster)
		lesser(&out.severity, r.Severity)
		for k, level := range r.Segments {
			lesser(&out.segments[k], level)
		}
	}
	return out
}

// levelsOf is what an item has of every segment that it has a level of.
func (b *board) levelsOf(x item) []report.EvalItemLevel {
	out := []report.EvalItemLevel{}
	for k, level := range x.segments {
		if level != "" {
			out = append(out, report.EvalItemLevel{Segment: b.s.Segments[k], Level: level})
		}
	}
	return out
}

// fillSegments takes what is known of the item first.
func (x *item) fillSegments(from []string) {
	if len(from) > 0 && x.segments == nil {
		x.segments = make([]string, len(from))
	}
	for i, level := range from {
		fill(&x.segments[i], level)
	}
}

// add adds one group's scores of one metric to its side.
func (b *board) add(m int, g *group) {
	x := &b.metrics[m]
	s := &b.sides[m][g.version][g.item]
	see := &b.seen[m][g.version]
	var kept [8]float64
	values := kept[:0]
	for i := range g.runs {
		r := &g.runs[i]
		if r.Errored {
			s.errored++
			continue
		}
		switch r.States[x.at] {
		case scored.Absent:
			s.absent++
			continue
		case scored.Missing:
			s.missing++
			see.missing++
			continue
		case scored.JudgeFailed:
			s.judgeFailed++
			continue
		}
		v := r.Values[x.at]
		switch {
		case len(x.Grades) > 0:
			k := int(v)
			b.grades[m][g.version][g.item*len(x.Grades)+k]++
			v = x.Grades[k].Cost
		case x.HasCut && v >= x.Threshold:
			v = 1
		case x.HasCut:
			v = 0
		}
		see.n++
		see.lo, see.hi = min(see.lo, v), max(see.hi, v)
		see.between = see.between || v != 0 && v != 1
		values = append(values, v)
	}
	s.n = int32(len(values))
	for i, v := range values {
		s.sum += v
		if i%2 == 0 {
			s.odd += v
		}
	}
	mean := s.value()
	for _, v := range values {
		s.squares += (v - mean) * (v - mean)
	}
}

// valueOf is one metric in one version over all its items.
func (b *board) valueOf(m, v int) report.EvalMetricVersion {
	out := report.EvalMetricVersion{Version: b.versions[v], Value: report.Undefined()}
	sum := 0.0
	for _, s := range b.sides[m][v] {
		out.Errored += int(s.errored)
		out.JudgeFailed += int(s.judgeFailed)
		out.Missing += int(s.missing)
		out.Absent += int(s.absent)
		if s.n > 0 {
			out.Items++
			out.Runs += int(s.n)
			sum += s.value()
		}
	}
	if out.Items > 0 {
		out.Value = report.Num(sum / float64(out.Items))
	}
	return out
}
