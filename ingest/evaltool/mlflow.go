package evaltool

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/scored"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
)

// mlflow is MLflow's GenAI evaluation: traces with assessments, as Trace.to_json() or as
// rows of search_traces; or the table that mlflow.evaluate() left before. Scorers run on
// the answer of a trace that failed, too.
var mlflow = Tool{
	Name: "mlflow", Title: "MLflow", Files: "the run's traces with their assessments: Trace.to_json() one a line, or " +
		"search_traces() as JSON; of mlflow.evaluate() eval_results_table.json",
	marks: [][]string{{"info.trace_id", "info.assessments"}, {"info.request_id", "info.assessments"}, {"trace_id",
		"assessments", "request"},
		{"trace_id", "assessments", "state"}, {"columns", "data"}},
	keys: []string{"the id in the trace's tags, metadata or request", "a hash of the request"},
	read: readMLflow,
	row:  mlflowTrace,
}

func readMLflow(r *reading) error {
	if r.within == "" && r.shaped["columns"] && r.shaped["data"] {
		return r.mlflowTable()
	}
	return r.each(func(_ string, n int64, v format.Value) error { return mlflowTrace(r, n, v) }, r.within)
}

// mlflowTable reads eval_results_table.json: the names of columns, then the rows. A metric
// is the columns <name>/<version>/score and …/justification.
func (r *reading) mlflowTable() error {
	var names []string
	return r.each(func(path string, n int64, v format.Value) error {
		if path == "columns" {
			for _, name := range v.Items() {
				names = append(names, name.Text())
			}
			if !slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, "/score") }) {
				return fmt.Errorf("%s has rows as MLflow's eval_results_table.json does, but no column of a metric's "+
					"scores, <name>/<version>/score; it has %s. Bring the table of a run with metrics, or write "+
					"these rows as CSV", r.file, phrase.Columns(names))
			}
			return nil
		}
		cells := v.Items()
		if len(cells) != len(names) {
			return counted.Errorf("%s, row %d has %d cells, but the table has %s, which stand before the rows in what "+
				"MLflow writes; mend it, or fetch it again", r.file, n, len(cells), counted.Noun(len(names),
				"column"))
		}
		var row strings.Builder
		for i, c := range cells {
			member(&row, names[i], c)
		}
		fields, _ := format.ParseValue("{" + row.String() + "}")
		return r.mlflowRow(n, fields)
	}, "columns", "data[]")
}

// mlflowRow is one row of the table.
func (r *reading) mlflowRow(n int64, v format.Value) error {
	r.rows++
	rec := newRecord(n)
	_, id := named(itemNames, v)
	_, asked := named(append([]string{"inputs"}, inputNames...), v)
	rec.ids = []string{id.Plain(), hashText(asked.Plain())}
	rec.print, rec.input = asked.Plain(), talk(asked)
	_, expected := named(append([]string{"targets"}, expectedNames...), v)
	_, output := named(append([]string{"outputs", "predictions", "prediction"}, outputNames...), v)
	rec.expected, rec.output = said(expected), said(output)
	rec.seconds, rec.out = number(v.Get("latency")), number(v.Get("token_count"))
	for _, m := range v.Members() {
		if name, ok := strings.CutSuffix(m.Key, "/score"); ok {
			rec.add(name, m.Value).reason = v.Get(name + "/justification").Text()
		}
	}
	rec.facts(r.asked, v, v)
	return r.add(rec)
}

// mlflowTrace is one record.
func mlflowTrace(r *reading, n int64, v format.Value) error {
	r.rows++
	rec := newRecord(n)
	if whole := unwrapped(v.Get("trace")); whole.Get("info").Given() { // of a frame that was written as a table
		v = whole
	}
	info := v.Get("info")
	if !info.Given() {
		info = v
	}
	request := firstGiven(v.Get("request"), info.Get("request"), v.In("data", "request"), info.Get("request_preview"))
	fields := unwrapped(request)
	tags, meta := unwrapped(info.Get("tags")), unwrapped(firstGiven(info.Get("trace_metadata"),
		info.Get("request_metadata")))
	idName, id := named(itemNames, tags, meta, fields, fields.Get("inputs"))
	rec.ids = []string{id.Plain(), hashText(fields.Plain())}
	rec.print, rec.run = fields.Plain(), cmp.Or(info.Get("trace_id").Text(), info.Get("request_id").Text())
	if inner := fields.Get("inputs"); inner.Given() {
		fields = inner
	}
	if rec.input = talk(fields); fields.Kind() == format.Object {
		rec.input, _ = parted(fields, idName)
	}
	rec.output = said(unwrapped(firstGiven(v.Get("response"), info.Get("response"), v.In("data", "response"),
		info.Get("response_preview"))))
	if label := cmp.Or(meta.Get("mlflow.sourceRun").Text(), meta.Get("mlflow.modelId").Text()); label != "" {
		rec.labels = []string{label}
	}
	state := cmp.Or(info.Get("state").Text(), info.Get("status").Text())
	if strings.HasSuffix(strings.ToUpper(state), "ERROR") {
		rec.errored, rec.error = true, "the trace's state is ERROR"
	}
	rec.seconds = number(firstGiven(info.Get("execution_duration"), info.Get("execution_time_ms"),
		info.Get("execution_duration_ms"))) / 1000
	assessments := unwrapped(firstGiven(v.Get("assessments"), info.Get("assessments")))
	if assessments.Kind() == format.String {
		return fmt.Errorf("%s, row %d: assessments is no JSON but what Python prints of a list (%q); write the frame "+
			"with to_json(orient=\"records\")", r.file, n, phrase.Cut(assessments.Text()))
	}
	for _, a := range assessments.Items() {
		name := cmp.Or(a.Get("assessment_name").Text(), a.Get("name").Text())
		if e := firstGiven(a.Get("expectation")); e.Given() {
			rec.expected = cmp.Or(rec.expected, said(firstGiven(e.Get("value"), e)))
			continue
		}
		feedback := a.Get("feedback")
		if a.Get("overrides").Given() && a.Get("valid").Text() == "false" {
			continue // replaced by a later one
		}
		s := rec.add(name, feedback.Get("value"))
		if e := firstGiven(feedback.Get("error"), a.Get("error")); e.Given() {
			s.state = scored.JudgeFailed
			s.reason = cmp.Or(e.Get("error_message").Text(), e.Get("error_code").Text())
		} else if s.state == scored.Absent {
			s.state = scored.Missing
		}
		s.reason = cmp.Or(s.reason, a.Get("rationale").Text())
		source := a.Get("source")
		s.judge = judgeName(strings.ToLower(source.Get("source_type").Text()), "", "", source.Get("source_id").Text())
	}
	rec.facts(r.asked, v, tags, meta, fields)
	return r.add(rec)
}

// firstGiven is the first of the values that is there.
func firstGiven(list ...format.Value) format.Value {
	for _, v := range list {
		if v.Given() {
			return v
		}
	}
	return format.Value{}
}

// unwrapped is what a value says that is JSON written as a text.
func unwrapped(v format.Value) format.Value {
	if v.Kind() != format.String {
		return v
	}
	if text := strings.TrimSpace(v.Text()); strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") ||
		strings.HasPrefix(text, `"`) {
		if inner, ok := format.ParseValue(text); ok {
			return inner
		}
	}
	return v
}
