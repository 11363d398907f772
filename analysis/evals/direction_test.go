package evals

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"uptake/analysis/spec"
)

// TestDirected: which is better is taken from the results where the file does not say it; where both say it the file
// counts, and two versions that say it otherwise are refused.
func TestDirected(t *testing.T) {
	for _, c := range []struct {
		name    string
		declare spec.EvalMetric
		v1, v2  string
		better  string
		want    string // of the caution or the error; "" = none
	}{
		{"nobody says it", spec.EvalMetric{}, "", "", "up", ""},
		{"the results alone", spec.EvalMetric{}, "down", "down", "down",
			"less of toxic is better, as the results say and the evaluation file does not; where that is wrong, " +
				"say better: up"},
		{"one version's results", spec.EvalMetric{}, "", "down", "down", "less of toxic is better"},
		{"both alike", spec.EvalMetric{Down: true, Directed: true}, "down", "down", "down", ""},
		{"as it is anyway", spec.EvalMetric{}, "up", "up", "up", ""},
		{"the file says less", spec.EvalMetric{Down: true, Directed: true}, "up", "up", "down",
			"more of toxic is better, as the results say; the evaluation file says better: down, which counts"},
		{"the file says more", spec.EvalMetric{Directed: true}, "down", "down", "up", "the evaluation file says " +
			"better: up"},
		{"two scorers", spec.EvalMetric{}, "up", "down", "",
			"metric toxic: more of it is better in v1 and less in v2, as their results say: two scorers under one " +
				"name"},
	} {
		c.declare.Name, c.declare.Role, c.declare.Margin = "toxic", spec.Guardrail, points(.1)
		m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
		m.e.Metrics, m.s.Metrics = append(m.e.Metrics, c.declare), append(m.s.Metrics, "toxic")
		for i := range 60 { // 6 of 60 are toxic in v1, 30 in v2
			m.run("v1", fmt.Sprint(100+i), "", 1, float64(min(i%10, 1)-1)*-1)
			m.run("v2", fmt.Sprint(100+i), "", 1, float64(i%2))
		}
		for i, way := range []string{c.v1, c.v2} {
			if way != "" {
				m.s.Versions[i].Better = map[string]string{"toxic": way}
			}
		}
		out, err := Analyze(context.Background(), &m.e, m.set(), Options{})
		said := ""
		switch {
		case err != nil:
			said = err.Error()
		default:
			for _, x := range out.Cautions {
				if x.Code == "eval_direction" {
					said = x.Detail
				}
			}
			if got := out.Metrics[1].Better; got != c.better {
				t.Errorf("%s: better %s, want %s", c.name, got, c.better)
			}
			for _, g := range out.Gates { // 40 points more of it are a failure only where less is better
				if g.Metric == "toxic" && (g.Verdict == "fail") != (c.better == "down") {
					t.Errorf("%s: the gate is %s", c.name, g.Verdict)
				}
			}
		}
		if (c.want == "") != (said == "") || !strings.Contains(said, c.want) {
			t.Errorf("%s: %q, want %q", c.name, said, c.want)
		}
	}
}
