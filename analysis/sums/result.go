package sums

import (
	"uptake/analysis/moment"
	"uptake/analysis/spec"
)

// Result is everything that was added up. Slices called by arm are in the order of the
// study's arms, those by column in that of the columns that were asked for. The zero
// Result merges with any.
type Result struct {
	Main     Block      // units of one arm only: the result
	Adjusted []Adjusted // by column: the same units with their covariates; empty for columns without
	Crossed  Block      // units seen in two arms, in the arm they were first seen in
	Units    []int64    // by arm: units in the result, complete or not
	Inside   []int64    // by arm: those still inside the experiment's window
	Crossing []int64    // by arm: units seen in two arms
	NonZero  [][]int64  // by column and arm: units of Main whose first component is not 0 before its bounds
	// by column and arm: units in the result that the column leaves out because its own window is not over
	Immature [][]int64
	Extremes [][]Extremes // by column and arm, of Main; nil for columns that do not want them
	Shown    []int64      // by arm: units ever shown a suggestion, mature or not

	Adoption []Adoption    // by arm; zero without suggestions
	Steps    [][]StepTimes // by step of the funnels, as study.Shape.Steps, and arm; nil where rows carry no time

	Outcomes [][]int64 // by arm and end state
	Bridge   []Bridge  // by arm

	Exposed    map[spec.Day][]int64 // units by day of first exposure and arm
	Dimensions []Dimension
	Changes    []Day    // what days changed, in their order: whose sum to the end of a day is the state at it
	Last       spec.Day // the last calendar day of the data; read where there are changes
	Tally      Tally
}

// Block holds the moments of every column by arm: Block[column][arm].
type Block [][]moment.Moment

// Adjusted holds the units of Main by arm: With is those with a covariate, whose
// vector it continues, Without those where it is missing.
type Adjusted struct{ With, Without []moment.Moment }

// Bridge counts the suggestions of one arm after each rule that is applied at
// the data cut-off, in the order of BridgeRules from its last tallied
// step on. Finished is the step of complete_windows.
type Bridge struct{ Tallied, Finished, Mature, Seen, Chosen Counts }

// Counts is the shown suggestions with those accepted and ignored among them.
type Counts struct{ Shown, Accepted, Ignored int64 }

// Dimension is one segment with its levels, in order of level.
type Dimension struct {
	Name    string
	Levels  []Level
	TooMany bool // more than MaxLevels: the levels were not kept
}

// MaxLevels is how many levels a segment may have before it is given up.
const MaxLevels = 2000

// Level is one segment level.
type Level struct {
	Name  string
	Units []int64 // by arm
	Block Block   // columns that are wanted by level; others are empty
}

// Day is what one calendar day changed, or the state at its end.
type Day struct {
	Day   spec.Day
	Block Block // columns that are wanted by day; others are empty
}
