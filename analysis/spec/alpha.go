package spec

// The shares of alpha that go to the ways in which one experiment is read. With
// them a reading's boundary is found (package compare); they are no keys of the
// file, so that no result can move them.
const (
	BandShare  = 0.2 // the always-valid band, over all days, before and after the end
	FirstShare = 0.9 // band and reading at the end together, where a second reading is declared
)

// BandBeside reports whether the always-valid band is watched beside the reading at
// the end. Planned looks spend alpha themselves.
func (e *Experiment) BandBeside() bool { return e.Statistics.Sequential && e.Statistics.Looks == 0 }

// ReadShare is the share of a level that the reading at the end has for certain: what
// the band beside it, and a declared second reading, leave. Where the days are known
// its boundary is that of more.
func ReadShare(beside, second bool) float64 {
	share := 1.0
	if second {
		share = FirstShare
	}
	if beside {
		share -= BandShare
	}
	return share
}
