package lint

import "fmt"

var coverageGap = lint{
	code: "coverage_gap",
	look: func(s *subject) found {
		if s.exp.Assignments == nil || len(s.arms) < 2 {
			return found{}
		}
		seen, all := make([]tally, len(s.arms)), tally{}
		for _, a := range s.arms {
			for _, l := range a.lives {
				y := 0.0
				for i := range l.Rows {
					if r := &l.Rows[i]; r.Arm < 0 { // a row of what the unit did, not of its assignment
						y = 1
						break
					}
				}
				seen[a.at].add(y, 1)
				all.add(y, 1)
			}
		}
		for _, a := range s.arms {
			t, o := seen[a.at], others(seen, a.at)
			ratio, lo, hi, z := t.against(&o, 1)
			if !(ratio < 0.95) || t.units < fewActive || below(z)*float64(len(s.arms)) >= s.unlikely() {
				continue
			}
			r, _ := t.rate()
			q, _ := o.rate()
			share := lost("assigned units of the arm "+a.Name+" with rows", ratio, lo, hi, t.units+o.units)
			return found{detail: fmt.Sprintf("Of the units assigned to the arm %q %.3g %% have a row in the export, "+
				"of the others %.3g %%: %s are lacking.%s", a.Name, 100*r, 100*q, share.say(), s.sampled()),
				share: share}
		}
		return found{}
	},
	limit: compared("an arm of which, by the table of assignments, a twentieth less of the units have rows than of " +
		"the others"),
	meaning: "The population is declared, and of one arm less of it is in the export. Who is missing counts as " +
		"having done nothing.",
	causes: []string{"one arm's rows are lost or filtered on their way", "the table of assignments holds units of " +
		"one arm that were never met", "ids of one arm are written in another way"},
	todo: "Take some of the units that have no row and look for them in the source system; compare how their ids are " +
		"written.",
}
