package calc

import (
	"encoding/json"
	"math"
	"testing"
)

// The golden values of the adoption notes, by the calculators' names.
func TestSliceScoresAndReliance(t *testing.T) {
	for _, c := range []struct {
		method, inputs, options, quantity string
		want, within                      float64
	}{
		{"slice_score", `{"n": 1000, "size": 120, "error_slice": 0.62, "error_all": 0.40}`, `{}`, "score", .1558333333,
			1e-9},
		{"slice_score", `{"n": 1000, "size": 120, "error_slice": 0.62, "error_all": 0.40}`, `{"slice_alpha": 0.6}`,
			"score", -2.6033333333, 1e-9},
		{"slice_effect", `{"slice": {"rate": 0.62}, "rest": {"rate": 0.37}}`, `{}`, "effect_size", .5164253229, 1e-9},
		{"slice_effect", `{"slice": {"mean": 0.62, "var": 0.2356}, "rest": {"mean": 0.37, "var": 0.2331}}`, `{}`,
			"effect_size", .5164253229, 1e-9},
		{"surprise", `{"p": 0.2, "q": 0.35}`, `{}`, "surprise", .0149434162, 1e-9},
		{"explanatory_power", `{"before": 50, "now": 34, "total_before": 100, "total_now": 80}`, `{}`,
			"explanatory_power", .8, 1e-15},
		{"reliance_bounds", `{"ignored": 0.40, "not_good": 0.17}`, `{}`, "good_and_ignored_least", .23, 1e-15},
		{"reliance_bounds", `{"ignored": 0.40, "not_good": 0.17}`, `{}`, "good_and_ignored_most", .40, 1e-15},
		{"beta_binomial_moments", `{"x": [8, 2, 15, 5, 10], "n": [20, 20, 20, 20, 20]}`, `{}`, "rho", .2160087719,
			1e-9},
		{"beta_binomial_moments", `{"x": [8, 2, 15, 5, 10], "n": [20, 20, 20, 20, 20]}`, `{}`, "design_effect",
			5.1041666667, 1e-9},
		{"calibration", `{"confidence": [0.9, 0.1, 0.8, 0.3], "outcome": [1, 0, 0, 1], "user": ["b", "a", "b", "a"]}`,
			`{"bins": 2}`, "auc", .75, 1e-15},
	} {
		out, failure := answerOf(t, vector{Method: c.method, Inputs: json.RawMessage(c.inputs),
			Options: json.RawMessage(c.options)})
		v, ok := toNumber(out[c.quantity])
		if failure != "" || !ok || math.Abs(v-c.want) > c.within {
			t.Errorf("%s of %s is %v (%s), want %v", c.quantity, c.inputs, out[c.quantity], failure, c.want)
		}
	}
	for _, c := range []struct{ method, inputs, reason string }{
		{"slice_score", `{"n": 10, "size": 0, "error_slice": 0, "error_all": 1}`, "the slice is empty or there is no " +
			"error at all"},
		{"calibration", `{"confidence": [0.5, 0.5], "outcome": [1, 0], "user": ["b", "a"]}`,
			"all confidences are the same"},
	} {
		if out, _ := answerOf(t, vector{Method: c.method, Inputs: json.RawMessage(c.inputs),
			Options: json.RawMessage(`{}`)}); out["reason"] != c.reason || out["defined"] != false {
			t.Errorf("%s of %s answers %v", c.method, c.inputs, out)
		}
	}
	out, failure := answerOf(t, vector{Method: "reliance", Inputs: json.RawMessage(
		`{"used_good": [4, 0], "used_bad": [0, 0], "unused_good": [2, 5], "unused_bad": [0, 0]}`),
		Options: json.RawMessage(`{}`)})
	under, _ := out["under_reliance"].(map[string]any)
	over, _ := out["over_reliance"].(map[string]any)
	if v, ok := toNumber(under["estimate"]); failure != "" || !ok || math.Abs(v-7./11) > 1e-15 ||
		over["estimate"] != nil || over["defined"] != false {
		t.Errorf("reliance answers %v (%s)", out, failure)
	}
}
