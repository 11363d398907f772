package warehouse

import (
	"fmt"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// days is the statement of what every calendar day changed: a unit that is exposed adds its
// values, and one whose values change takes the old ones back and adds the new, so that the
// days up to one add up to the state at its end.
func (p *Plan) days(d *Dialect, cut Cut, a *asked) string {
	s := p.counting(d, cut)
	var daily, running, before, last []string
	series := a.series()
	add := func(k int, limb, sum string) {
		name := fmt.Sprintf("%s%d", limb, k)
		daily = append(daily, sum+" AS "+name)
		how := "SUM"
		if s.variable[a.values[k].variable].Agg.How == spec.Any {
			how = "MAX"
		}
		running = append(running, fmt.Sprintf("%s(%s) OVER (PARTITION BY unit ORDER BY day ROWS UNBOUNDED PRECEDING) AS c%s", how, name, name))
		before = append(before, fmt.Sprintf("coalesce(LAG(c%s) OVER (PARTITION BY unit ORDER BY day), 0) AS p%s", name, name))
		last = append(last, fmt.Sprintf("SUM(%s - %s) AS d%s", s.cast("c"+name, s.d.Wide), s.cast("p"+name, s.d.Wide), name),
			fmt.Sprintf("MAX(abs(%s)) AS most%s", s.cast("c"+name, s.d.Wide), name))
	}
	product := func(k int, x, y string) {
		times := func(of string) string {
			return s.cast(fmt.Sprintf("%s%s%d", of, x, k), s.d.Wide) + " * " + s.cast(fmt.Sprintf("%s%s%d", of, y, k), s.d.Wide)
		}
		last = append(last, fmt.Sprintf("SUM(%s - %s) AS d%s%s%d", times("c"), times("p"), x, y, k))
	}
	for _, k := range series {
		i := a.values[k].variable
		g := fmt.Sprintf("g%d = 1", i)
		switch s.variable[i].Agg.How {
		case spec.Sum:
			g += fmt.Sprintf(" AND n%d IS NOT NULL", i)
			add(k, "h", fmt.Sprintf("SUM(CASE WHEN %s THEN %s ELSE 0 END)", g, s.d.Div(fmt.Sprintf("n%d", i), billion)))
			add(k, "l", fmt.Sprintf("SUM(CASE WHEN %s THEN n%d %% %s ELSE 0 END)", g, i, billion))
			product(k, "h", "h")
			product(k, "h", "l")
		case spec.Any:
			add(k, "l", "MAX("+one(g)+")")
		default:
			add(k, "l", "SUM("+one(g)+")")
		}
		product(k, "l", "l")
	}
	s.table("daily", "what each unit's day adds", "SELECT unit, day, MAX(arm0) AS arm, MAX(day0) AS day0,\n  "+strings.Join(daily, ",\n  ")+
		fmt.Sprintf("\nFROM fates r\nWHERE fate IN (%d, %d) AND t >= t0\nGROUP BY unit, day", kept, sums.AfterWindow))
	s.table("running", "each unit's state at the end of its days", "SELECT d.*,\n  "+strings.Join(running, ",\n  ")+"\nFROM daily d")
	s.table("changes", "and at the end of the day before", "SELECT d.*,\n  "+strings.Join(before, ",\n  ")+"\nFROM running d")
	return s.text("SELECT arm, day, SUM(" + one("day = day0") + ") AS units,\n  " + strings.Join(last, ",\n  ") + "\nFROM changes d\nGROUP BY arm, day")
}

// series lists the values that columns wanted by day are made of.
func (a *asked) series() []int {
	var out []int
	for i, c := range a.columns {
		if c.Series {
			out = append(out, a.of[i][0])
		}
	}
	return out
}
