package evals

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
)

// Examples shown of each metric and version.
const (
	maxWorse  = 25
	maxBetter = 5
)

// flips lists the items on which versions differ, the worse first: by severity, then by how
// far the loss is beyond what repeats of the item alone make.
func (b *board) flips(ctx context.Context, o Options) error {
	var of [][2]int // metric and version
	for m, x := range b.metrics {
		if x.left || x.declared && x.Role == spec.Diagnostic || !x.declared && b.anyDeclared() {
			continue
		}
		for _, v := range b.others() {
			of = append(of, [2]int{m, v})
		}
	}
	b.out.Flips = make([]report.EvalFlips, len(of))
	sideBySide(len(of), func(i int) { b.out.Flips[i] = b.flipsOf(of[i][0], of[i][1]) })
	return b.texts(ctx, o)
}

func (b *board) anyDeclared() bool {
	return slices.ContainsFunc(b.metrics, func(x metric) bool { return x.declared })
}

func (b *board) flipsOf(m, v int) report.EvalFlips {
	x := b.metrics[m]
	p := b.pair(m, v, false, nil)
	out := report.EvalFlips{Version: b.versions[v], Metric: x.Name, Examples: []report.EvalFlip{}}
	worse, better := foremost{most: maxWorse}, foremost{most: maxBetter}
	for i, d := range p.diff {
		switch d *= x.sign(); {
		case d < 0:
			out.Worse++
			worse.add(b.movedBy(m, v, p, i))
		case d > 0:
			out.Better++
			better.add(b.movedBy(m, v, p, i))
		case x.binary && (p.value[i] >= 0.5) != x.Down:
			out.BothRight++
		case x.binary:
			out.BothWrong++
		default:
			out.Same++
		}
	}
	for _, f := range append(worse.list, better.list...) {
		own := b.items[p.item[f.at]]
		out.Examples = append(out.Examples, report.EvalFlip{Item: own.id, Category: own.category,
			Segments: b.levelsOf(own),
			Severity: own.severity, Baseline: report.Num(p.base[f.at]), Value: report.Num(p.value[f.at]),
			Change: report.Num(p.diff[f.at]), Noise: f.noise,
			BaselineGrades: b.gradesAt(m, b.base, int(p.item[f.at])), Grades: b.gradesAt(m, v, int(p.item[f.at]))})
	}
	return out
}

// gradesAt are the grades that runs of an item have, as declared; none of a metric without grades.
func (b *board) gradesAt(m, v, item int) []report.EvalGradeRuns {
	out := []report.EvalGradeRuns{}
	grades := b.metrics[m].Grades
	for k, g := range grades {
		if n := b.grades[m][v][item*len(grades)+k]; n > 0 {
			out = append(out, report.EvalGradeRuns{Grade: g.Name, Runs: int(n)})
		}
	}
	return out
}

// moved is an item whose score moved, as far as its place in the list depends on it.
type moved struct {
	at                       int // among pairs: in the order of ids
	severity, beyond, change float64
	noise                    report.Num
}

func (b *board) movedBy(m, v int, p *pairs, i int) moved {
	f := moved{at: i, severity: severity(b.items[p.item[i]].severity), change: math.Abs(p.diff[i]), noise: b.noiseOf(m,
		v, int(p.item[i]))}
	switch {
	case f.noise == 0: // a change that repeats never made is the farthest
		f.beyond = inf
	case f.noise.Defined():
		f.beyond = f.change / float64(f.noise)
	}
	return f
}

// before orders what moved: by severity, then beyond noise, then by size.
func (f moved) before(g moved) int {
	return cmp.Or(cmp.Compare(g.severity, f.severity), cmp.Compare(g.beyond, f.beyond), cmp.Compare(g.change, f.change),
		cmp.Compare(f.at, g.at))
}

// foremost are the first of what moved, in order.
type foremost struct {
	list []moved
	most int
}

func (l *foremost) add(f moved) {
	if len(l.list) == l.most {
		if f.before(l.list[l.most-1]) >= 0 {
			return
		}
		l.list = l.list[:l.most-1]
	}
	at, _ := slices.BinarySearchFunc(l.list, f, moved.before)
	l.list = slices.Insert(l.list, at, f)
}

// noiseOf is the standard deviation that repeats alone give an item's difference.
func (b *board) noiseOf(m, v, i int) report.Num {
	s, o := b.sides[m][v][i], b.sides[m][b.base][i]
	if s.n < 2 || o.n < 2 {
		return report.Undefined()
	}
	a, c := s.squares/float64(s.n-1)/float64(s.n), o.squares/float64(o.n-1)/float64(o.n)
	return report.Num(math.Sqrt(a + c))
}

// severities are the words that are understood, the mildest first; numbers count as they are.
var severities = []string{"none", "trivial", "low", "minor", "moderate", "medium", "major", "high", "severe",
	"critical", "blocker"}

func severity(s string) float64 {
	if s == "" {
		return -1 // as every word that is not understood
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil {
		return v
	}
	return float64(slices.Index(severities, strings.ToLower(strings.TrimSpace(s))))
}

// texts puts what was asked and answered beside the examples.
func (b *board) texts(ctx context.Context, o Options) error {
	wanted := map[string]bool{}
	for _, f := range b.out.Flips {
		for _, x := range f.Examples {
			wanted[x.Item] = true
		}
	}
	read := b.s
	if b.textless(wanted) && o.Texts != nil {
		var err error
		if read, err = o.Texts(ctx, slices.Sorted(maps.Keys(wanted))); err != nil {
			return err
		}
	}
	told := tellings(read, wanted)
	for i := range b.out.Flips {
		f := &b.out.Flips[i]
		m := slices.IndexFunc(b.metrics, func(x metric) bool { return x.Name == f.Metric })
		for j := range f.Examples {
			x := &f.Examples[j]
			down := (x.Change < 0) != b.metrics[m].Down
			was := b.extreme(m, told[ran{b.e.Baseline, x.Item}], down)
			is := b.extreme(m, told[ran{f.Version, x.Item}], !down)
			x.Texts = textsOf(b.metrics[m].Name, was, is)
		}
	}
	return nil
}

// textless reports whether a wanted item has runs without texts.
func (b *board) textless(wanted map[string]bool) bool {
	for v := range b.versions {
		for k := range b.groups[v] {
			if g := &b.groups[v][k]; wanted[b.idOf(v, g)] && b.runsOf(v, g)[0].Text == nil {
				return true
			}
		}
	}
	return false
}

// ran is an item in a version.
type ran struct{ version, item string }

// telling is a run with texts, and its scores by metric.
type telling struct {
	text   *scored.Texts
	scores map[string]float64
}

// tellings are the runs of some items that did not fail and have texts.
func tellings(s *scored.Set, wanted map[string]bool) map[ran][]telling {
	out := map[ran][]telling{}
	for v := range s.Versions {
		x := &s.Versions[v]
		for i, r := range x.Runs {
			if r.Text == nil || r.Errored || !wanted[r.Item] {
				continue
			}
			t := telling{text: r.Text, scores: map[string]float64{}}
			for m, name := range s.Metrics {
				if value, state := x.Of(m).At(i); state == scored.Scored {
					t.scores[name] = value
				}
			}
			at := ran{x.Name, r.Item}
			out[at] = append(out[at], t)
		}
	}
	return out
}

// extreme are the texts of the run of an item with the best score, or the worst; nil where
// none has any.
func (b *board) extreme(m int, runs []telling, best bool) *scored.Texts {
	x := &b.metrics[m]
	var out *scored.Texts
	at := 0.0
	for _, r := range runs {
		score, ok := r.scores[x.Name]
		if !ok {
			continue
		}
		v := score * x.sign()
		if len(x.Grades) > 0 {
			v = -x.Grades[int(score)].Cost
		}
		if out == nil || best && v > at || !best && v < at {
			out, at = r.text, v
		}
	}
	return out
}

func textsOf(metric string, was, is *scored.Texts) *report.FlipTexts {
	if was == nil && is == nil {
		return nil
	}
	out := &report.FlipTexts{}
	if was != nil {
		out.Input, out.Expected, out.BaselineOutput, out.BaselineReason = was.Input, was.Expected, was.Output,
			was.Reasons[metric]
	}
	if is != nil {
		fill(&out.Input, is.Input)
		fill(&out.Expected, is.Expected)
		out.Output, out.Reason = is.Output, is.Reasons[metric]
	}
	return out
}
