package warehouse

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// billion is what wide numbers are taken apart by: n = h·10^9 + l, both with the sign of n.
const billion = "1000000000"

// units is the statement that adds units up, by arm and day of first exposure. Its two
// grouping sets are told apart by the key that is not NULL: day0, or ended, the day of the
// unit's latest row.
func (p *Plan) units(d *Dialect, cut Cut, a *asked, part Pass) string {
	s := p.counting(d, cut, part)
	s.perUnit(a)
	s.ranks(a)
	return s.text(s.sums(a))
}

// counting begins a statement with what becomes of every row.
func (p *Plan) counting(d *Dialect, cut Cut, part Pass) *statement {
	s := &statement{Plan: p, d: d, cut: cut, pass: part, zone: p.zoneOf(cut)}
	s.rows(p.unitEvents())
	s.copies()
	s.fates()
	return s
}

// copies adds which rows are copies of another: of those of one event and id the first in
// the one order stays. Of each row there are more
//
//	turn  its place in the one order of its unit, the same of equal rows; pos is another of each
//	dup   1 of those that do not stay
func (s *statement) copies() {
	counts := fmt.Sprintf("reason = %d OR ghost = 1", kept)
	if s.pass.by.some() {
		counts = "(" + counts + ") AND " + s.ofCohorts()
	}
	rank := "t, "
	if s.suggests {
		rank += "role, "
	}
	order := " OVER (PARTITION BY unit ORDER BY " + rank + strings.Join(s.order(nil), ", ") + ") AS "
	s.table("in_turn", "rows that count or may be copies, each with its place in the one order",
		"SELECT r.*,\n  RANK()"+order+"turn,\n  ROW_NUMBER()"+order+"pos"+
			"\nFROM seen r\nWHERE "+counts)
	if s.Exp.Duplicates == spec.Keep {
		s.table("told", "none of which is a copy",
			"SELECT r.*, 0 AS dup, 0 AS differs, 0 AS redated, 0 AS unordered, 0 AS unspelled\nFROM in_turn r")
		return
	}
	// The copies of an event stand behind each other in one sort, and what tells them apart is that of neighbours.
	const of = "PARTITION BY unit, eid, ev ORDER BY "
	const whole = of + "pos"
	columns := []string{"r.*",
		"ROW_NUMBER() OVER (" + whole + ") AS place",
		"LAG(turn) OVER (" + whole + ") AS turn_before",
		"LAG(t) OVER (" + whole + ") AS t_before",
	}
	unordered, unspelled := s.unclear(&columns, of+"t", whole)
	s.table("copies", "the copies of one event of a unit, in the one order",
		"SELECT "+strings.Join(columns, ",\n  ")+"\nFROM in_turn r")
	copied := "(eid IS NOT NULL OR turn = turn_before)"
	if s.cut.Coarse {
		copied = "eid IS NOT NULL"
	}
	const differs = "eid IS NOT NULL AND place > 1 AND turn <> turn_before"
	s.table("told", "dup is 1 of those that do not stay",
		"SELECT r.*,\n  "+one("place > 1 AND "+copied)+" AS dup,\n  "+
			one(differs+" AND ghost = 0")+" AS differs,\n  "+
			one(differs+" AND ghost = 0 AND t <> t_before")+" AS redated,\n  "+
			one(differs+" AND "+unordered)+" AS unordered,\n  "+
			one(differs+" AND "+unspelled)+" AS unspelled\nFROM copies r")
}

// unclear adds to columns what tells whether a copy may stay in place of the one that does: conditions of
// copies that differ from it in a column without an order, or in what is not spelled, and in nothing before.
func (s *statement) unclear(columns *[]string, key, whole string) (unordered, unspelled string) {
	unordered, unspelled = "1 = 0", "1 = 0"
	if slices.ContainsFunc(s.tuple, func(k part) bool { return k.as == anyPart }) {
		known := append([]string{key}, s.order(func(k part) bool { return k.as == anyPart })...)
		*columns = append(*columns, "RANK() OVER ("+strings.Join(known, ", ")+") AS known")
		unordered = "known = 1"
	}
	if s.beyond() != "" {
		*columns = append(*columns, "FIRST_VALUE(far) OVER ("+whole+") AS far_first",
			"FIRST_VALUE(t) OVER ("+whole+") AS t_first")
		unspelled = "t = t_first AND far <> far_first"
	}
	return unordered, unspelled
}

// fates adds what becomes of every row: when its unit was first exposed, to what arm, and
// what counts the row.
func (s *statement) fates() {
	of := func(how, x string) string {
		return how + "(CASE WHEN xp = 1 AND dup = 0 THEN " + x + " END) OVER (PARTITION BY unit) AS "
	}
	s.table("exposed", "when its unit was first exposed, and to which arms", "SELECT r.*,\n  "+
		of("MIN", "t")+"t0,\n  "+of("MIN", "arm")+"least_arm,\n  "+of("MAX", "arm")+"most_arm,\n  "+
		of("MIN", "pos")+"pos0\nFROM told r")
	from := "exposed"
	if s.suggests {
		s.attribution()
		s.endStates()
		from = "states"
	}
	columns := []string{"r.*", s.day("t") + " AS day", s.day("t0") + " AS day0"}
	var used, before []string
	inWindow := s.inWindow("t")
	used = append(used, "xp = 1 AND "+inWindow)
	for i, v := range s.variable {
		if v.past() {
			continue
		}
		if v.of != i {
			in := fmt.Sprintf("f%d = 1 AND t - t0 >= -%d", v.of, v.Before.Microseconds())
			before = append(before, in)
			columns = append(columns, one("ghost = 0 AND dup = 0 AND t < t0 AND "+in)+fmt.Sprintf(" AS g%d", i))
			continue
		}
		in := inWindow
		if v.Window > 0 {
			in = fmt.Sprintf("t - t0 < %d", v.Window.Microseconds())
		}
		in = fmt.Sprintf("f%d = 1 AND t - t0 >= %d AND %s", i, v.After.Microseconds(), in)
		used = append(used, in)
		columns = append(columns, one("ghost = 0 AND dup = 0 AND t >= t0 AND "+in)+fmt.Sprintf(" AS g%d", i))
	}
	looks := ""
	if s.suggests {
		looks = " OR " + s.looksAt()
	}
	fate := fmt.Sprintf(`CASE WHEN ghost = 1 THEN -1 WHEN dup = 1 THEN %d WHEN t0 IS NULL THEN %d
    WHEN least_arm <> most_arm THEN %d
    WHEN t >= t0 AND (%s) OR t < t0 AND (%s)%s THEN %d WHEN t < t0 THEN %d ELSE %d END`,
		sums.Duplicate, sums.Unexposed, sums.Crossover, or(used), or(before), looks, kept, sums.BeforeExposure,
		sums.AfterWindow)
	columns = append(columns, fate+" AS fate")
	s.table("fates", "what becomes of each row, and which variables it adds to", "SELECT "+strings.Join(columns,
		",\n  ")+"\nFROM "+from+" r")
}

// fatesOf are the fates that are counted, by name.
var fatesOf = []struct {
	name string
	fate int
}{{"used", kept}, {"duplicate", int(sums.Duplicate)}, {"crossover", int(sums.Crossover)},
	{"unexposed", int(sums.Unexposed)},
	{"before", int(sums.BeforeExposure)}, {"after", int(sums.AfterWindow)}}
