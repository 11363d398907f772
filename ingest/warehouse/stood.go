package warehouse

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"uptake/analysis/spec"
)

// days are the cohorts that there are, in order.
func (k *known) days() []spec.Day { return slices.Sorted(maps.Keys(k.prints)) }

// scan asks what the rows are, unless all of them are what they were.
func (s *Study) scan(ctx context.Context) (*answer, error) {
	ask := func() (*answer, error) {
		return s.byUnits(ctx, aboutScan, func(part Pass) string { return s.plan.Scan(s.d, part) })
	}
	if s.known == nil {
		return ask()
	}
	name := nameOf(s.plan.Scan(s.d, Pass{}), s.known.all)
	if is, ok := s.known.get(name); ok && len(is.Answers) == 1 {
		return is.Answers[0].answer(), nil
	}
	a, err := ask()
	if err != nil {
		return nil, err
	}
	of := keptAnswer{Columns: a.columns()}
	for _, cells := range a.rows {
		of.add(cells)
	}
	s.known.begun[name] = keptAnswers{Answers: []keptAnswer{of}}
	return a, nil
}

// byCohorts asks statements about those cohorts of which no answer stands.
func (s *Study) byCohorts(ctx context.Context, a *asked, statementsAt func(Cut) []toAdd) ([]told, error) {
	k, statements := s.known, statementsAt(s.cut)
	// What the answers hang on beside the rows: the statements, of which the end of the data is told apart.
	var parts []string
	timeless := s.cut
	timeless.To = latest - 1
	for _, x := range statementsAt(timeless) {
		parts = append(parts, x.sql(Pass{by: &chosen{}}))
	}
	text := nameOf(parts...)
	stand := map[spec.Day]keptAnswers{}
	names := map[spec.Day]string{}
	var ask []spec.Day
	for _, day := range k.days() {
		p := k.prints[day]
		names[day] = nameOf(text, fmt.Sprint(int64(day)), p.String())
		is, ok := k.get(names[day])
		if ok = ok && len(is.Answers) == len(statements); ok && is.To != s.cut.To {
			ok = min(is.To, s.cut.To) >= s.settles(a, day, p.last, statements[0].about == aboutVectors)
		}
		if ok {
			stand[day] = is
		} else {
			ask = append(ask, day)
		}
	}
	if statements[0].about == aboutUnits {
		k.Asked, k.Stood = len(ask), len(stand)
	}
	fresh := map[spec.Day]*keptAnswers{}
	for _, day := range ask {
		fresh[day] = &keptAnswers{To: s.cut.To}
	}
	by := &chosen{only: ask}
	if len(stand) == 0 {
		by = &chosen{}
	}
	var out []told
	for i, x := range statements {
		together := &answer{}
		if len(ask) > 0 {
			sql := func(part Pass) string {
				part.by = by
				return x.sql(part)
			}
			var err error
			if together, err = s.byUnits(ctx, x.about, sql); err != nil {
				return nil, err
			}
			if err := split(together, fresh, s.plan.Written); err != nil {
				return nil, err
			}
		}
		for _, day := range k.days() {
			if is, ok := stand[day]; ok {
				of := is.Answers[i].answer()
				if together.place == nil {
					together.place = of.place
				}
				if !maps.Equal(together.place, of.place) {
					return nil, broken(fmt.Errorf("it has other columns than the kept one of the same statement"))
				}
				together.rows = append(together.rows, of.rows...)
			}
		}
		if len(together.rows) > mostRows {
			return nil, tooMany()
		}
		out = append(out, told{x.about, together})
	}
	for day, is := range fresh {
		k.begun[names[day]] = *is
	}
	return out, nil
}

// split gives each cohort its part of an answer.
func split(a *answer, to map[spec.Day]*keptAnswers, table string) error {
	columns := a.columns()
	at := map[spec.Day]*keptAnswer{}
	for day, is := range to {
		is.Answers = append(is.Answers, keptAnswer{Columns: columns})
		at[day] = &is.Answers[len(is.Answers)-1]
	}
	for _, cells := range a.rows {
		r := &row{a: a, cells: cells}
		of := at[spec.Day(r.int("cohort"))]
		if r.err != nil {
			return broken(r.err)
		}
		if of == nil {
			return fmt.Errorf("the engine has units of a day of first exposure that there was not before: the table "+
				"%s changed meanwhile; run it again", table)
		}
		of.add(cells)
	}
	return nil
}

// keepAnswers keeps what was asked, once it is found right.
func (s *Study) keepAnswers() {
	if s.known == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(s.known.begun)) {
		s.known.put(name, s.known.begun[name])
	}
	clear(s.known.begun)
}

// columns are the names of an answer's columns, in their order.
func (a *answer) columns() []string {
	out := make([]string, len(a.place))
	for name, i := range a.place {
		out[i] = name
	}
	return out
}

func (k *keptAnswer) add(cells []Cell) {
	row := make([]*string, len(cells))
	for i, c := range cells {
		if !c.Null {
			row[i] = &c.Text
		}
	}
	k.Rows = append(k.Rows, row)
}

// answer is what is kept as it was answered.
func (k *keptAnswer) answer() *answer {
	a := &answer{place: map[string]int{}}
	for i, name := range k.Columns {
		a.place[name] = i
	}
	for _, row := range k.Rows {
		cells := make([]Cell, len(k.Columns))
		for i := range cells {
			if cells[i].Null = i >= len(row) || row[i] == nil; !cells[i].Null {
				cells[i].Text = *row[i]
			}
		}
		a.rows = append(a.rows, cells)
	}
	return a
}
