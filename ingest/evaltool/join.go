package evaltool

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/scored"
)

// joined makes one record of those that are parts of one run, counts once what is there
// twice, and numbers the runs of every item.
func (c *collector) joined() error {
	list := c.records
	type placed struct {
		at    int
		order uint64
	}
	of := map[string][]placed{} // by item
	var items []string
	for i := range list {
		id := list[i].ids[0]
		if _, seen := of[id]; !seen {
			items = append(items, id)
		}
		of[id] = append(of[id], placed{i, list[i].order()})
	}
	slices.Sort(items)
	sessions := map[string]bool{}
	numbered := len(list) > 0
	for _, k := range list {
		sessions[k.session] = true
		numbered = numbered && k.repeat > 0
	}
	if len(sessions) > 1 {
		c.note("eval_sessions", "%s: its files are of %d runs of the tool; each adds repeats", c.spec.Name,
			len(sessions))
	}
	out := make([]kept, 0, len(list))
	for _, id := range items {
		group := of[id]
		slices.SortStableFunc(group, func(a, b placed) int {
			x, y := &list[a.at], &list[b.at]
			return cmp.Or(cmp.Compare(x.session, y.session), cmp.Compare(x.repeat, y.repeat), cmp.Compare(x.run,
				y.run), cmp.Compare(a.order, b.order))
		})
		var runs []kept
		for _, g := range group {
			k := list[g.at]
			at := slices.IndexFunc(runs, func(r kept) bool { return c.same(&r, &k) })
			if at < 0 {
				runs = append(runs, k)
				continue
			}
			if err := c.merge(&runs[at], &k); err != nil {
				return err
			}
		}
		for i := range runs {
			if !numbered || len(sessions) > 1 {
				runs[i].repeat = i + 1
			}
		}
		out = append(out, runs...)
	}
	c.records = out
	return nil
}

// same reports whether two records of an item are of one run.
func (c *collector) same(a, b *kept) bool {
	switch {
	case a.session != b.session:
		return false
	case a.run != "" || b.run != "":
		return a.run == b.run && a.repeat == b.repeat
	case a.repeat > 0 || b.repeat > 0:
		return a.repeat == b.repeat
	case !c.parts:
		return false
	}
	for _, s := range b.scores { // the next run that has no such score yet
		if slices.ContainsFunc(a.scores, func(t score) bool { return t.metric == s.metric }) {
			return false
		}
	}
	return a.errored == b.errored
}

// merge adds to a run what another record has of it.
func (c *collector) merge(a, b *kept) error {
	if a.errored != b.errored && (len(a.scores) > 0 || len(b.scores) > 0) && !c.parts {
		return c.differ(a, b, "one failed and the other did not")
	}
	for _, s := range b.scores {
		at := slices.IndexFunc(a.scores, func(t score) bool { return t.metric == s.metric })
		if at < 0 {
			a.scores = append(a.scores, s)
			continue
		}
		if t := a.scores[at]; differ(t, s) {
			return c.differ(a, b, fmt.Sprintf("%s is %s and %s", s.metric, shown(t), shown(s)))
		}
		c.aside(report.ScoredTwice, fmt.Sprintf("%s, record %d", b.file, b.line))
	}
	if b.errored {
		a.errored, a.error, a.scores = true, cmp.Or(a.error, b.error), nil
	}
	for _, f := range []struct{ to, from *string }{{&a.category, &b.category}, {&a.cluster, &b.cluster}, {&a.severity,
		&b.severity},
		{&a.input, &b.input}, {&a.expected, &b.expected}, {&a.output, &b.output}} {
		*f.to = cmp.Or(*f.to, *f.from)
	}
	for _, f := range []struct{ to, from *[16]byte }{{&a.inputHash, &b.inputHash}, {&a.expectedHash, &b.expectedHash},
		{&a.outputHash, &b.outputHash}} {
		if *f.to == ([16]byte{}) {
			*f.to = *f.from
		}
	}
	a.readable = a.readable || b.readable
	for _, f := range []struct{ to, from *float64 }{{&a.seconds, &b.seconds}, {&a.in, &b.in}, {&a.out, &b.out},
		{&a.cost, &b.cost}} {
		if math.IsNaN(*f.to) {
			*f.to = *f.from
		}
	}
	for i, level := range b.segments {
		a.segments[i] = cmp.Or(a.segments[i], level)
	}
	if a.weight == 0 {
		a.weight = b.weight
	}
	return nil
}

func (c *collector) differ(a, b *kept, what string) error {
	run := ""
	if a.repeat > 0 {
		run = fmt.Sprintf(", repeat %d", a.repeat)
	}
	return fmt.Errorf("versions.%s: the item %q%s is there twice and differs: %s (%s, record %d, and %s, record %d); "+
		"take out the one that does not count, or number them as repeats",
		c.spec.Name, a.ids[0], run, what, a.file, a.line, b.file, b.line)
}

// differ reports whether two scores say another thing.
func differ(a, b score) bool {
	return a.state != b.state || a.value != b.value && !(math.IsNaN(a.value) && math.IsNaN(b.value))
}

func shown(s score) string {
	switch s.state {
	case scored.Scored:
		return fmt.Sprint(s.value)
	case scored.JudgeFailed:
		return "a failure of the judge"
	}
	return "missing"
}
