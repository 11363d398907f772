package warehouse

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/fold"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/table"
)

// Draft is the text of an experiment's statements before any engine was asked: the columns of
// its table are taken to be those that the file names, of the types that they should have,
// and the rows to run from the start to the end and one window beyond.
type Draft struct {
	Demand spec.Demand
	Tables *study.Tables // as a run would describe them
	plan   *Plan
	cut    Cut
}

// NewDraft makes the plan of an experiment over a table that nobody has looked at.
func NewDraft(exp *spec.Experiment, demand spec.Demand) (*Draft, error) {
	return DraftOf(exp, demand, assumed(exp, demand))
}

// DraftOf makes it over a table whose columns are known.
func DraftOf(exp *spec.Experiment, demand spec.Demand, columns []Column) (*Draft, error) {
	plan, err := New(exp, demand, columns)
	if err != nil {
		return nil, err
	}
	s := newScanned(plan)
	s.from, s.to = earliest, latest-1
	if exp.Start != spec.NoDay {
		s.from = exp.Start.Start(exp.Zone)
	}
	if exp.End != spec.NoDay {
		s.to = (exp.End + 1).Start(exp.Zone) - 1 + exp.Window.Microseconds()
	}
	d := &Draft{Demand: demand, Tables: s.tables(), plan: plan, cut: Cut{From: s.from, To: s.to}}
	plan.suggests = demand.Suggestions && asksForSuggestions(exp)
	d.Demand.Suggestions, d.Tables.Notes = plan.suggests, nil
	return d, nil
}

// asksForSuggestions reports whether a file says that there are suggestions.
func asksForSuggestions(exp *spec.Experiment) bool {
	for _, s := range exp.Sources {
		if s.Columns["suggestion_id"] != "" {
			return true
		}
	}
	return exp.Columns["suggestion_id"] != "" || exp.Suggestions.AttributionGiven ||
		slices.ContainsFunc(exp.Metrics, func(m spec.Metric) bool { return m.Builtin })
}

// assumed are the columns that a file names, of the types that its table should have.
func assumed(exp *spec.Experiment, demand spec.Demand) []Column {
	if len(exp.Sources) != 1 {
		return nil
	}
	p := &Plan{Exp: exp, Demand: demand}
	var out []Column
	add := func(name string) {
		c := Column{p.path(name), "text", Text}
		switch {
		case table.IsTime(name):
			c.Type, c.Kind = "timestamp with time zone", Instant
		case table.IsNumber(name) || slices.ContainsFunc(demand.Variables,
			func(v spec.Variable) bool { return v.Agg.Field == name }):
			c.Type, c.Kind = "double", Double
		}
		if !slices.ContainsFunc(out, func(o Column) bool { return o.Name == c.Name }) {
			out = append(out, c)
		}
	}
	for _, name := range spec.Canonical {
		_, bound := exp.Columns[name]
		_, own := exp.Sources[0].Columns[name]
		if bound || own || slices.Contains([]string{"ts", "unit", "event", "variant", "experiment", "event_id"}, name) {
			add(name)
		}
	}
	for _, name := range []string{"suggestion_id", "edit_ratio", "visible_ms"} {
		if asksForSuggestions(exp) && (name == "suggestion_id" || p.measured(name)) {
			add(name)
		}
	}
	for _, f := range p.filters() {
		add(f.Column)
	}
	for _, name := range exp.Segments {
		add(name)
	}
	for _, v := range demand.Variables {
		if v.Agg.Field != "" {
			add(v.Agg.Field)
		}
	}
	return out
}

// What the statements are about.
const (
	aboutColumns = "The table's columns and their types."
	aboutPrints  = "Whether the rows of a cohort, the units first exposed on one day, are what they were."
	aboutScan    = "What the rows are, and why some do not count."
	aboutUnits   = "Units added up by arm and day of first exposure."
	aboutDays    = "What every calendar day changed."
	aboutFirsts  = "How long units took to accept a suggestion."
	aboutVectors = "How many units have the same values, where sums do not give the error of a ratio."
)

// draftPart is one statement of a run, and what it is about.
type draftPart struct{ about, sql string }

// statements are those of a run, in order, with what is taken for granted.
func (d *Draft) statements(dialect *Dialect, columns []fold.Column) ([]draftPart, error) {
	a, err := d.plan.takeApart(columns)
	if err != nil {
		return nil, err
	}
	out := []draftPart{
		{aboutScan, d.plan.Scan(dialect, Pass{})},
		{aboutUnits + " A run puts the times in that 1 found; here rows end at " +
			"the end and one window after it.", d.plan.units(dialect, d.cut, a, Pass{})},
	}
	if values, _ := a.series(); len(values) > 0 {
		out = append(out, draftPart{aboutDays, d.plan.days(dialect, d.cut, a, Pass{})})
	}
	if d.plan.suggests {
		out = append(out, draftPart{aboutFirsts, d.plan.firsts(dialect, d.cut, Pass{})})
	}
	return out, nil
}

// Text is the SQL of the statements that a run sends, with what is taken for granted.
func (d *Draft) Text(dialect *Dialect, columns []fold.Column) (string, error) {
	statements, err := d.statements(dialect, columns)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, "-- "+format+"\n", args...) }
	say("%s: what uptake asks of %s in the dialect %s. It reads, and writes nothing.", oneLine(d.plan.Exp.ID),
		oneLine(d.plan.Written), dialect.Name)
	if !dialect.Ran {
		say("Not run against the service: this text was never sent to one.")
	}
	say("A run asks for the table's columns first. Here they are taken to be")
	for _, c := range d.plan.Columns {
		say("  %s  %s", oneLine(c.Name), c.Type)
	}
	for i, s := range statements {
		b.WriteString("\n")
		say("%d of %d. %s", i+1, len(statements), s.about)
		b.WriteString(s.sql + ";\n")
	}
	return b.String(), nil
}

// oneLine keeps a text of the file inside its comment.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
