package evaltool

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// pydanticEvals is pydantic-evals: a report as its adapter dumps it. Runs that failed stand
// in a list of their own, evaluators that failed in one within the case.
var pydanticEvals = Tool{
	Name: "pydantic-evals", Title: "pydantic-evals", Files: "EvaluationReportAdapter.dump_json(report)",
	marks: [][]string{{"cases", "failures"}, {"cases[].evaluator_failures"},
		{"cases[].inputs", "cases[].assertions", "cases[].labels"}},
	keys: []string{"the case's name", "a hash of the inputs"},
	read: readPydanticEvals,
}

// nth is what a case's name ends in where it is run more than once.
var nth = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(.*) \[(\d+)/(\d+)\]$`) })

func readPydanticEvals(r *reading) error {
	label := ""
	judging := map[string][]string{} // evaluator → names of its scores
	failed := map[int][]string{}     // record → evaluators
	err := r.each(func(path string, n int64, v format.Value) error {
		if path == "name" {
			label = v.Text()
			return nil
		}
		r.rows++
		rec := newRecord(n)
		name, inputs := v.Get("name").Text(), v.Get("inputs")
		if m := nth().FindStringSubmatch(name); m != nil {
			name = m[1]
			rec.repeat, _ = strconv.Atoi(m[2])
		}
		rec.ids = []string{cmp.Or(v.Get("source_case_name").Text(), name), hashText(inputs.Plain())}
		rec.print = inputs.Plain()
		if rec.input = talk(inputs); inputs.Kind() == format.Object {
			rec.input, _ = parted(inputs, "")
		}
		rec.expected, rec.output = said(v.Get("expected_output")), said(v.Get("output"))
		if label != "" {
			rec.labels = []string{label}
		}
		if path == "failures[]" {
			rec.errored, rec.error = true, cmp.Or(v.Get("error_message").Text(), "the task failed")
		}
		rec.seconds = number(v.Get("task_duration"))
		metrics := v.Get("metrics")
		rec.in, rec.out, rec.cost = number(metrics.Get("input_tokens")), number(metrics.Get("output_tokens")),
			number(metrics.Get("cost"))
		for _, kind := range []string{"assertions", "scores", "labels"} {
			for _, m := range v.Get(kind).Members() {
				s := rec.add(m.Key, m.Value.Get("value"))
				s.reason = m.Value.Get("reason").Text()
				source := m.Value.Get("source")
				evaluator := source.Get("name").Text()
				s.judge = judgeName(evaluator, source.Get("arguments").Plain(), "",
					m.Value.Get("evaluator_version").Text())
				if !slices.Contains(judging[evaluator], m.Key) {
					judging[evaluator] = append(judging[evaluator], m.Key)
				}
			}
		}
		var broken []string
		for _, f := range v.Get("evaluator_failures").Items() {
			broken = append(broken, cmp.Or(f.In("source", "name").Text(), f.Get("name").Text()))
		}
		rec.facts(r.asked, v, v.Get("metadata"))
		before := len(r.records)
		if err := r.add(rec); err != nil {
			return err
		}
		if len(r.records) > before && broken != nil {
			failed[before] = broken
		}
		return nil
	}, "name", "cases[]", "failures[]")
	for at, broken := range failed {
		for _, evaluator := range broken {
			for _, m := range judging[evaluator] {
				r.records[at].scores = append(r.records[at].scores, score{metric: m, state: scored.JudgeFailed})
			}
		}
	}
	return err
}
