package evals

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// judgedItems is 200 items, of which the judge calls 150 right in v1 and 160 in v2, those of v1 among them.
func judgedItems() *made {
	m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
	for i := range 200 {
		was, is := 1., 1.
		if i >= 150 {
			was = 0
		}
		if i >= 160 {
			is = 0
		}
		m.run("v1", fmt.Sprintf("q-%03d", i), "", was)
		m.run("v2", fmt.Sprintf("q-%03d", i), "", is)
	}
	return m
}

// label has people call an answer right (1) or wrong (0).
func (m *made) label(version string, item int, value float64) {
	m.s.Labels = append(m.s.Labels, scored.Label{Item: fmt.Sprintf("q-%03d", item), Version: version, Value: value})
}

// TestJudge: of v1's answers people call 10 right, 9 of which the judge does, and 10 wrong, 8 of which it does.
// Derived by hand: shares are (p + .8 − 1)/.7; kappa is (.85 − .5)/.5; Krippendorff's alpha 1 − 39·3/(21·19).
func TestJudge(t *testing.T) {
	m := judgedItems()
	for i := range 9 {
		m.label("v1", i, 1)
	}
	m.label("v1", 199, 1)
	for i := range 8 {
		m.label("v1", 150+i, 0)
	}
	m.label("v1", 100, 0)
	m.label("v1", 101, 0)
	m.label("v1", 50, 1) // two people who differ settle nothing
	m.label("v1", 50, 0)
	for range 2 { // most of three say wrong: one answer, counted above once already
		m.label("v1", 150, 0)
	}
	m.label("v1", 150, 1)
	r := m.analyze(t)
	j := r.Metrics[0].Judge
	near := func(what string, got report.Num, want float64) {
		t.Helper()
		if math.Abs(float64(got)-want) > 1e-12 {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	if j.Labelled != 20 || !j.Alike || !hasCaution(r, "error_rates_alike") || hasCaution(r, "few_judge_labels") ||
		hasCaution(r, "labels_of_every_version") {
		t.Errorf("%+v, %v", j, r.Cautions)
	}
	near("sensitivity", j.Sensitivity, .9)
	near("specificity", j.Specificity, .8)
	near("kappa", j.Kappa, .7)
	near("alpha", j.Krippendorff, 1-39*3/(21.*19))
	near("share of v1", j.Corrected[0].Share.Value, .55/.7)
	near("share of v2", j.Corrected[1].Share.Value, .6/.7)
	near("difference", j.Corrected[1].Abs.Value, .05/.7)
	share, raw := .55/.7, .75*.25*200/(199*199)
	half := stats.NormalISF(.025) * math.Sqrt(raw+share*share*.9*.1/10+(1-share)*(1-share)*.8*.2/10) / .7
	near("its lower end", j.Corrected[0].Share.Lo, share-half)
}

// TestJudgeNeverWrong: a judge that is right about every labelled answer is not known to be right about all, so
// that the interval is wider than that of its own scores.
func TestJudgeNeverWrong(t *testing.T) {
	m := judgedItems()
	for i := range 5 {
		m.label("", i, 1)
		m.label("", 195+i, 0)
	}
	r := m.analyze(t)
	iv, own := r.Metrics[0].Judge.Corrected[0].Share, r.Metrics[0].Versions[0].Level
	if iv.Value != .75 || iv.Hi-iv.Lo < 2*(own.Hi-own.Lo) || !hasCaution(r, "labels_of_every_version") {
		t.Errorf("%+v beside %+v, %v", iv, own, r.Cautions)
	}
	m.s.Labels = m.s.Labels[:8] // 4 of either kind, of both versions
	if r = m.analyze(t); !hasCaution(r, "few_judge_labels") {
		t.Errorf("few labels: %v", r.Cautions)
	}
}

// TestLabelsThatSayNothing: labels that no answer, or answers of one kind alone, are called by are refused.
func TestLabelsThatSayNothing(t *testing.T) {
	for _, c := range []struct {
		name, says string
		label      func(*made)
	}{
		{"of no item", "none of the 1 label settles", func(m *made) { m.label("", 999, 1) }},
		{"of another metric", "none of the 1 label settles", func(m *made) {
			m.label("", 1, 1)
			m.s.Labels[0].Metric = "tone"
		}},
		{"all right", "people call 2 right and 0 wrong", func(m *made) { m.label("", 1, 1) }},
		{"of answers of one version", "or name the version that each of 20 labels without one is " +
			"about", func(m *made) {
			for i := range 20 { // v1's answers are called as the judge does, which calls v2's all right
				m.label("", 140+i, float64(1-i/10))
			}
		}},
	} {
		m := judgedItems()
		c.label(m)
		if _, err := Analyze(context.Background(), &m.e, m.set(), Options{}); err == nil ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
