package evaltool

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"uptake/ingest/format"
	"uptake/ingest/phrase"
)

// Tool is one line of the table of tools: how its files are known and read.
type Tool struct {
	Name  string // as tool: has it in an evaluation file
	Title string // as its makers write it
	Files string // what to bring, for people
	// marks are paths of its JSON, as Documents writes them, or what a key ends in (*_end): a
	// file is the tool's where all of one set are there.
	marks [][]string
	// columns are those that its tables have; nil: it writes none.
	columns func(has func(string) bool) bool
	keys    []string                                  // what an item is known by, in words, the best first
	tasked  bool                                      // of several tasks in a version the items are apart
	item    string                                    // advice where nothing tells the item
	read    func(*reading) error                      // a file of JSON
	row     func(*reading, int64, format.Value) error // a record that stands alone, in JSON or as a table's row
	sheet   func(*reading, *sheet) error              // a table of the tool's own layout
}

// tools is the table of tools. A file is that of the first line whose marks it has.
var tools = []*Tool{
	&promptfoo,
	&inspect,
	&lmeval,
	&openaiEvals,
	&openaiPlatform,
	&deepeval,
	&phoenix,
	&phoenixFrame,
	&langfuse,
	&braintrust,
	&langsmith,
	&pydanticEvals,
	&mlflow,
	&garak,
	&otelGenAI,
	&ragas,
	&ownTable,
}

// Tools lists the tools in the order in which they are looked for.
func Tools() []*Tool { return tools }

// ToolNames lists the names that tool: may have.
func ToolNames() []string {
	var out []string
	for _, t := range tools {
		out = append(out, t.Name)
	}
	return out
}

// noItem says what to do where an item is known by nothing.
func (t *Tool) noItem() string {
	return cmp.Or(t.item, "name the path of the item's id with columns: {item: metadata.case}")
}

// envelopes are where records may stand in a file: one a line, in a list, or in a list
// under a key, as programs that answer in pages give them.
var envelopes = []string{"", "[]", "data[]", "rows[]", "items[]", "results[]", "events[]", "traces[]", "objects[]"}

// toolOf is the tool that a JSON file's paths tell, nil where none do, and where the records
// stand.
func toolOf(shape map[string]bool) (t *Tool, within string) {
	for _, t := range tools {
		for _, within := range envelopes {
			for _, set := range t.marks {
				if !slices.ContainsFunc(set, func(mark string) bool { return !marked(shape, within, mark) }) {
					return t, within
				}
			}
		}
	}
	return nil, ""
}

// marked reports whether a file has a mark where its records stand; one that begins with * is what a key ends in.
func marked(shape map[string]bool, within, mark string) bool {
	end, ends := strings.CutPrefix(mark, "*")
	if !ends {
		return shape[strings.TrimPrefix(within+"."+mark, ".")]
	}
	for p := range shape {
		key, below := strings.CutPrefix(p, within)
		if below && strings.HasSuffix(key, end) && !strings.ContainsAny(strings.TrimPrefix(key, "."), ".[") {
			return true
		}
	}
	return false
}

// others are files of tools that hold no runs, and the file of the same tool to bring.
var others = []struct {
	marks []string
	what  string
	bring string
	why   string
}{
	{[]string{"results", "configs", "n-shot"}, "lm-evaluation-harness's results of whole tasks",
		"the samples_<task>_<time>.jsonl beside it, which --log_samples writes", averages},
	{[]string{"results", "group_subtasks", "configs"}, "lm-evaluation-harness's results of whole tasks",
		"the samples_<task>_<time>.jsonl beside it, which --log_samples writes", averages},
	{[]string{"scores", "experiment_name", "project_name"}, "Braintrust's summary of an experiment",
		"the rows of the experiment: its EvalResults one a line, or the export of its rows", averages},
	{[]string{"metrics", "tests", "metrics[].metric_id"}, "an Evidently report, which holds metrics of a whole data " +
		"set", evidentlyBring, averages},
	{[]string{"metrics", "tests", "metrics[].metric_name"}, "an Evidently report, which holds metrics of a whole " +
		"data " +
		"set", evidentlyBring, averages},
	{[]string{"metric_results"}, "an Evidently snapshot, which holds metrics of a whole data set",
		evidentlyBring, averages},
	{[]string{"task_runs", "evaluation_runs"}, "what Phoenix's client keeps of an experiment (get_experiment)",
		"the experiment's CSV from the server (/v1/experiments/<id>/csv)", "runs apart from what was said of them"},
	{[]string{"stats", "run_spec", "adapter_spec"}, "HELM's description of a run", "per_instance_stats.json of the " +
		"run as rows: item, metric, value", averages},
	{[]string{"[].name.name", "[].count", "[].mean"}, "HELM's stats.json, which holds means",
		"per_instance_stats.json of the run as rows: item, metric, value", averages},
	{[]string{"[].samples", "[].reducer"}, "Inspect's reductions, which hold means over epochs",
		"the log itself, .eval or .json", averages},
	{[]string{"results.prompts[].metrics", "results.stats"}, "a summary of promptfoo without its results",
		"the file that promptfoo eval -o results.jsonl writes", averages},
	{[]string{"test_cases_lookup_map"}, "DeepEval's cache", "the run itself: .latest_test_run.json beside it, or the " +
		"test_run_<time>.json of DEEPEVAL_RESULTS_FOLDER", "scores of several runs by hashes"},
	{[]string{"testRunLink"}, "DeepEval's note of a run that stands on its server",
		"the test_run_<time>.json that a run leaves where DEEPEVAL_RESULTS_FOLDER names a folder",
		"a link without test cases"},
	{[]string{"eval_id", "results.scores"}, "the header of an Inspect log without its samples",
		"the whole log (.eval or .json), with samples", averages},
}

const averages = "averages of all samples together, from which no item can be paired"

// refusal says of a file that no tool is known by why it cannot be read.
func refusal(name string, shape map[string]bool) error {
	for _, a := range others {
		if !slices.ContainsFunc(a.marks, func(p string) bool { return !shape[p] }) {
			return &NoRunsError{a.what, fmt.Errorf("%s is %s: %s; bring %s", name, a.what, a.why, a.bring)}
		}
	}
	var top []string
	for p := range shape {
		if p != "" && !strings.ContainsAny(strings.TrimPrefix(p, "[]."), ".[") {
			top = append(top, strings.TrimPrefix(p, "[]."))
		}
	}
	slices.Sort(top)
	var titles []string
	for _, t := range tools {
		if t != &ownTable {
			titles = append(titles, t.Title)
		}
	}
	advice := ""
	for _, key := range slices.Compact(top) {
		if slices.ContainsFunc(slices.Concat(itemNames, inputNames),
			func(n string) bool { return shape[key+"[]."+n] }) {
			advice = fmt.Sprintf(". Its list %s looks like such rows: write that list alone, as a JSON list or one "+
				"row a line", key)
			break
		}
	}
	return &NoRunsError{"of no tool that is known", fmt.Errorf("%s is written by no tool that is known here (its "+
		"keys are %s); files of %s are read, and rows with the columns item, metric and value, or item and one "+
		"column a score%s",
		name, phrase.Names(slices.Compact(top), 12), strings.Join(titles, ", "), advice)}
}

// Keys says what the tool's items are known by, the best first.
func (t *Tool) Keys() []string {
	switch t {
	case &ragas:
		return []string{"the column item, or one that columns names", "a hash of user_input"}
	case &ownTable:
		return []string{"the column item (or id, case …)", "a hash of input"}
	case &otelGenAI:
		return []string{"the attribute test.case.id, or one that columns names"}
	}
	return t.keys
}
