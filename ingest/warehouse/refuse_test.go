package warehouse

import (
	"strings"
	"testing"
	"time"

	"uptake/analysis"
	"uptake/analysis/spec"
)

// asExperiment is one that an engine can be asked about.
func asExperiment() *spec.Experiment {
	return &spec.Experiment{ID: "x", Layout: spec.Events, Zone: time.UTC, Start: 20544, End: 20557, MaxBadRows: 0.01,
		Sources: []spec.Source{{Table: spec.Table{Written: "lake.events"}, Relation: "lake.events"}},
		Columns: map[string]string{"unit": "user_id", "event_id": "id"},
		Arms:    []spec.Arm{{Name: "a", Share: 0.5, Control: true}, {Name: "b", Share: 0.5}},
		Exposure: spec.Exposure{Event: []string{"exposure"},
			Outside: []spec.Outside{{Column: "variant", Is: []string{"off"}}}},
		Window: 7 * 24 * time.Hour,
		Metrics: []spec.Metric{
			{Name: "spend", Kind: spec.Mean, Role: spec.Primary, Scale: 2,
				Numerator: spec.Aggregate{Event: []string{"buy"}, Field: "amount", How: spec.Sum}},
			{Name: "bought", Kind: spec.Proportion, Role: spec.Secondary,
				Numerator: spec.Aggregate{Event: []string{"buy"}, How: spec.Count,
					Where: []spec.Filter{{Column: "plan", Is: []string{"pro"}}}}}}}
}

func asColumns() []Column {
	return []Column{{"id", "text", Text}, {"ts", "timestamp with time zone", Instant}, {"user_id", "text", Text},
		{"event", "text", Text}, {"experiment", "text", Text},
		{"variant", "text", Text}, {"amount", "double precision", Double}, {"plan", "text", Text}}
}

// TestRefused: what is not asked of an engine is refused by a sentence that names the key or
// the column.
func TestRefused(t *testing.T) {
	for _, x := range []struct {
		change func(e *spec.Experiment, c []Column) []Column
		says   string
	}{
		{func(e *spec.Experiment, c []Column) []Column { return c }, ""},
		{func(e *spec.Experiment, c []Column) []Column { e.Segments = []string{"city"}; return c }, `no column "city"`},
		{func(e *spec.Experiment, c []Column) []Column { e.Metrics[1].Kind = spec.Quantile; return c },
			"metrics: bought: a quantile"},
		{func(e *spec.Experiment, c []Column) []Column { e.Layout = spec.Suggestions; return c },
			"layout: suggestions: "},
		{func(e *spec.Experiment, c []Column) []Column { e.Statistics.Also = []string{"ols"}; return c },
			"statistics.also: "},
		{func(e *spec.Experiment, c []Column) []Column {
			e.Where = []spec.Filter{{Column: "plan", From: "2"}}
			return c
		}, "where: bounds"},
		{func(e *spec.Experiment, c []Column) []Column {
			e.Where = []spec.Filter{{Column: "nothing", Is: []string{"2"}}}
			return c
		}, `no column "nothing"`},
		{func(e *spec.Experiment, c []Column) []Column {
			e.Where = []spec.Filter{{Column: "amount", Is: []string{"2"}}}
			return c
		}, `the column "amount" of lake.events is of the type double precision`},
		{func(e *spec.Experiment, c []Column) []Column { e.Metrics[0].Winsorize.Upper = 0.99; return c },
			"metrics: spend: winsorize"},
		{func(e *spec.Experiment, c []Column) []Column {
			e.Metrics[0].Numerator.Event = []string{"exposure"}
			return c
		}, "counts the event that exposes"},
		{func(e *spec.Experiment, c []Column) []Column { c[6] = Column{"amount", "text", Text}; return c },
			`adds up the column "amount" of lake.events, which is of the type text`},
		{func(e *spec.Experiment, c []Column) []Column { c[6] = Column{"amount", "numeric", Other}; return c },
			"at most 15 digits"},
		{func(e *spec.Experiment, c []Column) []Column { return c[1:] }, "duplicates: keep"},
		{func(e *spec.Experiment, c []Column) []Column { e.Duplicates = spec.Keep; return c[1:] }, ""},
		{func(e *spec.Experiment, c []Column) []Column { c[1].Kind = WallTime; return c }, ""},
		{func(e *spec.Experiment, c []Column) []Column {
			c[1].Kind, e.Zone = WallTime, time.FixedZone("East", 3600)
			return c
		}, "names no zone"},
		{func(e *spec.Experiment, c []Column) []Column { c[1].Kind = Whole; return c }, "timestamp with time zone"},
		{func(e *spec.Experiment, c []Column) []Column { return nil }, "has no table lake.events"},
	} {
		e := asExperiment()
		columns := x.change(e, asColumns())
		_, err := New(e, analysis.Needs(e), columns)
		switch {
		case x.says == "" && err != nil:
			t.Errorf("refused: %v", err)
		case x.says != "" && (err == nil || !strings.Contains(err.Error(), x.says)):
			t.Errorf("%v, want one that says %q", err, x.says)
		}
	}
}

// TestSchema: decimals are asked for while a double holds all of their digits.
func TestSchema(t *testing.T) {
	cell := func(s string) Cell { return Cell{s, s == ""} }
	got, err := postgres.Schema([][]Cell{{cell("a"), cell("numeric"), cell("15")}, {cell("b"), cell("numeric"),
		cell("16")}, {cell("c"), cell("numeric"), cell("")},
		{cell("d"), cell("bigint"), cell("64")}, {cell("e"), cell("jsonb"), cell("")}})
	if err != nil {
		t.Fatal(err)
	}
	in, err := trino.Schema([][]Cell{{cell("a"), cell("decimal(15,2)"), cell("")}, {cell("b"), cell("decimal(16, 2)"),
		cell("")}})
	if err != nil || in[0].Kind != Decimal || in[1].Kind != Long {
		t.Errorf("%v (%v)", in, err)
	}
	for i, want := range []Kind{Decimal, Long, Long, Whole, Other} {
		if got[i].Kind != want {
			t.Errorf("%s %s is %s, want %s", got[i].Name, got[i].Type, got[i].Kind, want)
		}
	}
}

// TestSummable: metrics that sums do not give are left out with why, each; where that leaves
// none, the experiment stays as it is, and is refused.
func TestSummable(t *testing.T) {
	e := asExperiment()
	e.Metrics[0].Winsorize.Upper = 0.99
	got := Summable(e)
	if len(got.Metrics) != 1 || got.Metrics[0].Name != "bought" || len(got.LeftOut) != 1 ||
		got.LeftOut[0].Metric != "spend" || got.LeftOut[0].Role != spec.Primary ||
		!strings.Contains(got.LeftOut[0].Why, "winsorize needs the values of units one by one") {
		t.Errorf("%+v, left out %+v", got.Metrics, got.LeftOut)
	}
	if _, err := New(got, analysis.Needs(got), asColumns()); err != nil {
		t.Error(err)
	}
	e.Metrics[1].Kind = spec.Quantile
	if got := Summable(e); got != e {
		t.Errorf("of nothing but what sums do not give %+v is left", got.Metrics)
	}
}
