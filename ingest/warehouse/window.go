package warehouse

import (
	"fmt"
	"time"

	"uptake/analysis/spec"
)

// known is 1 of units whose time before exposure, as far as covariates look back, is in the data.
func (s *statement) known() string {
	back := s.Exp.Statistics.CUPED
	if back == 0 {
		return "0"
	}
	return one(fmt.Sprintf("t0 >= %d", s.cut.From+back.Microseconds()))
}

// inside is 1 of units still inside the experiment's window.
func (s *statement) inside() string {
	if s.Exp.Window == 0 {
		return "0"
	}
	return s.open(s.Exp.Window)
}

const wholeDay = 24 * time.Hour

// byDay is a condition of units whose windows of such a length end as a day does: of whole
// days, of a unit exposed as a day begins. It is "" where that is no other end.
func (s *statement) byDay(w time.Duration) string {
	if s.zone.fixed() || w%wholeDay != 0 {
		return ""
	}
	return s.d.Mod(s.zone.wall("t0"), fmt.Sprint(dayLength)) + " = 0"
}

// open is 1 of units of which a window from first exposure on is not over.
func (s *statement) open(w time.Duration) string {
	open := one(fmt.Sprintf("t0 > %d", s.cut.To+1-w.Microseconds()))
	by := s.byDay(w)
	if by == "" {
		return open
	}
	last := spec.DayOf(s.cut.To+1, s.Exp.Zone) - spec.Day(w/wholeDay)
	return "CASE WHEN " + by + " THEN " + one(fmt.Sprintf("day0 > %d", last)) + " ELSE " + open + " END"
}

// entering is the last day of a window, on which a unit enters what counts when it is over;
// where only whole windows of the experiment count, not before that is.
func (s *statement) entering(w time.Duration) string {
	end := func(w time.Duration) string {
		day := s.day(fmt.Sprintf("(t0 + %d)", w.Microseconds()-1))
		if by := s.byDay(w); by != "" {
			day = fmt.Sprintf("CASE WHEN %s THEN day0 + %d ELSE %s END", by, int64(w/wholeDay)-1, day)
		}
		return day
	}
	if !s.Exp.CompleteWindows {
		return end(w)
	}
	return "CASE WHEN (" + end(w) + ") < (" + end(s.Exp.Window) + ") THEN " + end(s.Exp.Window) + " ELSE " + end(w) +
		" END"
}
