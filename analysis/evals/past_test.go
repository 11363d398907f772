package evals

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"uptake/analysis/report"
)

// TestPredict: a score that goes with what users do is kept, one that does not is not; few
// experiments give signs alone.
func TestPredict(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	var past []report.PastExperiment
	for i := range 16 {
		u := .02 * r.NormFloat64()
		past = append(past, report.PastExperiment{Name: fmt.Sprint("exp-", i),
			Online: report.PastEffect{Metric: "acceptance", Value: report.Num(u/2 + .001*r.NormFloat64()), SE: .001},
			Offline: []report.PastEffect{{Metric: "correct", Value: report.Num(u + .002*r.NormFloat64()), SE: .002},
				{Metric: "length", Value: report.Num(r.NormFloat64()), SE: .1}}})
	}
	out := Predict(past, .05, "test")
	if out.Keep != "correct" {
		t.Fatalf("keeps %q: %+v", out.Keep, out.Metrics)
	}
	for _, m := range out.Metrics {
		if m.Metric == "correct" && !(m.Worth.Lo <= .5 && .5 <= m.Worth.Hi && m.Correlation.Lo > .8) {
			t.Errorf("%+v", m)
		}
		if m.Metric == "length" && m.Predicts {
			t.Errorf("%+v", m)
		}
	}
	few := Predict(past[:6], .05, "test")
	for _, m := range few.Metrics {
		if m.Correlation.Value.Defined() || !m.Agree.Bounded {
			t.Errorf("of six: %+v", m)
		}
	}
	if none := Predict(nil, .05, "test"); none.Keep != "" || none.Headline == "" {
		t.Errorf("%+v", none)
	}
}
