package ingest

import (
	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/table"
)

// scope says which of the rows that name an arm are of the experiment: those
// with its id, where the export has a column experiment, and of them those
// whose values the experiment file does not place outside.
type scope struct {
	id         string
	experiment int // want, -1 where rows of an experiment are not told apart
	outside    []spec.Filter
	outsideAt  []int
}

// noScope takes every row.
func noScope() scope { return scope{experiment: -1} }

// newScope adds the columns that tell.
func newScope(e *spec.Experiment, wants *table.Wants) scope {
	s := scope{id: e.ID, experiment: wants.Add("experiment", false, true)}
	for _, o := range e.Exposure.Outside {
		s.outside = append(s.outside, spec.Filter{Column: o.Column, Not: o.Is})
		s.outsideAt = append(s.outsideAt, wants.Add(outsideName(e, o), false, true))
	}
	return s
}

// outsideName is the wanted name of a column whose values stand outside: variant
// and arm are two names of one thing, of which each layout binds its own.
func outsideName(e *spec.Experiment, o spec.Outside) string {
	if o.Column == "variant" || o.Column == "arm" {
		return armName(e)
	}
	return o.Column
}

// armName is the canonical name of the column that holds the arm.
func armName(e *spec.Experiment) string {
	if e.Layout == spec.Events && e.Assignments == nil {
		return "variant"
	}
	return "arm"
}

// scoped is a scope over the columns of one batch.
type scoped struct {
	id         string
	experiment *event.Text
	outside    *event.Sieve
}

func (s *scope) over(b *table.Batch) scoped {
	o := scoped{id: s.id, outside: event.NewSieve(s.outside, b.Pick(s.outsideAt)), experiment: event.NewText(nil)}
	if s.experiment >= 0 {
		o.experiment = b.Columns[s.experiment]
	}
	return o
}

// aside says why row i is not of the experiment, sums.NumReasons when it is.
func (s *scoped) aside(i int) (sums.Reason, string) {
	if s.experiment.Present() {
		if v := s.experiment.Value(i); v != s.id {
			return sums.OtherExperiment, v
		}
	}
	if ok, column, value := s.outside.Pass(i); !ok {
		return sums.Outside, column + " = " + value
	}
	return sums.NumReasons, ""
}
