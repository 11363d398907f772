package study

import "uptake/analysis/sums"

// What a partition counts of its rows is the tally of the sums that are made of it.
type (
	Tally       = sums.Tally
	Reason      = sums.Reason
	Example     = sums.Example
	Values      = sums.Values
	BridgeCount = sums.BridgeCount
	ArmRows     = sums.ArmRows
	SourceUnits = sums.SourceUnits
	Unnamed     = sums.Unnamed
	Hash        = sums.Hash
)

// The reasons, as sums has them.
const (
	Unparsable      = sums.Unparsable
	BadTime         = sums.BadTime
	OutsideDates    = sums.OutsideDates
	Filtered        = sums.Filtered
	OtherEvent      = sums.OtherEvent
	OtherExperiment = sums.OtherExperiment
	Outside         = sums.Outside
	MissingUnit     = sums.MissingUnit
	UnknownArm      = sums.UnknownArm
	BadValue        = sums.BadValue
	Duplicate       = sums.Duplicate
	Crossover       = sums.Crossover
	Unexposed       = sums.Unexposed
	BeforeExposure  = sums.BeforeExposure
	AfterWindow     = sums.AfterWindow
	NumReasons      = sums.NumReasons

	BridgeTallied = sums.BridgeTallied
)
