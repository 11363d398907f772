package warehouse

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// The numbers of the roles of suggestion events in SQL: places in spec.Roles from 1 on, in
// which order rows of one instant are read.
const (
	shown = iota + 2
	accepted
	partial
	edited
	reverted
	typedThrough
	dismissed
	superseded
	hidden
)

// The roles that end what may become of a suggestion, but for edits, which may, and those that accept it.
const (
	ending    = "3, 4, 7, 8, 9"
	accepting = "3, 4, 5"
)

// unread are roles that only an investigation reads: their rows are of other events.
var unread = []string{"requested", "persisted"}

// suggesting are the events of suggestions that are read, sorted.
func (p *Plan) suggesting() []string {
	var out []string
	if !p.suggests {
		return nil
	}
	for role, names := range p.Exp.Suggestions.Events {
		if !slices.Contains(unread, role) {
			out = append(out, names...)
		}
	}
	slices.Sort(out)
	return out
}

// role is the number of the role of a row's event, 0 of any other event.
func (s *statement) role() string {
	var b strings.Builder
	for k, role := range spec.Roles {
		if names := s.Exp.Suggestions.Events[role]; len(names) > 0 && !slices.Contains(unread, role) {
			fmt.Fprintf(&b, " WHEN ev IN %s THEN %d", s.d.list(names), k+1)
		}
	}
	if b.Len() == 0 {
		return "0"
	}
	return "CASE" + b.String() + " ELSE 0 END"
}

// aboutSuggestions are the columns of raw that suggestions are made of.
func (s *statement) aboutSuggestions(numbers bool) []string {
	var out []string
	for _, x := range [][2]string{{"suggestion_id", "sid"}, {"session", "sess"}} {
		id := s.cast("NULL", s.d.Text)
		if c, ok := s.bound[x[0]]; ok {
			id = s.asID(c)
		}
		out = append(out, id+" AS "+x[1])
	}
	if !numbers {
		return out
	}
	for _, x := range [][2]string{{"edit_ratio", "ratio"}, {"visible_ms", "visible"}} {
		number := "NULL"
		if c, ok := s.bound[x[0]]; ok && s.measured(x[0]) {
			number = s.column(c)
		}
		out = append(out, s.cast(number, s.d.Double)+" AS "+x[1])
	}
	return out
}

// measured reports whether a number that rows about suggestions carry decides anything.
func (p *Plan) measured(name string) bool {
	if name == "edit_ratio" {
		return len(p.Exp.Suggestions.Events["edited"]) > 0
	}
	return p.Exp.Suggestions.MinVisible > 0
}

// number is a condition that a double is one.
func (s *statement) number(x string) string {
	return x + " IS NOT NULL AND NOT (" + s.d.NaN(x) + ") AND NOT (" + s.d.Infinite(x) + ")"
}

// above is a condition that a double, cut to 32 bits as uptake keeps it, is above a limit.
func (s *statement) above(x string, limit float32) string {
	middle, itself := halfway(limit)
	than := " > "
	if itself {
		than = " >= "
	}
	return x + than + s.double(fmt.Sprintf("%.17g", middle))
}

// reaches is a condition that a double, cut to 32 bits, is at least a limit.
func (s *statement) reaches(x string, limit float64) string { return s.above(x, under(limit)) }

// halfway is the double between a number of 32 bits and the next one; itself is true where it
// is cut to the upper of them, the even one.
func halfway(limit float32) (middle float64, itself bool) {
	middle = (float64(limit) + float64(math.Nextafter32(limit, math.MaxFloat32))) / 2
	return middle, float32(middle) > limit
}

// under is the largest number of 32 bits below a limit.
func under(limit float64) float32 {
	least := float32(limit)
	if float64(least) < limit {
		return least
	}
	return math.Nextafter32(least, -math.MaxFloat32)
}

// refuseSuggestions refuses columns out of which SQL does not read suggestions as uptake does.
func (p *Plan) refuseSuggestions() error {
	for _, name := range []string{"suggestion_id", "session"} {
		if c, ok := p.bound[name]; ok && !asText(c.Kind) {
			return fmt.Errorf("columns.%s: the column %q of %s is of the type %s, which every engine writes as text "+
				"in its own way; give a view in which it is text or a whole number", name, c.Name, p.Written, c.Type)
		}
	}
	for _, name := range []string{"edit_ratio", "visible_ms"} {
		c, ok := p.bound[name]
		if ok && p.measured(name) && !c.Kind.number() {
			return fmt.Errorf("columns.%s: the column %q of %s is of the type %s: the engine and uptake read numbers "+
				"out of it in different ways. Give a view in which it is a number (of decimals, at most %d digits)",
				name, c.Name, p.Written, c.Type, mostDigits)
		}
	}
	return nil
}
