package evaltool_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/evaltool"
)

// TestJudgeFailed: a scorer that broke is a failure of the judge, in the words of each tool, and no other judge.
func TestJudgeFailed(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"Braintrust", `{"input": "one", "output": "1", "expected": "1", "scores": {"tone": 1}, "error": null, "exc_info": null, "metadata": {"case": "a", "scorer_errors": {"correct": "Traceback\n  x\nValueError: down"}}}
{"input": "two", "output": "1", "expected": "1", "scores": {"correct": 1, "tone": null}, "error": null, "exc_info": null, "metadata": {"case": "b"}}
`, "braintrust: correct tone\na 1 judge 1\nb 1 1 missing\n"},
		{"promptfoo, an assertion that throws", `{"promptIdx": 0, "provider": {"id": "m"}, "prompt": {"label": "Say"}, "testCase": {"assert": [{"type": "javascript", "metric": "correct"}, {"type": "assert-set", "assert": [{"type": "contains", "metric": "tone"}]}]}, "vars": {"id": "q1"}, "score": 0, "namedScores": {}, "gradingResult": null, "failureReason": 2, "error": "Error: down\n    at module.exports (/x.js:2:1)\n    at async runAssertionInternal (evaluator.js:5698:23)"}
{"promptIdx": 0, "provider": {"id": "m"}, "prompt": {"label": "Say"}, "testCase": {}, "vars": {"id": "q2"}, "score": 0, "namedScores": {}, "failureReason": 2, "error": "Error: net\n    at callApi (evaluator.js:7:1)"}
`, "promptfoo: correct tone\nq1 1 judge judge\nq2 1 absent absent failed: Error: net\n"},
		{"phoenix-evals", `{"case": "a", "try": 0, "input": "one", "output": "1", "correct_execution_details": {"status": "COMPLETED", "exceptions": []}, "correct_score": {"name": "correct", "score": 0.5, "label": "half", "kind": "code"}, "tone_execution_details": {"status": "COMPLETED"}, "tone_score": {"name": "tone", "score": null, "kind": "code"}}
{"case": "b", "input": "two", "output": "2", "correct_execution_details": {"status": "FAILED", "exceptions": ["ValueError('down')"]}, "correct_score": null, "tone_execution_details": "{\"status\": \"COMPLETED WITH RETRIES\"}", "tone_score": "{\"score\": null, \"label\": \"yes\"}"}
`, "phoenix-evals: correct tone\na 1 0.5 missing\nb 1 judge 1\n"},
	} {
		if got := said(t, c.text, ".jsonl", nil); got != c.want {
			t.Errorf("%s is read as\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestBetter: what phoenix-evals says of a score's direction is kept, and one that it says both ways is refused.
func TestBetter(t *testing.T) {
	row := func(item, way string) string {
		return `{"case": "` + item + `", "input": "one", "bad_execution_details": {"status": "COMPLETED"}, ` +
			`"bad_score": {"name": "bad", "score": 0.5, "kind": "code", "direction": "` + way + `"}}` + "\n"
	}
	for _, c := range []struct{ text, want string }{
		{row("a", "minimize") + row("b", "minimize"), "down"},
		{row("a", "maximize"), "up"},
		{row("a", "neutral"), ""},
		{row("a", "minimize") + row("b", "maximize"), "v.jsonl, record 2 says which is better of bad otherwise " +
			"than an earlier record (up, down): two scorers under one name; give each a name of its own"},
	} {
		path := write(t, filepath.Join(t.TempDir(), "v.jsonl"), c.text)
		set, err := evaltool.Read(t.Context(), asked(map[string][]string{"v1": {path}, "v2": {path}}),
			evaltool.Options{})
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			got = set.Versions[0].Better["bad"]
		}
		if got != c.want && (err == nil || !strings.Contains(got, c.want)) {
			t.Errorf("%s gives %q, want %q", c.text, got, c.want)
		}
	}
}

// TestJudgeOfFailures: MLflow names a scorer that broke otherwise than one that gave a score; that is no other judge.
func TestJudgeOfFailures(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "v.jsonl"), `{"info": {"trace_id": "t1", "state": "OK", "tags": {"case": "a"}, "assessments": [{"assessment_name": "correct", "feedback": {"value": true}, "source": {"source_type": "CODE", "source_id": "default"}}]}}
{"info": {"trace_id": "t2", "state": "OK", "tags": {"case": "b"}, "assessments": [{"assessment_name": "correct", "feedback": {"error": {"error_message": "down"}}, "source": {"source_type": "CODE", "source_id": "correct"}}]}}
`)
	set := read(t, asked(map[string][]string{"v1": {path}, "v2": {path}}))
	if got := set.Versions[0].Judges["correct"]; got != "code, default" {
		t.Errorf("judged by %q", got)
	}
}

// TestSeveralJudges: a column of judges says who scored. Items that several judges scored are noted; one judge for one
// metric and another for the next are none.
func TestSeveralJudges(t *testing.T) {
	for _, c := range []struct{ name, text, judges, note string }{
		{"a row a run", "item,judge,correct,tone\na,x,1,1\na,y,0,1\nb,x,1,0\n", "x; y",
			"v1: 1 item has scores by several judges (x, y), which count as repeats: an item's score is their " +
				"mean, and the spread between repeats is that between judges too"},
		{"a row a score", "item,metric,value,rater\na,correct,1,x\na,correct,0,y\nb,correct,1,\na,tone,1,z\n", "x; y",
			"v1: 1 item has scores of correct by several judges (x, y), which count as repeats: an item's score is " +
				"their mean, and the spread between repeats is that between judges too"},
		{"a judge a metric", "item,metric,value,judge\na,correct,1,x\na,tone,0,y\nb,correct,1,x\n", "x", ""},
		{"a judge an item", "item,judge,correct\na,x,1\nb,y,0\n", "x; y", ""},
		{"repeats of one judge", "item,judge,correct\na,x,1\na,x,0\n", "x", ""},
	} {
		path := write(t, filepath.Join(t.TempDir(), "v.csv"), c.text)
		set := read(t, asked(map[string][]string{"v1": {path}, "v2": {path}}))
		note := ""
		for _, n := range set.Notes {
			if n.Code == "eval_several_judges" && strings.HasPrefix(n.Detail, "v1: ") {
				note += n.Detail
			}
		}
		if got := set.Versions[0].Judges["correct"]; got != c.judges || note != c.note {
			t.Errorf("%s: judged by %q, want %q; noted %q, want %q", c.name, got, c.judges, note, c.note)
		}
	}
}

// TestLabelBehind: DeepEval says which version it wrote behind the test cases, and a label takes that one alone.
func TestLabelBehind(t *testing.T) {
	dir := t.TempDir()
	run := func(name, at string) string {
		cases := `"testCases": [{"name": "a", "input": "one", "metricsData": [{"name": "Correct", "score": 1}]}]`
		id := `"identifier": "` + name + `"`
		if at == "before" {
			cases, id = id, cases
		}
		return write(t, filepath.Join(dir, name+".json"), `{`+cases+`, `+id+`, "metricsScores": []}`)
	}
	files := []string{run("old", "behind"), run("new", "before")}
	e := asked(map[string][]string{"v1": files, "v2": files})
	e.Versions[0].Label, e.Versions[1].Label = "old", "new"
	set, err := evaltool.Read(t.Context(), e, evaltool.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"old.json", "new.json"} {
		if runs := set.Versions[i].Runs; len(runs) != 1 || filepath.Base(runs[0].File) != want {
			t.Errorf("%s has %+v", set.Versions[i].Name, runs)
		}
	}
	if !slices.ContainsFunc(set.Dropped, func(d scored.Drop) bool { return d.Reason == "other_label" && d.Rows == 2 }) {
		t.Error(set.Dropped)
	}
}

// TestBoundScore: a score that columns bind stands in place of the tool's own of that name.
func TestBoundScore(t *testing.T) {
	got := said(t, `{"input": "one", "output": "1", "expected": "1", "scores": {"correct": 0}, "error": null, "exc_info": null, "metadata": {"case": "a", "people": 1}}
`, ".jsonl", func(e *spec.Evals) { e.Columns = map[string]string{"correct": "metadata.people"} })
	if want := "braintrust: correct\na 1 1\n"; got != want {
		t.Errorf("read as\n%s\nwant\n%s", got, want)
	}
}
