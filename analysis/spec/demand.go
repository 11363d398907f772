package spec

import "time"

// Demand is what must be collected: the per-unit variables that the metrics
// need and the grain at which they are kept. Nothing else is read or stored.
type Demand struct {
	Variables   []Variable // columns of the units and unit-days tables, in this order
	Suggestions bool       // whether the suggestions table is needed
	Days        bool       // whether the unit-days table is needed (lift over time)
	Numbers     []string   // numbers of shown suggestions that metrics need, beside the experiment's attributes
	// text columns of shown suggestions kept where the export has them, beside the experiment's attributes
	Attributes    []string
	Look          []string // names of which only is wanted to know whether the export has them
	Traits        []Trait  // what else is kept of shown suggestions where the export has it
	Grades        []string // the grades that suggestions can bear; none = no grade is read
	Requests      bool     // whether the requests table is needed
	Persisted     bool     // whether it is wanted how long accepted suggestions were found to stay
	SuggestionIDs bool     // keep suggestion ids as text, for a table that people will read
}

// Trait is a number of a shown suggestion in single precision or, with Same, a
// text of which is kept only what tells the same from another: a 32-bit hash.
type Trait struct {
	Name string
	Same bool
}

// Variable is one value per unit: an exact integer, the decimal value times
// 10^Scale, halves rounded up: floor(v·10^Scale + 0.5).
type Variable struct {
	Name   string // "tasks_per_user", or "spend_per_task.numerator"
	Metric string // the metric it belongs to
	Agg    Aggregate
	After  time.Duration // rows before exposure+After do not count
	Window time.Duration // counts rows in [exposure+After, exposure+Window); 0 = the experiment's window
	Scale  int
	// Step is the place in a funnel, from 1, whose steps follow each other among the variables;
	// 0: of none. The variable is 1 for units that reach the step, Follows at most after the
	// step before and Within at most after the first, 0 being no limit.
	Step            int
	Follows, Within time.Duration
	// Binary variables come from 0/1, true/false or yes/no (layout units, kind proportion).
	Binary bool

	// A covariate is known before exposure: a column of its own in layout units
	// (numbers or yes and no), else what a unit did in [exposure−Before,
	// exposure): the same as the variable Of, or, with States, its suggestions in
	// one of these end states whose window had closed by then. It is missing where
	// that time begins before the data do.
	Covariate bool
	Before    time.Duration
	Of        string
	States    []string
}
