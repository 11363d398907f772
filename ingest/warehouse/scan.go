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
	about := ""
	if p.suggests {
		odd += fmt.Sprintf(" OR reason = %d AND role > 0 AND (coalesce(%s, 1 = 0) OR coalesce(%s, 1 = 0))", kept,
			d.Matches("sid", oddID), d.Matches("sess", oddID))
		about = " role, sid, sess,"
	}
	bare := "1 = 0"
	if p.suggests {
		bare = fmt.Sprintf("reason = %d AND role > 0 AND sid IS NULL", kept)
	}
	s.table("grouped", "by what rows are counted",
		"SELECT reason, ghost, dates, t, ev, eid, unit, variant,"+about+" "+strings.Join(keys, ",\n  ")+"\nFROM seen r")
	columns := []string{
		"reason", "day", "exposing", "named", "ev", "nobody", "placed", "declared",
		"count(*) AS n",
		"count(DISTINCT unit) AS units",
		"sum(dates) AS dated",
		"max(t) AS last_dated",
		"min(CASE WHEN dates = 1 THEN t END) AS first_t",
		"max(CASE WHEN dates = 1 THEN t END) AS last_t",
		"max(" + d.Mod("t", "60000000") + ") AS off_minute",
		"max(" + d.Mod(s.zone.wall("t"), "3600000000") + ") AS off_hour",
		"max(" + d.Mod("t", "3600000000") + ") AS off_utc",
		"max(" + d.Mod(s.zone.wall("t"), fmt.Sprint(dayLength)) + ") AS off_day",
		"sum(" + one(fmt.Sprintf("reason = %d AND eid IS NULL", kept)) + ") AS no_eid",
		"sum(" + one(bare) + ") AS no_sid",
		"sum(" + one(odd) + ") AS odd",
		fmt.Sprintf("min(CASE WHEN reason = %d THEN %s END) AS stranger", sums.UnknownArm, d.Bytes("variant")),
	}
	return s.text("SELECT " + strings.Join(columns, ",\n  ") + "\nFROM grouped r\n" +
		"GROUP BY GROUPING SETS ((reason), (day), (exposing, day), (named), (ev), (nobody, placed, declared))")
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
