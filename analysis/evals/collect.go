package evals

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

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
	b.itemsOf()
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
	b.eachVersion(func(v int) {
		for _, g := range b.groupsOf(v) {
			for m := range b.metrics {
				b.add(m, &g)
			}
		}
	})
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
	b.groups, b.begins = make([]group, 0, len(runs)), make([]int, len(b.versions)+1)
	for i := 0; i < len(runs); {
		j := i + 1
		for j < len(runs) && runs[j].Version == runs[i].Version && runs[j].Item == runs[i].Item {
			j++
		}
		b.groups = append(b.groups, group{version: at[runs[i].Version], runs: runs[i:j]})
		b.begins[at[runs[i].Version]+1]++
		i = j
	}
	for v := range b.versions {
		b.begins[v+1] += b.begins[v]
	}
}

// listed makes the list of all items, by id, and gives every group its place there.
func (b *board) listed() {
	declared := make([]string, len(b.s.Items))
	for i, x := range b.s.Items {
		declared[i] = x.ID
	}
	slices.Sort(declared)
	ids := slices.Compact(declared)
	for v := range b.versions {
		ids = merged(ids, b.groupsOf(v))
	}
	b.items = make([]item, len(ids))
	for i, id := range ids {
		b.items[i].id = id
	}
	for v := range b.versions {
		at := 0
		for i := range b.groupsOf(v) {
			g := &b.groupsOf(v)[i]
			for b.items[at].id != g.runs[0].Item {
				at++
			}
			g.item = at
		}
	}
}

// merged is all ids once, of a sorted list and of groups by item.
func merged(ids []string, groups []group) []string {
	out := make([]string, 0, max(len(ids), len(groups)))
	for len(ids) > 0 && len(groups) > 0 {
		id := groups[0].runs[0].Item
		order := cmp.Compare(ids[0], id)
		if order <= 0 {
			id, ids = ids[0], ids[1:]
		}
		if order >= 0 {
			groups = groups[1:]
		}
		out = append(out, id)
	}
	out = append(out, ids...)
	for i := range groups {
		out = append(out, groups[i].runs[0].Item)
	}
	return out
}

// groupsOf is the groups of a version, by item.
func (b *board) groupsOf(v int) []group {
	return b.groups[b.begins[v]:b.begins[v+1]]
}

// itemsOf lists all items and what is known of each: the declared data set goes first, then
// the baseline, then the other versions in their order.
func (b *board) itemsOf() {
	b.listed()
	for _, x := range b.s.Items {
		at, _ := slices.BinarySearchFunc(b.items, x.ID, func(i item, id string) int { return cmp.Compare(i.id, id) })
		p := &b.items[at]
		fill(&p.category, x.Category)
		fill(&p.cluster, x.Cluster)
		fill(&p.severity, x.Severity)
		p.fillSegments(x.Segments)
	}
	differs, otherLevels := 0, 0
	first, otherLevel := "", ""
	for _, v := range append([]int{b.base}, b.others()...) {
		for _, g := range b.groupsOf(v) {
			p := &b.items[g.item]
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
	clusters := map[string]int32{}
	for i := range b.items {
		x := &b.items[i]
		if x.cluster == "" {
			x.clusterAt = int32(b.clusters)
			b.clusters++
			continue
		}
		b.clustered = true
		at, ok := clusters[x.cluster]
		if !ok {
			at = int32(b.clusters)
			b.clusters++
			clusters[x.cluster] = at
		}
		x.clusterAt = at
	}
	b.byCategory = b.by(func(x item) string { return x.category })
	b.categoryNames = slices.Sorted(maps.Keys(b.byCategory))
	b.failed = make([]bool, len(b.versions))
	for i := range b.groups {
		g := &b.groups[i]
		for i := range g.runs {
			r := &g.runs[i]
			b.failed[g.version] = b.failed[g.version] || r.Errored
		}
	}
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
