package warehouse

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// The statements begin alike, with what every row is: raw has what the table says, scaled its
// numbers with their decimals, seen why a row does not count.

// The names by which statements know what became of a row: a sums.Reason, or kept.
const kept = int(sums.NumReasons)

// statement is the SQL of a plan in one dialect, on its way.
type statement struct {
	*Plan
	d     *Dialect
	cut   Cut
	zone  zone
	with  []string // tables, in order
	notes []string // by table
}

// table adds one to the statement: a name, what it holds, and its SELECT.
func (s *statement) table(name, about, sql string) {
	s.notes = append(s.notes, about)
	s.with = append(s.with, name+" AS (\n"+indent(sql)+"\n)")
}

// text is the statement with its last SELECT.
func (s *statement) text(last string) string {
	var b strings.Builder
	for i, w := range s.with {
		if i == 0 {
			b.WriteString("WITH ")
		} else {
			b.WriteString(",\n")
		}
		b.WriteString("-- " + s.notes[i] + "\n" + w)
	}
	return b.String() + "\n" + last + s.d.Suffix
}

func indent(sql string) string { return "  " + strings.ReplaceAll(sql, "\n", "\n  ") }

func (s *statement) cast(x, to string) string { return s.d.cast(x, to) }

// column is a column of the table in SQL.
func (s *statement) column(c Column) string { return s.d.Quote(c.Name) }

// asText is a column as the text that uptake reads, ” where there is none.
func (s *statement) asText(c Column) string {
	x := s.column(c)
	switch c.Kind {
	case Text:
		x = s.cast(x, s.d.Text)
		return "coalesce(nullif(" + x + ", " + s.d.Literal(`\N`) + "), '')"
	case Boolean:
		return "CASE WHEN " + x + " THEN 'true' WHEN NOT " + x + " THEN 'false' ELSE '' END"
	}
	return "coalesce(" + s.cast(x, s.d.Text) + ", '')"
}

// noID are the words that stand for no id, in any case, as an expression without backslashes.
// One more, noObject, has brackets, which engines write in expressions in different ways.
var noID = func() string {
	var words []string
	for _, w := range []string{"na", "n/a", "nan", "nil", "null", "none", "undefined"} {
		words = append(words, anyCase(w))
	}
	words = append(words, "<"+anyCase("na")+">", "<"+anyCase("null")+">", "[(]"+anyCase("not set")+"[)]")
	all := strings.Join(words, "|")
	return "^(" + all + "|[ \t]+(" + all + ")?[ \t]*)$"
}()

const noObject = "[object object]"

func anyCase(word string) string {
	var b strings.Builder
	for _, r := range word {
		if u := strings.ToUpper(string(r)); u != string(r) {
			b.WriteString("[" + u + string(r) + "]")
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// oddID are ids that uptake takes for numbers, 12.0 being 12 there and 1.2e+15 refused, or that
// may be nothing but blanks of other kinds than space and tab, which uptake takes for none.
const oddID = "^[ \t]+.[Oo][Bb][Jj][Ee][Cc][Tt] [Oo][Bb][Jj][Ee][Cc][Tt].|^[ \t][^!-~]*[^ " +
	"-~\t][^!-~]*$|^-?[0-9]+[.]0+$|^-?[0-9]([.][0-9]+[eE][+-]?|[eE][+-])[0-9]+$"

// asID is a column as an id, NULL where there is none.
func (s *statement) asID(c Column) string {
	if c.Kind != Text {
		return s.cast(s.column(c), s.d.Text)
	}
	x := s.cast(s.column(c), s.d.Text)
	return fmt.Sprintf("CASE WHEN %[1]s = '' OR %[1]s = %[2]s OR %[3]s OR lower(%[1]s) = %[4]s AND upper(%[1]s) = "+
		"%[5]s THEN NULL ELSE %[1]s END",
		x, s.d.Literal(`\N`), s.d.Matches(x, noID), s.d.Literal(noObject), s.d.Literal(strings.ToUpper(noObject)))
}

// passes is a condition that rows pass a list of filters.
func (s *statement) passes(filters []spec.Filter) string {
	var all []string
	for _, f := range filters {
		c, _ := s.Plan.column(f.Column)
		x := s.asText(c)
		if len(f.Is) > 0 {
			all = append(all, "("+x+") IN "+s.d.list(f.Is))
		}
		if len(f.Not) > 0 {
			all = append(all, "("+x+") NOT IN "+s.d.list(f.Not))
		}
	}
	return and(all)
}

func and(all []string) string {
	if len(all) == 0 {
		return "1 = 1"
	}
	return strings.Join(all, " AND ")
}

func or(all []string) string {
	if len(all) == 0 {
		return "1 = 0"
	}
	return strings.Join(all, " OR ")
}

// one is 1 where a condition holds, else 0.
func one(condition string) string { return "CASE WHEN " + condition + " THEN 1 ELSE 0 END" }

// rows adds the tables that say what every row is. Of each row there are
//
//	t        microseconds since 1970, NULL without a time
//	unit     NULL without one; word is what stands in its place
//	ev, eid  its event, and the event's id
//	xp       1 of rows with an event that exposes
//	arm      number of the declared arm that it names, NULL without
//	reason   why it does not count, or kept
//	ghost    1 of rows that do not count and may be the copy of an event that stays
//	f<i>     1 of rows that variable i is made of
//	s<j>     of field j: 0 a number, 1 missing, 2 broken, 3 too large
//	n<i>     the scaled number of variable i, o<i> 1 where it lost decimals
//	k<n>     the elements of its tuple
//
// Where events are given, rows of others are not looked at.
func (s *statement) rows(events []string) {
	e := s.Exp
	ts, unit := s.bound["ts"], s.bound["unit"]
	raw := []string{
		s.d.Micros(s.column(ts), ts.Kind == Instant) + " AS t",
		s.asID(unit) + " AS unit",
		s.asText(unit) + " AS word",
		s.asText(s.bound["event"]) + " AS ev",
		s.asText(s.bound["variant"]) + " AS variant",
	}
	if c, ok := s.bound["event_id"]; ok && e.Duplicates != spec.Keep {
		raw = append(raw, s.asID(c)+" AS eid")
	} else {
		raw = append(raw, s.cast("NULL", s.d.Text)+" AS eid")
	}
	others := "1 = 0"
	if c, ok := s.bound["experiment"]; ok {
		others = "(" + s.asText(c) + ") <> " + s.d.Literal(e.ID)
	}
	raw = append(raw, one(others)+" AS others",
		one(s.passes(slices.Concat(e.Where, e.Sources[0].Where)))+" AS passes",
		one(s.passes(e.Exposure.Where))+" AS exposes",
		one("NOT ("+s.passes(s.outside())+")")+" AS outside")
	for i, v := range s.variable {
		if v.of != i {
			continue
		}
		raw = append(raw, fmt.Sprintf("%s AS f%d", one("("+s.asText(s.bound["event"])+") IN "+s.d.list(v.Agg.Event)+
			" AND "+s.passes(v.Agg.Where)), i))
	}
	for k, name := range s.Exp.Segments {
		c, _ := s.Plan.column(name)
		raw = append(raw, s.asText(c)+fmt.Sprintf(" AS segment%d", k))
	}
	for j, c := range s.fields {
		raw = append(raw, s.field(c)+fmt.Sprintf(" AS v%d", j))
	}
	for _, k := range s.tuple {
		if k.as != finerPart && !k.read {
			raw = append(raw, s.element(k)+" AS "+k.name)
		}
	}
	where := ""
	if len(events) > 0 {
		where = "\nWHERE (" + s.asText(s.bound["event"]) + ") IN " + s.d.list(events)
	}
	s.table("raw", "what each row says, read as uptake reads it", "SELECT "+strings.Join(raw, ",\n  ")+"\nFROM "+
		s.d.table(s.Table)+where)
	s.scaled()
	s.reasons()
}

// outside are the filters that set rows outside the experiment aside.
func (s *statement) outside() []spec.Filter {
	var out []spec.Filter
	for _, o := range s.Exp.Exposure.Outside {
		column := o.Column
		if column == "arm" {
			column = "variant"
		}
		out = append(out, spec.Filter{Column: column, Not: o.Is})
	}
	return out
}

// field is a column that is added up as a number.
func (s *statement) field(c Column) string {
	x := s.column(c)
	switch c.Kind {
	case Whole:
		return s.cast(x, s.d.Big)
	case Boolean:
		return s.cast("CASE WHEN "+x+" THEN 1 WHEN NOT "+x+" THEN 0 END", s.d.Big)
	}
	return s.cast(x, s.d.Double)
}

// element is an element of a row's tuple. Missing comes first: a text that is missing is
// empty, and a number stands behind a mark.
func (s *statement) element(k part) string {
	x := s.column(k.column)
	switch k.as {
	case idPart:
		if asText(k.column.Kind) {
			return "coalesce(" + s.asID(k.column) + ", '')"
		}
	case textPart:
		return s.asText(k.column)
	case timePart:
		return s.d.Micros(x, k.column.Kind == Instant)
	case numberPart:
		if k.column.Kind == Whole {
			return s.cast(x, s.d.Wide)
		}
		return s.cast(x, s.d.Double)
	}
	return s.cast(x, s.d.Text)
}

// largest is the bound of what is summed: a scaled number below 2^62.
func largest(scale int) string {
	return fmt.Sprintf("%.17g", float64(1<<62)/math.Pow10(scale))
}

// double is a constant of the double type.
func (s *statement) double(x string) string { return s.cast(x, s.d.Double) }

// scaled adds the numbers with their decimals: floor(v·10^scale + ½) of the decimal that a
// double stands for. It is reckoned in doubles where these cannot miss it, which is nearly
// always.
func (s *statement) scaled() {
	status, product, whole := []string{"r.*"}, []string{"r.*"}, []string{"r.*"}
	for j, c := range s.fields {
		v := fmt.Sprintf("v%d", j)
		x := "CASE WHEN " + v + " IS NULL THEN 1"
		if c.Kind == Double || c.Kind == Decimal {
			x += " WHEN " + s.d.NaN(v) + " THEN 1 WHEN " + s.d.Infinite(v) + " THEN 2"
		}
		status = append(status, fmt.Sprintf("%s ELSE 0 END AS s%d", x, j))
	}
	for i, v := range s.variable {
		if v.field < 0 || v.of != i {
			continue
		}
		x, c := fmt.Sprintf("v%d", v.field), s.fields[v.field]
		if c.Kind == Whole || c.Kind == Boolean {
			fits := fmt.Sprintf("s%d = 0 AND %s BETWEEN -%d AND %d", v.field, x, int64(1<<62)/pow10(v.Scale)-1,
				int64(1<<62)/pow10(v.Scale)-1)
			product = append(product, fmt.Sprintf("CASE WHEN %s THEN %s * %s END AS n%d", fits, x, power(v.Scale), i),
				fmt.Sprintf("0 AS o%d", i))
			continue
		}
		p := s.double("1e" + fmt.Sprint(v.Scale))
		product = append(product, fmt.Sprintf("CASE WHEN s%d = 0 AND abs(%s) < %s THEN %s * %s END AS x%d", v.field, x,
			s.double(largest(v.Scale)), x, p, i),
			fmt.Sprintf("CASE WHEN s%d = 0 AND abs(%s) < %s THEN floor(%s * %s + %s) END AS w%d", v.field, x,
				s.double(largest(v.Scale)), x, p, s.double("0.5"), i))
		off := fmt.Sprintf("abs(x%d - w%d)", i, i)
		slack := fmt.Sprintf("abs(x%d) * %s", i, s.double(fmt.Sprintf("%.17g", 0x1p-50)))
		rounded := fmt.Sprintf("(%s > %s AND %s > %s)", off, s.double("1e-6"), off, slack)
		sure := fmt.Sprintf("abs(w%d) < %s AND NOT (%s AND %s >= %s - %s)", i, s.double(fmt.Sprint(int64(1<<51))),
			rounded, off, s.double("0.5"), slack)
		whole = append(whole,
			fmt.Sprintf("CASE WHEN x%d IS NULL THEN NULL WHEN %s THEN %s ELSE %s END AS n%d", i, sure,
				s.cast(fmt.Sprintf("w%d", i), s.d.Big), s.d.Exact(x, v.Scale), i),
			fmt.Sprintf("CASE WHEN x%d IS NULL THEN 0 WHEN %s THEN %s ELSE %s END AS o%d", i, sure, one(rounded),
				one(s.d.Loses(x, v.Scale)), i))
	}
	s.table("stated", "which numbers are missing (1) or infinite (2)", "SELECT "+strings.Join(status, ",\n  ")+
		"\nFROM raw r")
	s.table("product", "numbers times a power of ten", "SELECT "+strings.Join(product, ",\n  ")+"\nFROM stated r")
	s.table("scaled", "and as integers, o of those that lost decimals", "SELECT "+strings.Join(whole, ",\n  ")+
		"\nFROM product r")
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// reasons adds why rows do not count: the first that holds, in the order of sums.Reason.
func (s *statement) reasons() {
	e := s.Exp
	var arms []string
	for i, a := range e.Arms {
		arms = append(arms, fmt.Sprintf("WHEN variant IN %s THEN %d", s.d.list(a.Values()), i))
	}
	exposing := "ev IN " + s.d.list(e.Exposure.Event)
	s.table("named", "whose exposure a row is, and which arm it names",
		"SELECT r.*,\n  "+one(exposing)+" AS xp,\n  CASE "+strings.Join(arms, " ")+" END AS arm\nFROM scaled r")
	var span, wanted []string
	if e.Start != spec.NoDay {
		span = append(span, fmt.Sprintf("t >= %d", e.Start.Start(e.Zone)))
	}
	if e.End != spec.NoDay {
		span = append(span, fmt.Sprintf("t < %d", (e.End+1).Start(e.Zone)))
	}
	for i, v := range s.variable {
		if v.of != i {
			continue
		}
		wanted = append(wanted, fmt.Sprintf("f%d = 1", i))
	}
	asked := "1 = 0"
	if len(s.asked) > 0 {
		asked = "ev IN " + s.d.list(s.asked)
	}
	reason := fmt.Sprintf(`CASE WHEN t IS NULL THEN %d
    WHEN xp = 1 THEN CASE WHEN NOT (%s) THEN %d
      WHEN passes = 0 OR exposes = 0 THEN %d
      WHEN others = 1 THEN %d
      WHEN outside = 1 THEN %d
      WHEN unit IS NULL THEN %d
      WHEN arm IS NULL THEN %d
      ELSE %d END
    WHEN passes = 0 THEN %d
    WHEN NOT (%s) THEN %d
    WHEN unit IS NULL THEN %d
    WHEN NOT (%s) THEN %d
    ELSE %d END`, sums.BadTime, and(span), sums.OutsideDates, sums.Filtered, sums.OtherExperiment, sums.Outside, sums.MissingUnit, sums.UnknownArm, kept,
		sums.Filtered, asked, sums.OtherEvent, sums.MissingUnit, or(wanted), sums.Filtered, kept)
	s.table("seen", "why a row does not count; "+fmt.Sprint(kept)+" of those that do",
		"SELECT r.*,\n  "+reason+" AS reason,\n  "+
			one("t IS NOT NULL AND xp = 0 AND passes = 1 AND "+asked+" AND unit IS NOT NULL AND eid IS NOT NULL AND "+
				"NOT ("+or(wanted)+")")+" AS ghost,\n  "+
			one("t IS NOT NULL AND (passes = 1 OR xp = 1 AND NOT ("+and(span)+"))")+" AS dates\nFROM named r")
}

// zone turns instants into calendar days of the experiment's time zone.
type zone struct {
	at     []int64 // from which instant on
	offset []int64 // microseconds east of UTC, one more than at
}

// newZone lists the offsets between two instants, as uptake knows them: what an engine has
// for a zone may be of another year.
func newZone(z *time.Location, from, to int64) zone {
	if z == nil {
		z = time.UTC
	}
	wall := spec.NewWallClock(z)
	off := func(t int64) int64 { return wall.Wall(t) - t }
	out := zone{offset: []int64{off(from)}}
	const step = 6 * 3600 * 1_000_000
	for t := from; t < to; t += step {
		if off(t+step) == off(t) {
			continue
		}
		lo, hi := t, t+step // the change is in (lo, hi]
		for hi-lo > 1 {
			if mid := lo + (hi-lo)/2; off(mid) == off(lo) {
				lo = mid
			} else {
				hi = mid
			}
		}
		out.at, out.offset = append(out.at, hi), append(out.offset, off(hi))
	}
	return out
}

// fixed reports whether the clock is never put forward or back.
func (z zone) fixed() bool { return len(z.at) == 0 }

// wall is what the clock shows at t.
func (z zone) wall(t string) string {
	if len(z.at) == 0 && z.offset[0] == 0 {
		return t
	}
	out := "(" + t + " + CASE"
	for i, at := range z.at {
		out += fmt.Sprintf(" WHEN %s < %d THEN %d", t, at, z.offset[i])
	}
	if len(z.at) == 0 {
		return fmt.Sprintf("(%s + %d)", t, z.offset[0])
	}
	return out + fmt.Sprintf(" ELSE %d END)", z.offset[len(z.at)])
}

const dayLength = 86_400_000_000 // microseconds

// day is the calendar day of t, counted from 1970-01-01. Times are from 1990 on, so that
// the division that cuts towards zero is the floor.
func (s *statement) day(t string) string { return s.d.Div(s.zone.wall(t), fmt.Sprint(dayLength)) }

// order is the one order of rows with one time and rank of their event: that of their tuples.
func (s *statement) order(until func(part) bool) []string {
	var out []string
	for _, k := range s.tuple {
		if until != nil && until(k) {
			break
		}
		out = append(out, s.key(k)...)
	}
	return out
}

// key is an element as keys of an order.
func (s *statement) key(k part) []string {
	x := k.name
	switch k.as {
	case idPart, textPart:
		return []string{s.d.Bytes(x)}
	case timePart:
		return []string{one(x + " IS NOT NULL"), x}
	case numberPart:
		return s.numberKey(k)
	case finerPart:
		return []string{s.first(k.column)}
	}
	return []string{x}
}

// first is the name under which a number's column stands among the elements.
func (s *statement) first(c Column) string {
	for _, k := range s.tuple {
		if k.as == numberPart && k.column == c {
			return k.name
		}
	}
	return s.column(c)
}

// numberKey orders a number by its integer with 9 decimals: missing first, and last what is
// no such integer.
func (s *statement) numberKey(k part) []string {
	x := k.name
	if k.column.Kind == Whole {
		return []string{one(x + " IS NOT NULL"), x}
	}
	const whole = 8388608 // from here on two doubles are two integers
	in := fmt.Sprintf("abs(%s) < %s", x, s.double(fmt.Sprint(whole)))
	number := fmt.Sprintf("%s IS NULL OR %s OR %s", x, s.d.NaN(x), s.d.Infinite(x))
	return []string{
		fmt.Sprintf("CASE WHEN %[1]s IS NULL OR %[2]s THEN 0 WHEN %[3]s OR abs(%[1]s) >= %[4]s THEN 2 ELSE 1 END",
			x, s.d.NaN(x), s.d.Infinite(x), s.double(fmt.Sprintf("%.17g", 0x1p63/1e9))),
		fmt.Sprintf("CASE WHEN %s THEN %s WHEN %s THEN floor(%s * %s + %s) WHEN %s > 0 THEN %s ELSE %s END",
			number, s.double("0"), in, x, s.double("1e9"), s.double("0.5"), x, s.double("1e17"), s.double("-1e17")),
		fmt.Sprintf("CASE WHEN %s OR %s OR abs(%s) >= %s THEN %s ELSE %s END", number, in, x,
			s.double(fmt.Sprintf("%.17g", 0x1p63/1e9)), s.double("0"), x),
	}
}
