package evaltool

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"uptake/ingest/format"
)

// Names that facts of an item go by in metadata, in the order in which they are looked
// for. More are given with columns.
var (
	itemNames = []string{"item", "item_id", "id", "case", "case_id", "test_id", "example_id", "question_id",
		"sample_id",
		"record_id", "dataset_item_id", "uid", "key"}
	categoryNames = []string{"category", "area", "topic", "subject", "domain", "intent"}
	clusterNames  = []string{"cluster", "source", "conversation", "conversation_id", "thread_id", "session_id",
		"document",
		"document_id", "doc_id", "family"}
	severityNames = []string{"severity", "risk", "priority"}
	weightNames   = []string{"weight"}
	expectedNames = []string{"expected", "expected_output", "expectedOutput", "expected_answer", "answer", "ideal",
		"target",
		"reference", "reference_answer", "reference_output", "ground_truth", "gold", "label"}
)

// named is the first value that stands under one of the names in one of the objects.
func named(names []string, in ...format.Value) (string, format.Value) {
	for _, v := range in {
		if v.Kind() != format.Object {
			continue
		}
		for _, name := range names {
			if found := v.Get(name); found.Given() {
				return name, found
			}
			for _, m := range v.Members() {
				if strings.EqualFold(m.Key, name) && m.Value.Given() {
					return m.Key, m.Value
				}
			}
		}
	}
	return "", format.Value{}
}

// facts fills in what metadata say of the item, or what the columns of the evaluation say
// where to find in the record.
func (r *record) facts(c *asked, rec format.Value, meta ...format.Value) {
	in := append([]format.Value{rec}, meta...)
	find := func(canonical string, names []string) string {
		if path, ok := c.columns[canonical]; ok {
			return c.at(canonical, path, in...).Plain()
		}
		_, v := named(names, meta...)
		return v.Plain()
	}
	r.category = cmp.Or(find("category", categoryNames), r.category)
	r.cluster = cmp.Or(find("cluster", clusterNames), r.cluster)
	r.severity = cmp.Or(find("severity", severityNames), r.severity)
	if w, err := strconv.ParseFloat(find("weight", weightNames), 64); err == nil && w > 0 {
		r.weight = w
	}
	r.segmentsOf(c, in, meta)
	override := func(canonical string, to *string) {
		if path, ok := c.columns[canonical]; ok {
			*to = said(c.at(canonical, path, in...))
		}
	}
	override("input", &r.input)
	override("expected", &r.expected)
	override("output", &r.output)
	if path, ok := c.columns["error"]; ok {
		if v := c.at("error", path, in...); v.Given() && v.Text() != "" && v.Text() != "false" {
			r.errored, r.error = true, v.Plain()
		}
	}
	if path, ok := c.columns["repeat"]; ok {
		r.repeat = wholeNumber(c.at("repeat", path, in...))
	}
	for canonical, to := range map[string]*float64{"tokens_in": &r.in, "tokens_out": &r.out, "cost": &r.cost} {
		if path, ok := c.columns[canonical]; ok {
			*to = number(c.at(canonical, path, in...))
		}
	}
	if path, ok := c.columns["latency_ms"]; ok {
		r.seconds = number(c.at("latency_ms", path, in...)) / 1000
	}
	if path, ok := c.columns["version"]; ok {
		r.labels, r.variant = append([]string{c.at("version", path, in...).Plain()}, r.labels...), variant{}
	}
	if path, ok := c.columns["item"]; ok {
		r.item = cmp.Or(r.item, c.at("item", path, in...).Plain())
	}
	for _, s := range c.sorted {
		if c.scoreColumn(s) {
			if v := c.at(s, c.columns[s], in...); v.Kind() != format.NoValue {
				r.scores = slices.DeleteFunc(r.scores, func(t score) bool { return t.metric == s }) // in its place
				r.add(s, v)
			}
		}
	}
}

// segmentsOf fills in what tells the item apart, where columns say, else under its own name.
func (r *record) segmentsOf(c *asked, in, meta []format.Value) {
	if len(c.Segments) == 0 {
		return
	}
	if r.segments == nil {
		r.segments = make([]string, len(c.Segments))
	}
	for i, name := range c.Segments {
		v := c.at(name, cmp.Or(c.columns[name], name), in...)
		if v.Kind() == format.NoValue && c.columns[name] == "" {
			if _, v = named([]string{name}, meta...); v.Given() {
				c.met[name] = true
			}
		}
		r.segments[i] = cmp.Or(v.Plain(), r.segments[i])
	}
}

// at is the value at a path in the first of the objects that has it.
func (c *asked) at(canonical, path string, in ...format.Value) format.Value {
	for _, v := range in {
		if found := v.At(path); found.Kind() != format.NoValue {
			c.met[canonical] = true
			return found
		}
	}
	return format.Value{}
}
