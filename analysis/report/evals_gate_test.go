package report

import (
	"encoding/json"
	"testing"
)

// TestGateOfBefore: a gate that was kept before it said so hangs on nothing and has no bound of a loss, and 0 is a
// bound.
func TestGateOfBefore(t *testing.T) {
	var g EvalGate
	if err := json.Unmarshal([]byte(`{"verdict": "pass", "errors_as_worst": "fail"}`), &g); err != nil {
		t.Fatal(err)
	}
	if g.LeftOut != GatePass || g.WorseBound.Defined() {
		t.Errorf("of before: %+v", g)
	}
	was := EvalGate{Verdict: GateInconclusive, LeftOut: GatePass, AsWorst: GateFail}
	b, err := json.Marshal(was)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &g); err != nil || g != was || !g.Hangs() {
		t.Errorf("%v: %+v, want %+v", err, g, was)
	}
}
