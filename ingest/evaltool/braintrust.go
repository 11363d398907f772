package evaltool

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// braintrust is Braintrust: EvalResults of a local run one a line, or the export of an
// experiment's rows, of which those of the tasks themselves (the roots) count.
var braintrust = Tool{
	Name: "braintrust", Title: "Braintrust", Files: "the experiment's rows: EvalResults one a line, or its export",
	marks: [][]string{{"scores", "expected", "exc_info"}, {"scores", "span_attributes"}, {"scores", "root_span_id"},
		{"input", "output", "expected", "scores", "error"}},
	keys: []string{"dataset_record_id", "the row's origin", "the id in the metadata", "a hash of the input"},
	row:  braintrustRow,
}

// braintrustRow is one record.
func braintrustRow(r *reading, n int64, v format.Value) error {
	r.rows++
	if root := v.Get("root_span_id").Text(); root != "" && v.Get("span_id").Text() != root ||
		v.Get("is_root").Text() == "false" {
		r.aside(report.OtherRecord, r.file)
		return nil
	}
	rec := newRecord(n)
	meta, input := v.Get("metadata"), v.Get("input")
	_, inMeta := named(itemNames, meta)
	rec.ids = []string{v.Get("dataset_record_id").Text(), v.In("origin", "id").Text(), inMeta.Plain(),
		hashText(input.Plain())}
	rec.print, rec.run = input.Plain(), cmp.Or(v.Get("span_id").Text(), v.Get("id").Text())
	if rec.input = talk(input); input.Kind() == format.Object {
		rec.input, _ = parted(input, "")
	}
	rec.expected, rec.output = said(v.Get("expected")), said(v.Get("output"))
	if label := v.Get("experiment_id").Text(); label != "" {
		rec.labels = []string{label}
	}
	if e := v.Get("error"); e.Given() && e.Plain() != "" {
		rec.errored, rec.error = true, e.Plain()
	}
	for _, m := range v.Get("scores").Members() {
		s := rec.add(m.Key, m.Value)
		if m.Value.Kind() == format.Object { // {score, metadata}
			s.value, s.state, s.label = scoreOf(m.Value.Get("score"))
		}
		if s.state == scored.Absent {
			s.state = scored.Missing
		}
	}
	for _, m := range meta.Get("scorer_errors").Members() {
		rec.scores = slices.DeleteFunc(rec.scores, func(s score) bool {
			return s.metric == m.Key && s.state !=
				scored.Scored
		})
		if !slices.ContainsFunc(rec.scores, func(s score) bool { return s.metric == m.Key }) {
			rec.scores = append(rec.scores, score{metric: m.Key, value: math.NaN(), state: scored.JudgeFailed,
				reason: lastLine(m.Value.Plain())})
		}
	}
	metrics := v.Get("metrics")
	rec.in, rec.out, rec.cost = number(metrics.Get("prompt_tokens")), number(metrics.Get("completion_tokens")),
		number(metrics.Get("estimated_cost"))
	rec.seconds = number(metrics.Get("duration"))
	if x := number(metrics.Get("end")) - number(metrics.Get("start")); rec.seconds != rec.seconds {
		rec.seconds = x
	}
	rec.facts(r.asked, v, meta)
	return r.add(rec)
}

// lastLine is what a traceback ends in.
func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return firstLine(s[strings.LastIndexByte(s, '\n')+1:])
}
