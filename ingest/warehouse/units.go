package warehouse

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// billion is what wide numbers are taken apart by: n = h·10^9 + l, both with the sign of n.
const billion = "1000000000"

// units is the statement that adds units up, by arm and day of first exposure. Its two
// grouping sets are told apart by the key that is not NULL: day0, or ended, the day of the
// unit's latest row.
func (p *Plan) units(d *Dialect, cut Cut, a *asked) string {
	s := p.counting(d, cut)
	s.perUnit(a)
	s.ranks(a)
	return s.text(s.sums(a))
}

// counting begins a statement with what becomes of every row.
func (p *Plan) counting(d *Dialect, cut Cut) *statement {
	s := &statement{Plan: p, d: d, cut: cut, zone: p.zoneOf(cut)}
	s.rows(slices.Concat(p.Exp.Exposure.Event, p.asked))
	s.copies()
	s.fates()
	return s
}

// copies adds which rows are copies of another: of those of one event and id the first in
// the one order stays.
func (s *statement) copies() {
	key := "PARTITION BY unit, eid, ev ORDER BY t"
	order := append([]string{key}, s.order(nil)...)
	whole := strings.Join(order, ", ")
	columns := []string{"r.*",
		"ROW_NUMBER() OVER (" + whole + ") AS place",
		"RANK() OVER (" + whole + ") AS alike",
		"RANK() OVER (" + key + ") AS dated",
	}
	known := append([]string{key}, s.order(func(k part) bool { return k.as == anyPart })...)
	columns = append(columns, "RANK() OVER ("+strings.Join(known, ", ")+") AS known")
	s.table("copies", "the copies of one event of a unit, in the one order",
		"SELECT "+strings.Join(columns, ",\n  ")+fmt.Sprintf("\nFROM seen r\nWHERE reason = %d OR ghost = 1", kept))
	dup, differs := "CASE WHEN eid IS NULL THEN "+one("place <> alike")+" ELSE "+one("place > 1")+" END",
		"eid IS NOT NULL AND place > 1 AND place = alike"
	if s.Exp.Duplicates == spec.Keep {
		dup, differs = "0", "1 = 0"
	}
	s.table("told", "dup is 1 of those that do not stay",
		"SELECT r.*,\n  "+dup+" AS dup,\n  "+one(differs+" AND ghost = 0")+" AS differs,\n  "+
			one(differs+" AND ghost = 0 AND place = dated")+" AS redated,\n  "+
			one(differs+" AND known < place")+" AS unclear\nFROM copies r")
}

// fates adds what becomes of every row: when its unit was first exposed, to what arm, and
// what counts the row.
func (s *statement) fates() {
	exposes := "xp = 1 AND dup = 0"
	first := append([]string{"PARTITION BY unit ORDER BY " + one("NOT ("+exposes+")"), "t"}, s.order(nil)...)
	frozen := " OVER (" + strings.Join(first, ", ") + ") AS "
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
	columns := []string{"r.*", s.day("t") + " AS day", s.day("t0") + " AS day0"}
	var used, before []string
	inWindow := "1 = 1"
	if w := s.Exp.Window; w > 0 {
		inWindow = fmt.Sprintf("t - t0 < %d", w.Microseconds())
	}
	used = append(used, "xp = 1 AND "+inWindow)
	for i, v := range s.variable {
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
	fate := fmt.Sprintf(`CASE WHEN ghost = 1 THEN -1 WHEN dup = 1 THEN %d WHEN t0 IS NULL THEN %d WHEN least_arm <> most_arm THEN %d
    WHEN t >= t0 AND (%s) OR t < t0 AND (%s) THEN %d WHEN t < t0 THEN %d ELSE %d END`,
		sums.Duplicate, sums.Unexposed, sums.Crossover, or(used), or(before), kept, sums.BeforeExposure,
		sums.AfterWindow)
	columns = append(columns, fate+" AS fate")
	s.table("fates", "what becomes of each row, and which variables it adds to", "SELECT "+strings.Join(columns,
		",\n  ")+"\nFROM exposed r")
}

// fatesOf are the fates that are counted, by name.
var fatesOf = []struct {
	name string
	fate int
}{{"used", kept}, {"duplicate", int(sums.Duplicate)}, {"crossover", int(sums.Crossover)},
	{"unexposed", int(sums.Unexposed)},
	{"before", int(sums.BeforeExposure)}, {"after", int(sums.AfterWindow)}}

// perUnit adds up the rows of each unit.
func (s *statement) perUnit(a *asked) {
	count := func(condition string) string { return "SUM(" + one(condition) + ")" }
	live := "ghost = 0 AND dup = 0 AND t0 IS NOT NULL"
	columns := []string{"unit", "coalesce(MAX(arm0), -1) AS arm_of", "MAX(t0) AS first_t", "MAX(day0) AS first_day",
		"MAX(" + one("least_arm <> most_arm") + ") AS crossed",
		"MAX(" + one(live) + ") AS exposed",
		count(live+" AND t >= t0") + " AS logged",
		"MAX(CASE WHEN " + live + " AND t >= t0 THEN t END) AS last_t",
		"MAX(" + one(live+" AND xp = 0") + ") AS met",
		"SUM(differs) AS n_differs", "SUM(redated) AS n_redated", "SUM(unclear) AS n_unclear",
		count("ghost = 0 AND dup = 1 AND eid IS NULL") + " AS equal",
	}
	for k := range s.Exp.Segments {
		columns = append(columns, fmt.Sprintf("MAX(frozen%d) AS level%d", k, k)) // the same in all rows of the unit
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
	for _, v := range a.values {
		i, name := v.variable, v.name()
		g := fmt.Sprintf("g%d = 1", i)
		if v.to >= 0 {
			g += fmt.Sprintf(" AND day - day0 BETWEEN %d AND %d", v.from, v.to)
		}
		switch s.variable[i].Agg.How {
		case spec.Sum:
			n := fmt.Sprintf("n%d", s.variable[i].of)
			g += " AND " + n + " IS NOT NULL"
			columns = append(columns,
				fmt.Sprintf("SUM(CASE WHEN %s THEN %s ELSE 0 END) AS h%s", g, s.d.Div(n, billion), name),
				fmt.Sprintf("SUM(CASE WHEN %s THEN %s ELSE 0 END) AS l%s", g, s.d.Mod(n, billion), name))
		case spec.Any:
			columns = append(columns, fmt.Sprintf("MAX(%s) AS l%s", one(g), name))
		default:
			columns = append(columns, count(g)+" AS l"+name)
		}
	}
	s.table("by_unit", "each unit's values: h·10^9 + l", "SELECT "+strings.Join(columns, ",\n  ")+"\nFROM fates "+
		"r\nGROUP BY unit")
	s.table("since", "since when each counts", "SELECT u.*, first_t AS t0, first_day AS day0\nFROM by_unit u")
	where := []string{"u.*", "CASE WHEN exposed = 1 THEN arm_of ELSE -1 END AS arm", s.inside() + " AS inside",
		s.known() + " AS known",
		"coalesce(" + s.day("last_t") + fmt.Sprintf(", %d) AS ended", noDay),
		fmt.Sprintf("coalesce(day0, %d) AS exposed_day", noDay)}
	for k, w := range a.windows {
		where = append(where, one(s.open(w)+" = 0")+fmt.Sprintf(" AS done%d", k),
			fmt.Sprintf("coalesce(%s, %d) AS entering%d", s.entering(w), noDay, k))
	}
	s.table("units", "and where it belongs", "SELECT "+strings.Join(where, ",\n  ")+"\nFROM since u")
}

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

// limbs are those of a value of a unit, and the whole of it.
func (s *statement) limbs(v unitValue) (h, l, x string) {
	l = s.cast("l"+v.name(), s.d.Wide)
	if !s.summed(v) {
		return "", l, l
	}
	h = s.cast("h"+v.name(), s.d.Wide)
	return h, l, "(" + h + " * " + billion + " + " + l + ")"
}

// ranks adds which units of an arm lie furthest out.
func (s *statement) ranks(a *asked) {
	columns := []string{"u.*"}
	for _, i := range a.extreme {
		c := &a.columns[i]
		counts := "1 = 1"
		if s.Exp.CompleteWindows {
			counts = "inside = 0"
		}
		if c.Window > 0 {
			counts += fmt.Sprintf(" AND done%d = 1", slices.Index(a.windows, c.Window))
		}
		for _, way := range []string{"DESC", "ASC"} {
			order := []string{one("NOT (" + counts + ")")}
			for _, k := range a.of[i][:c.Dim()] {
				_, _, x := s.limbs(a.values[k])
				order = append(order, x+" "+way)
			}
			columns = append(columns, fmt.Sprintf("ROW_NUMBER() OVER (PARTITION BY arm, crossed ORDER BY %s) AS %s%d",
				strings.Join(order, ", "), strings.ToLower(way), i))
		}
	}
	s.table("ranked", "and which of an arm lie furthest out", "SELECT "+strings.Join(columns, ",\n  ")+"\nFROM units u")
}

// sums is the last SELECT: units added up.
func (s *statement) sums(a *asked) string {
	keys := []string{"arm", "crossed", "inside", "known"}
	for k := range a.windows {
		keys = append(keys, fmt.Sprintf("done%d", k))
	}
	group := strings.Join(keys, ", ")
	sets := []string{"(" + group + ", exposed_day)", "(arm, crossed, ended)"}
	columns := append(keys, "exposed_day", "ended", "count(*) AS units")
	for k := range s.Exp.Segments {
		sets, columns = append(sets, fmt.Sprintf("(%s, level%d)", group, k)), append(columns, fmt.Sprintf("level%d", k))
	}
	for k := range a.windows {
		sets, columns = append(sets, fmt.Sprintf("(%s, entering%d)", group, k)),
			append(columns, fmt.Sprintf("entering%d", k))
	}
	total := func(x, as string) { columns = append(columns, "SUM("+x+") AS "+as) }
	for _, c := range []string{"logged", "met", "equal", "exposed"} {
		total(c, "sum_"+c)
	}
	for _, c := range []string{"differs", "redated", "unclear"} {
		total("n_"+c, "sum_"+c)
	}
	for _, f := range fatesOf {
		total("rows_"+f.name, "sum_"+f.name)
	}
	columns = append(columns, "MAX(last_t) AS latest",
		"MIN(CASE WHEN rows_unexposed > 0 THEN "+s.d.Bytes("unit")+" END) AS stranger",
		"MIN(CASE WHEN exposed = 1 THEN "+s.d.Bytes("unit")+" END) AS somebody")
	for i, v := range s.variable {
		if v.of == i {
			total(fmt.Sprintf("kind%d", i), fmt.Sprintf("sum_kind%d", i))
		}
		if v.field < 0 {
			continue
		}
		counts := []string{"cells", "missing", "broken"}
		if v.of == i {
			counts = append(counts, "large", "lost", "size_h", "size_l")
		}
		for _, c := range counts {
			total(fmt.Sprintf("%s%d", c, i), fmt.Sprintf("sum_%s%d", c, i))
		}
	}
	for k, v := range a.values {
		h, l, x := s.limbs(v)
		total(l, fmt.Sprintf("v%dl", k))
		columns = append(columns, fmt.Sprintf("MAX(abs(%s)) AS most%dl", l, k))
		if h != "" {
			total(h, fmt.Sprintf("v%dh", k))
			columns = append(columns, fmt.Sprintf("MAX(abs(%s)) AS most%dh", h, k))
		}
		total(one(x+" <> 0"), fmt.Sprintf("some%d", k))
	}
	for _, pair := range a.pairs {
		s.products(pair, a, total)
	}
	for _, i := range a.extreme {
		for x, k := range a.of[i][:a.columns[i].Dim()] {
			h, l, _ := s.limbs(a.values[k])
			for _, way := range []string{"desc", "asc"} {
				for place := 1; place <= 2; place++ {
					at := fmt.Sprintf("%s%d = %d", way, i, place)
					columns = append(columns, fmt.Sprintf("MAX(CASE WHEN %s THEN %s END) AS %s%d_%d_%dl", at, l, way, i,
						place, x))
					if h != "" {
						columns = append(columns, fmt.Sprintf("MAX(CASE WHEN %s THEN %s END) AS %s%d_%d_%dh", at, h,
							way, i, place, x))
					}
				}
			}
		}
	}
	return "SELECT " + strings.Join(columns, ",\n  ") + "\nFROM ranked u\nGROUP BY GROUPING SETS (" + strings.Join(sets,
		", ") + ")"
}

// products adds the sums of products of two values' limbs.
func (s *statement) products(pair [2]int, a *asked, total func(x, as string)) {
	limb := func(k int, of byte) string {
		h, l, _ := s.limbs(a.values[k])
		if of == 'h' {
			return h
		}
		return l
	}
	for _, limbs := range s.limbPairs(pair, a) {
		total(limb(pair[0], limbs[0])+" * "+limb(pair[1], limbs[1]), fmt.Sprintf("x%d_%d%s", pair[0], pair[1], limbs))
	}
}

// limbPairs are the limbs whose products make that of two values; of a square the two that
// are the same stand once.
func (s *statement) limbPairs(pair [2]int, a *asked) (out []string) {
	of := func(k int) string {
		if s.summed(a.values[pair[k]]) {
			return "hl"
		}
		return "l"
	}
	for _, x := range of(0) {
		for _, y := range of(1) {
			if !(x == 'l' && y == 'h' && pair[0] == pair[1]) {
				out = append(out, string(x)+string(y))
			}
		}
	}
	return out
}
