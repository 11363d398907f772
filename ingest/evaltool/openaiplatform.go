package evaltool

import (
	"regexp"
	"strings"
	"sync"

	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// openaiPlatform is the evals of OpenAI's platform: the output items of a run, as its API lists them. A grader's name
// ends in an id of the evaluation that it is of, and the list comes in pages of 20 unless more are asked for.
var openaiPlatform = Tool{
	Name: "openai-platform", Title: "OpenAI evals of its platform", Files: "the output items of a run " +
		"(evals.runs.output_items.list), one a line, or the pages of the API's answer",
	marks: [][]string{{"datasource_item_id", "results", "run_id"}},
	keys: []string{"the id in the data source's item", "a hash of the data source's item", position + " in the data " +
		"source (datasource_item_id)"},
	read: readOpenAIPlatform,
}

func readOpenAIPlatform(r *reading) error {
	more := false
	err := r.each(func(path string, n int64, v format.Value) error {
		if path == "has_more" {
			more = v.Text() == "true"
			return nil
		}
		return r.outputItem(n, v)
	}, r.within, "has_more")
	if more {
		r.note("eval_rows_absent", "%s is a page of a longer list (has_more), so items are absent; bring the pages "+
			"after it too, or ask for more at once (limit)", r.file)
	}
	return err
}

// grader is the id that a grader's name ends in.
var grader = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
})

// outputItem is one item of a run.
func (r *reading) outputItem(n int64, v format.Value) error {
	if v.Get("datasource_item_id").Kind() == format.NoValue {
		return nil // one a line, a record of something else
	}
	r.rows++
	rec := newRecord(n)
	item, sample := v.Get("datasource_item"), v.Get("sample")
	idName, id := named(itemNames, item)
	rec.ids = []string{id.Plain(), hashText(item.Plain()), v.Get("datasource_item_id").Text()}
	rec.print = item.Plain()
	rec.run, rec.session = v.Get("id").Text(), v.Get("run_id").Text()
	rec.input, rec.expected = parted(item, idName)
	if out := sample.Get("output").Items(); len(out) > 0 {
		rec.output = talk(sample.Get("output"))
	}
	if model := sample.Get("model").Text(); model != "" {
		rec.labels = []string{model}
	}
	if e := sample.Get("error"); e.Get("message").Text() != "" || e.Get("code").Text() != "" {
		rec.errored = true
		rec.error = strings.TrimPrefix(e.Get("code").Text()+": "+e.Get("message").Text(), ": ")
	}
	usage := sample.Get("usage")
	rec.in, rec.out = number(usage.Get("prompt_tokens")), number(usage.Get("completion_tokens"))
	for _, g := range v.Get("results").Items() {
		s := rec.add(grader().ReplaceAllString(g.Get("name").Text(), ""), g.Get("score"))
		if passed := g.Get("passed"); s.state != scored.Scored && passed.Given() {
			s.value, s.state, s.label = scoreOf(passed)
		}
		s.judge = g.Get("type").Text()
	}
	rec.facts(r.asked, v, item, item.Get("metadata"))
	return r.add(rec)
}
