package evaltool_test

import (
	"fmt"
	"strings"
	"testing"

	"uptake/analysis/spec"
)

// TestOlderLayouts: what tools wrote in earlier versions, and rows that people write, are read as meant,
// or refused by a sentence that shows what stands there.
func TestOlderLayouts(t *testing.T) {
	declared := func(e *spec.Evals) { e.Metrics = []spec.EvalMetric{{Name: "s", Role: spec.Primary}} }
	for _, c := range []struct {
		name, ending, text string
		ask                func(*spec.Evals)
		want               string
	}{
		{"promptfoo without reasons of failure", ".json", `{"version": 2, "results": {"version": 2, "results": [
{"provider": {"id": "m"}, "vars": {"id": "a"}, "success": false, "score": 0, "error": "wrong", "gradingResult": {"pass": false}, "namedScores": {}},
{"provider": {"id": "m"}, "vars": {"id": "b"}, "success": false, "score": 0, "error": "API call error: 500", "namedScores": {}}],
"stats": {"successes": 0, "failures": 2}}}`, nil,
			"promptfoo: score\na 1 0\nb 1 absent failed: API call error: 500\n"},
		{"DeepEval's metricsMetadata", ".json", `{"testCases": [{"name": "a", "input": "x", "actualOutput": "y",
"metricsMetadata": [{"metric": "Bias", "threshold": 0.5, "success": true, "score": 0.9}]}], "metricsScores": []}`, nil,
			"deepeval: Bias\na 1 0.9\n"},
		{"pydantic-evals without failures", ".json", `{"name": "n", "cases": [{"name": "a", "inputs": "x", "output": "y",
"scores": {"s": {"name": "s", "value": 0.5}}, "labels": {}, "assertions": {"ok": {"name": "ok", "value": true}}}]}`, nil,
			"pydantic-evals: ok s\na 1 1 0.5\n"},
		{"percent", ".csv", "item,s,n\na,85%,1\nb, 12.5 %,2\nc,0%,3\n", declared,
			"table: s\na 1 0.85\nb 1 0.125\nc 1 0\n"},
		{"fractions", ".csv", "item,s\na,7/10\nb,8/10\n", declared,
			"error: versions.v1: v1.csv: scores of s are no plain numbers (7/10); write 7/10 as 0.7, or as 7 " +
				"where all are out of 10"},
		{"fractions beside numbers", ".csv", "item,s\na,1\nb,3/4\n", nil,
			"error: versions.v1: v1.csv: scores of s are no plain numbers (3/4); write 3/4 as 0.75"},
		{"lists beside numbers", ".csv", "item,s\na,1\nb,\"[1, 0]\"\n", declared,
			"error: versions.v1: v1.csv: scores of s are no plain numbers ([1, 0]); a score is one number: write " +
				"a row for every repeat"},
		{"named scores in a cell", ".csv", "item,s\na,\"{\"\"x\"\": 1}\"\n", declared,
			"error: versions.v1: v1.csv: scores of s are no plain numbers ({\"x\": 1}); a score is one number: " +
				"write a column for every name in it"},
		{"fractions that nobody declared", ".csv", "item,s\na,7/10\nb,8/10\n", nil,
			"no run has a score: s holds 7/10, 8/10, which is no number"},
		{"a score that is a list", ".jsonl", `{"doc_id": 0, "doc": {"id": "a"}, "resps": [], "filtered_resps": [], "metrics": ["s"], "s": [-1.5, 7]}`,
			declared, "error: versions.v1: v1.jsonl: scores of s/none are no plain numbers ([-1.5,7]); a score is " +
				"one number"},
		{"a list of scores", ".jsonl", `{"id": "a", "scores": [{"name": "x", "value": 1}, {"name": "y", "value": 0}]}`,
			nil, "error: v1.jsonl: scores is a list of scores with their names"},
		{"a list of declared scores", ".jsonl", `{"id": "a", "scores": [{"name": "s", "value": 1}]}`,
			declared, "error: v1.jsonl: scores is a list of scores with their names"},
		{"a metric that no column is called", ".csv", "item,input,t\na,x,1\n", declared,
			"error: v1.csv has none of the columns of scores that metrics declares (s); it has item, input, t. Name " +
				"one of these under metrics, or bind it with columns: {NAME: column}"},
		{"averages of versions", ".csv", "version,s\nv1,0.8\nv2,0.9\n", declared,
			"error: v1.csv has no column that is an item's id, without which nothing can be paired; it has version, " +
				"s. Name it with columns: {item: …}, or, where these are averages, bring the rows behind them"},
	} {
		if got := said(t, c.text, c.ending, c.ask); !strings.Contains(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestAnswers: an answer beside no output is what the version said, so two versions may differ in it; beside an
// output it is what was expected, and proves that items are the same.
func TestAnswers(t *testing.T) {
	for _, c := range []struct{ header, row, expected, output string }{
		{"question,answer,ground_truth,faithfulness", "what,mine,truth,0.5", "truth", "mine"},
		{"question,answer,faithfulness", "what,mine,0.5", "", "mine"},
		{"question,answer,response,faithfulness", "what,truth,mine,0.5", "truth", "mine"},
		{"question,answer,response,expected,faithfulness", "what,other,mine,truth,0.5", "truth", "mine"},
	} {
		path := write(t, t.TempDir()+"/rows.csv", c.header+"\n"+c.row+"\n")
		run := read(t, asked(map[string][]string{"v1": {path}, "v2": {path}})).Versions[0].Runs[0]
		if run.Text.Expected != c.expected || run.Text.Output != c.output {
			t.Errorf("%s: expected %q, output %q", c.header, run.Text.Expected, run.Text.Output)
		}
	}
}

// TestTextsAreKept: what a message quotes of a file's cells is what stands there, also where the memory of
// their block was used again for another file.
func TestTextsAreKept(t *testing.T) {
	dir := t.TempDir()
	var paths []string
	for file := range 8 {
		var b strings.Builder
		b.WriteString("item,s,note\n")
		for i := range 40 {
			fmt.Fprintf(&b, "q%d-%d,1,%s %c\n", file, i, []string{"word", "z"}[min(file, 1)], 'a'+i%20)
		}
		paths = append(paths, write(t, fmt.Sprintf("%s/%d.csv", dir, file), b.String()))
	}
	notes := 0
	for _, n := range read(t, asked(map[string][]string{"v1": paths, "v2": paths})).Notes {
		if n.Code != "eval_text_column" {
			continue
		}
		if notes++; !strings.Contains(n.Detail, "(word a, word b, word c, and 37 more)") {
			t.Error(n.Detail)
		}
	}
	if notes == 0 {
		t.Error("no column of text was seen")
	}
}
