package evaltool

import (
	"strings"

	"uptake/ingest/format"
)

// openaiEvals is OpenAI's evals (oaieval): a line an event, in the order of completion,
// behind the report of the whole run. A sample's name ends in its place in the data file.
var openaiEvals = Tool{
	Name: "openai-evals", Title: "OpenAI evals", Files: "the record of oaieval (--record_path)",
	marks: [][]string{{"sample_id", "type", "data"}},
	keys: []string{"the id among an event's data (data.id)", "a hash of the prompt", position + " in the data file " +
		"(sample_id)"},
	read: readOpenAIEvals,
}

func readOpenAIEvals(r *reading) error {
	samples := map[string]*record{}
	var order []string
	labels := []string{}
	written, copies := map[string]bool{}, 0 // by run and number of the event
	err := r.each(func(_ string, n int64, v format.Value) error {
		if spec := v.Get("spec"); spec.Given() {
			for _, f := range spec.Get("completion_fns").Items() {
				labels = append(labels, f.Text())
			}
			return nil
		}
		id := v.Get("sample_id").Text()
		if id == "" {
			return nil
		}
		if n := v.Get("event_id"); n.Given() {
			event := v.Get("run_id").Text() + "\x00" + n.Text()
			if written[event] {
				copies++
				return nil
			}
			written[event] = true
		}
		r.rows++
		key := v.Get("run_id").Text() + "\x00" + id
		rec := samples[key]
		if rec == nil {
			first := newRecord(n)
			rec = &first
			rec.ids, rec.run, rec.session, rec.labels = []string{"", "", id}, key, v.Get("run_id").Text(), labels
			samples[key] = rec
			order = append(order, key)
		}
		data := v.Get("data")
		switch kind := v.Get("type").Text(); kind {
		case "sampling", "raw_sample":
			if p := data.Get("prompt"); p.Given() && rec.ids[1] == "" {
				rec.input, rec.ids[1], rec.print = talk(p), hashText(p.Plain()), p.Plain()
			}
			if out := data.Get("sampled").Items(); len(out) > 0 {
				rec.output = said(out[0])
			}
			usage := data.Get("usage")
			rec.in, rec.out = number(usage.Get("prompt_tokens")), number(usage.Get("completion_tokens"))
		case "error":
			rec.errored, rec.error = true, strings.TrimPrefix(data.Get("type").Text()+": "+data.Get("message").Text(),
				": ")
		case "match":
			rec.add("correct", data.Get("correct"))
			rec.expected = said(data.Get("expected"))
		case "metrics":
			for _, m := range data.Members() {
				if k := m.Value.Kind(); k == format.Number || k == format.NotANumber || k == format.Bool ||
					k == format.Null {
					rec.add(m.Key, m.Value)
				}
			}
		}
		if _, found := named(itemNames, data); found.Given() && rec.ids[0] == "" {
			rec.ids[0] = found.Plain()
		}
		rec.facts(r.asked, v, data)
		return nil
	}, r.within)
	if err != nil {
		return err
	}
	if copies > 0 {
		r.note("eval_copies", "%s: %d records have the run and the event_id of an earlier one: each counts once",
			r.file, copies)
	}
	for _, key := range order {
		if err := r.add(*samples[key]); err != nil {
			return err
		}
	}
	return nil
}
