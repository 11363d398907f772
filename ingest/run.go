package ingest

import (
	"slices"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/resolve"
	"uptake/ingest/store"
	"uptake/ingest/table"
)

// run is one collection: what one experiment asks, what its rows mean, and where they go.
type run struct {
	asked
	shape    study.Shape
	rules    resolve.Rules
	format   store.Format
	layout   layout
	members  []*member      // of which exp is the first
	byID     map[string]int // the members
	spans    []span         // their days, each once
	armCodes int            // of all their arms
	identity []int          // wants that name rows which name nobody; nil where rows do
	store    *store.Store
	labels   *labelFile      // nil without
	wall     *spec.WallClock // of the experiment's zone
	unitAt   int             // want of the unit
}

// newRun is a collection for experiments that ask the same; most are for one.
func newRun(all []*spec.Experiment, d spec.Demand, o Options) *run {
	e := all[0]
	r := &run{asked: asked{exp: e, demand: d, set: table.New(o.Open)}, wall: spec.NewWallClock(e.Zone)}
	for _, m := range all {
		r.addMember(m)
	}
	r.shape = Shape(e, d)
	s := e.Suggestions
	r.rules = resolve.Rules{Duplicates: e.Duplicates, Window: e.Window, Zone: e.Zone, Days: d.Days,
		Suggestions: d.Suggestions,
		Attribution: s.Attribution, EditWindow: s.EditWindow, EditAbove: s.EditAbove, RevertAbove: s.RevertAbove,
		MinVisible: s.MinVisible,
		CanEdit:    len(s.Events["edited"])+len(s.Events["reverted"]) > 0}
	if r.rules.Duplicates == "" {
		r.rules.Duplicates = spec.ByID
	}
	for _, n := range d.Numbers { // numbers that shown suggestions carry
		r.rules.Numbers = append(r.rules.Numbers, numberPlace(r.shape.Attributes, n))
	}
	r.set.Lines = r.rules.Duplicates != spec.Keep
	r.layout = newLayout(e.Layout)
	r.layout.ask(r)
	r.unitAt = r.set.Wants.Place("unit")
	for _, n := range d.Look {
		r.set.Wants.Aside(n, false)
	}
	for _, x := range e.Sources {
		r.set.Wants.Filters(x.Where)
		r.set.Add(table.Export(e, x)).Required = r.layout.required()
	}
	if a := e.Assignments; a != nil {
		r.assigned = r.set.Add(table.Beside(e, a.Table, "assignments.columns"))
		r.assigned.Required = []string{"unit", "arm"}
	}
	r.store = store.New(r.format, o.rows())
	return r
}

// numberPlace is the place of an attribute among those that are numbers, −1 without.
func numberPlace(attributes []study.Attribute, name string) int {
	place := 0
	for _, a := range attributes {
		if a.Number && a.Name == name {
			return place
		}
		if a.Number {
			place++
		}
	}
	return -1 // no suggestions are shown
}

// values are those of the demand, those that metrics share with the names of these.
func values(e *spec.Experiment, d spec.Demand) []spec.CellValue {
	out := d.Values()
	for _, m := range e.Metrics {
		for _, i := range d.ValuesOf(m) {
			switch v := &out[i]; {
			case v.Metric == "":
				v.Metric = m.Name
			case v.Metric != m.Name:
				v.Metric += " and " + m.Name
			}
		}
	}
	return out
}

// Shape names the columns that the study tables have for an experiment.
func Shape(e *spec.Experiment, d spec.Demand) study.Shape {
	s := study.Shape{Arms: armNames(e), Control: -1, Segments: e.Segments, Variables: d.Variables, Values: values(e, d)}
	for i, a := range e.Arms {
		if a.Control {
			s.Control = i
		}
	}
	if d.Suggestions {
		for _, a := range e.Attributes {
			s.Attributes = append(s.Attributes, study.Attribute{Name: a, Number: table.IsNumber(a) ||
				slices.Contains(d.Numbers, a)})
		}
		for _, a := range d.Attributes {
			if !slices.Contains(e.Attributes, a) {
				s.Attributes = append(s.Attributes, study.Attribute{Name: a})
			}
		}
		if len(d.Grades) > 0 && !slices.Contains(e.Attributes, "grade") {
			s.Attributes = append(s.Attributes, study.Attribute{Name: "grade"})
		}
		for _, n := range d.Numbers {
			if !slices.Contains(e.Attributes, n) {
				s.Attributes = append(s.Attributes, study.Attribute{Name: n, Number: true})
			}
		}
		s.Traits, s.HasRequests, s.Persisted = d.Traits, d.Requests, d.Persisted
	}
	return s
}
