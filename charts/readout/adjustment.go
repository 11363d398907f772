package readout

import (
	"uptake/analysis/stats"
	"uptake/charts/say"
)

// adjustment names the correction that made the adjusted p.
func (s *subject) adjustment() string {
	a, ok := stats.FindAdjustment(s.PAdjustment)
	if !ok {
		return "the correction " + say.Name(s.PAdjustment)
	}
	return a.Words
}
