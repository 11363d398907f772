package resolve

import (
	"context"
	"testing"
	"time"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/store"
)

// TestCovariates: what a unit did in the 100 seconds before its exposure, and
// nothing else, feeds its covariates.
func TestCovariates(t *testing.T) {
	const back = 100 * time.Second
	variables := []spec.Variable{
		{Name: "tasks", Agg: spec.Aggregate{How: spec.Count}},
		{Name: "tasks.before", Covariate: true, Before: back, Of: "tasks", Agg: spec.Aggregate{How: spec.Count}},
		{Name: "accepted.before", Covariate: true, Before: back, States: []string{"accepted", "edited"},
			Agg: spec.Aggregate{How: spec.Count}},
		{Name: "any.before", Covariate: true, Before: back, States: []string{"ignored"},
			Agg: spec.Aggregate{How: spec.Any}},
	}
	const missing = -1
	for _, c := range []struct {
		name, rows                      string
		from                            float64
		tasks, before, accepted, ignore int64
		used                            int64
	}{
		{"rows on either side", "250 task\n299 task\n300 exposed A\n301 task", 0, 1, 2, 0, 0, 4},
		{"the look-back begins at its first instant", "199 task\n200 task\n300 exposed A", 0, 0, 1, 0, 0, 2},
		{"at the exposure counts after it", "300 task\n300 exposed A", 0, 1, 0, 0, 0, 2},
		{"no history in the data", "250 task\n300 exposed A\n310 task", 200.000001, 1, missing, missing, missing, 3},
		{"history begins with the data", "250 task\n300 exposed A", 200, 0, 1, 0, 0, 2},
		{"suggestions that had closed", "210 shown a\n215 accepted a\n220 shown b\n225 accepted b\n229 edited b\n230 " +
			"shown c\n300 exposed A", 0, 0, 0, 2, 1, 7},
		{"one still open at the exposure is in neither", "281 shown a\n282 accepted a\n300 exposed A\n310 shown b", 0,
			0, 0, 0, 0, 2},
		{"a late answer is none", "210 shown a\n229 shown b\n300 exposed A\n301 accepted a", 0, 0, 0, 0, 1, 4},
		{"two arms", "250 task\n300 exposed A\n310 exposed B", 0, 0, 1, 0, 0, 0},
	} {
		s := store.New(store.Format{}, 0)
		a := s.NewAppender()
		rows := parse(t, c.rows)
		u := a.Unit("u1")
		for i := range rows {
			a.Add(u, &rows[i])
		}
		a.Flush()
		shape := study.Shape{Arms: []string{"A", "B"}, Variables: variables}
		rules := rulesOf(func(r *Rules) {
			r.Attribution, r.EditWindow, r.From = 10*time.Second, 10*time.Second, at(c.from)
		})
		r := &Resolver{Rows: NewRows(s, nil, 1), Shape: shape, Rules: rules, Files: []string{"f.csv"}}
		for i := range store.Parts {
			p, err := r.Open(context.Background(), i)
			if err != nil {
				t.Fatal(err)
			}
			if p.Units.NumRows() == 0 {
				continue
			}
			v := shape.Units(p.Units).Var
			got := func(k int) int64 {
				if v[k].IsNull(0) {
					return missing
				}
				_, lo := v[k].Value(0)
				return int64(lo)
			}
			if got(0) != c.tasks || got(1) != c.before || got(2) != c.accepted || got(3) != c.ignore ||
				p.Tally.Used != c.used {
				t.Errorf("%s: tasks %d, before %d, accepted %d, any ignored %d, %d rows used; want %d, %d, %d, %d, %d",
					c.name,
					got(0), got(1), got(2), got(3), p.Tally.Used, c.tasks, c.before, c.accepted, c.ignore, c.used)
			}
			for name, n := range p.Tally.Rules {
				t.Errorf("%s: the rule %s fired %d times for what is no part of the result", c.name, name, n)
			}
		}
	}
}

// TestRetention: a variable with After counts rows of one day only.
func TestRetention(t *testing.T) {
	variables := []spec.Variable{{Name: "tasks", Agg: spec.Aggregate{How: spec.Any}, After: 100 * time.Second,
		Window: 200 * time.Second}}
	for _, c := range []struct {
		rows string
		want int64
	}{
		{"0 exposed A\n99.999999 task\n200 task", 0},
		{"0 exposed A\n100 task\n150 task", 1},
		{"0 exposed A\n199.999999 task", 1},
		{"0 exposed A", 0},
	} {
		s := store.New(store.Format{}, 0)
		a := s.NewAppender()
		rows := parse(t, c.rows)
		u := a.Unit("u1")
		for i := range rows {
			a.Add(u, &rows[i])
		}
		a.Flush()
		shape := study.Shape{Arms: []string{"A", "B"}, Variables: variables}
		r := &Resolver{Rows: NewRows(s, nil, 1), Shape: shape, Rules: rulesOf(func(r *Rules) { r.Suggestions = false }),
			Files: []string{"f.csv"}}
		for i := range store.Parts {
			p, err := r.Open(context.Background(), i)
			if err != nil {
				t.Fatal(err)
			}
			if p.Units.NumRows() > 0 {
				if _, got := shape.Units(p.Units).Var[0].Value(0); int64(got) != c.want {
					t.Errorf("%q: %d, want %d", c.rows, got, c.want)
				}
			}
		}
	}
}
