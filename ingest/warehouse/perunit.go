package warehouse

import (
	"fmt"
	"strings"
)

// perUnit adds up the rows of each unit.
func (s *statement) perUnit(a *asked) {
	count := func(condition string) string { return "SUM(" + one(condition) + ")" }
	live := "ghost = 0 AND dup = 0 AND t0 IS NOT NULL"
	first := func(x string) string { return "MAX(CASE WHEN pos = pos0 THEN " + x + " END)" }
	columns := []string{"unit", "coalesce(" + first("arm") + ", -1) AS arm_of", "MAX(t0) AS first_t",
		"MAX(day0) AS first_day",
		"MAX(" + one("least_arm <> most_arm") + ") AS crossed",
		"MAX(" + one(live) + ") AS exposed",
		count(live+" AND t >= t0") + " AS logged",
		"MAX(CASE WHEN " + live + " AND t >= t0 THEN t END) AS last_t",
		"MAX(" + one(live+" AND xp = 0") + ") AS met",
		"SUM(differs) AS n_differs", "SUM(redated) AS n_redated", "SUM(unordered) AS n_unordered",
		"SUM(unspelled) AS n_unspelled",
		count("ghost = 0 AND dup = 1 AND eid IS NULL") + " AS equal",
	}
	for k := range s.Exp.Segments {
		columns = append(columns, fmt.Sprintf("coalesce(%s, '') AS level%d", first(fmt.Sprintf("segment%d", k)), k))
	}
	for _, f := range fatesOf {
		columns = append(columns, count(fmt.Sprintf("fate = %d", f.fate))+" AS rows_"+f.name)
	}
	for i, v := range s.variable {
		g := fmt.Sprintf("g%d = 1", i)
		if v.of == i {
			columns = append(columns, fmt.Sprintf("MAX(%s) AS kind%d", one(live+fmt.Sprintf(" AND t >= t0 AND f%d = 1",
				i)), i))
		}
		if v.field < 0 {
			continue
		}
		columns = append(columns,
			count(g)+fmt.Sprintf(" AS cells%d", i),
			count(g+fmt.Sprintf(" AND s%d = 1", v.field))+fmt.Sprintf(" AS missing%d", i),
			count(g+fmt.Sprintf(" AND s%d = 2", v.field))+fmt.Sprintf(" AS broken%d", i))
		if v.of != i {
			continue
		}
		number := fmt.Sprintf("s%d = 0", v.field)
		stated := fmt.Sprintf("ghost = 0 AND f%d = 1 AND n%d IS NOT NULL", i, i)
		n := fmt.Sprintf("abs(n%d)", i)
		columns = append(columns,
			count(fmt.Sprintf("ghost = 0 AND f%d = 1 AND n%d IS NULL AND ", i, i)+number)+fmt.Sprintf(" AS large%d", i),
			count(stated+fmt.Sprintf(" AND o%d = 1", i))+fmt.Sprintf(" AS lost%d", i),
			fmt.Sprintf("SUM(CASE WHEN %s THEN %s ELSE 0 END) AS size_h%d", stated, s.d.Div(n, billion), i),
			fmt.Sprintf("SUM(CASE WHEN %s THEN %s ELSE 0 END) AS size_l%d", stated, s.d.Mod(n, billion), i))
	}
	columns = append(columns, s.suggestedPerUnit()...)
	for _, v := range a.values {
		columns = append(columns, s.perUnitValue(v)...)
	}
	s.table("by_unit", "each unit's values: h·10^9 + l", "SELECT "+strings.Join(columns, ",\n  ")+"\nFROM fates "+
		"r\nGROUP BY unit")
	s.table("since", "since when each counts", "SELECT u.*, first_t AS t0, first_day AS day0\nFROM by_unit u")
	where := []string{"u.*", "CASE WHEN exposed = 1 THEN arm_of ELSE -1 END AS arm", s.inside() + " AS inside",
		s.known() + " AS known",
		"coalesce(" + s.day("last_t") + fmt.Sprintf(", %d) AS ended", noDay),
		fmt.Sprintf("coalesce(day0, %d) AS exposed_day", noDay)}
	if s.pass.by != nil {
		where = append(where, fmt.Sprintf("coalesce(day0, %d) AS cohort", noDay))
	}
	for k, w := range a.windows {
		where = append(where, one(s.open(w)+" = 0")+fmt.Sprintf(" AS done%d", k),
			fmt.Sprintf("coalesce(%s, %d) AS entering%d", s.entering(w), noDay, k))
	}
	s.table("units", "and where it belongs", "SELECT "+strings.Join(where, ",\n  ")+"\nFROM since u")
}
