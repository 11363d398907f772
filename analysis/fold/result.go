package fold

import (
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Result is everything that was added up. Slices called by arm are in the
// order of Shape.Arms.
type Result struct {
	Main     Block        // units of one arm only: the result
	Adjusted []Adjusted   // by column: the same units with their covariates; empty for columns without
	Crossed  Block        // units seen in two arms, in the arm they were first seen in
	Units    []int64      // by arm: units in the result, complete or not
	Inside   []int64      // by arm: those still inside the experiment's window
	Crossing []int64      // by arm: units seen in two arms
	NonZero  [][]int64    // by column and arm: units of Main whose first component is not 0 before its bounds
	Immature [][]int64    // by column and arm: units in the result that the column leaves out because its own window is not over
	Extremes [][]Extremes // by column and arm, of Main; nil for columns that do not want them
	Shown    []int64      // by arm: units ever shown a suggestion, mature or not

	Adoption []Adoption // by arm; zero without suggestions

	Outcomes [][study.NumStates]int64 // by arm
	Bridge   []Bridge                 // by arm

	Exposed    map[spec.Day][]int64 // units by day of first exposure and arm
	Dimensions []Dimension
	Days       []Day // cumulative, every calendar day from the first exposure to the last day of data (over more than 1,000 days only the changed ones); empty when rows carry no time
	Tally      study.Tally

	Kept    *Vectors  // of the columns that are kept
	Numbers []Numbers // by place in Beside.Numbers
}

// Block holds the moments of every column by arm: Block[column][arm].
type Block [][]moment.Moment

// Adjusted holds the units of Main by arm: With is those with a covariate, whose
// vector it continues, Without those where it is missing.
type Adjusted struct{ With, Without []moment.Moment }

func newAdjusted(columns []Column, arms int) []Adjusted {
	out := make([]Adjusted, len(columns))
	for i, c := range columns {
		if len(c.Covariate) == 0 {
			continue
		}
		for range arms {
			out[i].With = append(out[i].With, moment.New(c.Dim()+len(c.Covariate)))
			out[i].Without = append(out[i].Without, moment.New(c.Dim()))
		}
	}
	return out
}

func (a *Adjusted) add(arm int, vector, covariate []moment.Sum128) {
	if covariate == nil {
		a.Without[arm].AddWide(vector...)
		return
	}
	a.With[arm].AddWide(append(vector, covariate...)...)
}

func (a *Adjusted) merge(o Adjusted) error {
	for arm := range a.With {
		if err := a.With[arm].Merge(o.With[arm]); err != nil {
			return err
		}
		if err := a.Without[arm].Merge(o.Without[arm]); err != nil {
			return err
		}
	}
	return nil
}

// Bridge counts the suggestions of one arm after each rule that is applied at
// the data cut-off, in the order of study.BridgeRules from its last tallied
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
	Block Block   // columns with Segments set; others are empty
}

// Day is the state at the end of one calendar day.
type Day struct {
	Day   spec.Day
	Block Block // columns with Series set; others are empty
}

func newBlock(columns []Column, arms int, want func(Column) bool) Block {
	b := make(Block, len(columns))
	for i, c := range columns {
		if want != nil && !want(c) {
			continue
		}
		b[i] = make([]moment.Moment, arms)
		for a := range b[i] {
			b[i][a] = moment.New(c.Dim())
		}
	}
	return b
}

func (b Block) merge(o Block) error {
	for c := range b {
		for a := range b[c] {
			if err := b[c][a].Merge(o[c][a]); err != nil {
				return err
			}
		}
	}
	return nil
}

// Merge returns the sum of two blocks over disjoint units.
func (b Block) Merge(o Block) (Block, error) {
	out := b.clone()
	return out, out.merge(o)
}

func (b Block) clone() Block {
	out := make(Block, len(b))
	for c := range b {
		for _, m := range b[c] {
			out[c] = append(out[c], m.Clone())
		}
	}
	return out
}

func addTo(dst, src []int64) {
	for i, v := range src {
		dst[i] += v
	}
}
