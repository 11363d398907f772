package warehouse

import (
	"fmt"
)

// attribution adds which suggestion each row is about. Of each row there are more
//
//	about    1 of rows that the rules of suggestions look at
//	opens    1 of the first showing of a suggestion
//	begun    the place of the first showing of the suggestion that it is about, NULL without;
//	         shown_at is when that was
//	counts   1 where that suggestion is part of the result
//	earlier  1 where its window was over by the exposure, recently enough for a covariate
//	late     1 where the row came after its window
func (s *statement) attribution() {
	about := "role > 0 AND ghost = 0 AND dup = 0 AND t0 IS NOT NULL"
	s.table("asked", "rows about suggestions", "SELECT r.*,\n  "+one(about)+" AS about\nFROM exposed r")
	first := func(x string) string {
		return fmt.Sprintf("MIN(CASE WHEN about = 1 AND role = %d THEN %s END) OVER (PARTITION BY unit, sid)", shown, x)
	}
	s.table("named_once", "where the suggestion with a row's id was first shown", "SELECT r.*,\n  "+first("pos")+
		" AS first_pos,\n  "+first("t")+" AS first_shown\nFROM asked r")
	opens := fmt.Sprintf("about = 1 AND role = %d AND (sid IS NULL OR pos = first_pos)", shown)
	from, begun, shownAt := "named_once", "first_pos", "first_shown"
	if !s.cut.Sids {
		last := func(x string) string {
			return fmt.Sprintf("MAX(CASE WHEN %s THEN %s END) OVER (PARTITION BY unit ORDER BY pos ROWS UNBOUNDED "+
				"PRECEDING)", opens, x)
		}
		s.table("linked", "and the last one that was, for rows without an id", "SELECT r.*,\n  "+last("pos")+
			" AS last_pos,\n  "+last("t")+" AS last_shown\nFROM named_once r")
		from, begun, shownAt = "linked", "CASE WHEN sid IS NULL THEN last_pos ELSE first_pos END",
			"CASE WHEN sid IS NULL THEN last_shown ELSE first_shown END"
	}
	of := func(x string) string {
		return "CASE WHEN about = 1 AND (sid IS NULL OR pos >= first_pos) THEN " + x + " END"
	}
	s.table("attributed", "the suggestion that a row is about", "SELECT r.*,\n  "+one(opens)+" AS opens,\n  "+
		of(begun)+" AS begun,\n  "+of(shownAt)+" AS shown_at\nFROM "+from+" r")
	earlier := "1 = 0"
	if back := s.lookBack(); back > 0 {
		earlier = fmt.Sprintf("shown_at < t0 AND shown_at - t0 >= -%d AND %s <= t0", back, s.closes())
	}
	s.table("weighed", "whether it counts, and the row came in time", "SELECT r.*,\n  "+
		one("shown_at >= t0 AND "+s.inWindow("shown_at"))+" AS counts,\n  "+one(earlier)+" AS earlier,\n  "+
		one(fmt.Sprintf("t - shown_at > %d", s.Exp.Suggestions.Attribution.Microseconds()))+
		" AS late\nFROM attributed r")
}

// suggestion is by what the rows about one suggestion stand together. Where every row about one has its id, no rows are
// sorted anew.
func (s *statement) suggestion() string {
	if s.cut.Sids {
		return "PARTITION BY unit, sid"
	}
	return "PARTITION BY unit, begun"
}

// inWindow is a condition that a time from the exposure on is within the experiment's window.
func (s *statement) inWindow(t string) string {
	if w := s.Exp.Window; w > 0 {
		return fmt.Sprintf("%s - t0 < %d", t, w.Microseconds())
	}
	return "1 = 1"
}

// closes is when a suggestion's attribution and edit windows are over.
func (s *statement) closes() string {
	g := &s.Exp.Suggestions
	span := g.Attribution
	if len(g.Events["edited"])+len(g.Events["reverted"]) > 0 {
		span += g.EditWindow
	}
	return fmt.Sprintf("shown_at + %d", span.Microseconds())
}

// lookBack is how far covariates over suggestions look back, microseconds; 0 without any.
func (p *Plan) lookBack() int64 {
	back := int64(0)
	for _, v := range p.variable {
		if v.past() {
			back = max(back, v.Before.Microseconds())
		}
	}
	return back
}

// past reports whether the variable counts suggestions from before the exposure.
func (v *variable) past() bool { return len(v.States) > 0 }
