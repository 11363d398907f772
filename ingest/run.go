package ingest

import (
	"maps"
	"slices"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/resolve"
	"uptake/ingest/source"
	"uptake/ingest/store"
)

// run is one collection: what is asked, what is read, and where rows go.
type run struct {
	exp      *spec.Experiment
	demand   spec.Demand
	wants    wants
	shape    study.Shape
	rules    resolve.Rules
	format   store.Format
	layout   layout
	inputs   []*input
	files    []source.File // by file number
	owner    []*input      // by file number
	found    []string      // what the search for files found out, in sentences: tables read by their log, files left out
	identity []int         // wants that name rows which name nobody; nil where rows do
	store    *store.Store
	tuples   *tupleRows // of a second pass: nothing but these is read
	names    columnNames
	labels   *labelFile // nil without
	said     fileNotes
	stdin    *source.Kept
	wall     *spec.WallClock // of the experiment's zone
	unitAt   int             // want of the unit
	meters   *meters         // nil where no progress is told
}

func newRun(e *spec.Experiment, d spec.Demand, o Options) *run {
	r := &run{exp: e, demand: d, stdin: &source.Kept{}, wall: spec.NewWallClock(e.Zone)}
	r.shape = shape(e, d)
	s := e.Suggestions
	r.rules = resolve.Rules{Duplicates: e.Duplicates, Window: e.Window, Zone: e.Zone, Days: d.Days, Suggestions: d.Suggestions,
		Attribution: s.Attribution, EditWindow: s.EditWindow, EditAbove: s.EditAbove, RevertAbove: s.RevertAbove, MinVisible: s.MinVisible,
		CanEdit: len(s.Events["edited"])+len(s.Events["reverted"]) > 0}
	if r.rules.Duplicates == "" {
		r.rules.Duplicates = spec.ByID
	}
	for _, n := range d.Numbers { // numbers that shown suggestions carry
		r.rules.Numbers = append(r.rules.Numbers, numberPlace(r.shape.Attributes, n))
	}
	r.layout = newLayout(e.Layout)
	r.layout.ask(r)
	r.unitAt = r.wants.place["unit"]
	for _, n := range d.Look {
		r.wants.aside(n, false)
	}
	for _, x := range e.Sources {
		r.wants.filters(x.Where)
		r.inputs = append(r.inputs, r.input(x, x.Columns))
	}
	if a := e.Assignments; a != nil {
		in := r.input(spec.Source{Table: a.Table}, nil)
		in.columns, in.assign = maps.Clone(a.Columns), true
		r.inputs = append(r.inputs, in)
	}
	r.store = store.New(r.format, o.rows())
	return r
}

// where returns the want of a source filter's column; newRun has added it.
func (in *input) where(f spec.Filter) int { return in.places[f.Column] }

func (r *run) input(s spec.Source, columns map[string]string) *input {
	in := &input{source: s, columns: map[string]string{}, tables: map[string]string{}, places: r.wants.place,
		style: event.NewStyle(r.exp.Missing, s.CSV), clock: event.NewClock(r.exp.Zone, s.Time), decided: event.NewClock(r.exp.Zone, s.Time)}
	maps.Copy(in.columns, r.exp.Columns)
	if x := r.exp.Exposure; x.Experiment != "" {
		in.columns["experiment"], in.tables["experiment"] = x.Experiment, "exposure"
	}
	if x := r.exp.Exposure; x.Variant != "" {
		in.columns["variant"], in.tables["variant"] = x.Variant, "exposure"
	}
	if _, given := in.columns["arm"]; !given {
		if v, ok := in.columns["variant"]; ok {
			in.columns["arm"] = v
		}
	}
	for name, column := range columns {
		in.columns[name] = column
		delete(in.tables, name)
	}
	return in
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

// shape names the columns that the study tables have for this experiment.
func shape(e *spec.Experiment, d spec.Demand) study.Shape {
	s := study.Shape{Control: -1, Segments: e.Segments, Variables: d.Variables, Values: values(e, d)}
	for i, a := range e.Arms {
		s.Arms = append(s.Arms, a.Name)
		if a.Control {
			s.Control = i
		}
	}
	if len(e.Arms) == 0 {
		s.Arms = []string{spec.AllArm}
	}
	if d.Suggestions {
		for _, a := range e.Attributes {
			s.Attributes = append(s.Attributes, study.Attribute{Name: a, Number: slices.Contains(numeric, a) || slices.Contains(d.Numbers, a)})
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
