package evaltool_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/scored"
	"uptake/analysis/spec"
)

// TestScorers: scores that stand in an object are called as they are there, and rows that name who scored them are no
// repeats of one score.
func TestScorers(t *testing.T) {
	declare := func(name string) func(*spec.Evals) {
		return func(e *spec.Evals) { e.Metrics = []spec.EvalMetric{{Name: name}} }
	}
	const two = "item,name,score\na,Levenshtein,0.5\na,ExactMatch,0\n"
	for _, c := range []struct {
		name, ending, text string
		ask                func(*spec.Evals)
		want               string
	}{
		{"in an object", ".jsonl", `{"id": "a", "scores": {"Levenshtein": 0.5, "ExactMatch": 0}}` + "\n",
			declare("Levenshtein"), "table: Levenshtein\na 1 0.5\n"},
		{"in an object, none declared", ".jsonl", `{"id": "a", "scores": {"Levenshtein": 0.5, "ExactMatch": 0}}` + "\n",
			nil, "table: ExactMatch Levenshtein\na 1 0 0.5\n"},
		{"two scorers", ".csv", two, declare("score"), "v1.csv, row 2: the item \"a\" has rows with several in its " +
			"column name (\"Levenshtein\" and \"ExactMatch\"), which would count as repeats of one score; if it " +
			"names the " +
			"score, say so with columns: {metric: name}"},
		{"as it says", ".csv", two, func(e *spec.Evals) { e.Columns = map[string]string{"metric": "name"} },
			"table: ExactMatch Levenshtein\na 1 0 0.5\n"},
		{"names of cases", ".csv", "item,name,score\na,first,0.5\nc,first,1\nb,second,1\n", declare("score"),
			"table: score\na 1 0.5\nb 1 1\nc 1 1\n"},
	} {
		got := said(t, c.text, c.ending, c.ask)
		if got != c.want && (!strings.HasPrefix(got, "error: ") || !strings.Contains(got, c.want)) {
			t.Errorf("%s is read as\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestPromptfooHides: promptfoo's CSV hides judges that broke where something was not passed, nothing where all was.
func TestPromptfooHides(t *testing.T) {
	const header = "q,[echo] Say {{q}},Status,Score,Named Scores,Grader Reason,Comment\n"
	for text, hides := range map[string]bool{"a,x,PASS,1.00,{},ok,\n": false, "a,x,FAIL,0.00,{},no,\n": true,
		"a,x,ERROR,0.00,{},no,\nb,y,PASS,1.00,{},ok,\n": true} {
		path := write(t, filepath.Join(t.TempDir(), "v.csv"), header+text)
		set := read(t, asked(map[string][]string{"v1": {path}, "v2": {path}}))
		said := slices.ContainsFunc(set.Notes, func(n scored.Note) bool { return n.Code == "eval_judges_hidden" })
		if said != hides {
			t.Errorf("%s: %v", text, set.Notes)
		}
	}
}
