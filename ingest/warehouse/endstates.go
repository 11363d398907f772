package warehouse

import (
	"fmt"

	"uptake/analysis/study"
)

// endStates adds what becomes of each suggestion, on the row that opens it:
//
//	decision  study.Decision; it was taken at closed_at
//	state     study.State of one that counts, at the end of the data, else -1
//	past      that of one from before the exposure, else -1
//
// and of all rows about it which rules they meet: late_pos is the first answer after its
// window, closed_pos the row that ended it, orphan 1 of answers without an id after that,
// which are about none, and change what an edit or revert of an accepted one is.
func (s *statement) endStates() {
	by := " OVER (" + s.suggestion() + ")"
	first := func(condition, x string) string { return "MIN(CASE WHEN " + condition + " THEN " + x + " END)" + by }
	ends := fmt.Sprintf("(counts = 1 OR earlier = 1) AND (role IN (%s, %d) AND late = 0 OR role = %d)", ending, edited,
		hidden)
	late := fmt.Sprintf("(counts = 1 OR earlier = 1) AND role IN (%s, %d) AND late = 1", ending, edited)
	const itself = "pos * 16 + role" // a row's place and what it is, in one number that keeps the order
	s.table("closed", "which row ended it, and the first one that came too late", "SELECT r.*,\n  "+
		first(ends, itself)+" AS closed_by,\n  "+first(ends, "t")+" AS closed_at,\n  "+
		first(late, itself)+" AS late_by\nFROM weighed r")
	s.table("placed", "and where these stand", "SELECT r.*,\n  "+s.d.Div("closed_by", "16")+" AS closed_pos,\n  "+
		s.d.Mod("closed_by", "16")+" AS closer,\n  "+s.d.Div("late_by", "16")+" AS late_pos\nFROM closed r")
	after := "about = 1 AND pos > closed_pos"
	s.table("answered", "and what comes after that", "SELECT r.*,\n  "+one(after)+" AS later,\n  "+
		one(fmt.Sprintf("%s AND sid IS NULL AND role IN (%s, %d)", after, ending, hidden))+" AS orphan,\n  "+
		fmt.Sprintf("CASE WHEN late_pos < closed_pos OR closed_pos IS NULL THEN %s END AS late_role",
			s.d.Mod("late_by", "16"))+"\nFROM placed r")
	s.table("changed", "edits and reverts of accepted ones, and how long each was on screen", "SELECT r.*,\n  "+
		s.change()+" AS change,\n  "+s.looked()+" AS looked\nFROM answered r")
	// What no row can do is not looked for: a pass over all rows costs as much as the one above.
	undoes, reworks, looks := s.cast("NULL", s.d.Big), s.cast("NULL", s.d.Big), "0"
	if g := &s.Exp.Suggestions; len(g.Events["edited"])+len(g.Events["reverted"]) > 0 {
		undoes, reworks = first(fmt.Sprintf("change = %d", undone), "pos"), first(fmt.Sprintf("change = %d", reworked),
			"pos")
	}
	if s.Exp.Suggestions.MinVisible > 0 {
		looks = "MAX(looked)" + by
	}
	s.table("settled", "the first revert and the first edit, and the longest look", "SELECT r.*,\n  "+undoes+
		" AS undone_pos,\n  "+reworks+" AS reworked_pos,\n  "+looks+" AS most_looked\nFROM changed r")
	decision := fmt.Sprintf("CASE WHEN closer = %d THEN CASE WHEN undone_pos IS NOT NULL THEN %d WHEN reworked_pos IS "+
		"NOT NULL THEN %d ELSE %d END", accepted, study.Reverted, study.Edited, study.Accepted)
	for _, x := range []struct {
		role int
		is   study.Decision
	}{{partial, study.Partial}, {edited, study.Edited}, {typedThrough, study.TypedThrough},
		{dismissed, study.Dismissed}, {superseded, study.Superseded}} {
		decision += fmt.Sprintf(" WHEN closer = %d THEN %d", x.role, x.is)
	}
	s.table("decided", "what became of it", "SELECT r.*,\n  "+decision+" ELSE 0 END AS decision\nFROM settled r")
	unseen := "1 = 0"
	if s.Exp.Suggestions.MinVisible > 0 {
		unseen = fmt.Sprintf("most_looked = %d AND decision IN (%d, %d)", glanced, study.Undecided, study.Superseded)
	}
	s.table("judged", "and whether it was seen", "SELECT r.*,\n  "+one(unseen)+" AS unseen,\n  "+
		one(fmt.Sprintf("%s > %d", s.closes(), s.cut.To))+" AS young\nFROM decided r")
	s.table("states", "its end state, on the row that opens it", "SELECT r.*,\n  "+
		fmt.Sprintf("CASE WHEN opens = 0 OR counts = 0 THEN -1 WHEN young = 1 AND decision = 0 THEN %d WHEN young = 1 "+
			"THEN %d WHEN unseen = 1 THEN %d ELSE decision END AS state,\n  ", study.StatePending, study.StateImmature,
			study.StateNotSeen)+
		fmt.Sprintf("CASE WHEN opens = 0 OR earlier = 0 THEN -1 WHEN unseen = 1 THEN %d ELSE decision END AS past",
			study.StateNotSeen)+"\nFROM judged r")
}

// What an edit or a revert after the accept is.
const (
	slight   = iota + 1 // too little to be one
	reworked            // makes it edited
	undone              // makes it reverted
	tooLate             // after the edit window
)

// change says what an edit or a revert after the accept is, 0 of all other rows.
func (s *statement) change() string {
	g := &s.Exp.Suggestions
	known := s.number("ratio")
	return fmt.Sprintf("CASE WHEN later = 0 OR closer <> %d OR role NOT IN (%d, %d) THEN 0 WHEN t - closed_at > %d "+
		"THEN %d WHEN role = %d OR %s AND %s THEN %d WHEN %s AND NOT (%s) THEN %d ELSE %d END",
		accepted, edited, reverted, g.EditWindow.Microseconds(), tooLate,
		reverted, known, s.above("ratio", float32(g.RevertAbove)), undone,
		known, s.above("ratio", float32(g.EditAbove)), slight, reworked)
}

// How long a row says that its suggestion was on screen.
const (
	glanced = iota + 1 // shorter than is needed to be seen
	seenFor
)

// looked says how long a row says that its suggestion was on screen, 0 where it does not.
func (s *statement) looked() string {
	least := s.Exp.Suggestions.MinVisible.Milliseconds()
	if least == 0 {
		return "0"
	}
	return fmt.Sprintf("CASE WHEN about = 0 OR NOT (%s) OR NOT (role = %d AND late = 0 OR role IN (%d, %d) AND orphan "+
		"= 0 AND (counts = 1 OR earlier = 1)) THEN 0 WHEN %s THEN %d ELSE %d END",
		s.number("visible"), shown, superseded, hidden, s.reaches("visible", float64(least)), seenFor, glanced)
}

// looksAt is a condition that the rules of suggestions use a row.
func (s *statement) looksAt() string {
	return fmt.Sprintf("about = 1 AND (t >= t0 AND %s OR begun IS NOT NULL AND orphan = 0 AND (counts = 1 OR earlier "+
		"= 1 AND (role = %d OR t < t0)))", s.inWindow("t"), shown)
}
