package scored

import (
	"cmp"
	"slices"

	"uptake/analysis/report"
)

// State says what is known of one score of one run. Only Scored has a value.
type State uint8

// The states.
const (
	Absent      State = iota // the run has no such score
	Scored                   // it has a value
	Missing                  // there is a place for it, and nothing or no number in it: null, "", NaN, an infinity
	JudgeFailed              // the scorer failed
)

// Run is one run of one version over one item.
type Run struct {
	*About         // never nil
	Spent   *Spent // nil = nothing is said
	Text    *Texts // nil unless asked for
	Error   string // first line, at most 300 bytes
	Repeat  int32  // 1, 2 … within the item: the tool's, else by what the runs hold, never by the order of rows
	Line    int32  // 1, 2 … of the row, sample or record in its file
	Errored bool   // the run failed: it has no scores, whatever the tool wrote
}

// About is what a run says of its item, and the file that it stands in. Runs that say the same share one.
type About struct {
	Item     string   // the tool's stable id, else what Version.Key says
	Category string   // "" = none
	Cluster  string   // the source, conversation or family that items come from; "" = the item itself
	Severity string   // "" = none
	Weight   float64  // 0 = not said
	Segments []string // by place in Set.Segments; "" = not said

	InputHash    [16]byte // of the input's text; zero = none
	ExpectedHash [16]byte

	File string // as found, for messages and the page
}

// Spent is what a run took; NaN = not said.
type Spent struct {
	Seconds   float64 // the model's latency
	TokensIn  float64
	TokensOut float64
	Cost      float64
}

// Texts are what people read of a run.
type Texts struct {
	Input, Expected, Output string
	Reasons                 map[string]string // metric → what the judge said
}

// Set is everything that was read of one evaluation.
type Set struct {
	Metrics  []string  // names, sorted, a filter behind a slash
	Segments []string  // what items are told apart by, as asked
	Versions []Version // in the order of the file
	Items    []Item    // the declared data set, where one is given; nil = not given
	Labels   []Label
	Users    []Share // of categories and levels among users, where a population is given
	Dropped  []Drop
	Notes    []Note
}

// Version is where one version's runs came from.
type Version struct {
	Name        string
	Tool        string // promptfoo, inspect …
	ToolVersion string // as the files say; "" = they do not
	Files       []string
	Rows        int64             // rows, samples or records read, before any was dropped
	Key         string            // what items are known by, in words: vars.case, sample.id, a hash of the input
	Position    bool              // the key is a place in a file: pairing needs proof
	Numbered    bool              // repeats bear the tool's numbers; false = those of Run.Repeat's own
	Judges      map[string]string // metric → what identifies its judge: name, hash of its prompt, threshold
	Better      map[string]string // metric → up or down, where the tool says which is better
	Versions    []string          // labels of versions found in the files, where they say

	Runs   []Run     // by item, then repeat
	Scores []*Scores // by place in Set.Metrics, of the runs in their order; nil = no run has one
}

// Of is what the runs scored in a metric, by its place in Set.Metrics.
func (v *Version) Of(metric int) *Scores {
	if metric >= len(v.Scores) {
		return nil
	}
	return v.Scores[metric]
}

// Add adds a run with its scores by place in Set.Metrics, whose values count where they are Scored.
func (v *Version) Add(r Run, values []float64, states []State) {
	for len(v.Scores) < len(states) {
		v.Scores = append(v.Scores, &Scores{})
	}
	for m, s := range states {
		v.Scores[m].Set(len(v.Runs), values[m], s)
	}
	v.Runs = append(v.Runs, r)
}

// Sort puts the runs by item and repeat.
func (v *Version) Sort() {
	order := make([]int32, len(v.Runs))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(i, j int32) int {
		a, b := &v.Runs[i], &v.Runs[j]
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Repeat, b.Repeat))
	})
	runs := make([]Run, len(order))
	for i, at := range order {
		runs[i] = v.Runs[at]
	}
	v.Runs = runs
	for m, s := range v.Scores {
		v.Scores[m] = s.Ordered(order)
	}
}

// Item is one row of the declared data set.
type Item struct {
	ID, Category, Cluster, Severity string
	Weight                          float64
	Segments                        []string // by place in Set.Segments
}

// Label is what people said of one answer.
type Label struct {
	Item, Version string // Version "" = of the item in every version
	Metric        string
	Value         float64
	File          string
	Line          int
}

// Share is the share of users of one category, or of one level of a segment.
type Share struct {
	Segment  string // "" = Category is one of the categories, else a level of this segment
	Category string
	Share    float64
}

// Drop is rows that count nowhere, by reason.
type Drop struct {
	Reason  report.EvalReason
	Rows    int64
	Example string
}

// Row is the drop as ledgers have it.
func (d Drop) Row() report.Dropped {
	out := report.Dropped{Reason: string(d.Reason), Kind: "aside", Rows: d.Rows}
	if d.Example != "" {
		out.Example = &report.Example{Value: d.Example}
	}
	return out
}

// Note is something that the reader of the page must know of what was read.
type Note struct{ Code, Detail string }
