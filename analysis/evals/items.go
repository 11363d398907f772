package evals

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/scored"
)

// item is one thing that versions are run over.
type item struct {
	id, category, cluster, severity string
	segments                        []string // by place in scored.Set.Segments
	clusterAt                       int32
	input, expected                 [16]byte // as the baseline has them, else the first version that does
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
		ids = b.merged(ids, v)
	}
	b.items = make([]item, len(ids))
	for i, id := range ids {
		b.items[i].id = id
	}
	for v := range b.versions {
		at := 0
		for i := range b.groups[v] {
			g := &b.groups[v][i]
			for b.items[at].id != b.idOf(v, g) {
				at++
			}
			g.item = int32(at)
		}
	}
}

// merged is all ids once, of a sorted list and of a version's groups by item.
func (b *board) merged(ids []string, v int) []string {
	groups := b.groups[v]
	out := make([]string, 0, max(len(ids), len(groups)))
	for len(ids) > 0 && len(groups) > 0 {
		id := b.idOf(v, &groups[0])
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
		out = append(out, b.idOf(v, &groups[i]))
	}
	return out
}

// itemsOf lists all items and what is known of each: the declared data set goes first, then
// the baseline, then the other versions in their order.
func (b *board) itemsOf() {
	b.listed()
	var said itemWeights
	for _, x := range b.s.Items {
		at, _ := slices.BinarySearchFunc(b.items, x.ID, func(i item, id string) int { return cmp.Compare(i.id, id) })
		p := &b.items[at]
		fill(&p.category, x.Category)
		fill(&p.cluster, x.Cluster)
		fill(&p.severity, x.Severity)
		p.fillSegments(x.Segments)
		said.add(x.Weight)
	}
	differs, otherLevels := 0, 0
	first, otherLevel := "", ""
	for _, v := range append([]int{b.base}, b.others()...) {
		for k := range b.groups[v] {
			g := &b.groups[v][k]
			p, runs := &b.items[g.item], b.runsOf(v, g)
			least := leastOf(runs, len(b.s.Segments))
			for i := range runs {
				r := &runs[i]
				said.add(r.Weight)
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
			for i := range runs {
				r := &runs[i]
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
	said.caution(b)
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
