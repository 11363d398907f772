package report

import "encoding/json"

// GateVerdict is what a gate says.
type GateVerdict string

// The verdicts of a gate.
const (
	GatePass         GateVerdict = "pass"
	GateFail         GateVerdict = "fail"
	GateInconclusive GateVerdict = "inconclusive"
	GateNotMeasured  GateVerdict = "not_measured"
)

// EvalGate is one declared criterion in one version.
type EvalGate struct {
	Version  string      `json:"version"`
	Metric   string      `json:"metric"`
	Category string      `json:"category"` // "" = all items
	Rule     string      `json:"rule"`     // superiority | noninferiority | limit
	Tier     string      `json:"tier"`
	Verdict  GateVerdict `json:"verdict"`         // inconclusive where a pass or a failure hangs on runs that failed
	LeftOut  GateVerdict `json:"errors_left_out"` // read without runs that failed
	AsWorst  GateVerdict `json:"errors_as_worst"` // the same with runs that failed as the worst score
	Worse    bool        `json:"shown_worse"`     // after Holm, or beyond the limit, in both readings
	// shown worse where runs that failed are left out, and not where they are the worst score
	WorseHangs bool `json:"shown_worse_hangs"`
	Better     bool `json:"shown_better"`
	// what was held against Threshold: how bad the truth may be, of what failed how good it may be at best
	Bound Num `json:"bound"`
	// of what is shown worse the least loss that is shown, as a difference, or the value beyond a limit: the
	// bound that shows it, which of a gate that is not failed is another than Bound
	WorseBound Num `json:"worse_bound"`
	Threshold  Num `json:"threshold"` // minus the margin, 0, or the limit
	P          Num `json:"p"`         // of the gate's own test, one-sided for a margin or limit
	PAdjusted  Num `json:"p_adjusted"`
	Items      int `json:"items"`
	Effective  Num `json:"effective_items"`
	// in all, to decide it; of what failed, to show it mended; 0 = enough or not to be said
	ItemsNeeded int64  `json:"items_needed"`
	Detail      string `json:"detail"`
}

// Hangs reports whether runs that failed decide: without them the gate says another thing than with them as the worst
// score.
func (g *EvalGate) Hangs() bool { return g.LeftOut != g.AsWorst || g.WorseHangs }

// UnmarshalJSON reads a gate; one kept before it had LeftOut and WorseBound has its verdict, and none.
func (g *EvalGate) UnmarshalJSON(b []byte) error {
	type plain EvalGate
	p := plain{WorseBound: Undefined()}
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	if p.LeftOut == "" {
		p.LeftOut = p.Verdict
	}
	*g = EvalGate(p)
	return nil
}
