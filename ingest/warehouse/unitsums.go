package warehouse

import (
	"fmt"
	"slices"
	"strings"
)

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
			columns = append(columns, fmt.Sprintf("ROW_NUMBER() OVER (PARTITION BY %sarm, crossed ORDER BY %s) AS %s%d",
				s.cohortKey(), strings.Join(order, ", "), strings.ToLower(way), i))
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
	if s.pass.by != nil {
		keys = append(keys, "cohort")
	}
	group := strings.Join(keys, ", ")
	sets := []string{"(" + group + ", exposed_day)", "(" + s.cohortKey() + "arm, crossed, ended)"}
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
	for _, c := range []string{"differs", "redated", "unordered", "unspelled"} {
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
	s.totalsOf(a, total)
	for k, v := range a.values {
		h, l, x := s.limbs(v)
		total(l, fmt.Sprintf("v%dl", k))
		columns = append(columns, fmt.Sprintf("MAX(abs(%s)) AS most%dl", l, k))
		if h != "" {
			total(h, fmt.Sprintf("v%dh", k))
			columns = append(columns, fmt.Sprintf("MAX(abs(%s)) AS most%dh", h, k))
		}
		total(one(x+" <> 0"), fmt.Sprintf("some%d", k))
		if v.of == ofQuotient {
			total(one(l+" IS NOT NULL"), fmt.Sprintf("has%d", k))
		}
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
