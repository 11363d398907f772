package report

import "slices"

// Verdict is one of eight states.
type Verdict string

// The verdicts, in the order in which the rules are tried.
const (
	DoNotUse       Verdict = "do_not_use"
	DoNotShip      Verdict = "do_not_ship"
	KeepRunning    Verdict = "keep_running"
	Hold           Verdict = "hold"
	Ship           Verdict = "ship"
	LooksPromising Verdict = "looks_promising"
	NoDifference   Verdict = "no_difference"
	CannotTell     Verdict = "cannot_tell"
)

// Verdicts are all of them, in that order.
var Verdicts = []Verdict{DoNotUse, DoNotShip, KeepRunning, Hold, Ship, LooksPromising, NoDifference, CannotTell}

// Decision is the verdict and the rule that fired.
type Decision struct {
	Verdict Verdict `json:"verdict"`
	Rule    string  `json:"rule"` // the rule as a sentence
	Code    string  `json:"code"` // the rule's name; read_without_plan where the file gives no end
	// the banner: one verb, one reason, the trade-off if any; the same in every output
	Headline string   `json:"headline"`
	Reasons  []string `json:"reasons"`
	Basis    string   `json:"basis"`               // which numbers the verdict used
	FirstCut string   `json:"first_cut,omitempty"` // the data cut whose decision this is, where a later one was read
	// before the planned end: the always-valid band decides, and pages show it alone
	Early bool   `json:"early"`
	Harms []Harm `json:"harms"`
	// NotRuledOut lists declared metrics by how bad they can still be, the worst
	// first; Open is the line about them, "" where there are none.
	NotRuledOut []NotRuledOut `json:"not_ruled_out"`
	Open        string        `json:"not_ruled_out_line"`
	Hiding      []Hiding      `json:"hiding,omitempty"`
	AcceptHarm  []string      `json:"accept_harm,omitempty"` // as the file asks
	Weights     []string      `json:"weights,omitempty"`     // as the file asks: "acceptance_rate = 1"
	Alpha       *Alpha        `json:"alpha"`                 // how alpha is shared out; null where nothing is compared
	Arms        []ArmDecision `json:"arms"`

	// What is still to come or short, where something is.
	PlannedUnits  int64  `json:"planned_units,omitempty"`  // of all arms, as the file plans
	MinUnits      int64  `json:"min_units,omitempty"`      // that every arm needs, where one has fewer
	NewWeeks      int    `json:"new_weeks,omitempty"`      // that a new experiment needs for 80 in 100 to settle it
	SecondReading string `json:"second_reading,omitempty"` // the last day of the data of the declared second reading

	Smallest *SmallestEffect `json:"smallest_effect,omitempty"` // where nothing can be told
	TradeOff *TradeOff       `json:"trade_off,omitempty"`       // where something is gained, and lost or not ruled out
	Weighed  *Weighed        `json:"weighed,omitempty"`         // where metrics are declared to be worth so much
	ToAll    *ShippedToAll   `json:"shipped_to_all,omitempty"`  // where the first primary is the acceptance rate

	Band *Decision `json:"-"` // after the planned end: what the always-valid band alone says
}

// Harm is a metric with a direction that is worse in an arm after correction, by
// the numbers that decide.
type Harm struct {
	Metric  string   `json:"metric"`
	Arm     string   `json:"arm"`
	Control string   `json:"control"`
	Family  int      `json:"family"` // 1: what was declared, and accepted per unit; 2: the other built-ins
	Abs     Interval `json:"abs"`
	Rel     Interval `json:"rel"`
	// before correction: at the end that of the test, else always-valid or of the planned look
	P          Num    `json:"p"`
	PAdjusted  Num    `json:"p_adjusted"`
	Level      Num    `json:"level"`                 // PAdjusted is below it
	FamilySize int    `json:"family_size,omitempty"` // as Across.FamilySize
	Accepted   string `json:"accepted"`              // "" | before_start | after_data
	Words      string `json:"words"`                 // "revenue per user is down 28%"
}

// NotRuledOut is a declared metric whose bad end passes its limit.
type NotRuledOut struct {
	Metric  string `json:"metric"`
	Arm     string `json:"arm"`
	Control string `json:"control"`
	Abs     Num    `json:"abs"` // the bad end, in the metric's unit and relative to control
	Rel     Num    `json:"rel"`
	Limit   string `json:"limit"` // as written, 10% where the file gives none
	From    string `json:"from"`  // margin | minimum_effect | default
	Words   string `json:"words"` // "revenue per user down by up to 27%"
}

// Held says whether accepted suggestions per unit are shown to hold up: their
// one-sided bound at the guardrail level lies inside the margin.
type Held struct {
	Margin string `json:"margin"`
	Bound  Num    `json:"bound"` // relative for a margin relative to control
	State  string `json:"state"` // safe | breached | open | none
}

// Hiding is what showing fewer suggestions alone can make of a rate, where fewer
// were seen: with A accepted and S seen per unit, of c control and t the arm, the
// arm's rate lies between Lo = max(0, (A_c − S_c + S_t)/S_t) and
// Hi = min(1, A_c/S_t), whichever were hidden. What exceeds it is Gained = A_t − A_c.
type Hiding struct {
	Metric  string   `json:"metric"`
	Arm     string   `json:"arm"`
	Control string   `json:"control"`
	Rate    Num      `json:"rate"` // of the arm
	Lo      Num      `json:"lo"`
	Hi      Num      `json:"hi"`
	Gained  Interval `json:"gained"` // per unit
}

// ArmDecision is the verdict on one arm.
type ArmDecision struct {
	Arm      string   `json:"arm"`
	Verdict  Verdict  `json:"verdict"`
	Rule     string   `json:"rule"`
	Headline string   `json:"headline"`
	Reasons  []string `json:"reasons"`
}

// SmallestEffect is the effect of the first primary metric that an experiment of this size
// finds in 80 of 100 cases: (z + z_{0.2})·se, z being what it is held at when read at its end or at
// its last planned look. Nothing else has one: what the always-valid band finds hangs on the day.
type SmallestEffect struct {
	Metric string `json:"metric"`
	Arm    string `json:"arm"`
	Abs    Num    `json:"abs" compares:"arms"` // size, in the metric's unit
	Rel    Num    `json:"rel" compares:"arms"` // relative to control; undefined where control is 0
	// Until is the last day of data with which the smallest effect that matters is settled in
	// 80 of 100 cases: of a new experiment that begins after the data, or of the declared
	// second reading. "" where neither is known.
	Until string `json:"until,omitempty"`
}

// TradeOff sets what an arm gains against what it loses or may lose. Both are relative to
// control, and better is above 0. Shipping pays where one percent of the loss is worth less
// than BreakEven percent of the gain: Gain / −Loss.
type TradeOff struct {
	Arm    string   `json:"arm"`
	Gained string   `json:"gained"` // a primary metric
	Gain   Interval `json:"gain" compares:"arms"`
	Lost   string   `json:"lost"` // proven worse, else the worst that is not ruled out
	Loss   Interval `json:"loss" compares:"arms"`
	Proven bool     `json:"proven"`
	// At the estimates, undefined where the loss is none there; and at the worse end of the
	// loss and the lesser end of the gain.
	BreakEven      Num `json:"break_even" compares:"arms"`
	BreakEvenWorst Num `json:"break_even_worst" compares:"arms"`
}

// Weighed is what all that gets better and worse in an arm comes to by the declared weights, as percent of the first
// metric: Σ w·x / w₁ over relative differences x turned so that better is above 0. Its bounds are those sums of the
// metrics' own bounds: they hold whatever goes together with what, and are wider than they had to be where metrics do
// not all move as one.
type Weighed struct {
	Arm     string          `json:"arm"`
	Net     Interval        `json:"net" compares:"arms"`
	Metrics []WeighedMetric `json:"metrics"` // in the order of the metrics of the file
}

// Has reports whether a metric is among those weighed.
func (w *Weighed) Has(metric string) bool {
	return w != nil && slices.ContainsFunc(w.Metrics, func(m WeighedMetric) bool { return m.Metric == metric })
}

// WeighedMetric is one metric's part.
type WeighedMetric struct {
	Metric string   `json:"metric"`
	Weight Num      `json:"weight"` // of one percent, as declared
	Better Interval `json:"better" compares:"arms"`
	Part   Num      `json:"part" compares:"arms"` // of the net
}

// ShippedToAll is what a change of the acceptance rate comes to over all units of the arm, those
// that are never shown a suggestion among them: accepted suggestions per unit, as measured. It is
// no product of coverage and lift: who is never shown one is in neither number of the rate.
type ShippedToAll struct {
	Metric   string   `json:"metric"` // accepted_per_unit
	Arm      string   `json:"arm"`
	Coverage Interval `json:"coverage"`              // share of the arm's units that are ever shown one
	Local    Interval `json:"local" compares:"arms"` // of the acceptance rate, relative to control
	All      Interval `json:"all" compares:"arms"`   // of the metric, relative to control
}
