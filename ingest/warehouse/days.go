package warehouse

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/sums"
)

// days is the statement of what every calendar day changed: a unit that is exposed adds its
// values, and one whose values change takes the old ones back and adds the new, so that the
// days up to one add up to the state at its end. Columns with a window of their own are not
// in it: their units enter once, on the day that units tells.
func (p *Plan) days(d *Dialect, cut Cut, a *asked, part Pass) string {
	s := p.counting(d, cut, part)
	values, pairs := a.series()
	var daily, running, before, last []string
	add := func(k int, limb, sum string) {
		name := fmt.Sprintf("%s%d", limb, k)
		daily = append(daily, sum+" AS "+name)
		how := "SUM"
		if s.ever(a.values[k]) {
			how = "MAX"
		}
		running = append(running, fmt.Sprintf("%s(%s) OVER (PARTITION BY unit ORDER BY day ROWS UNBOUNDED PRECEDING) "+
			"AS c%s", how, name, name))
		before = append(before, fmt.Sprintf("coalesce(LAG(c%s) OVER (PARTITION BY unit ORDER BY day), 0) AS p%s", name,
			name))
		last = append(last, fmt.Sprintf("SUM(%s - %s) AS v%d%s", s.cast("c"+name, s.d.Wide), s.cast("p"+name, s.d.Wide),
			k, limb),
			fmt.Sprintf("MAX(abs(%s)) AS most%d%s", s.cast("c"+name, s.d.Wide), k, limb))
	}
	ends := slices.ContainsFunc(values, func(k int) bool { return a.values[k].of != ofVariable })
	for _, k := range values {
		v := a.values[k]
		g := s.counted(v)
		switch {
		case v.of != ofVariable:
			g = "half = 1 AND " + g
		case ends:
			g = "half = 0 AND " + g
		}
		switch {
		case s.summed(v):
			n := fmt.Sprintf("n%d", v.variable)
			add(k, "h", fmt.Sprintf("SUM(CASE WHEN %s THEN %s ELSE 0 END)", g, s.d.Div(n, billion)))
			add(k, "l", fmt.Sprintf("SUM(CASE WHEN %s THEN %s ELSE 0 END)", g, s.d.Mod(n, billion)))
		case s.ever(v):
			add(k, "l", "MAX("+one(g)+")")
		default:
			add(k, "l", "SUM("+one(g)+")")
		}
	}
	for _, x := range pairs {
		for _, limbs := range s.limbPairs(x, a) {
			times := func(of string) string {
				return s.cast(fmt.Sprintf("%s%c%d", of, limbs[0], x[0]), s.d.Wide) + " * " +
					s.cast(fmt.Sprintf("%s%c%d", of, limbs[1], x[1]), s.d.Wide)
			}
			last = append(last, fmt.Sprintf("SUM(%s - %s) AS x%d_%d%s", times("c"), times("p"), x[0], x[1], limbs))
		}
	}
	from, day, enters := "fates", "day", "day0"
	counts := fmt.Sprintf("fate IN (%d, %d) AND t >= t0", kept, sums.AfterWindow)
	if ends {
		s.table("halves", "a suggestion is in the result once its window is over, as a row of that day",
			"SELECT r.*, half\nFROM fates r CROSS JOIN (SELECT 0 AS half UNION ALL SELECT 1 AS half) h")
		from, day = "halves", "CASE WHEN half = 1 THEN "+s.day("("+s.closes()+")")+" ELSE day END"
		counts += fmt.Sprintf(" AND (half = 0 OR state >= 0 AND %s <= %d)", s.closes(), s.cut.To)
	}
	if s.Exp.CompleteWindows { // in the result once its window has ended
		enters = s.entering(s.Exp.Window)
		day = "CASE WHEN (" + day + ") < (" + enters + ") THEN " + enters + " ELSE " + day + " END"
		counts += " AND (" + s.open(s.Exp.Window) + ") = 0"
	}
	s.table("dated", "when what a row adds is in the result", "SELECT r.*, "+day+" AS in_day, "+enters+
		" AS enters\nFROM "+from+" r\nWHERE "+counts)
	cohorts := ""
	if s.pass.by != nil {
		cohorts = "MAX(day0) AS cohort,\n  "
	}
	s.table("daily", "what each unit's day adds", "SELECT unit, in_day AS day, MAX(least_arm) AS armed, MAX(enters) "+
		"AS entered,\n  "+cohorts+strings.Join(daily, ",\n  ")+
		"\nFROM dated r\nGROUP BY unit, in_day")
	s.table("running", "each unit's state at the end of its days", "SELECT d.*,\n  "+strings.Join(running, ",\n  ")+
		"\nFROM daily d")
	s.table("changes", "and at the end of the day before", "SELECT d.*,\n  "+strings.Join(before, ",\n  ")+
		"\nFROM running d")
	return s.text("SELECT " + s.cohortKey() + "armed AS arm, day, SUM(" + one("day = entered") +
		") AS units, count(*) AS changed,\n  " + strings.Join(last, ",\n  ") + "\nFROM changes d\nGROUP BY " +
		s.cohortKey() + "armed, day")
}

// series lists the values, and the pairs of them, that columns wanted by day are made of, but
// those with a window of their own.
func (a *asked) series() (values []int, pairs [][2]int) {
	for i, c := range a.columns {
		if !c.Series || c.Window > 0 {
			continue
		}
		own := a.of[i][:c.Dim()]
		for k, x := range own {
			if !slices.Contains(values, x) {
				values = append(values, x)
			}
			for _, y := range own[k:] {
				if p := [2]int{x, y}; !slices.Contains(pairs, p) {
					pairs = append(pairs, p)
				}
			}
		}
	}
	return values, pairs
}
