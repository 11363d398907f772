package evaltool

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"uptake/analysis/scored"
	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
)

// ownTable is a table of one's own, or of a tool whose rows have no layout of their own
// (Evidently's data sets): a row a run with a column a score, or a row a score.
var ownTable = Tool{
	Name: "table", Title: "tables of one's own", Files: "rows with item and a column a score (or item, metric, " +
		"value), as CSV, TSV, JSON lines, Parquet or xlsx",
	item: "name the column that holds the item's id with columns: {item: …}",
}

// ragas is ragas: to_pandas() written as a table. It has no ids: an item is known by what
// the user asked, unless a column is named.
var ragas = Tool{
	Name: "ragas", Title: "ragas", Files: "result.to_pandas() as CSV, JSON lines or Parquet",
	item: "name the column that holds the item's id with columns: {item: …}",
}

// bound is which columns of a table hold what.
type bound struct {
	ask   []format.Column
	at    map[string]int // canonical name → place in ask
	names []string       // of scores, by place
	cols  []int          // of each, its place in ask
}

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
	reasonNames = []string{"reason", "explanation", "comment", "rationale"}
	besideNames = []string{"index", "unnamed: 0", "retrieved_contexts", "reference_contexts", "retrieved_context_ids",
		"rubrics", "tags", "metadata",
		"timestamp", "created_at", "run_id", "trace_id", "context", "contexts", "model", "tool", "url"}
)

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
			_,
				score := r.wanted[n]
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
	b.column("version", find("version", "version"), true)
	metric := find("metric", metricNames...)
	if metric != "" {
		b.column("metric", metric, true)
		if value := find("value", valueNames...); value != "" {
			b.column("value", value, false)
		} else {
			return nil, fmt.Errorf("%s has a column %q but none with the scores' values; it has %s. Name it with "+
				"columns: {value: …}", r.file, metric, phrase.Columns(s.names))
		}
		b.column("label", find("label", "label", "grade"), true)
	}
	b.column("error", find("error", "error"), true)
	b.column("judge_error", find("judge_error", "judge_error"), true)
	b.column("category", find("category", categoryNames...), true)
	b.column("cluster", find("cluster", clusterNames...), true)
	b.column("severity", find("severity", severityNames...), true)
	b.column("weight", find("weight", weightNames...), true)
	b.column("input", find("input", inputNames...), false)
	b.column("expected", find("expected", expectedNames...), false)
	b.column("output", find("output", outputNames...), false)
	for _, n := range []string{"latency_ms", "tokens_in", "tokens_out", "cost"} {
		b.column(n, find(n, n), false)
	}
	reason := find("reason", reasonNames...)
	if r.texts != nil {
		b.column("reason", reason, false)
	}
	if _, ok := b.at["input"]; item == "" && !ok {
		return nil, fmt.Errorf("%s has no column that is an item's id; it has %s. Name it with columns: {item: …}; "+
			"rows are read with item and a column a score, or with item, metric and "+
			"value", r.file, phrase.Columns(s.names))
	}
	if metric != "" {
		return b, nil
	}
	take := func(name, column string) {
		b.names, b.cols = append(b.names, name), append(b.cols, len(b.ask))
		b.ask = append(b.ask, format.Column{Name: column})
		used[column] = true
	}
	for _, name := range r.sorted {
		if !canonicalColumn(name) && format.Has(s.names, r.columns[name]) {
			r.met[name] = true
			take(name, r.columns[name])
		}
	}
	for _, m := range r.Metrics {
		if name := s.column(m.Name); name != "" && !used[name] {
			take(m.Name, name)
		}
	}
	for _, name := range s.names {
		beside := slices.ContainsFunc(slices.Concat(itemNames, inputNames, expectedNames, outputNames, categoryNames,
			clusterNames, besideNames),
			func(n string) bool { return format.Same(n, name) })
		if r.wanted == nil && !used[name] && !beside && name != "" {
			take(strings.TrimPrefix(name, "scores."), name)
		}
	}
	if len(b.names) == 0 {
		return nil, fmt.Errorf("%s has no column of a score; it has %s. Name one under metrics, or bind it with "+
			"columns: {NAME: column}", r.file, phrase.Columns(s.names))
	}
	return b, nil
}

// grown adds a table's rows to the version's grid.
func (r *reading) grown(s *sheet) error {
	b, err := r.bind(s)
	if err != nil {
		return err
	}
	if r.grid == nil {
		r.grid = newGrid()
	}
	g := r.grid
	switch _, item := b.at["item"]; {
	case item:
		r.keys = []string{"the column " + b.ask[b.at["item"]].Name}
	default:
		r.keys = []string{"a hash of the column " + b.ask[b.at["input"]].Name}
	}
	_, g.long = b.at["metric"]
	_, numbered := b.at["repeat"]
	g.numbered = numbered && (g.numbered || len(g.runs) == 0)
	fill := &filling{reading: r, g: g, b: b, numbered: numbered, fileNo: g.facts.number(r.file)}
	if fill.want, err = r.wantedLabel(s, b); err != nil {
		return err
	}
	for _, n := range b.names {
		fill.scores = append(fill.scores, g.score(n))
	}
	return r.batches(b.ask, s, fill.batch)
}

// wantedLabel is the label of the rows that are the version's, in a table that holds several
// versions; "" where all are.
func (r *reading) wantedLabel(s *sheet, b *bound) (string, error) {
	at, ok := b.at["version"]
	if !ok || r.spec.Label != "" {
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

// filling is a file's rows on their way into a grid.
type filling struct {
	*reading
	g        *grid
	b        *bound
	numbered bool
	fileNo   int32
	scores   []*gridScore
	row      int64
	want     string // the label of the rows that count; "" = all

	// The columns of the batch that is filled in; nil where the table has none.
	item, input, expected, output, reason, value *event.Text
	wide                                         []*event.Text
	repeat, version, metric, label, judge        coded
	error, category, cluster, severity           coded
	numbers                                      [5]*event.Text // weight, latency_ms, tokens_in, tokens_out, cost
	codes                                        []*gridScore   // by code of the metric
}

// coded is a column of few distinct values, each of which is looked at once a batch.
type coded struct {
	col   *event.Text
	known []int32 // by code: what it was found to be, plus 1
}

// code is what a column's cell was found to be by found.
func (c *coded) code(i int, found func(string) int32) int32 {
	if c.col == nil {
		return 0
	}
	n := c.col.Codes()
	if n == 0 {
		return found(c.col.Value(i))
	}
	if c.known == nil {
		c.known = make([]int32, n)
	}
	k := c.col.Code(i)
	if c.known[k] == 0 {
		c.known[k] = found(c.col.Word(k)) + 1
	}
	return c.known[k] - 1
}

// numberColumns are the columns of numbers, as filling has them.
var numberColumns = [...]string{"weight", "latency_ms", "tokens_in", "tokens_out", "cost"}

// batch takes the rows of a block.
func (f *filling) batch(cols []*event.Text, b *format.Batch) error {
	at := func(canonical string) *event.Text {
		if k, ok := f.b.at[canonical]; ok && cols[k].Present() {
			return cols[k]
		}
		return nil
	}
	f.item, f.input, f.expected, f.output, f.reason, f.value = at("item"), at("input"), at("expected"), at("output"), at("reason"), at("value")
	for to, name := range map[*coded]string{&f.repeat: "repeat", &f.version: "version", &f.metric: "metric",
		&f.label: "label", &f.judge: "judge_error",
		&f.error: "error", &f.category: "category", &f.cluster: "cluster", &f.severity: "severity"} {
		*to = coded{col: at(name)}
	}
	for k, name := range numberColumns {
		f.numbers[k] = at(name)
	}
	f.wide, f.codes = f.wide[:0], nil
	for _, k := range f.b.cols {
		f.wide = append(f.wide, cols[k])
	}
	f.rows += int64(b.Rows)
	for i := range b.Rows {
		f.row = rowOf(b, i)
		if err := f.take(i); err != nil {
			return err
		}
	}
	return nil
}

// textAt is a cell, "" where the table has no such column.
func textAt(col *event.Text, i int) string {
	if col == nil {
		return ""
	}
	return col.Value(i)
}

// blank reports whether a cell of text says nothing.
func blank(s string) bool {
	if len(s) > 4 {
		return strings.TrimSpace(s) == ""
	}
	switch strings.TrimSpace(s) {
	case "", "NaN", "nan", "None", "null", "NULL", "<NA>":
		return true
	}
	return false
}

// fact numbers what a cell says, 0 where it says nothing.
func (f *filling) fact(s string) int32 {
	if blank(s) {
		return 0
	}
	return f.g.facts.number(s)
}

// failing is fact for a column of errors, in which false is none.
func (f *filling) failing(s string) int32 {
	if strings.EqualFold(s, "false") || s == "0" {
		return 0
	}
	return f.fact(s)
}

// take takes one row.
func (f *filling) take(i int) error {
	g := f.g
	if f.version.col != nil {
		label := f.version.col.Value(i)
		f.labels[label]++
		if f.want != "" && label != f.want {
			f.aside("aside", "of another label than the one asked for", f.example(label))
			return nil
		}
	}
	input := textAt(f.input, i)
	var id string
	if _, ok := f.b.at["item"]; ok {
		if id = textAt(f.item, i); blank(id) {
			return fmt.Errorf("%s, row %d has no item id in column %s; fill it in, or take the row out", f.file, f.row,
				f.b.ask[f.b.at["item"]].Name)
		}
	} else if id = hashText(input); id == "" {
		return fmt.Errorf("%s, row %d has no text in column %s, by which its item is known; fill it in, or name a "+
			"column of ids with columns: {item: …}", f.file, f.row, f.b.ask[f.b.at["input"]].Name)
	}
	repeat := int32(0)
	if f.numbered {
		// 0 is "has none" below, so numbers are one more than written.
		if repeat = f.repeat.code(i, func(s string) int32 {
			n,
				ok := whole(s)
			return map[bool]int32{true: n + 1}[ok]
		}); repeat == 0 {
			return fmt.Errorf("%s, row %d: the repeat %q is no whole number from 0 on; mend it, or bind another "+
				"column with columns: {repeat: …}", f.file, f.row, phrase.Cut(textAt(f.repeat.col, i)))
		}
	}
	if f.only != nil && !f.only(f.spec.Name, id) {
		return nil
	}
	item := g.items.number(id)
	if g.long {
		return f.score(i, item, repeat, input)
	}
	run := int32(-1)
	if f.numbered {
		run = g.find(item, repeat)
	}
	again := run >= 0
	if !again {
		run = g.add(item, repeat)
	}
	if err := f.facts(run, i, input, again); err != nil {
		return err
	}
	for k, m := range f.scores {
		v, s, err := f.read(m, f.wide[k], i, "")
		if err != nil {
			return err
		}
		if !m.set(run, v, s) {
			return f.twice(run, m)
		}
	}
	if again {
		f.aside("aside", "the same score of the same run once more", f.example(""))
	}
	return nil
}

// scoreOf is the metric that a row is a score of, nil where it names none.
func (f *filling) scoreOf(i int) *gridScore {
	named := func(s string) *gridScore {
		if blank(s) {
			return nil
		}
		return f.g.score(s)
	}
	if f.metric.col == nil {
		return nil
	}
	n := f.metric.col.Codes()
	if n == 0 {
		return named(f.metric.col.Value(i))
	}
	if f.codes == nil {
		f.codes = make([]*gridScore, n)
	}
	k := f.metric.col.Code(i)
	if f.codes[k] == nil {
		f.codes[k] = named(f.metric.col.Word(k))
	}
	return f.codes[k]
}

// score takes a row that is one score.
func (f *filling) score(i int, item, repeat int32, input string) error {
	g, m := f.g, f.scoreOf(i)
	failed := f.error.code(i, f.failing) != 0
	if m == nil && !failed {
		return fmt.Errorf("%s, row %d names no metric in column %s; fill it in, or take the row out", f.file, f.row,
			f.b.ask[f.b.at["metric"]].Name)
	}
	run := int32(-1)
	switch {
	case f.numbered:
		run = g.find(item, repeat)
	case m != nil && !failed:
		for repeat = 1; ; repeat++ {
			if run = g.find(item, repeat); run < 0 || m.state(run) == scored.Absent && !g.runs[run].errored {
				break
			}
		}
	default:
		for repeat = 1; g.find(item, repeat) >= 0; repeat++ {
		}
	}
	fresh := run < 0
	if fresh {
		run = g.add(item, repeat)
	}
	if err := f.facts(run, i, input, !fresh); err != nil {
		return err
	}
	if m == nil || g.runs[run].errored {
		return nil
	}
	v, s, err := f.read(m, f.value, i, textAt(f.label.col, i))
	if err != nil {
		return err
	}
	before := m.state(run) != scored.Absent
	if !m.set(run, v, s) {
		return f.twice(run, m)
	}
	if before {
		f.aside("aside", "the same score of the same run once more", f.example(""))
	}
	if reason := textAt(f.reason, i); reason != "" {
		if t := f.textsOf(run); t != nil {
			t.Reasons[m.name] = strings.Clone(reason)
		}
	}
	return nil
}

// read reads a cell that is a score.
func (f *filling) read(m *gridScore, col *event.Text, i int, label string) (float64, scored.State, error) {
	if (col == nil || !col.Present()) && label == "" {
		return math.NaN(), scored.Absent, nil
	}
	if f.judge.code(i, f.failing) != 0 {
		return math.NaN(), scored.JudgeFailed, nil
	}
	text := textAt(col, i)
	if v, ok := quickNumber(text); ok && len(f.grades) == 0 {
		if len(f.ranges) > 0 {
			if b, ranged := f.ranges[m.name]; ranged && (v < b[0] || v > b[1]) {
				return 0, 0, f.beyond(f.row, m.name, v)
			}
		}
		return v, scored.Scored, nil
	}
	s := score{metric: m.name}
	s.value, s.state, s.label = scoreText(text)
	if label != "" && (s.state != scored.Scored || f.grades[m.name] != nil) {
		s.label = label
	}
	if err := f.settle(&record{line: f.row}, &s); err != nil {
		return 0, 0, err
	}
	if f.grades[m.name] != nil && m.grades == nil {
		m.grades = gradeNames(f.Metrics, m.name)
	}
	return s.value, s.state, nil
}

// quickNumber reads the short decimals that most scores are.
func quickNumber(s string) (float64, bool) {
	if len(s) == 0 || len(s) > 15 {
		return 0, false
	}
	var n, scale int64 = 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			n = n*10 + int64(c-'0')
			scale *= 10
		case c == '.' && scale == 0 && i > 0 && i < len(s)-1:
			scale = 1
		default:
			return 0, false
		}
	}
	if scale == 0 {
		scale = 1
	}
	return float64(n) / float64(scale), true // both are exact, so the quotient is the nearest
}

// whole reads a whole number from 0 on.
func whole(s string) (int32, bool) {
	v, ok := quickNumber(strings.TrimSpace(s))
	if !ok || v != math.Trunc(v) || v > 1e9 {
		return 0, false
	}
	return int32(v), true
}

// facts takes what a row says of its run beside the scores.
func (f *filling) facts(at int32, i int, input string, again bool) error {
	g := f.g
	k := &g.runs[at]
	if !again {
		k.file, k.line = f.fileNo, int32(min(f.row, math.MaxInt32))
	}
	if input != "" {
		h := hash128(input)
		first := g.first(k.item)
		if other := g.runs[first].input; other != h && other != ([16]byte{}) {
			return fmt.Errorf("versions.%s: the item %q stands for two inputs: %s, row %d, and %s, row %d (%q); give "+
				"every item an id of its own, or name the right column with columns: {item: …}",
				f.spec.Name, g.items.list[k.item], g.facts.list[g.runs[first].file], g.runs[first].line, f.file, f.row, phrase.Cut(input))
		}
		k.input = h
	}
	for _, x := range [...]struct {
		from *coded
		to   *int32
	}{{&f.category, &k.category}, {&f.cluster, &k.cluster}, {&f.severity, &k.severity}} {
		if n := x.from.code(i, f.fact); n != 0 {
			*x.to = n
		}
	}
	if n := f.error.code(i, f.failing); n != 0 {
		k.error, k.errored = n, true
	}
	for n, to := range [...]*float64{&k.weight, &k.seconds, &k.in, &k.out, &k.cost} {
		if f.numbers[n] == nil {
			continue
		}
		if v, found := f.numbers[n].Number(i); found == event.Value {
			if n == 1 { // milliseconds
				v /= 1000
			}
			*to = v
		}
	}
	expected, output := textAt(f.expected, i), textAt(f.output, i)
	if expected != "" {
		k.expected = hash128(expected)
	}
	if output != "" {
		k.output = xxh3.HashString(output)
	}
	if t := f.textsOf(at); t != nil && !again {
		t.Input, t.Expected, t.Output = strings.Clone(input), strings.Clone(expected), strings.Clone(output)
	}
	return nil
}

// textsOf is where a run's texts are kept, nil where they are not.
func (f *filling) textsOf(at int32) *scored.Texts {
	g := f.g
	if f.texts == nil || !f.texts(f.spec.Name, g.items.list[g.runs[at].item]) {
		return nil
	}
	for int(at) >= len(g.texts) {
		g.texts = append(g.texts, nil)
	}
	if g.texts[at] == nil {
		g.texts[at] = &scored.Texts{Reasons: map[string]string{}}
	}
	return g.texts[at]
}

// first is an item's first run.
func (g *grid) first(item int32) int32 {
	at := g.of[item]
	for g.runs[at].next >= 0 {
		at = g.runs[at].next
	}
	return at
}

// example is a row for the ledger.
func (f *filling) example(more string) string {
	s := fmt.Sprintf("%s, row %d", f.file, f.row)
	if more != "" {
		s += ": " + more
	}
	return s
}

// twice refuses two scores of one run that differ.
func (f *filling) twice(run int32, m *gridScore) error {
	k := f.g.runs[run]
	return fmt.Errorf("versions.%s: the item %q, repeat %d has two scores of %s that differ (%s, row %d, and %s, row "+
		"%d); take out the one that does not count, or number them as repeats",
		f.spec.Name, f.g.items.list[k.item], k.repeat-1, m.name, f.g.facts.list[k.file], k.line, f.file, f.row)
}

// ordered puts the grid's runs by item and repeat, and numbers those without numbers so that
// the order of rows does not matter.
func (g *grid) ordered() []int32 {
	slices.SortFunc(g.scores, func(a, b *gridScore) int { return strings.Compare(a.name, b.name) })
	if g.long && !g.numbered {
		g.sortScores()
	}
	rank := make([]int32, len(g.items.list))
	for i := range rank {
		rank[i] = int32(i)
	}
	slices.SortFunc(rank, func(a, b int32) int { return strings.Compare(g.items.list[a], g.items.list[b]) })
	out := make([]int32, 0, len(g.runs))
	for _, item := range rank {
		from := len(out)
		if int(item) >= len(g.of) {
			continue
		}
		for at := g.of[item]; at >= 0; at = g.runs[at].next {
			out = append(out, at)
		}
		group := out[from:]
		if !g.numbered && !g.long {
			for _, at := range group {
				g.runs[at].order = g.hash(at)
			}
			slices.SortStableFunc(group, func(a, b int32) int {
				if x, y := g.runs[a].order, g.runs[b].order; x != y {
					if x < y {
						return -1
					}
					return 1
				}
				return 0
			})
			for n, at := range group {
				g.runs[at].repeat = int32(n) + 1
			}
			continue
		}
		slices.SortFunc(group, func(a, b int32) int { return int(g.runs[a].repeat - g.runs[b].repeat) })
	}
	if g.numbered { // as the table has them, from 1 on where it begins at 0
		least := int32(math.MaxInt32)
		for _, k := range g.runs {
			least = min(least, k.repeat)
		}
		if least > 1 {
			for i := range g.runs {
				g.runs[i].repeat--
			}
		}
	}
	return out
}

// sortScores puts the scores of an item's runs in an order that does not depend on the
// order of rows: of a row a score, nothing says which belong together.
func (g *grid) sortScores() {
	type one struct {
		v float64
		s scored.State
	}
	key := func(o one) uint64 {
		var b [9]byte
		bits := math.Float64bits(o.v)
		for i := range 8 {
			b[i] = byte(bits >> (8 * i))
		}
		b[8] = byte(o.s)
		return xxh3.Hash(b[:])
	}
	for item := range g.of {
		var runs []int32
		for at := g.of[item]; at >= 0; at = g.runs[at].next {
			if !g.runs[at].errored {
				runs = append(runs, at)
			}
		}
		if len(runs) < 2 {
			continue
		}
		slices.SortFunc(runs, func(a, b int32) int { return int(g.runs[a].repeat - g.runs[b].repeat) })
		for _, m := range g.scores {
			var list []one
			for _, at := range runs {
				if s := m.state(at); s != scored.Absent {
					list = append(list, one{m.values[at], s})
				}
			}
			slices.SortFunc(list, func(a, b one) int {
				if x, y := key(a), key(b); x < y {
					return -1
				} else if x > y {
					return 1
				}
				return 0
			})
			for i, o := range list {
				m.values[runs[i]], m.states[runs[i]] = o.v, o.s
			}
		}
	}
}

// hash is of what a run holds.
func (g *grid) hash(at int32) uint64 {
	k := &g.runs[at]
	h := xxh3.New()
	h.WriteString(g.facts.list[k.error])
	var b [9]byte
	for i := range 8 {
		b[i] = byte(k.output >> (8 * i))
	}
	h.Write(b[:])
	for _, m := range g.scores {
		s := m.state(at)
		v := math.NaN()
		if s != scored.Absent {
			v = m.values[at]
		}
		bits := math.Float64bits(v)
		for i := range 8 {
			b[i] = byte(bits >> (8 * i))
		}
		b[8] = byte(s)
		h.Write(b[:])
	}
	for _, v := range []float64{k.seconds, k.in, k.out, k.cost} {
		bits := math.Float64bits(v)
		for i := range 8 {
			b[i] = byte(bits >> (8 * i))
		}
		h.Write(b[:8])
	}
	return h.Sum64()
}

// drop takes out what is no score after all: the scores of runs that failed, and columns of
// text where no metric was asked for.
func (g *grid) drop(c *collector) {
	for at, k := range g.runs {
		if !k.errored {
			continue
		}
		for _, m := range g.scores {
			if at < len(m.states) {
				m.values[at], m.states[at] = math.NaN(), scored.Absent
			}
		}
	}
	g.scores = slices.DeleteFunc(g.scores, func(m *gridScore) bool {
		text := c.undone[m.name]
		none := !slices.Contains(m.states, scored.Scored) && len(text) > 0
		if _, asked := c.wanted[m.name]; none && !asked {
			c.note("eval_text_column", "%s: the column %s holds text (%s), which is no score; declare it with grades "+
				"to have it counted",
				c.spec.Name, m.name, strings.Join(phrase.Few(slices.Sorted(maps.Keys(text)), 3), ", "))
			return true
		}
		return false
	})
}

// runsInto adds the runs of a version.
func (g *grid) runsInto(out *scored.Set, version string, place map[string]int) {
	order := g.ordered()
	n := len(place)
	values, states := make([]float64, n*len(order)), make([]scored.State, n*len(order))
	for i := range values {
		values[i] = math.NaN()
	}
	var labels []string
	for _, m := range g.scores {
		to, ok := place[m.name]
		if !ok {
			continue
		}
		for i, at := range order {
			if s := m.state(at); s != scored.Absent {
				states[i*n+to] = s
				if s == scored.Scored {
					values[i*n+to] = m.values[at]
				}
			}
		}
		m.values, m.states = nil, nil
		if m.grades == nil {
			continue
		}
		if labels == nil {
			labels = make([]string, n*len(order))
		}
		for i := range order {
			if states[i*n+to] == scored.Scored {
				labels[i*n+to] = m.grades[int(values[i*n+to])]
			}
		}
	}
	for i, at := range order {
		k := &g.runs[at]
		run := scored.Run{Version: version, Item: g.items.list[k.item], Repeat: int(k.repeat), Errored: k.errored,
			Values: values[i*n : (i+1)*n : (i+1)*n], States: states[i*n : (i+1)*n : (i+1)*n],
			Category: g.facts.list[k.category], Cluster: g.facts.list[k.cluster], Severity: g.facts.list[k.severity], Weight: max(k.weight, 0),
			InputHash: k.input, ExpectedHash: k.expected, Seconds: k.seconds, TokensIn: k.in, TokensOut: k.out, Cost: k.cost,
			File: g.facts.list[k.file], Line: int(k.line)}
		if k.errored {
			run.Error = firstLine(g.facts.list[k.error])
		}
		if labels != nil {
			run.Labels = labels[i*n : (i+1)*n : (i+1)*n]
		}
		if int(at) < len(g.texts) {
			run.Text = g.texts[at]
		}
		out.Runs = append(out.Runs, run)
	}
}
