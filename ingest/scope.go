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
	experiment int // want, -1 where rows of an experiment are not told apart
	outside    []spec.Filter
	outsideAt  []int
}

// noScope takes every row.
func noScope() scope { return scope{experiment: -1} }

// newScope adds the columns that tell.
func newScope(e *spec.Experiment, wants *table.Wants) scope {
	s := scope{experiment: wants.Add("experiment", false, true)}
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
	experiment *event.Text
	outside    *event.Sieve
}

func (s *scope) over(b *table.Batch) scoped {
	o := scoped{outside: event.NewSieve(s.outside, b.Pick(s.outsideAt)), experiment: event.NewText(nil)}
	if s.experiment >= 0 {
		o.experiment = b.Columns[s.experiment]
	}
	return o
}

// names is the experiment that row i names; tells is false where rows name none.
func (s *scoped) names(i int) (id string, tells bool) {
	return s.experiment.Value(i), s.experiment.Present()
}

// aside says why row i is not of the experiment with the id, sums.NumReasons when it is.
func (s *scoped) aside(i int, of string) (sums.Reason, string) {
	if id, tells := s.names(i); tells && id != of {
		return sums.OtherExperiment, id
	}
	if ok, column, value := s.outside.Pass(i); !ok {
		return sums.Outside, column + " = " + value
	}
	return sums.NumReasons, ""
}
