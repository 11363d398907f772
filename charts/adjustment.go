package charts

import "uptake/analysis/stats"

// adjustment names the correction that made the adjusted p.
func (s *subject) adjustment() string {
	a, ok := stats.FindAdjustment(s.PAdjustment)
	if !ok {
		return "the correction " + name(s.PAdjustment)
	}
	return a.Words
}
