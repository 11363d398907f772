package warehouse

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"uptake/analysis/spec"
)

// refuseShape refuses what no SQL is written for, by the key that asks for it.
func (p *Plan) refuseShape() error {
	e := p.Exp
	refuse := func(key, why string) error {
		return fmt.Errorf("%s: %s; leave it out, or fetch the rows (--units)", key, why)
	}
	switch {
	case e.Layout != spec.Events:
		return refuse("layout: "+string(e.Layout), "an engine is asked about layout events alone in this version")
	case len(e.Sources) != 1:
		return refuse("sources", fmt.Sprintf("an engine is asked about one table in this version, and the file names "+
			"%d; a view puts several together", len(e.Sources)))
	case len(e.Arms) == 0:
		return refuse("arms", "an engine is asked about arms that the file lists")
	case e.Assignments != nil:
		return refuse("assignments", "an engine takes arms from exposure rows alone in this version")
	case e.Duplicates == spec.ByRow:
		return refuse("duplicates: row", "an engine tells copies by event ids alone in this version")
	case len(e.Statistics.Also) > 0:
		return refuse("statistics.also", "these conventions need units one by one, of which an engine gives sums alone")
	case len(e.Derived) > 0 || len(e.Sources[0].Derived) > 0:
		return refuse("derived", "columns are made of others in a view, not by uptake, where an engine has the rows")
	case e.Sources[0].Join != nil:
		return refuse("sources[].join", "tables are joined in a view, not by uptake, where an engine has the rows")
	case len(e.Sources[0].Set) > 0:
		return refuse("sources[].set", "a constant column is made in a view, not by uptake, where an engine has the "+
			"rows")
	case e.Sources[0].Preset != "":
		return refuse("sources[].preset", "presets are of files, and an engine has a table; bind its columns")
	case len(e.Missing) > 0:
		return refuse("missing", "further words for no value are not asked of an engine in this version")
	}
	for _, f := range slices.Concat(e.Where, e.Sources[0].Where, e.Exposure.Where) {
		if f.From != "" || f.To != "" {
			return refuse("where", fmt.Sprintf("bounds (from, to) of the column %s are not asked of an engine in "+
				"this version", f.Column))
		}
	}
	for _, m := range e.Metrics {
		if err := p.refuseMetric(m); err != nil {
			return err
		}
	}
	return nil
}

// refuseMetric refuses a metric of which SQL does not give the sums.
func (p *Plan) refuseMetric(m spec.Metric) error {
	why := beyondSums(m)
	switch {
	case why != "":
	case slices.ContainsFunc(slices.Concat(m.Numerator.Event, m.Denominator.Event),
		func(n string) bool { return slices.Contains(p.Exp.Exposure.Event, n) }):
		why = "it counts the event that exposes units, which is not asked of an engine in this version"
	case slices.ContainsFunc(slices.Concat(m.Numerator.Where, m.Denominator.Where),
		func(f spec.Filter) bool { return f.From != "" || f.To != "" }):
		why = "bounds (from, to) in its where are not asked of an engine in this version"
	}
	if why == "" {
		return nil
	}
	return fmt.Errorf("metrics: %s: %s; leave it out, or fetch the rows (--units)", m.Name, why)
}

// beyondSums says why a metric cannot be made of what an engine adds up, "" of any other.
func beyondSums(m spec.Metric) string {
	switch {
	case m.Kind == spec.Quantile:
		return "a quantile needs the values of units one by one, of which an engine gives sums alone"
	case m.Kind == spec.Graded:
		return "grades of suggestions are not asked of an engine in this version"
	case len(m.Steps) > 0:
		return "funnels are not asked of an engine in this version"
	case m.Winsorize.Upper > 0 || m.Winsorize.Lower > 0:
		return "winsorize needs the values of units one by one, of which an engine gives sums alone"
	}
	return ""
}

// Summable is the experiment without the metrics that cannot be made of what an engine adds
// up, each with why; the experiment itself where that would leave none, so that New refuses it.
func Summable(exp *spec.Experiment) *spec.Experiment {
	out := exp
	for _, m := range exp.Metrics {
		why := beyondSums(m)
		if why == "" {
			continue
		}
		less, ok := out.Without([]string{m.Name},
			"not available from sums of an engine (--units fetches its rows): "+why)
		if !ok {
			return exp
		}
		out = less
	}
	return out
}

// refuseColumns refuses columns that SQL cannot read as uptake does.
func (p *Plan) refuseColumns() error {
	for _, need := range []string{"ts", "unit", "event", "variant"} {
		if !p.has(need) {
			return p.absent(p.path(need), need+" (bind it with columns: {"+need+": …})")
		}
	}
	if p.Exp.Exposure.ExperimentGiven && !p.has("experiment") {
		return p.absent(p.path("experiment"), "exposure.experiment")
	}
	switch ts := p.bound["ts"]; {
	case ts.Kind == Instant:
	case ts.Kind == WallTime && (p.Exp.Zone == nil || p.Exp.Zone == time.UTC):
	case ts.Kind == WallTime:
		return fmt.Errorf("columns.ts: the column %q of %s is of the type %s, which names no zone, and the file's "+
			"timezone is %s: an hour that the clock shows twice would be read in two ways. Give a view with times "+
			"that name their zone",
			ts.Name, p.Written, ts.Type, p.Exp.Zone)
	default:
		return fmt.Errorf("columns.ts: the column %q of %s is of the type %s; an engine is asked about times alone, "+
			"since it reads text and numbers as times in ways of its own. Give a view in which it is a timestamp "+
			"with time zone",
			ts.Name, p.Written, ts.Type)
	}
	if !p.has("event_id") && p.Exp.Duplicates != spec.Keep {
		return fmt.Errorf("columns.event_id: %s has no column %q, and without event ids copies are not told by an "+
			"engine; bind the column that names every event once, or write duplicates: keep", p.Written,
			p.path("event_id"))
	}
	texts := []string{"unit", "event", "variant", "experiment", "event_id"}
	for _, f := range p.filters() {
		texts = append(texts, f.Column)
	}
	texts = append(texts, p.Exp.Segments...)
	for _, name := range texts {
		c, ok := p.column(name)
		switch {
		case !ok && slices.Contains(spec.Canonical, name):
			continue
		case !ok:
			return p.absent(p.path(name), "a filter or a segment")
		case !asText(c.Kind):
			return fmt.Errorf("columns.%s: the column %q of %s is of the type %s, which every engine writes as text "+
				"in its own way; give a view in which it is text or a whole number", name, c.Name, p.Written, c.Type)
		}
	}
	return nil
}

// filters are all of the experiment.
func (p *Plan) filters() []spec.Filter {
	out := slices.Concat(p.Exp.Where, p.Exp.Sources[0].Where, p.Exp.Exposure.Where)
	for _, v := range p.Demand.Variables {
		out = append(out, v.Agg.Where...)
	}
	for _, o := range p.Exp.Exposure.Outside {
		out = append(out, spec.Filter{Column: o.Column, Not: o.Is})
	}
	return out
}

func (p *Plan) absent(column, by string) error {
	var has []string
	for _, c := range p.Columns {
		has = append(has, c.Name)
	}
	return fmt.Errorf("%s has no column %q, which %s names; it has %s. Name a column that there is", p.Written, column,
		by, strings.Join(has, ", "))
}
