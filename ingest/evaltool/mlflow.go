package evaltool

import (
	"cmp"
	"strings"

	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// mlflow is MLflow's GenAI evaluation: traces with assessments, as Trace.to_json() or as
// rows of search_traces. Scorers run on the answer of a trace that failed, too.
var mlflow = Tool{
	Name: "mlflow", Title: "MLflow", Files: "the run's traces with their assessments: Trace.to_json() one a line, or " +
		"search_traces() as JSON",
	marks: [][]string{{"info.trace_id", "info.assessments"}, {"info.request_id", "info.assessments"}, {"trace_id",
		"assessments", "request"},
		{"trace_id", "assessments", "state"}},
	keys: []string{"the id in the trace's tags, metadata or request", "a hash of the request"},
	row:  mlflowTrace,
}

// mlflowTrace is one record.
func mlflowTrace(r *reading, n int64, v format.Value) error {
	r.rows++
	rec := newRecord(n)
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
	for _, a := range unwrapped(firstGiven(v.Get("assessments"), info.Get("assessments"))).Items() {
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
