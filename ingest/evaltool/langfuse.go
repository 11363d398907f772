package evaltool

import (
	"cmp"

	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// langfuse is Langfuse: the result of run_experiment written as JSON, or an experiment's
// items as its API gives them. Items that failed are in neither of them the first way.
var langfuse = Tool{
	Name: "langfuse", Title: "Langfuse", Files: "the result of run_experiment as JSON, or the experiment's items " +
		"from the API",
	marks: [][]string{{"item_results"}, {"experimentItemId", "scores"}, {"experimentItemId", "experimentId"}},
	keys:  []string{"the data set's item id", "the id in the item's metadata", "a hash of the input"},
	read:  readLangfuse,
}

func readLangfuse(r *reading) error {
	label, results := "", false
	err := r.each(func(path string, n int64, v format.Value) error {
		switch path {
		case "run_name":
			label = v.Text()
		case "item_results[]":
			results = true
			item := v.Get("item")
			return r.langfuseItem(n, v, item.Get("id"), item, item.Get("metadata"), v.Get("evaluations"), label)
		default:
			return r.langfuseItem(n, v, v.Get("experimentItemId"), v, v.Get("metadata"), v.Get("scores"),
				cmp.Or(v.Get("experimentName").Text(), v.Get("experimentId").Text()))
		}
		return nil
	}, r.langfusePaths()...)
	if results && r.Items == nil {
		r.note("eval_errors_unseen", "%s: Langfuse leaves out items that failed, so failures cannot be seen; give "+
			"the data set itself with items:", r.spec.Name)
	}
	return err
}

func (r *reading) langfusePaths() []string {
	if r.shaped["item_results"] {
		return []string{"run_name", "item_results[]"}
	}
	return []string{r.within}
}

// langfuseItem is one item of a run.
func (r *reading) langfuseItem(n int64, v, id, item, meta, scores format.Value, label string) error {
	r.rows++
	rec := newRecord(n)
	_, inMeta := named(itemNames, meta)
	input := item.Get("input")
	rec.ids = []string{id.Text(), inMeta.Plain(), hashText(input.Plain())}
	rec.print = input.Plain()
	if rec.input = talk(input); input.Kind() == format.Object {
		rec.input, _ = parted(input, "")
	}
	expected := item.Get("expected_output")
	if !expected.Given() {
		expected = item.Get("expectedOutput")
	}
	rec.expected, rec.output = said(expected), said(v.Get("output"))
	if label != "" {
		rec.labels = []string{label}
	}
	if v.Get("level").Text() == "ERROR" {
		rec.errored, rec.error = true, v.Get("statusMessage").Text()
	}
	for _, e := range scores.Items() {
		value := e.Get("value")
		s := rec.add(e.Get("name").Text(), value)
		if text := e.Get("stringValue").Text(); s.state != scored.Scored && text != "" {
			s.value, s.state, s.label = scoreText(text)
		}
		s.reason = e.Get("comment").Text()
		s.judge = cmp.Or(e.Get("config_id").Text(), e.Get("configId").Text(), e.Get("source").Text())
	}
	rec.facts(r.asked, v, meta, v.In("item", "metadata"))
	return r.add(rec)
}
