package evaltool

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"strings"
	"sync"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// langsmith is LangSmith: rows of evaluate() written as JSON, its frame as a table, or the runs
// of an experiment as list_runs() gives them, with means of what was said of each.
// Evaluators run on the answer None of a run that failed, too; what they say of it is no
// score.
var langsmith = Tool{
	Name: "langsmith", Title: "LangSmith", Files: "the rows of evaluate(), one a line, or their to_pandas() as " +
		"CSV, or an experiment's runs (list_runs) with their feedback_stats, one a line",
	marks: [][]string{{"run", "evaluation_results"}, {"run.reference_example_id"}, {"example_id", "execution_time"},
		{"execution_time", "feedback", "outputs"}, {"reference_example_id", "feedback_stats"}},
	keys: []string{"reference_example_id", "the id in the example's metadata", "a hash of the inputs"},
	row:  langsmithRow,
}

// broke is a comment that says that an evaluator's code broke.
var broke = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\w*(Error|Exception)\b`) })

// langsmithRow is one record.
func langsmithRow(r *reading, n int64, v format.Value) error {
	run, example := v.Get("run"), v.Get("example")
	switch {
	case run.Kind() != format.NoValue:
	case v.Get("feedback_stats").Kind() == format.NoValue:
		return langsmithFrameRow(r, n, v)
	case v.Get("parent_run_id").Text() != "": // a step of a run
		r.rows++
		r.aside(report.OtherRecord, fmt.Sprintf("%s, record %d: a step of another run", r.file, n))
		return nil
	default:
		run = v
	}
	r.rows++
	rec := newRecord(n)
	inputs := example.Get("inputs")
	if !inputs.Given() {
		inputs = run.Get("inputs")
	}
	meta := example.Get("metadata")
	idName, inMeta := named(itemNames, meta)
	rec.ids = []string{cmp.Or(run.Get("reference_example_id").Text(), example.Get("id").Text()), inMeta.Plain(),
		hashText(inputs.Plain())}
	rec.print, rec.run = inputs.Plain(), run.Get("id").Text()
	rec.input, rec.expected = parted(inputs, idName)
	if out := example.Get("outputs"); out.Given() {
		rec.expected = said(out)
	}
	rec.output = said(run.Get("outputs"))
	if label := cmp.Or(run.Get("session_name").Text(), run.Get("session_id").Text()); label != "" {
		rec.labels = []string{label}
	}
	if e := run.Get("error").Text(); e != "" {
		rec.errored, rec.error = true, e
	}
	rec.seconds = between(run.Get("start_time").Text(), run.Get("end_time").Text())
	rec.in, rec.out = number(run.Get("prompt_tokens")), number(run.Get("completion_tokens"))
	rec.cost = number(run.Get("total_cost"))
	list := v.In("evaluation_results", "results")
	if list.Kind() != format.List {
		list = v.Get("evaluation_results")
	}
	for _, e := range list.Items() {
		s := rec.add(e.Get("key").Text(), e.Get("score"))
		comment := e.Get("comment").Text()
		s.reason = comment
		switch value := e.Get("value"); {
		case s.state == scored.Scored:
			s.label = value.Text()
		case broke().MatchString(comment):
			s.state = scored.JudgeFailed
		case value.Given():
			s.value, s.state, s.label = scoreOf(value)
		default:
			s.state = scored.Missing
		}
	}
	for _, f := range v.Get("feedback_stats").Members() {
		rec.feedback(f.Key, f.Value)
	}
	rec.facts(r.asked, v, meta, run.In("extra", "metadata"))
	return r.add(rec)
}

// feedback is what was said of a run under one key: the mean of scores, or, of words, the one that all said.
func (r *record) feedback(key string, stats format.Value) {
	s := r.add(key, stats.Get("avg"))
	if words := stats.Get("values").Members(); s.state != scored.Scored && len(words) == 1 {
		s.value, s.state, s.label = scoreText(words[0].Key)
	}
	if s.state == scored.Absent {
		s.state = scored.Missing
	}
}

// langsmithFrameRow is a row of the frame: a column for each field of what was asked,
// answered and expected, and for each score.
func langsmithFrameRow(r *reading, n int64, v format.Value) error {
	r.rows++
	rec := newRecord(n)
	inputs := firstGiven(spread(v, "inputs"), spread(v, "input"))
	idName, id := named(itemNames, inputs)
	rec.ids = []string{v.Get("example_id").Text(), id.Plain(), hashText(inputs.Plain())}
	rec.print, rec.run = inputs.Plain(), firstGiven(v.Get("id"), v.Get("run_id")).Text()
	rec.input, rec.expected = parted(inputs, idName)
	if reference := firstGiven(spread(v, "reference"), v.Get("reference_outputs")); reference.Given() {
		rec.expected = said(reference)
	}
	rec.output = said(spread(v, "outputs"))
	if e := v.Get("error").Text(); e != "" {
		rec.errored, rec.error = true, e
	}
	rec.seconds = number(v.Get("execution_time"))
	for _, m := range spread(v, "feedback").Members() {
		rec.add(m.Key, m.Value)
	}
	rec.facts(r.asked, v, inputs)
	return r.add(rec)
}

// spread is the object that a table's row has under a key, or spread over the keys that
// begin with it and a dot.
func spread(v format.Value, key string) format.Value {
	if whole := v.Get(key); whole.Kind() == format.Object {
		return whole
	}
	var fields strings.Builder
	for _, m := range v.Members() {
		if name, ok := strings.CutPrefix(m.Key, key+"."); ok {
			member(&fields, name, m.Value)
		}
	}
	if fields.Len() == 0 {
		return format.Value{}
	}
	all, _ := format.ParseValue("{" + fields.String() + "}")
	return all
}

// between is how many seconds lie between two times, NaN where one is none.
func between(from, to string) float64 {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999",
		"2006-01-02 15:04:05.999999999-07:00", "2006-01-02 15:04:05.999999999"} {
		a, err := time.Parse(layout, from)
		b, errTo := time.Parse(layout, to)
		if err == nil && errTo == nil {
			return b.Sub(a).Seconds()
		}
	}
	return math.NaN()
}
