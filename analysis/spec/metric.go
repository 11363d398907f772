package spec

import (
	"strconv"
	"time"
)

// Kind is how a metric turns unit values into an estimate.
type Kind string

// The metric kinds built so far.
const (
	Proportion Kind = "proportion" // share of units whose value is 1
	Mean       Kind = "mean"       // average of a value per unit
	Ratio      Kind = "ratio"      // sum over units of y divided by sum over units of x
	Graded     Kind = "graded"     // cost per labelled suggestion, with the share of each grade
	Quantile   Kind = "quantile"   // the value below which a share of suggestions, or of units, lies
)

// Role says what part a metric plays in the decision.
type Role string

// The roles. Diagnostic metrics are the built-ins nobody listed: printed, never decided on.
const (
	Primary    Role = "primary"
	Secondary  Role = "secondary"
	Guardrail  Role = "guardrail"
	Diagnostic Role = "diagnostic"
)

// Metric is one declared or built-in metric.
type Metric struct {
	Name    string
	Kind    Kind
	Role    Role
	Down    bool   // better: down
	Builtin bool   // computed from suggestion end states
	Scale   int    // decimals kept exactly: 0 for counts, else 9 unless given
	Column  string // layout units: the column of the value; layout summary: the metric's name in the rows

	Numerator   Aggregate     // the value of mean and proportion; y of a ratio
	Denominator Aggregate     // x of a ratio
	Covariate   []string      // layout units: the columns known before exposure, two for a ratio; none = no CUPED
	Window      time.Duration // own window; 0 = the experiment's. With one, only finished windows count
	Retention   int           // kind retention, a proportion of units back on that day after exposure; 0 = none
	Steps       []Step        // kind funnel, a proportion of units that reach the last one; none = no funnel
	Within      time.Duration // of a funnel: how long after the first step the others count; 0 = no limit
	Winsorize   Winsorize
	Grades      []Grade // of kind graded, in file order
	Quantile    float64 // 0–1, of kind quantile
	Of          string  // quantile over suggestions: the number they carry; "" = over units

	MinimumEffect Amount
	Margin        Amount
}

// Grade is one label that a suggestion can bear and what each such one costs.
type Grade struct {
	Name string
	Cost int64 // times 10^Scale of the metric
}

// Step is one step of a funnel: rows with one of the events that pass the filters.
type Step struct {
	Name   string
	Event  []string
	Where  []Filter
	Within time.Duration // how long after the step before it counts; 0 = no limit
}

// StepVariable names what tells the units that reach step k, from 0, of the funnel's steps.
func (m Metric) StepVariable(k int) string {
	if k == len(m.Steps)-1 {
		return m.Name // the value of the metric
	}
	return m.Name + ".step" + strconv.Itoa(k+1)
}

// Winsorize caps unit values. The zero value caps nothing.
type Winsorize struct {
	Upper     float64 // the upper cap is this type-7 quantile of all arms' units, 0.5–1; 0 = none
	Lower     float64 // the lower cap likewise, 0–0.5; 0 = none
	SkipZeros bool    // quantiles of those that are not 0
}

// Aggregate says how the rows of a unit become one value.
type Aggregate struct {
	Event  []string // any of these event names
	Field  string   // canonical name or column; needed by sum
	How    How
	Where  []Filter
	Column string // layout units
}

// How is the aggregation over a unit's rows.
type How string

// The aggregations.
const (
	Count How = "count" // number of rows
	Sum   How = "sum"   // sum of the field
	Any   How = "any"   // 1 when there is a row, else 0
)

// Amount is an effect or margin as written: relative to control, in points of
// a rate, or in the metric's unit. The zero Amount means not given.
type Amount struct {
	Value float64 // 0.02 for 2% and for 2pp
	Form  AmountForm
	Text  string // as written
}

// AmountForm names the three ways to write an effect.
type AmountForm string

// The forms of an amount.
const (
	NoAmount AmountForm = ""
	Relative AmountForm = "relative" // 2%
	Points   AmountForm = "points"   // 2pp
	Absolute AmountForm = "absolute" // bare number
)

// Given reports whether the amount was written.
func (a Amount) Given() bool { return a.Form != NoAmount }

// Abs returns the amount in the metric's unit given the control mean; ok is
// false when it is relative and the control mean is unknown.
func (a Amount) Abs(controlMean float64) (v float64, ok bool) {
	switch a.Form {
	case Relative:
		if controlMean != controlMean {
			return 0, false
		}
		if controlMean < 0 {
			controlMean = -controlMean
		}
		return a.Value * controlMean, true
	case Points, Absolute:
		return a.Value, true
	}
	return 0, false
}
