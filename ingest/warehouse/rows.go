package warehouse

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// The statements begin alike, with what every row is: raw has what the table says, scaled its
// numbers with their decimals, seen why a row does not count.

// The names by which statements know what became of a row: a sums.Reason, or kept.
const kept = int(sums.NumReasons)

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

// rows adds the tables that say what every row is. Of each row there are
//
//	t        microseconds since 1970, NULL without a time
//	unit     NULL without one; word is what stands in its place
//	ev, eid  its event, and the event's id
//	xp       1 of rows with an event that exposes
//	arm      number of the declared arm that it names, NULL without
//	reason   why it does not count, or kept
//	ghost    1 of rows that do not count and may be the copy of an event that stays
//	role     that its event plays in suggestions, 0 of others; sid names its suggestion and sess the
//	         session, ratio and visible are numbers that it carries
//	f<i>     1 of rows that variable i is made of
//	s<j>     of field j: 0 a number, 1 missing, 2 broken, 3 too large
//	n<i>     the scaled number of variable i, o<i> 1 where it lost decimals
//	k<n>     the elements of its tuple
//	far      those that no order is known of, as one text
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
			raw = append(raw, s.element(k)...)
		}
	}
	if far := s.beyond(); far != "" {
		raw = append(raw, far+" AS far")
	}
	if s.suggests {
		raw = append(raw, s.aboutSuggestions(len(events) > 0)...)
	}
	if s.prints {
		raw = append(raw, s.print()+" AS print")
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

// reasons adds why rows do not count: the first that holds, in the order of sums.Reason.
func (s *statement) reasons() {
	e := s.Exp
	var arms []string
	for i, a := range e.Arms {
		arms = append(arms, fmt.Sprintf("WHEN variant IN %s THEN %d", s.d.list(a.Values()), i))
	}
	exposing := "ev IN " + s.d.list(e.Exposure.Event)
	role := ""
	if s.suggests {
		role = ",\n  " + s.role() + " AS role"
	}
	s.table("named", "whose exposure a row is, and which arm it names",
		"SELECT r.*,\n  "+one(exposing)+" AS xp,\n  CASE "+strings.Join(arms, " ")+" END AS arm"+role+
			"\nFROM scaled r")
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
	if s.suggests {
		asked, wanted = "("+asked+" OR role > 0)", append(wanted, "role > 0")
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
