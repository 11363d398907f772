package evaltool

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
)

// filling is a file's rows on their way into a grid.
type filling struct {
	*reading
	g        *grid
	b        *bound
	numbered bool
	fileNo   int32
	scores   []*gridScore
	row      int64
	runs     []int32 // of the rows of the batch; -1: of none, or of one whose scores stand in rows of their own
	follow   bool    // they are of one row after another
	want     string  // the label of the rows that count; "" = all

	// The columns of the batch that is filled in; nil where the table has none.
	item, input, expected, output, reason, value *event.Text
	wide                                         []*event.Text
	repeat, version, metric, label, failedJudge  coded
	judge                                        coded
	error, category, cluster, severity           coded
	segments                                     []coded
	numbers                                      [5]*event.Text // weight, latency_ms, tokens_in, tokens_out, cost
	codes                                        []*gridScore   // by code of the metric
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
	f.item, f.input, f.expected, f.output, f.reason, f.value = at("item"), at("input"), at("expected"), at("output"),
		at("reason"), at("value")
	for to, name := range map[*coded]string{&f.repeat: "repeat", &f.version: "version", &f.metric: "metric",
		&f.label: "label", &f.failedJudge: "judge_error",
		&f.judge: "judge",
		&f.error: "error", &f.category: "category", &f.cluster: "cluster", &f.severity: "severity"} {
		*to = coded{col: at(name)}
	}
	for k, name := range numberColumns {
		f.numbers[k] = at(name)
	}
	f.segments = f.segments[:0]
	for _, name := range f.Segments {
		f.segments = append(f.segments, coded{col: at(segmentColumn + name)})
	}
	f.wide, f.codes = f.wide[:0], nil
	for _, k := range f.b.cols {
		f.wide = append(f.wide, cols[k])
	}
	f.rows += int64(b.Rows)
	f.runs, f.follow = f.runs[:0], true
	for i := range b.Rows {
		f.row = rowOf(b, i)
		run, err := f.take(i)
		if err != nil {
			return err
		}
		f.runs = append(f.runs, run)
		f.follow = f.follow && run >= 0 && run == f.runs[0]+int32(i)
	}
	for k, m := range f.scores {
		if err := f.fill(m, f.wide[k], b); err != nil {
			return err
		}
	}
	return nil
}

// fill takes the scores of a block in one metric that has a column.
func (f *filling) fill(m *gridScore, col *event.Text, b *format.Batch) error {
	_, ranged := f.ranges[m.name]
	plain := f.reading.numbers() && !ranged && f.failedJudge.col == nil
	if plain && f.follow && len(f.runs) > 0 && int(f.runs[0]) == m.Len() {
		if values := col.Doubles(); finite(values) {
			m.Append(values)
			return nil
		}
	}
	for i, run := range f.runs {
		if run < 0 {
			continue
		}
		if plain {
			if v, ok := col.Double(i); ok && int(run) == m.Len() {
				m.Set(int(run), v+0, scored.Scored)
				continue
			}
		}
		f.row = rowOf(b, i)
		v, s, err := f.read(m, col, i, "")
		if err != nil {
			return err
		}
		if !m.set(run, v, s) {
			return f.twice(run, m)
		}
	}
	return nil
}

// finite reports whether there are values, and every one is a number.
func finite(values []float64) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v float64) bool { return v-v != 0 })
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

// take takes one row, but for the scores that have columns: the run that these are of, or -1.
func (f *filling) take(i int) (run int32, err error) {
	g := f.g
	if f.version.col != nil {
		label := f.version.col.Value(i)
		f.labels[label]++
		if f.want != "" && label != f.want {
			f.aside(report.OtherLabel, f.example(label))
			return -1, nil
		}
	}
	input := textAt(f.input, i)
	var id string
	if _, ok := f.b.at["item"]; ok {
		if id = textAt(f.item, i); blank(id) {
			return -1, fmt.Errorf("%s, row %d has no item id in column %s; fill it in, or take the row out", f.file,
				f.row, f.b.ask[f.b.at["item"]].Name)
		}
	} else if id = hashText(input); id == "" {
		return -1, fmt.Errorf("%s, row %d has no text in column %s, by which its item is known; fill it in, or name a "+
			"column of ids with columns: {item: …}", f.file, f.row, f.b.ask[f.b.at["input"]].Name)
	}
	repeat := int32(0)
	if f.numbered {
		// 0 is "has none" below, so numbers are one more than written.
		if repeat = f.repeat.code(i, func(s string) int32 {
			if n, ok := whole(s); ok {
				return n + 1
			}
			return 0
		}); repeat == 0 {
			return -1, fmt.Errorf("%s, row %d: the repeat %q is no whole number from 0 on; mend it, or bind another "+
				"column with columns: {repeat: …}", f.file, f.row, phrase.Cut(textAt(f.repeat.col, i)))
		}
	}
	if f.only != nil && !f.only(f.spec.Name, id) {
		return -1, nil
	}
	item := g.items.number(id)
	if g.long {
		return -1, f.score(i, item, repeat, input)
	}
	run = -1
	if f.numbered {
		run = g.find(item, repeat)
	}
	again := run >= 0
	if !again {
		run = g.add(item, repeat)
	}
	if err := f.facts(run, item, i, input, again); err != nil {
		return -1, err
	}
	f.judged(nil, item, i)
	if again {
		f.aside(report.ScoredTwice, f.example(""))
	}
	return run, nil
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
		return counted.Errorf("%s, row %d names no metric in column %s; fill it in, or take the row out", f.file, f.row,
			f.b.ask[f.b.at["metric"]].Name)
	}
	run := int32(-1)
	switch {
	case f.numbered:
		run = g.find(item, repeat)
	case m != nil && !failed:
		for repeat = 1; ; repeat++ {
			if run = g.find(item, repeat); run < 0 || m.state(run) == scored.Absent && g.runs.at(run).error == 0 {
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
	if err := f.facts(run, item, i, input, !fresh); err != nil {
		return err
	}
	if m == nil || g.runs.at(run).error != 0 {
		return nil
	}
	f.judged(m, item, i)
	v, s, err := f.read(m, f.value, i, textAt(f.label.col, i))
	if err != nil {
		return err
	}
	before := m.state(run) != scored.Absent
	if !m.set(run, v, s) {
		return f.twice(run, m)
	}
	if before {
		f.aside(report.ScoredTwice, f.example(""))
	}
	if reason := textAt(f.reason, i); reason != "" {
		if t := f.textsOf(item, run); t != nil {
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
	if f.failedJudge.code(i, f.failing) != 0 {
		return math.NaN(), scored.JudgeFailed, nil
	}
	v, ok := 0.0, false
	if col != nil && !f.marked {
		v, ok = col.Double(i)
	}
	text := ""
	if !ok {
		if text = textAt(col, i); f.marked && col != nil {
			text = col.Plain(i)
		}
		v, ok = event.ShortNumber(text)
	}
	if ok && len(f.grades) == 0 {
		if len(f.ranges) > 0 {
			if b, ranged := f.ranges[m.name]; ranged && (v < b[0] || v > b[1]) {
				return 0, 0, f.beyond(f.row, m.name, v)
			}
		}
		return v + 0, scored.Scored, nil
	}
	s := score{metric: m.name}
	s.value, s.state, s.label = scoreText(text)
	if label != "" && (s.state != scored.Scored || f.grades[m.name] != nil) {
		s.label = label
	}
	if err := f.settle(&record{line: f.row}, &s); err != nil {
		return 0, 0, err
	}
	return s.value, s.state, nil
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
	k := f.g.runs.at(run)
	said := f.g.abouts.at(k.about)
	advice := "take out the one that does not count, or number them as repeats"
	if f.judge.col != nil {
		advice = "bring the rows of one judge, or, where the mean over judges counts, leave out the column of repeats"
	}
	return fmt.Errorf("versions.%s: the item %q, repeat %d has two scores of %s that differ (%s, row %d, and %s, row "+
		"%d); %s", f.spec.Name, f.g.items.list[said.item], k.repeat-1, m.name, f.g.facts.list[said.file], k.line,
		f.file, f.row, advice)
}
