package lint

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

var otherExperiments = lint{
	code: "other_experiments",
	look: func(s *subject) found {
		worst, most := found{}, 0.0
		for o, id := range s.lives.Others {
			var t tally
			var rows []report.Example
			table := map[[2]int32]int{} // our arm and the other's, of those in one of it
			for _, a := range s.arms {
				for _, l := range a.lives {
					arms, y := map[int32]bool{}, 0.0
					for i := range l.Rows {
						if r := &l.Rows[i]; int(r.Other) == o {
							if y == 0 {
								rows = s.evidence(rows, r, id)
							}
							y, arms[r.OtherArm] = 1, true
						}
					}
					t.add(y, 1)
					if len(arms) == 1 {
						for k := range arms {
							table[[2]int32{int32(a.at), k}]++
						}
					}
				}
			}
			if t.y == 0 {
				continue
			}
			chi2, df := contingency(table)
			p := 1.0
			if df > 0 {
				_, l := stats.ChiSquareSF(chi2, df)
				p = math.Exp(l)
			}
			tied := p*float64(len(s.lives.Others)) < s.unlikely()
			if !tied && 2*t.y <= t.x || t.y <= most {
				continue
			}
			most = t.y
			share := t.share("users in " + id)
			said := fmt.Sprintf("%.0f of %.0f users of this experiment are in the experiment %q too: %s", t.y, t.x, id,
				share.say())
			if tied {
				said += fmt.Sprintf(", and which arm they are in there hangs on which they are in here (chi-square "+
					"%.1f, p = %.2g)", chi2, p)
			}
			worst = found{said + "." + s.sampled(), share, rows}
		}
		return worst
	},
	limit: compared("an experiment that more than half of the users are in too, which is a fact of the rows, or " +
		"whose arms hang on ours"),
	meaning: "Most users are in another experiment at the same time, or the two are not assigned apart. Where they " +
		"are assigned apart that is harmless; where not, the effect of the one is seen as that of the other.",
	causes: []string{"experiments share the users", "one flag depends on another"},
	todo: "Compare the arms within each arm of the other: segments, or uptake nightly over both, whose index shows " +
		"pairs.",
}

// contingency is Pearson's chi-square of a table of counts, without rows and columns of
// fewer than ten.
func contingency(table map[[2]int32]int) (chi2, df float64) {
	rows, columns, all := map[int32]float64{}, map[int32]float64{}, 0.0
	for k, n := range table {
		rows[k[0]], columns[k[1]] = rows[k[0]]+float64(n), columns[k[1]]+float64(n)
	}
	for r, n := range rows {
		if n < 10 {
			delete(rows, r)
		}
	}
	for c, n := range columns {
		if n < 10 {
			delete(columns, c)
		}
	}
	for k, n := range table {
		if rows[k[0]] > 0 && columns[k[1]] > 0 {
			all += float64(n)
		}
	}
	if len(rows) < 2 || len(columns) < 2 {
		return 0, 0
	}
	for r, of := range rows {
		for c, by := range columns {
			e := of * by / all
			d := float64(table[[2]int32{r, c}]) - e
			chi2 += d * d / e
		}
	}
	return chi2, float64((len(rows) - 1) * (len(columns) - 1))
}
