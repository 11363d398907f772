package engine

import (
	"context"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// sparkSize finds what a line of a plan says of its size: sizeInBytes=79.0 KiB, rowCount=1.00E+4.
var sparkSize = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`Statistics\(sizeInBytes=([0-9.E+]+) (B|KiB|MiB|GiB|TiB|PiB|EiB)(?:, rowCount=([0-9.E+]+))?`)
})

// Explain adds up what the plan's relations hold, by the sizes of their files and, where they were analysed, rows.
func (s *spark) Explain(ctx context.Context, sql string) (Cost, error) {
	if err := oneSelect(sql, sparkQuoting); err != nil {
		return Cost{}, err
	}
	got, err := one(s.ask(ctx, "EXPLAIN COST "+sql))
	if err != nil {
		return Cost{}, err
	}
	// A query that cannot be planned has the error where the plan would stand; a text with a line's end in it stands as
	// it is, so that the plan's first line need not say a size.
	_, plan, is := strings.Cut(strings.Join(got, ""), "== Optimized Logical Plan ==\n")
	plan, _, ended := strings.Cut(plan, "\n== Physical Plan ==")
	if !is || !ended || !sparkSize().MatchString(plan) {
		return Cost{}, s.says(other, nil, "gave no plan: %s", oneLine(plan))
	}
	return sparkCost(plan), nil
}

// sparkCost adds up the leaves of a plan that are tables or files.
func sparkCost(plan string) Cost {
	c := Cost{BytesKnown: true, RowsKnown: true}
	lines := strings.Split(strings.TrimSpace(plan), "\n")
	depth := func(line string) int { return len(line) - len(strings.TrimLeft(line, " :+-")) }
	for i, line := range lines {
		name, m := strings.TrimLeft(line, " :+-"), sparkSize().FindStringSubmatch(line)
		if m == nil || i+1 < len(lines) && depth(lines[i+1]) > depth(line) || strings.HasPrefix(name, "Range") ||
			strings.HasPrefix(name, "OneRowRelation") || strings.HasPrefix(name, "LocalRelation") {
			continue
		}
		size, err := strconv.ParseFloat(m[1], 64)
		size *= math.Pow(1024, float64(strings.Index("BKMGTPE", m[2][:1])))
		if err != nil || size >= 1<<60 { // what it has no statistics of, it takes for endless
			c.BytesKnown = false
		} else {
			c.Bytes += int64(size)
		}
		rows, err := strconv.ParseFloat(m[3], 64)
		c.RowsKnown, c.Rows = c.RowsKnown && err == nil, c.Rows+int64(rows)
	}
	return c
}
