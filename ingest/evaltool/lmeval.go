package evaltool

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// lmeval is lm-evaluation-harness: with --log_samples a line a document and filter. It has
// no mark for a request that failed: the answer is empty and scores as wrong.
var lmeval = Tool{
	Name: "lm-eval", Title: "lm-evaluation-harness", Files: "samples_<task>_<time>.jsonl, which --log_samples writes",
	marks: [][]string{{"doc_id", "doc", "filtered_resps"}, {"doc_id", "doc", "resps"}},
	keys:  []string{"the document's id (doc.id)", "doc_hash", "a hash of the document"},
	read:  readLMEval,
}

func readLMEval(r *reading) error {
	task := lmTask(r.file)
	r.parts = true
	invalid, all := 0, 0
	err := r.each(func(_ string, n int64, v format.Value) error {
		r.rows++
		doc := v.Get("doc")
		rec := newRecord(n)
		idName, id := named(itemNames, doc)
		rec.ids = []string{id.Plain(), v.Get("doc_hash").Text(), hashText(doc.Plain())}
		rec.print = cmp.Or(v.Get("doc_hash").Text(), doc.Plain())
		rec.task = task
		rec.input, rec.expected = parted(doc, idName)
		if t := v.Get("target"); t.Given() {
			rec.expected = said(t)
		}
		if answers := v.Get("resps").Items(); len(answers) > 0 {
			if first := answers[0].Items(); len(first) > 0 {
				rec.output = said(first[0])
			}
		}
		all++
		if f := v.Get("filtered_resps").Items(); len(f) > 0 && f[0].Text() == "[invalid]" {
			invalid++
		}
		filter := cmp.Or(v.Get("filter").Text(), "none")
		for _, m := range lmMetrics(v) {
			s := rec.add(m, v.Get(m))
			s.metric = m + "/" + filter
		}
		rec.facts(r.asked, v, doc)
		return r.add(rec)
	}, r.within)
	r.invalid[0], r.invalid[1] = r.invalid[0]+invalid, r.invalid[1]+all
	return err
}

// lmMetrics are the names of a sample's scores.
func lmMetrics(v format.Value) (out []string) {
	for _, m := range v.Get("metrics").Items() {
		out = append(out, m.Text())
	}
	if out != nil {
		return out
	}
	beside := []string{"doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "doc_hash",
		"prompt_hash", "target_hash", "metrics"}
	for _, m := range v.Members() {
		if _, state, _ := scoreOf(m.Value); state == scored.Scored && !slices.Contains(beside, m.Key) ||
			m.Value.Kind() == format.NotANumber {
			out = append(out, m.Key)
		}
	}
	return out
}

// lmTask is the task in a file's name, samples_<task>_<time>.jsonl.
func lmTask(file string) string {
	name, ok := strings.CutPrefix(path.Base(file), "samples_")
	if at := strings.LastIndexByte(name, '_'); ok && at > 0 {
		return name[:at]
	}
	return path.Base(file)
}
