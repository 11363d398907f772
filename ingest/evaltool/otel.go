package evaltool

import (
	"cmp"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// otelGenAI is OpenTelemetry's event gen_ai.evaluation.result, as SDKs print it or as OTLP
// JSON. The convention has no item, category or repeat: attributes of one's own say them.
var otelGenAI = Tool{
	Name: "otel", Title: "OpenTelemetry (gen_ai.evaluation.result)", Files: "the log events, one JSON object a line, " +
		"or OTLP JSON",
	marks: [][]string{{"attributes.gen_ai.evaluation.name"}, {"resourceLogs"}, {"resourceSpans"}},
	keys:  []string{"the attribute that is an id"},
	item: "the convention has no attribute for the item (gen_ai.response.id is one answer): set one of your own, " +
		"such as test.case.id, " +
		"and name it with columns: {item: test.case.id}",
	read: readOTel,
}

// otelItems are attributes that are taken for the item's id unless columns name one.
var otelItems = []string{"test.case.id", "test.case.name", "gen_ai.evaluation.item.id", "item.id", "item_id", "item",
	"case_id", "case",
	"dataset.item.id", "example.id", "example_id"}

func readOTel(r *reading) error {
	r.parts = true
	type tally struct{ events, failed int }
	runs := map[string]*tally{} // by response: one of which every event failed has failed itself
	first := len(r.records)
	err := r.each(func(path string, n int64, v format.Value) error {
		r.rows++
		attributes := v.Get("attributes").Get
		if v.Get("attributes").Kind() == format.List {
			attributes = otlp(v.Get("attributes"))
		}
		metric := attributes("gen_ai.evaluation.name").Text()
		if metric == "" {
			r.aside(report.OtherRecord, r.file)
			return nil
		}
		rec := newRecord(n)
		rec.run = attributes("gen_ai.response.id").Text()
		rec.ids = []string{""}
		for _, name := range otelItems {
			rec.ids[0] = cmp.Or(rec.ids[0], attributes(name).Text())
		}
		rec.repeat = wholeNumber(firstGiven(attributes("repeat"), attributes("test.repeat"),
			attributes("gen_ai.evaluation.repeat")))
		prompt := attributes("gen_ai.prompt.version").Text()
		model := attributes("gen_ai.response.model").Text()
		rec.labels = []string{cmp.Or(prompt, model), model, attributes("gen_ai.request.model").Text(),
			v.In("resource", "attributes", "service.version").Text()}
		s := rec.add(metric, attributes("gen_ai.evaluation.score.value"))
		label := attributes("gen_ai.evaluation.score.label").Text()
		if s.state == scored.Absent {
			s.value, s.state, s.label = scoreText(label)
		}
		s.label, s.reason = cmp.Or(s.label, label), attributes("gen_ai.evaluation.explanation").Text()
		if e := attributes("error.type").Text(); e != "" {
			s.state, s.reason = scored.JudgeFailed, cmp.Or(s.reason, e)
		}
		key := rec.run + "\x00" + rec.ids[0]
		if runs[key] == nil {
			runs[key] = &tally{}
		}
		runs[key].events++
		if s.state == scored.JudgeFailed {
			runs[key].failed++
			rec.error = attributes("error.type").Text()
		}
		s.judge = attributes("gen_ai.evaluation.judge.model").Text()
		rec.in, rec.out = number(attributes("gen_ai.usage.input_tokens")),
			number(attributes("gen_ai.usage.output_tokens"))
		rec.otelFacts(r.asked, attributes)
		return r.add(rec)
	}, r.otelPaths()...)
	for i := first; i < len(r.records); i++ {
		k := &r.records[i]
		if t := runs[k.run+"\x00"+k.ids[0]]; t != nil && t.events == t.failed {
			k.errored, k.error, k.scores = true, cmp.Or(firstLine(k.error), "the run failed"), nil
		} else {
			k.error = ""
		}
	}
	return err
}

// otelPaths are where events stand.
func (r *reading) otelPaths() []string {
	switch {
	case r.shaped["resourceLogs"]:
		return []string{"resourceLogs[].scopeLogs[].logRecords[]"}
	case r.shaped["resourceSpans"]:
		return []string{"resourceSpans[].scopeSpans[].spans[].events[]"}
	}
	return []string{r.within}
}

// otelFacts takes an item's facts out of attributes.
func (rec *record) otelFacts(c *asked, attributes func(string) format.Value) {
	find := func(canonical string, names []string) string {
		if path, ok := c.columns[canonical]; ok {
			v := attributes(path)
			if v.Given() {
				c.met[canonical] = true
			}
			return v.Text()
		}
		for _, n := range names {
			if v := attributes(n); v.Given() {
				return v.Text()
			}
		}
		return ""
	}
	rec.category, rec.cluster, rec.severity = find("category", categoryNames), find("cluster",
		clusterNames), find("severity", severityNames)
	rec.item = find("item", nil)
	if len(c.Segments) > 0 {
		rec.segments = make([]string, len(c.Segments))
		for i, name := range c.Segments {
			v := attributes(cmp.Or(c.columns[name], name))
			c.met[name] = c.met[name] || v.Given()
			rec.segments[i] = v.Plain()
		}
	}
	for canonical, to := range map[string]*string{"input": &rec.input, "expected": &rec.expected,
		"output": &rec.output} {
		*to = cmp.Or(find(canonical, nil), *to)
	}
	for _, canonical := range []string{"repeat", "weight", "version", "error"} {
		if _, ok := c.columns[canonical]; !ok {
			continue
		}
		text := find(canonical, nil)
		x, _, _ := scoreText(text)
		switch {
		case canonical == "repeat" && x >= 1:
			rec.repeat = int(x)
		case canonical == "weight" && x > 0:
			rec.weight = x
		case canonical == "version":
			rec.labels = append([]string{text}, rec.labels...)
		case canonical == "error" && text != "" && text != "false":
			rec.errored, rec.error = true, text
		}
	}
}

// otlp looks up attributes that are a list of keys and values of a type each.
func otlp(list format.Value) func(string) format.Value {
	return func(name string) format.Value {
		for _, a := range list.Items() {
			if a.Get("key").Text() == name {
				for _, m := range a.Get("value").Members() {
					return m.Value
				}
			}
		}
		return format.Value{}
	}
}
