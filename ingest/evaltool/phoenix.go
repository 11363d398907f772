package evaltool

import (
	"cmp"
	"strings"

	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// phoenix is Arize Phoenix: an experiment's runs as it answers them, as JSON or CSV. The
// JSON has no metadata of the examples, so no category; the CSV has.
var phoenix = Tool{
	Name: "phoenix", Title: "Phoenix", Files: "the experiment's CSV (experiments/<id>/csv); its JSON lacks metadata",
	marks: [][]string{{"example_id", "annotations"}, {"example_id", "repetition_number"}},
	columns: func(has func(string) bool) bool {
		return has("example_id") &&
			has("repetition_number")
	}, sheet: phoenixSheet,
	keys: []string{"example_id", "the id in the metadata"},
	row:  phoenixRow,
}

// phoenixRow is one record.
func phoenixRow(r *reading, n int64, v format.Value) error {
	r.rows++
	rec := newRecord(n)
	rec.phoenixRun(v, v.Get("metadata"))
	for _, a := range v.Get("annotations").Items() {
		rec.phoenixScore(a.Get("name").Text(), a.Get)
	}
	rec.facts(r.asked, v, v.Get("metadata"))
	return r.add(rec)
}

// phoenixRun takes what a run says of itself.
func (rec *record) phoenixRun(v, meta format.Value) {
	_, id := named(itemNames, meta)
	rec.ids = []string{v.Get("example_id").Text(), id.Plain()}
	rec.repeat = wholeNumber(v.Get("repetition_number"))
	rec.input, _ = parted(v.Get("input"), "")
	if in := v.Get("input"); in.Kind() != format.Object {
		rec.input = said(in)
	}
	rec.print = v.Get("input").Plain()
	rec.expected, rec.output = said(v.Get("reference_output")), said(v.Get("output"))
	if e := v.Get("error").Text(); e != "" {
		rec.errored, rec.error = true, e
	}
	rec.seconds = number(v.Get("latency_ms")) / 1000
	rec.in, rec.out = number(v.Get("prompt_token_count")), number(v.Get("completion_token_count"))
}

// phoenixScore takes one annotation: its score, else what its label says.
func (rec *record) phoenixScore(name string, field func(string) format.Value) {
	s := rec.add(name, field("score"))
	if s.state != scored.Scored {
		if v, state, label := scoreOf(field("label")); state == scored.Scored || label != "" {
			s.value, s.state, s.label = v, state, label
		}
	}
	if e := field("error").Text(); e != "" {
		s.state = scored.JudgeFailed
	}
	s.label = cmp.Or(s.label, field("label").Text())
	if s.state == scored.Absent {
		s.state = scored.Missing
	}
	s.reason = cmp.Or(field("explanation").Text(), field("error").Text())
	s.judge = strings.ToLower(field("annotator_kind").Text())
}

// phoenixSheet reads the CSV: an annotation is the columns annotation_<name>_<field>.
func phoenixSheet(r *reading, s *sheet) error {
	var names []string
	for _, c := range s.names {
		if name, ok := strings.CutPrefix(c, "annotation_"); ok {
			if name, ok = strings.CutSuffix(name, "_score"); ok {
				names = append(names, name)
			}
		}
	}
	return r.cells(s, func(n int64, v format.Value) error {
		r.rows++
		rec := newRecord(n)
		rec.phoenixRun(v, v.Get("metadata"))
		for _, name := range names {
			rec.phoenixScore(name, func(field string) format.Value { return v.Get("annotation_" + name + "_" + field) })
		}
		rec.facts(r.asked, v, v.Get("metadata"))
		return r.add(rec)
	})
}
