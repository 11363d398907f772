package spec

// The shares of alpha that go to the ways in which one experiment is read. With
// them a reading's boundary is found (package analysis); they are no keys of the
// file, so that no result can move them.
const (
	BandShare  = 0.2 // the always-valid band, over all days, before and after the end
	FirstShare = 0.9 // band and reading at the end together, where a second reading is declared
)
