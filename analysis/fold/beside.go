package fold

import (
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Beside is what else is done with every partition while a fold has it open. The
// zero value is nothing.
type Beside struct {
	Reader  *Reader
	Numbers []string // numbers of shown suggestions that are kept
	IDs     bool     // kept are the hashes of the units' ids, beside their vectors
}

// Reader looks at the units. Its functions are called for different partitions at a
// time, and must not keep the views.
type Reader struct {
	Begin func(part int, tally *sums.Tally)   // before a partition's units
	Unit  func(part int, unit UnitRows) error // for every unit that counts
}

// UnitRows is one unit that counts, with its suggestions, rows From to To−1, and its
// requests, rows Asked0 to Asked1−1.
type UnitRows struct {
	Row, Arm       int
	Units          study.Units
	Suggestions    study.Suggestions
	From, To       int
	Requests       study.Requests
	Asked0, Asked1 int
	Cut            int64 // the data cut-off that end states are taken at
}
