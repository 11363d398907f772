package evals

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
)

// metric is one score that is compared: what is declared of it, and where it stands in runs.
type metric struct {
	spec.EvalMetric
	at       int // among scored.Set.Metrics
	declared bool
	left     bool // not declared, and not to be compared
	binary   bool // every score is 0 or 1
	worst    float64
	assumed  bool // worst is the worst score seen, for want of a range
}

// sign makes more of the metric better: −1 where less is.
func (m metric) sign() float64 {
	if m.Down {
		return -1
	}
	return 1
}

func (m metric) better() string {
	if m.Down {
		return "down"
	}
	return "up"
}

func (m metric) kind() string {
	switch {
	case len(m.Grades) > 0:
		return "graded"
	case m.binary:
		return "proportion"
	}
	return "mean"
}

// versionsNamed finds the baseline among the versions.
func (b *board) versionsNamed() error {
	for _, v := range b.e.Versions {
		read := &scored.Version{Name: v.Name}
		if at := slices.IndexFunc(b.s.Versions, func(x scored.Version) bool { return x.Name == v.Name }); at >= 0 {
			read = &b.s.Versions[at]
		}
		b.versions, b.read = append(b.versions, v.Name), append(b.read, read)
	}
	if len(b.versions) < 2 {
		return fmt.Errorf("%s has one version; a comparison needs the baseline and at least one other under versions",
			b.e.File)
	}
	b.base = slices.Index(b.versions, b.e.Baseline)
	if b.base < 0 {
		return fmt.Errorf("baseline: there is no version %q under versions, which names %s; name the one that the "+
			"others are held against", b.e.Baseline, quoted(b.versions))
	}
	return nil
}

// metricsNamed finds the declared metrics among the scores, and adds those that nobody
// declared behind them.
func (b *board) metricsNamed() error {
	taken := map[int]bool{}
	for _, d := range b.e.Metrics {
		at, err := b.scoreOf(d.Name)
		if err != nil {
			return err
		}
		if taken[at] {
			return fmt.Errorf("metrics: two entries are about the score %s; give it one", b.s.Metrics[at])
		}
		taken[at] = true
		d.Name = b.s.Metrics[at]
		if len(d.Grades) > 0 {
			d.Down = true
		}
		b.metrics = append(b.metrics, metric{EvalMetric: d, at: at, declared: true})
	}
	for at, name := range b.s.Metrics {
		if !taken[at] {
			b.metrics = append(b.metrics, metric{EvalMetric: spec.EvalMetric{Name: name, Role: spec.Diagnostic},
				at: at})
		}
	}
	if len(b.metrics) == 0 {
		return fmt.Errorf("%s: no score was found in any run; the files hold answers without scores", b.e.File)
	}
	return nil
}

// scoreOf is the place of a declared metric; a name without its filter will do where there is one.
func (b *board) scoreOf(name string) (int, error) {
	if at := slices.Index(b.s.Metrics, name); at >= 0 {
		return at, nil
	}
	var filtered []int
	for i, x := range b.s.Metrics {
		if strings.HasPrefix(x, name+"/") {
			filtered = append(filtered, i)
		}
	}
	switch len(filtered) {
	case 1:
		return filtered[0], nil
	case 0:
		return 0, fmt.Errorf("metrics: no run has a score %q; there are %s", name, quoted(b.s.Metrics))
	}
	var names []string
	for _, i := range filtered {
		names = append(names, b.s.Metrics[i])
	}
	return 0, fmt.Errorf("metrics: %q is scored under several filters, which change the number; name one of %s", name,
		quoted(names))
}

// kinds finds out which scores are shares, and the worst that each can be.
func (b *board) kinds() error {
	for i := range b.metrics {
		m := &b.metrics[i]
		only, other := []string{}, []string{}
		lowest, highest := inf, -inf
		for v, name := range b.versions {
			t := b.seen[i][v]
			if t.n == 0 {
				continue
			}
			lowest, highest = min(lowest, t.lo), max(highest, t.hi)
			switch {
			case t.between:
				other = append(other, name)
			case t.lo < t.hi:
				only = append(only, name)
			}
		}
		m.binary = len(other) == 0 && lowest >= 0 && highest <= 1 && len(m.Grades) == 0
		if len(only) > 0 && len(other) > 0 && len(m.Grades) == 0 && m.declared {
			if lowest < 0 || highest > 1 {
				return fmt.Errorf("metric %s is 0 or 1 in %s and from %s to %s in %s: two scorers or two scales under "+
					"one name; score both versions with the same one, on one scale", m.Name, quoted(only),
					rounded(lowest), rounded(highest), quoted(other))
			}
			return fmt.Errorf("metric %s is 0 or 1 in %s and between them in %s: two scorers under one name; score "+
				"both versions with the same one, or give threshold: to the metric", m.Name, quoted(only),
				quoted(other))
		}
		if m.HasRange && lowest <= highest && (lowest < m.Range[0] || highest > m.Range[1]) {
			return fmt.Errorf("metric %s: scores from %g to %g were read, its range is %g to %g; is it another scale? "+
				"Mend the scores or the range", m.Name, lowest, highest, m.Range[0], m.Range[1])
		}
		b.worst(m, lowest, highest)
	}
	return nil
}

// worst is what a failed run counts where failing is read as the worst that can be.
func (b *board) worst(m *metric, lowest, highest float64) {
	switch {
	case len(m.Grades) > 0:
		for _, g := range m.Grades {
			m.worst = max(m.worst, g.Cost)
		}
	case m.binary:
		m.worst = 0
		if m.Down {
			m.worst = 1
		}
	case m.HasRange:
		m.worst = m.Range[0]
		if m.Down {
			m.worst = m.Range[1]
		}
	default:
		m.assumed = true
		m.worst = lowest
		if m.Down {
			m.worst = highest
		}
	}
}

// amounts are a metric's minimum effect and margin in its own unit.
func (b *board) amounts(m int) (minimum, margin report.Num) {
	u := report.Undefined()
	minimum, margin = u, u
	base := float64(b.valueOf(m, b.base).Value)
	if v, ok := b.metrics[m].Minimum.Abs(base); ok && b.metrics[m].Minimum.Given() {
		minimum = report.Num(v)
	}
	if v, ok := b.metrics[m].Margin.Abs(base); ok && b.metrics[m].Margin.Given() {
		margin = report.Num(v)
	}
	return minimum, margin
}

func quoted(names []string) string {
	var out []string
	for i, n := range names {
		if i == 12 {
			return strings.Join(out, ", ") + fmt.Sprintf(" and %d more", len(names)-i)
		}
		out = append(out, fmt.Sprintf("%q", n))
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}
