package warehouse

import "fmt"

// firsts is the statement of when units first accepted a suggestion, in whole minutes since
// their exposure, and until when those were followed that never did.
func (p *Plan) firsts(d *Dialect, cut Cut, part Pass) string {
	s := p.counting(d, cut, part)
	s.perUnit(&asked{})
	end := fmt.Sprint(cut.To)
	if w := p.Exp.Window; w > 0 {
		end = fmt.Sprintf("CASE WHEN t0 > %d THEN %d ELSE t0 + %d END", cut.To-w.Microseconds(), cut.To,
			w.Microseconds())
	}
	counts := "arm >= 0 AND crossed = 0"
	if p.Exp.CompleteWindows {
		counts += " AND inside = 0"
	}
	s.table("waits", "how long each took to accept, or was followed", "SELECT "+s.cohortKey()+"arm, "+
		one("first_accept IS NOT NULL")+
		" AS accepted, "+d.Div("(coalesce(first_accept, "+end+") - t0)", "60000000")+" AS minute\nFROM units u\nWHERE "+
		counts)
	return s.text("SELECT " + s.cohortKey() + "arm, accepted, minute, count(*) AS units\nFROM waits u\nGROUP BY " +
		s.cohortKey() + "arm, accepted, minute")
}
