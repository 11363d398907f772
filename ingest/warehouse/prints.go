package warehouse

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// bits is how many different prints of rows there are: sums of them stay below 10^38 of any table.
const bits = "4611686018427387904"

// print is a number made of all that the statements may read of a row: of its columns as text, each behind its length,
// by md5. A time is told by its instant, since the clock shows some twice.
func (s *statement) print() string {
	var all []string
	for _, c := range s.Columns {
		x := s.d.printed(s.column(c), c.Type)
		if c.Kind.time() {
			x = "coalesce(" + s.cast(s.d.Micros(s.column(c), c.Kind == Instant), s.d.Text) + ", " + x + ")"
		}
		all = append(all, "coalesce("+s.cast("length("+x+")", s.d.Text)+" || ':' || "+x+", '-')")
	}
	return strings.NewReplacer("{x}", strings.Join(all, " || "), "{n}", bits).Replace(s.d.Bucket)
}

// fingerprints is the statement of what the rows of every cohort are: how many, and the sum of their prints. Rows that
// no unit is made of stand aside. It sorts nothing.
func (p *Plan) fingerprints(d *Dialect, part Pass) string {
	s := &statement{Plan: p, d: d, pass: part, prints: true, zone: newZone(p.Exp.Zone, earliest, latest)}
	s.rows(nil)
	s.table("placed", "the unit of each row that units are made of", "SELECT CASE WHEN ev IN "+
		d.list(p.unitEvents())+" THEN unit END AS of_unit, xp, reason, t, "+s.cast("print", d.Wide)+
		" AS print\nFROM seen r")
	s.table("units", "the rows of each unit", "SELECT of_unit, "+firstExposed+
		" AS t0, count(*) AS n, SUM(print) AS print, MAX(t) AS last_t\nFROM placed r\nGROUP BY of_unit")
	s.table("cohorts", "the day of its first exposure", "SELECT u.*, "+one("of_unit IS NULL")+" AS aside, coalesce("+
		s.day("t0")+fmt.Sprintf(", %d) AS cohort\nFROM units u", noDay))
	return s.text("SELECT aside, cohort, SUM(n) AS n, SUM(print) AS print, MAX(last_t) AS last_t\nFROM cohorts c\n" +
		"GROUP BY aside, cohort")
}

// unitEvents are the events of which rows make units.
func (p *Plan) unitEvents() []string {
	return slices.Concat(p.Exp.Exposure.Event, p.asked, p.suggesting())
}

// takePrints asks what the rows are, where answers of earlier runs may stand.
func (s *Study) takePrints(ctx context.Context) error {
	if s.Cohorts == nil {
		return nil
	}
	from, err := s.byUnits(ctx, aboutPrints, func(part Pass) string { return s.plan.fingerprints(s.d, part) })
	if err != nil {
		return err
	}
	s.known = &known{Cohorts: s.Cohorts, prints: map[spec.Day]fingerprint{}, begun: map[string]keptAnswers{}}
	aside := fingerprint{sum: new(big.Int)}
	for _, cells := range from.rows {
		r := &row{a: from, cells: cells}
		day := spec.Day(r.int("cohort"))
		p, is := s.known.prints[day]
		if r.int("aside") == 1 {
			p, is = aside, true
		}
		if !is {
			p.sum, p.last = new(big.Int), noTime
		}
		p.rows += r.count("n")
		p.sum = new(big.Int).Add(p.sum, r.whole("print"))
		if !r.null("last_t") {
			p.last = max(p.last, r.int("last_t"))
		}
		if r.err != nil {
			return broken(r.err)
		}
		if r.int("aside") == 1 {
			aside = p
		} else {
			s.known.prints[day] = p
		}
	}
	parts := []string{aside.String()}
	for _, day := range s.known.days() {
		parts = append(parts, fmt.Sprint(int64(day)), s.known.prints[day].String())
	}
	s.known.all = nameOf(parts...)
	return nil
}

// noTime is before every time.
const noTime = -1 << 62
