package evaltool

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/zeebo/xxh3"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
)

// collector takes in the records of one version.
type collector struct {
	*asked
	spec    spec.EvalVersion
	texts   func(version, item string) bool // which texts are kept; nil: none
	only    func(version, item string) bool // of a table, which items are read at all; nil: all
	lines   map[string][]int64              // of a table, by file, which rows those items are in; nil: not known
	places  map[string]*format.Landmarks    // of a table, by file, where rows stand; nil where nobody asks
	several bool                            // the version has more than one file
	tool    *Tool
	version string // of the tool
	files   []string
	rows    int64
	records []kept
	grid    *grid // of a table, in place of records
	drops   []scored.Drop
	notes   []scored.Note
	judges  map[string]map[string]bool // metric → who scored it
	better  map[string]string          // metric → up or down, where the tool says which is better
	labels  map[string]int             // first labels of records → how many
	keys    []string                   // what the places of ids are, in words
	parts   bool                       // a run's scores stand in records of their own
	grades  map[string]map[string]float64
	ranges  map[string][2]float64
	undone  map[string]map[string]int // metric → text that is no number → how often
	task    map[string]bool
	file    string // being read
	invalid [2]int // answers that lm-eval's filter found nothing in, and all
}

// kept is a record with the file that it came from.
type kept struct {
	record
	file         string
	inputHash    [16]byte
	expectedHash [16]byte
	outputHash   [16]byte
	readable     bool // its texts are kept
	numbered     bool // the tool gave the number of its repeat
}

func newCollector(a *asked, v spec.EvalVersion, texts func(version, item string) bool) *collector {
	c := &collector{asked: a, spec: v, texts: texts, judges: map[string]map[string]bool{},
		better: map[string]string{}, labels: map[string]int{},
		grades: map[string]map[string]float64{}, ranges: map[string][2]float64{}, undone: map[string]map[string]int{},
		task: map[string]bool{}}
	for _, m := range a.Metrics {
		if m.HasRange {
			c.ranges[m.Name] = m.Range
		}
		if m.Grades != nil {
			c.grades[m.Name] = map[string]float64{}
			for i, g := range m.Grades {
				c.grades[m.Name][g.Name] = float64(i)
			}
		}
	}
	return c
}

// aside counts rows that are none of the evaluation's.
func (c *collector) aside(reason report.EvalReason, example string) {
	c.drops = dropped(c.drops, scored.Drop{Reason: reason, Rows: 1, Example: example})
}

// dropped adds to a ledger.
func dropped(list []scored.Drop, d scored.Drop) []scored.Drop {
	for i := range list {
		if list[i].Reason == d.Reason {
			list[i].Rows += d.Rows
			return list
		}
	}
	return append(list, d)
}

// note notes something once.
func (c *collector) note(code, format string, args ...any) {
	n := scored.Note{Code: code, Detail: counted.Sprintf(format, args...)}
	if !slices.Contains(c.notes, n) {
		c.notes = append(c.notes, n)
	}
}

// add takes a record.
func (c *collector) add(r record) error {
	if c.columns["item"] != "" {
		r.ids = append([]string{r.item}, r.ids[min(1, len(r.ids)):]...)
	}
	label := ""
	if len(r.labels) > 0 {
		label = r.labels[0]
	}
	if c.spec.Label != "" && len(r.labels) > 0 && !slices.Contains(r.labels, c.spec.Label) {
		c.labels[label] += 0
		c.aside(report.OtherLabel, fmt.Sprintf("%s, record %d: %s", c.file, r.line,
			label))
		return nil
	}
	if label != "" {
		c.labels[label]++
	}
	if r.errored {
		r.scores = nil // whatever the tool scored
		r.error = cmp.Or(firstLine(r.error), "the run failed")
	}
	for i := range r.scores {
		if err := c.settle(&r, &r.scores[i]); err != nil {
			return err
		}
	}
	r.scores = slices.DeleteFunc(r.scores, func(s score) bool { return s.metric == "" || s.state == scored.Absent })
	if err := c.once(&r); err != nil {
		return err
	}
	k := kept{record: r, file: c.file, inputHash: hash128(r.input), expectedHash: hash128(r.expected),
		outputHash: hash128(r.output), numbered: r.repeat > 0}
	if k.print != "" {
		h := hash128(k.print)
		k.print = string(h[:])
	}
	k.readable = c.texts != nil && (len(r.ids) == 0 || slices.ContainsFunc(r.ids,
		func(id string) bool { return id != "" && c.texts(c.spec.Name, id) }))
	if !k.readable {
		k.input, k.expected, k.output = phrase.Cell(k.input), "", ""
		for i := range k.scores {
			k.scores[i].reason = ""
		}
	}
	c.task[r.task] = true
	c.records = append(c.records, k)
	return nil
}

// once has one score of every metric in a record: one that is there again and says the same is left out, one that
// says another thing stops the reading.
func (c *collector) once(r *record) error {
	for i := 1; i < len(r.scores); i++ {
		s := r.scores[i]
		at := slices.IndexFunc(r.scores[:i], func(t score) bool { return t.metric == s.metric })
		if at < 0 {
			continue
		}
		t := r.scores[at]
		if differ(t, s) {
			by := ""
			if t.judge != s.judge && t.judge != "" && s.judge != "" {
				by = fmt.Sprintf(", by %s and by %s", t.judge, s.judge)
			}
			return fmt.Errorf("versions.%s: %s, record %d has two scores of %s that differ: %s and %s%s; take out "+
				"the one that does not count, or give each a name of its own", c.spec.Name, c.file, r.line,
				s.metric, shown(t), shown(s), by)
		}
		c.aside(report.ScoredTwice, fmt.Sprintf("%s, record %d", c.file, r.line))
		r.scores = slices.Delete(r.scores, i, i+1)
		i--
	}
	return nil
}

// settle makes of a score what the evaluation asks for; one that it does not ask for
// loses its name.
func (c *collector) settle(r *record, s *score) error {
	if s.judge != "" && s.state != scored.JudgeFailed { // of a failure some tools name another than of a score
		if c.judges[s.metric] == nil {
			c.judges[s.metric] = map[string]bool{}
		}
		if len(c.judges[s.metric]) < 1000 {
			c.judges[s.metric][s.judge] = true
		}
	}
	if s.better != "" && c.better[s.metric] == "" {
		c.better[s.metric] = s.better
	}
	if was := c.better[s.metric]; s.better != "" && s.better != was {
		return fmt.Errorf("versions.%s: %s, record %d says which is better of %s otherwise than an earlier "+
			"record (%s, %s): two scorers under one name; give each a name of its own", c.spec.Name, c.file, r.line,
			s.metric, s.better, was)
	}
	if g := c.grades[s.metric]; g != nil && s.state != scored.JudgeFailed && s.state != scored.Absent {
		text := s.label
		if text == "" && s.state == scored.Scored {
			text = fmt.Sprint(s.value)
		}
		if text == "" {
			return nil
		}
		v, ok := g[text]
		if !ok {
			return fmt.Errorf("%s, record %d: the grade %q of %s is none of those declared (%s); add it under grades "+
				"with its cost, or mend the file",
				c.file, r.line, phrase.Cut(text), s.metric, strings.Join(gradeNames(c.Metrics, s.metric), ", "))
		}
		s.value, s.state, s.label = v, scored.Scored, text
		return nil
	}
	if b, ok := c.ranges[s.metric]; ok && s.state == scored.Scored && (s.value < b[0] || s.value > b[1]) {
		return c.beyond(r.line, s.metric, s.value)
	}
	if s.label != "" && s.state == scored.Missing {
		if c.undone[s.metric] == nil {
			c.undone[s.metric] = map[string]int{}
		}
		if len(c.undone[s.metric]) < 50 {
			c.undone[s.metric][phrase.Cut(strings.Clone(s.label))]++ // the cell's memory is used again
		}
	}
	return nil
}

// beyond refuses a score that is out of its declared range.
func (c *collector) beyond(line int64, metric string, v float64) error {
	b := c.ranges[metric]
	return fmt.Errorf("%s, row %d: the score %g of %s lies outside its range, %g to %g; is it on another scale? Mend "+
		"the scores or the range", c.file, line, v, metric, b[0], b[1])
}

func gradeNames(metrics []spec.EvalMetric, name string) (out []string) {
	for _, m := range metrics {
		if m.Name == name {
			for _, g := range m.Grades {
				out = append(out, g.Name)
			}
		}
	}
	return out
}

// oneLabel makes sure that the records are of one version.
func (c *collector) oneLabel() error {
	var found []string
	for l := range c.labels {
		found = append(found, l)
	}
	sort.Strings(found)
	if c.spec.Label != "" { // of tools that say it behind their records
		c.records = slices.DeleteFunc(c.records, func(k kept) bool {
			other := len(k.labels) > 0 && !slices.Contains(k.labels, c.spec.Label)
			if other {
				c.otherLabel(&k)
			}
			return other
		})
	}
	switch {
	case c.spec.Label != "" && len(found) == 0 && len(c.records) > 0:
		return fmt.Errorf("versions.%s: label: %s asks for one of several versions, and no run of %s says which it "+
			"is of; leave label out, or name what says it with columns: {version: metadata.…}", c.spec.Name,
			c.spec.Label, strings.Join(phrase.Few(c.files, 3), ", "))
	case c.spec.Label != "" && c.empty() && len(found) > 0:
		return fmt.Errorf("versions.%s: no record has the label %q; the files have %s", c.spec.Name, c.spec.Label,
			strings.Join(phrase.Few(found, 10), ", "))
	case c.spec.Label != "" || len(found) < 2:
		return c.oneVariant()
	case slices.Contains(found, c.spec.Name):
		c.records = slices.DeleteFunc(c.records, func(k kept) bool {
			other := len(k.labels) > 0 && k.labels[0] != "" && k.labels[0] != c.spec.Name
			if other {
				c.otherLabel(&k)
			}
			return other
		})
		return c.oneVariant()
	}
	if err := c.oneVariant(); err != nil {
		return err
	}
	return fmt.Errorf("versions.%s: %s holds runs of several versions (%s); say with label: which of them this one "+
		"is, and name the file for the other version with its own label",
		c.spec.Name, strings.Join(phrase.Few(c.files, 3), ", "), strings.Join(phrase.Few(found, 10), ", "))
}

// otherLabel counts a record of another version.
func (c *collector) otherLabel(k *kept) {
	c.aside(report.OtherLabel, fmt.Sprintf("%s, record %d: %s", k.file, k.line, k.labels[0]))
}

// oneVariant makes sure that the records that are the version's were made with one prompt.
func (c *collector) oneVariant() error {
	type made struct{ model, prompt string }
	found := map[made]string{} // what to ask for it by
	prompts := map[string]bool{}
	for _, k := range c.records {
		if k.variant.prompt != "" {
			found[made{k.labels[0], k.variant.prompt}] = k.variant.label
			prompts[k.variant.prompt] = true
		}
	}
	if len(found) < 2 || len(prompts) < 2 && c.spec.Label == "" {
		return nil
	}
	var said []string
	for m, label := range found {
		for other, l := range found {
			if l == label && other != m { // in two files
				label = m.model + " " + m.prompt
			}
		}
		said = append(said, fmt.Sprintf("%q: %s", label,
			phrase.Cut(m.model+", "+strings.Join(strings.Fields(m.prompt), " "))))
	}
	slices.Sort(said)
	return fmt.Errorf("versions.%s: %s holds runs of several prompts or models (%s); say with label: which of them "+
		"this one is, and name the file for the other version with its own label", c.spec.Name,
		strings.Join(phrase.Few(c.files, 3), ", "), strings.Join(phrase.Few(said, 10), "; "))
}

// hash128 is a fixed hash of a text, zero for the empty one.
func hash128(s string) (out [16]byte) {
	if s == "" {
		return out
	}
	return xxh3.HashString128(s).Bytes()
}

// order is a number of a run's content by which runs without numbers are put in order, so
// that it is the same however rows are sorted, and by chance with regard to scores.
func (k *kept) order() uint64 {
	h := xxh3.New()
	put := func(s string) { h.WriteString(s); h.Write([]byte{0}) }
	put(k.run)
	put(k.session)
	h.Write(k.outputHash[:])
	put(k.error)
	scores := slices.Clone(k.scores)
	slices.SortFunc(scores, func(a, b score) int { return strings.Compare(a.metric, b.metric) })
	for _, s := range scores {
		put(s.metric)
		h.Write(append(binary.LittleEndian.AppendUint64(nil, math.Float64bits(s.value)), byte(s.state)))
	}
	put(fmt.Sprint(k.seconds, k.in, k.out, k.cost))
	return h.Sum64()
}
