package health

import (
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// atNight is what the p of one look must lie below for a check that is read after every
// day to be wrong at most alpha of the time over all of them; alpha itself where rows
// have no time, for then there is one look.
func (f *Facts) atNight(alpha float64) float64 { return stats.NightLimit(alpha, f.night()) }

// night is how many days have passed since the first exposure, 0 where none are told.
func (f *Facts) night() int {
	if !f.HasTime || len(f.Days) == 0 {
		return 0
	}
	return max(int(spec.DayOf(f.To, f.Exp.Zone)-f.Days[0].Day)+1, 1)
}
