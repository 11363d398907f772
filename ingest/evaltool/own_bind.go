package evaltool

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
)

// bound is which columns of a table hold what.
type bound struct {
	ask   []format.Column
	at    map[string]int // canonical name → place in ask
	names []string       // of scores, by place
	cols  []int          // of each, its place in ask
	makes []string       // columns of what may have made the answers, unless they are bound as something else
}

// segmentColumn begins the name of a column that is bound as a segment, which may be called as one of
// the canonical ones.
const segmentColumn = "segment "

// column asks for a column as a canonical name.
func (b *bound) column(canonical, name string, repeats bool) {
	if name == "" {
		return
	}
	b.at[canonical] = len(b.ask)
	b.ask = append(b.ask, format.Column{Name: name, Repeats: repeats})
}

// repeatNames, metricNames and the rest are what columns of tables go by.
var (
	repeatNames = []string{"repeat", "repetition", "repetition_number", "epoch", "trial"}
	metricNames = []string{"metric", "metric_name", "score_name"}
	valueNames  = []string{"value", "score"}
	outputNames = []string{"output", "response", "actual_output", "completion", "answer_text"}
	scoresIn    = "scores." // an object of scores with their names
	scorerNames = []string{"name", "scorer", "scorer_name", "evaluator", "evaluator_name"}
	answerName  = "answer" // what is expected beside an output, else the output
	makerNames  = []string{"model", "model_name", "variant", "provider", "experiment", "experiment_name",
		"prompt_version", "prompt_name"} // of what may have made the answers
	judgeNames  = []string{"judge", "judge_name", "judge_model", "grader", "rater", "annotator", "scored_by"}
	reasonNames = []string{"reason", "explanation", "comment", "rationale"}
	besideNames = []string{"index", "unnamed: 0", "retrieved_contexts", "reference_contexts", "retrieved_context_ids",
		"rubrics", "tags", "metadata",
		"timestamp", "created_at", "run_id", "trace_id", "context", "contexts", "model", "tool", "url"}
)

// numbers reports whether scores may come as numbers: a grade is a text, and a style of its own is
// for text.
func (r *reading) numbers() bool { return len(r.grades) == 0 && !r.marked }

// bind says which columns are read, and as what.
func (r *reading) bind(s *sheet) (*bound, error) {
	b := &bound{at: map[string]int{}}
	used := map[string]bool{}
	find := func(canonical string, names ...string) string {
		if path, ok := r.columns[canonical]; ok {
			if !format.Has(s.names, path) && format.Lacks(s.names, path) {
				return ""
			}
			r.met[canonical] = true
			used[path] = true
			return path
		}
		if _, declared := r.wanted[canonical]; declared && canonical != "item" && canonical != "metric" &&
			canonical != "value" {
			return "" // a score that is called so
		}
		name := s.column(slices.DeleteFunc(slices.Clone(names), func(n string) bool {
			_, score := r.wanted[n]
			return score
		})...)
		if name != "" && !used[name] {
			used[name] = true
			return name
		}
		return ""
	}
	item := find("item", itemNames...)
	b.column("item", item, false)
	b.column("repeat", find("repeat", repeatNames...), true)
	version := find("version", "version")
	if version == "" && r.spec.Label != "" {
		if version = find("version", makerNames...); version == "" {
			return nil, fmt.Errorf("versions.%s: label: %s asks for one of several versions, and no column of %s says "+
				"which a row is of; name it with columns: {version: …}, or leave label out", r.spec.Name, r.spec.Label,
				r.file)
		}
	}
	b.column("version", version, true)
	metric := find("metric", metricNames...)
	if metric != "" {
		b.column("metric", metric, true)
		if value := find("value", valueNames...); value != "" {
			b.column("value", value, false)
			b.ask[b.at["value"]].Numbers = r.numbers()
		} else {
			return nil, fmt.Errorf("%s has a column %q but none with the scores' values; it has %s. Name it with "+
				"columns: {value: …}", r.file, metric, phrase.Columns(s.names))
		}
		b.column("label", find("label", "label", "grade"), true)
	}
	b.column("error", find("error", "error"), true)
	b.column("judge_error", find("judge_error", "judge_error"), true)
	b.column("judge", find("judge", judgeNames...), true)
	b.column("category", find("category", categoryNames...), true)
	b.column("cluster", find("cluster", clusterNames...), true)
	b.column("severity", find("severity", severityNames...), true)
	b.column("weight", find("weight", weightNames...), true)
	b.column("input", find("input", inputNames...), false)
	output := find("output", outputNames...)
	expected := find("expected", slices.DeleteFunc(slices.Clone(expectedNames),
		func(n string) bool { return n == answerName })...)
	switch {
	case output == "": // of a table that has no other, the answer is what the version said
		output = find("output", answerName)
	case expected == "":
		expected = find("expected", answerName)
	}
	b.column("expected", expected, false)
	if _, numbered := b.at["repeat"]; r.texts != nil || r.several || !numbered {
		b.column("output", output, false) // to be read, or to put runs in order that have no numbers
	}
	for _, name := range r.Segments { // which may be the category's column too
		column := cmp.Or(r.columns[name], s.column(name))
		if column != "" && !format.Has(s.names, column) && format.Lacks(s.names, column) {
			column = ""
		}
		if column != "" {
			r.met[name], used[column] = true, true
		}
		b.column(segmentColumn+name, column, true)
	}
	for _, n := range []string{"latency_ms", "tokens_in", "tokens_out", "cost"} {
		b.column(n, find(n, n), false)
	}
	reason := find("reason", reasonNames...)
	if r.texts != nil {
		b.column("reason", reason, false)
	}
	if _, ok := b.at["input"]; item == "" && !ok {
		if metric != "" && len(s.names) == 2 {
			return nil, fmt.Errorf("%s has a row a metric (its columns are %s): averages of all samples together, "+
				"from which no item can be paired; bring the rows of the samples", r.file, phrase.Columns(s.names))
		}
		return nil, fmt.Errorf("%s has no column that is an item's id, without which nothing can be paired; it has "+
			"%s. Name it with columns: {item: …}, or, where these are averages, bring the rows behind them: item and "+
			"a column a score, or item, metric and value", r.file, phrase.Columns(s.names))
	}
	for _, name := range makerNames {
		_, score := r.wanted[name]
		if column := s.column(name); version == "" && column != "" && !used[column] && !score {
			b.makes = append(b.makes, column)
		}
	}
	if metric != "" {
		return b, nil
	}
	take := func(name, column string) {
		b.names, b.cols = append(b.names, name), append(b.cols, len(b.ask))
		b.ask = append(b.ask, format.Column{Name: column, Numbers: r.numbers()})
		used[column] = true
	}
	for _, name := range r.sorted {
		if r.scoreColumn(name) && format.Has(s.names, r.columns[name]) {
			r.met[name] = true
			take(name, r.columns[name])
		}
	}
	for _, m := range r.Metrics {
		if name := s.column(m.Name, scoresIn+m.Name); name != "" && !used[name] {
			take(m.Name, name)
		}
	}
	for _, name := range s.names {
		beside := slices.ContainsFunc(slices.Concat(itemNames, inputNames, expectedNames, outputNames, categoryNames,
			clusterNames, besideNames),
			func(n string) bool { return format.Same(n, name) })
		if r.wanted == nil && !used[name] && !beside && name != "" {
			take(strings.TrimPrefix(name, scoresIn), name)
		}
	}
	if list := listedScores(s.names); list != "" && (r.wanted == nil || len(b.names) == 0) {
		return nil, fmt.Errorf("%s: %s is a list of scores with their names, of which rows with a column a score take "+
			"none; write it as an object, {\"%s\": {\"correct\": 1, …}}, or a row a score: item, metric, value", r.file,
			list, list)
	}
	if len(b.names) == 0 && r.wanted != nil {
		return nil, fmt.Errorf("%s has none of the columns of scores that metrics declares (%s); it has %s. Name one "+
			"of these under metrics, or bind it with columns: {NAME: column}", r.file,
			strings.Join(phrase.Few(slices.Sorted(maps.Keys(r.wanted)), 10), ", "), phrase.Columns(s.names))
	}
	if err := r.oneScorer(s, b); err != nil {
		return nil, err
	}
	if len(b.names) == 0 {
		return nil, fmt.Errorf("%s has no column of a score; it has %s. Name one under metrics, or bind it with "+
			"columns: {NAME: column}", r.file, phrase.Columns(s.names))
	}
	return b, nil
}

// listedScores is the list whose elements have a name and a value, "" where there is none.
func listedScores(names []string) string {
	for _, n := range names {
		list, field, ok := strings.Cut(n, "[0].")
		if ok && slices.Contains(append([]string{"name", "key"}, metricNames...), field) &&
			slices.ContainsFunc(valueNames, func(v string) bool { return slices.Contains(names, list+"[0]."+v) }) {
			return list
		}
	}
	return ""
}

// wantedLabel is the label of the rows that are the version's, in a table that holds several
// versions; "" where all are.
func (r *reading) wantedLabel(s *sheet, b *bound) (string, error) {
	at, ok := b.at["version"]
	if !ok {
		return "", r.oneMaker(s, b)
	}
	if r.spec.Label != "" {
		return r.spec.Label, nil
	}
	found := map[string]bool{}
	err := r.batches(b.ask[at:at+1], s, func(cols []*event.Text, batch *format.Batch) error {
		for i := range batch.Rows {
			found[cols[0].Value(i)] = true
		}
		return nil
	})
	switch {
	case err != nil || len(found) < 2:
		return "", err
	case found[r.spec.Name]:
		return r.spec.Name, nil
	}
	return "", fmt.Errorf("versions.%s: %s holds rows of several versions in its column %s (%s); say with label: "+
		"which of them this one is, and name the file for the other version with its own label",
		r.spec.Name, r.file, b.ask[at].Name, strings.Join(phrase.Few(slices.Sorted(maps.Keys(found)), 10), ", "))
}

// oneScorer refuses rows of one item whose score, in a column that is called no more than that, several scorers gave by
// another column: they would count as repeats of one.
func (r *reading) oneScorer(s *sheet, b *bound) error {
	if len(b.names) != 1 || !slices.ContainsFunc(valueNames, func(n string) bool {
		return format.Same(n,
			b.names[0])
	}) {
		return nil
	}
	for _, name := range scorerNames {
		column := s.column(name)
		if column == "" {
			continue
		}
		err := r.severalOf(s, b, column, func(row int64, item, was, is string) error {
			return fmt.Errorf("versions.%s: %s, row %d: the item %q has rows with several in its column %s (%q and "+
				"%q), "+
				"which would count as repeats of one score; if it names the score, say so with columns: {metric: %s}",
				r.spec.Name, r.file, row, phrase.Cut(item), column, phrase.Cut(was), phrase.Cut(is), column)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// severalOf visits the first row of an item that says another thing in a column than an earlier one did.
func (r *reading) severalOf(s *sheet, b *bound, column string, visit func(row int64, item, was,
	is string) error) error {
	at, ok := b.at["item"]
	if !ok {
		at = b.at["input"]
	}
	first := map[string]string{} // by item
	ask := []format.Column{{Name: b.ask[at].Name}, {Name: column, Repeats: true}}
	return r.batches(ask, s, func(cols []*event.Text, batch *format.Batch) error {
		for i := range batch.Rows {
			item, is := textAt(cols[0], i), textAt(cols[1], i)
			switch was, seen := first[item]; {
			case blank(is):
			case !seen:
				first[strings.Clone(item)] = strings.Clone(is)
			case was != is:
				return visit(rowOf(batch, i), item, was, is)
			}
		}
		return nil
	})
}

// oneMaker refuses rows of one item that say in a column that several models, prompts or experiments made them: without
// a column of versions they would count as repeats of one.
func (r *reading) oneMaker(s *sheet, b *bound) error {
	for _, name := range b.makes {
		err := r.severalOf(s, b, name, func(row int64, item, was, by string) error {
			return fmt.Errorf("versions.%s: %s, row %d: the item %q has rows of several in its column %s (%q and %q), "+
				"which would count as repeats of one version; say with label: which of them this one is, and name the "+
				"file for the other version with its own label, or list %s under segments where it tells no versions "+
				"apart", r.spec.Name, r.file, row, phrase.Cut(item), name, phrase.Cut(was), phrase.Cut(by), name)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
