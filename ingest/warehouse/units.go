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
	s.rows(slices.Concat(p.Exp.Exposure.Event, p.asked, p.suggesting()))
	s.copies()
	s.fates()
	return s
}

// copies adds which rows are copies of another: of those of one event and id the first in
// the one order stays.
func (s *statement) copies() {
	s.table("in_turn", "rows that count or may be copies, each with its place in the one order",
		"SELECT r.*,\n  RANK() OVER (PARTITION BY unit ORDER BY t, "+strings.Join(s.order(nil), ", ")+") AS turn"+
			fmt.Sprintf("\nFROM seen r\nWHERE reason = %d OR ghost = 1", kept))
	const of = "PARTITION BY unit, eid, ev ORDER BY "
	key, whole := of+"t", of+"turn"
	columns := []string{"r.*",
		"ROW_NUMBER() OVER (" + whole + ") AS place",
		"RANK() OVER (" + whole + ") AS alike",
		"RANK() OVER (" + key + ") AS dated",
	}
	unordered, unspelled := s.unclear(&columns, key, whole)
	s.table("copies", "the copies of one event of a unit, in the one order",
		"SELECT "+strings.Join(columns, ",\n  ")+"\nFROM in_turn r")
	dup, differs := "CASE WHEN eid IS NULL THEN "+one("place <> alike")+" ELSE "+one("place > 1")+" END",
		"eid IS NOT NULL AND place > 1 AND place = alike"
	if s.Exp.Duplicates == spec.Keep {
		dup, differs = "0", "1 = 0"
	}
	s.table("told", "dup is 1 of those that do not stay",
		"SELECT r.*,\n  "+dup+" AS dup,\n  "+one(differs+" AND ghost = 0")+" AS differs,\n  "+
			one(differs+" AND ghost = 0 AND place = dated")+" AS redated,\n  "+
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
		*columns = append(*columns, "FIRST_VALUE(far) OVER ("+whole+") AS far_first")
		unspelled = "dated = 1 AND far <> far_first"
	}
	return unordered, unspelled
}

// fates adds what becomes of every row: when its unit was first exposed, to what arm, and
// what counts the row.
func (s *statement) fates() {
	exposes := "xp = 1 AND dup = 0"
	frozen := " OVER (PARTITION BY unit ORDER BY " + one("NOT ("+exposes+")") + ", turn) AS "
	found := []string{"r.*",
		"MIN(CASE WHEN " + exposes + " THEN t END) OVER (PARTITION BY unit) AS t0",
		"MIN(CASE WHEN " + exposes + " THEN arm END) OVER (PARTITION BY unit) AS least_arm",
		"MAX(CASE WHEN " + exposes + " THEN arm END) OVER (PARTITION BY unit) AS most_arm",
		"FIRST_VALUE(coalesce(arm, -1))" + frozen + "arm0",
	}
	for k := range s.Exp.Segments {
		found = append(found, fmt.Sprintf("FIRST_VALUE(segment%d)", k)+frozen+fmt.Sprintf("frozen%d", k))
	}
	s.table("exposed", "when its unit was first exposed, and to which arms", "SELECT "+strings.Join(found, ",\n  ")+
		"\nFROM told r")
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
