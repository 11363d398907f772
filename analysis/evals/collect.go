package evals

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/scored"
)

var inf = math.Inf(1)

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
	}
	sideBySide(len(b.metrics)*len(b.versions), func(i int) { b.add(i%len(b.metrics), i/len(b.metrics)) })
	return nil
}

// group is the runs of one version over one item.
type group struct {
	item   int32 // among the board's items
	from   int32 // the first of the runs among those of the version
	runs   int32
	failed int32 // of them
}

// order cuts the runs of every version into groups by item.
func (b *board) order() {
	b.groups = make([][]group, len(b.versions))
	b.failed = make([]bool, len(b.versions))
	b.eachVersion(func(v int) {
		var g *group
		var last *scored.About
		runs := b.read[v].Runs
		for i := range runs {
			r := &runs[i]
			if g == nil || last != r.About && last.Item != r.Item {
				b.groups[v] = append(b.groups[v], group{from: int32(i)})
				g = &b.groups[v][len(b.groups[v])-1]
			}
			last = r.About
			g.runs++
			if r.Errored {
				g.failed++
				b.failed[v] = true
			}
		}
	})
}

// runsOf is the runs of a group.
func (b *board) runsOf(v int, g *group) []scored.Run {
	return b.read[v].Runs[g.from : g.from+g.runs]
}

// idOf is the id of a group's item.
func (b *board) idOf(v int, g *group) string { return b.read[v].Runs[g.from].Item }

// add adds a version's scores of one metric up to items.
func (b *board) add(m, v int) {
	b.sides[m][v] = make([]side, len(b.items))
	b.grades[m][v] = make([]int32, len(b.items)*len(b.metrics[m].Grades))
	scores := b.read[v].Of(b.metrics[m].at)
	see := seen{lo: inf, hi: -inf}
	plain := len(b.metrics[m].Grades) == 0 && !b.metrics[m].HasCut
	var values []float64
	for k := range b.groups[v] {
		g := &b.groups[v][k]
		s := &b.sides[m][v][g.item]
		s.errored = g.failed
		if plain && g.failed == 0 {
			if all := scores.All(int(g.from), int(g.runs)); all != nil {
				s.take(all)
				see.take(all)
				continue
			}
		}
		values = values[:0]
		for i := range int(g.runs) {
			if g.failed > 0 && b.runsOf(v, g)[i].Errored {
				continue
			}
			x, state := scores.At(int(g.from) + i)
			switch state {
			case scored.Scored:
				values = append(values, b.valued(m, v, g, x))
			case scored.Absent:
				s.absent++
			case scored.Missing:
				s.missing++
				see.missing++
			case scored.JudgeFailed:
				s.judgeFailed++
			}
		}
		s.take(values)
		see.take(values)
	}
	b.seen[m][v] = see
}

// valued is what a score counts: the cost of a grade, and 0 or 1 where there is a threshold.
func (b *board) valued(m, v int, g *group, score float64) float64 {
	x := &b.metrics[m]
	switch {
	case len(x.Grades) > 0:
		k := int(score)
		b.grades[m][v][int(g.item)*len(x.Grades)+k]++
		return x.Grades[k].Cost
	case x.HasCut && score >= x.Threshold:
		return 1
	case x.HasCut:
		return 0
	}
	return score
}

// take takes the scores of an item's runs.
func (s *side) take(values []float64) {
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

// take looks at scores.
func (s *seen) take(values []float64) {
	s.n += len(values)
	for _, v := range values {
		s.lo, s.hi = min(s.lo, v), max(s.hi, v)
		s.between = s.between || v != 0 && v != 1
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
			continue
		}
		switch u := &out.Unscored; s.why() {
		case "errored":
			u.Errored++
		case "judge_failed":
			u.JudgeFailed++
		case "missing":
			u.Missing++
		case "absent":
			u.Absent++
		default:
			u.NotRun++
		}
	}
	if out.Items > 0 {
		out.Value = report.Num(sum / float64(out.Items))
	}
	return out
}
