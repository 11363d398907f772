package spec

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// EvalRule is one thing that is declared of how an evaluation decides.
type EvalRule struct {
	Key   string // as the file would have it: metrics.tone.margin
	Value string // as text
}

// Rules lists, by key, what decides: metrics with all that is said of them, the tiers and least items of
// categories, the weights, alpha, the baseline and what is known of the judge. Where files lie,
// how they are read and what is only printed is none of it.
func (e *Evals) Rules() []EvalRule {
	var out []EvalRule
	add := func(value string, key ...string) {
		if value != "" {
			out = append(out, EvalRule{strings.Join(key, "."), value})
		}
	}
	number := func(given bool, v float64) string {
		if !given {
			return ""
		}
		return fmt.Sprintf("%g", v)
	}
	add(e.Baseline, "baseline")
	add(number(true, e.Alpha), "alpha")
	for _, m := range e.Metrics {
		key := "metrics." + m.Name
		add(string(m.Role), key, "role")
		add(map[bool]string{true: "down", false: "up"}[m.Down], key, "better")
		add(m.Minimum.Text, key, "minimum_effect")
		add(m.Margin.Text, key, "margin")
		add(number(m.HasLimit, m.Limit), key, "limit")
		add(m.By, key, "by")
		add(string(m.Tier), key, "tier")
		add(number(m.MinItems > 0, float64(m.MinItems)), key, "min_items")
		add(number(m.HasCut, m.Threshold), key, "threshold")
		if m.HasRange {
			add(fmt.Sprintf("%g to %g", m.Range[0], m.Range[1]), key, "range")
		}
		for _, g := range m.Grades {
			add(number(true, g.Cost), key, "grades", g.Name)
		}
	}
	for _, c := range e.Categories {
		add(string(c.Tier), "categories", c.Name, "tier")
		add(number(c.MinItems > 0, float64(c.MinItems)), "categories", c.Name, "min_items")
	}
	for _, w := range e.Weights {
		add(fmt.Sprintf("%.12g", w.Share), "weights", w.Category) // without what dividing leaves in the last digits
	}
	if j := e.Judge; j.Stated {
		add(number(true, j.Sensitivity), "judge.sensitivity")
		add(number(true, j.Specificity), "judge.specificity")
	} else if j.Labels != nil {
		add("labels", "judge")
	}
	slices.SortFunc(out, func(a, b EvalRule) int { return strings.Compare(a.Key, b.Key) })
	return out
}

// HashRules is the SHA-256 of rules, hex: the same wherever the file lies and however it is written.
func HashRules(rules []EvalRule) string {
	h := sha256.New()
	for _, r := range rules {
		fmt.Fprintf(h, "%q %q\n", r.Key, r.Value)
	}
	return hex.EncodeToString(h.Sum(nil))
}
