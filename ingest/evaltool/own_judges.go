package evaltool

import (
	"maps"
	"slices"
	"strings"

	"uptake/ingest/phrase"
)

// judging is who gave the scores of a table that has a column of judges. Two judges of one run are two rows of its
// item, which count as repeats.
type judging struct {
	by map[*gridScore]*judgedBy // nil: of a table with a column a score, of all of them
}

// judgedBy is who gave the scores of one metric.
type judgedBy struct {
	judges  map[int32]bool // among the facts
	items   []int32        // by item, its judge; 0: none, -1: several
	several int            // items
}

// judged takes who gave the scores of a row: of the metric, or of all where a row has a column a score.
func (f *filling) judged(m *gridScore, item int32, i int) {
	judge := f.judge.code(i, f.fact)
	if judge == 0 {
		return
	}
	of := f.g.judging.by[m]
	if of == nil {
		if f.g.judging.by == nil {
			f.g.judging.by = map[*gridScore]*judgedBy{}
		}
		of = &judgedBy{judges: map[int32]bool{}}
		f.g.judging.by[m] = of
	}
	if !of.judges[judge] {
		of.judges[judge] = true
		f.scoredBy(m, f.g.facts.list[judge])
	}
	for int(item) >= len(of.items) {
		of.items = append(of.items, 0)
	}
	switch was := of.items[item]; {
	case was == 0:
		of.items[item] = judge
	case was > 0 && was != judge:
		of.items[item] = -1
		of.several++
	}
}

// scoredBy notes a judge of a metric, of all that have columns where m is nil.
func (f *filling) scoredBy(m *gridScore, judge string) {
	list := f.scores
	if m != nil {
		list = []*gridScore{m}
	}
	for _, m := range list {
		if f.judges[m.name] == nil {
			f.judges[m.name] = map[string]bool{}
		}
		f.judges[m.name][judge] = true
	}
}

// severalJudges notes items that several judges scored.
func (c *collector) severalJudges() {
	if c.grid == nil {
		return
	}
	several := 0
	judges, metrics := map[string]bool{}, []string{}
	for m, of := range c.grid.judging.by {
		if of.several == 0 {
			continue
		}
		several = max(several, of.several)
		if m != nil {
			metrics = append(metrics, m.name)
		}
		for j := range of.judges {
			judges[c.grid.facts.list[j]] = true
		}
	}
	if several == 0 {
		return
	}
	slices.Sort(metrics)
	what := "scores"
	if len(metrics) > 0 {
		what += " of " + strings.Join(phrase.Few(metrics, 5), ", ")
	}
	c.note("eval_several_judges", "%s: %d items have %s by several judges (%s), which count as repeats: an item's "+
		"score is their mean, and the spread between repeats is that between judges too", c.spec.Name, several, what,
		strings.Join(phrase.Few(slices.Sorted(maps.Keys(judges)), 5), ", "))
}
