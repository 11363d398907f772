package warehouse

import (
	"fmt"
	"strings"

	"uptake/analysis/sums"
)

// Earliest and latest bound the times that uptake takes for such.
const (
	earliest = 631_152_000_000_000   // 1990-01-01
	latest   = 4_102_444_800_000_000 // 2100-01-01
)

// noDay is the day of rows without a time.
const noDay = -1_000_000

// Scan is the statement that says what the rows are: how many are set aside for what
// reason, the days that they are of, the arms and the events that they name. Its grouping
// sets are told apart by the keys that are not NULL: reason; day; exposing and day; named;
// ev; nobody, word and arm.
func (p *Plan) Scan(d *Dialect, part Pass) string {
	s := &statement{Plan: p, d: d, pass: part, zone: newZone(p.Exp.Zone, earliest, latest)}
	s.rows(nil)
	reached := fmt.Sprintf("xp = 1 AND reason >= %d AND reason <> %d AND reason <> %d", sums.MissingUnit, sums.BadValue,
		sums.Duplicate)
	keys := []string{
		fmt.Sprintf("coalesce(%s, %d) AS day", s.day("t"), noDay),
		"CASE WHEN " + reached + " THEN ev ELSE '' END AS exposing",
		fmt.Sprintf("CASE WHEN xp = 1 AND reason IN (%d, %d) THEN %s ELSE -2 END AS named", sums.UnknownArm, kept,
			s.armValue()),
		fmt.Sprintf("CASE WHEN reason = %d THEN 1 ELSE 0 END AS nobody", sums.MissingUnit),
		fmt.Sprintf("CASE WHEN reason = %d THEN word ELSE '' END AS placed", sums.MissingUnit),
		"coalesce(arm, -1) AS declared",
	}
	odd := fmt.Sprintf("(reason = %d OR ghost = 1) AND (%s OR coalesce(%s, 1 = 0))", kept, d.Matches("unit", oddID),
		d.Matches("eid", oddID))
	if p.suggests {
		odd += fmt.Sprintf(" OR reason = %d AND role > 0 AND (coalesce(%s, 1 = 0) OR coalesce(%s, 1 = 0))", kept,
			d.Matches("sid", oddID), d.Matches("sess", oddID))
	}
	bare := "1 = 0"
	if p.suggests {
		bare = fmt.Sprintf("reason = %d AND role > 0 AND sid IS NULL", kept)
	}
	s.table("grouped", "by what rows are counted",
		"SELECT reason, dates, t, ev, unit, "+strings.Join(keys, ",\n  ")+",\n  "+
			fmt.Sprintf("CASE WHEN reason = %d THEN variant ELSE '' END AS strange,\n  ", sums.UnknownArm)+
			one(fmt.Sprintf("reason = %d AND eid IS NULL", kept))+" AS bare,\n  "+one(bare)+" AS unlinked,\n  "+
			one(odd)+" AS peculiar\nFROM seen r")
	// Units of a day and texts are keys here and counted below: engines sort all rows for distinct ones of a group, and
	// some for the least of texts.
	const by = "reason, day, exposing, named, ev, nobody, placed, declared"
	s.table("counted", "rows added up", "SELECT "+by+`, unit, strange, count(*) AS n,
  sum(dates) AS dated,
  max(t) AS last_dated,
  min(CASE WHEN dates = 1 THEN t END) AS first_t,
  max(CASE WHEN dates = 1 THEN t END) AS last_t,
  max(`+d.Mod("t", "60000000")+`) AS off_minute,
  max(`+d.Mod(s.zone.wall("t"), "3600000000")+`) AS off_hour,
  max(`+d.Mod("t", "3600000000")+`) AS off_utc,
  max(`+d.Mod(s.zone.wall("t"), fmt.Sprint(dayLength))+`) AS off_day,
  sum(bare) AS no_eid,
  sum(unlinked) AS no_sid,
  sum(peculiar) AS odd
FROM grouped r
GROUP BY GROUPING SETS ((reason), (day, unit), (exposing, day, unit), (named, strange), (ev), `+
		"(nobody, placed, declared))")
	columns := []string{by, "sum(n) AS n", "count(unit) AS units", "min(first_t) AS first_t",
		"min(" + d.Bytes("strange") + ") AS stranger"}
	for _, c := range []string{"dated", "no_eid", "no_sid", "odd"} {
		columns = append(columns, "sum("+c+") AS "+c)
	}
	for _, c := range []string{"last_dated", "last_t", "off_minute", "off_hour", "off_utc", "off_day"} {
		columns = append(columns, "max("+c+") AS "+c)
	}
	return s.text("SELECT " + strings.Join(columns, ",\n  ") + "\nFROM counted c\nGROUP BY " + by)
}

// armValue is the number of the value that names a row's arm, among those of all arms; -1 of one that none has.
func (s *statement) armValue() string {
	values := s.armValues()
	if len(values) == len(s.Exp.Arms) {
		return "coalesce(arm, -1)"
	}
	var when []string
	for i, v := range values {
		when = append(when, fmt.Sprintf("WHEN variant IN %s THEN %d", s.d.list([]string{v}), i))
	}
	return "CASE " + strings.Join(when, " ") + " ELSE -1 END"
}

// armValues are the values of the table that stand for arms, arm by arm.
func (p *Plan) armValues() (values []string) {
	for _, a := range p.Exp.Arms {
		values = append(values, a.Values()...)
	}
	return values
}

// Cut is what Scan found that the other statements are made of.
type Cut struct {
	From, To int64 // first and last time of the rows that count
	Coarse   bool  // equal rows without an id are rows of their own
	Sids     bool  // every row about suggestions has the id of one
}

// zoneOf knows the days on which something may count.
func (p *Plan) zoneOf(c Cut) zone {
	far := p.Exp.Window.Microseconds() + 400*dayLength
	return newZone(p.Exp.Zone, max(earliest, c.From-far), min(latest, c.To+far))
}
