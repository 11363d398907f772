package evaltool_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/evaltool"
)

// TestRefused: what holds no runs, or those of several versions, is refused with what to
// bring or to say.
func TestRefused(t *testing.T) {
	labelled := func(label string) func(*spec.Evals) {
		return func(e *spec.Evals) {
			for i := range e.Versions {
				e.Versions[i].Label = label
			}
		}
	}
	for _, c := range []struct {
		name, ending, text string
		ask                func(*spec.Evals)
		want               string
	}{
		{"two prompts of promptfoo", ".json", twoPrompts, nil, "versions.v1: v1.json holds runs of several prompts " +
			"or models (\"prompt 1\": m, Say {{q}}; \"prompt 2\": m, Sing {{q}}); say with label: which of them this " +
			"one is, and name the file for the other version with its own label"},
		{"two prompts of promptfoo, by their model", ".json", twoPrompts, labelled("m"), "holds runs of several " +
			"prompts"},
		{"two models of promptfoo, by their prompt", ".jsonl",
			`{"promptIdx": 0, "provider": {"id": "m"}, "prompt": {"label": "Say"}, "testCase": {}, "vars": {"id": "q1"}, "score": 1, "namedScores": {}}
{"promptIdx": 1, "provider": {"id": "n"}, "prompt": {"label": "Say"}, "testCase": {}, "vars": {"id": "q1"}, "score": 0, "namedScores": {}}
`, labelled("Say"), "(\"prompt 1\": m, Say; \"prompt 2\": n, Say)"},
		{"prompts without a number", ".json",
			`{"results": {"version": 2, "results": [
{"provider": {"id": "m"}, "prompt": {"raw": "Say x", "display": "Say {{q}}"}, "vars": {"id": "q1"}, "score": 1, "namedScores": {}},
{"provider": {"id": "m"}, "prompt": {"raw": "Sing x", "display": "Sing {{q}}"}, "vars": {"id": "q1"}, "score": 0, "namedScores": {}}]}}`,
			nil, "(\"m Say {{q}}\": m, Say {{q}}; \"m Sing {{q}}\": m, Sing {{q}})"},
		{"every run failed", ".jsonl",
			`{"promptIdx": 0, "provider": {"id": "m"}, "prompt": {"label": "Say"}, "testCase": {}, "vars": {"id": "q1"}, "score": 0, "namedScores": {}, "failureReason": 2, "error": "Error: no key"}` + "\n",
			nil, "v1.jsonl, v2.jsonl: every run failed (Error: no key), so there is no score; run the evaluation " +
				"again"},
		{"no scores", ".csv", "case,stage\na,greeting\n", nil, "v1.csv, v2.csv: no run has a score"},
		{"scores under a name of their own", ".csv", "item,metric,score\nq1,correct,1\n", func(e *spec.Evals) {
			e.Columns = map[string]string{"score": "score"}
		}, "columns: {score: score} asks for a score called score, of which no record of the files has one there; " +
			"where each row names its metric, its score is value: write columns: {value: score}"},
		{"DeepEval's cache", ".json", `{"test_cases_lookup_map": {"{}": {"cached_metrics_data": []}}}`, nil,
			"v1.json is DeepEval's cache: scores of several runs by hashes; bring the run itself: " +
				".latest_test_run.json beside it"},
		{"DeepEval's link", ".json", `{"testRunLink": "https://example.org/run"}`, nil,
			"v1.json is DeepEval's note of a run that stands on its server: a link without test cases; bring the " +
				"test_run_<time>.json"},
		{"Phoenix's client", ".json", `{"experiment_id": "x", "task_runs": [{"dataset_example_id": "a", "output": "1", ` +
			`"repetition_number": 1}], "evaluation_runs": [{"name": "correct", "result": {"score": 1}}]}`, nil,
			"v1.json is what Phoenix's client keeps of an experiment (get_experiment): runs apart from what was " +
				"said of " +
				"them; bring the experiment's CSV from the server (/v1/experiments/<id>/csv)"},
		{"rows in a report", ".json",
			`{"averages": {"faithfulness": 1}, "per_question": [{"user_input": "one", "faithfulness": 1}]}`, nil,
			"Its list per_question looks like such rows: write that list alone, as a JSON list or one row a line"},
		{"an early CSV of promptfoo", ".csv",
			"q,[openai:gpt] Say {{q}}\nhello,[PASS] hallo\nbye,\"[FAIL] (0.00) Expected x\n---\ntsch\"\n", nil,
			"v1.csv is the CSV of an early promptfoo, whose answers have no columns of their status and score; bring " +
				"its JSON (promptfoo eval -o results.json)"},
		{"a report of Evidently", ".json",
			`{"metrics": [{"id": "x", "metric_name": "MeanValue(column=Length)", "config": {}, "value": 8.5}], "tests": []}`,
			nil, "v1.json is an Evidently report, which holds metrics of a whole data set"},
		{"averages alone", ".csv", "metric,score\nfaithfulness,1\n", nil,
			"v1.csv has a row a metric (its columns are metric, score): averages of all samples together"},
		{"a table without scores of MLflow", ".json", `{"columns": ["inputs", "outputs"], "data": [["one", "1"]]}`, nil,
			"no column of a metric's scores, <name>/<version>/score; it has inputs, outputs"},
		{"a short row of MLflow", ".json", `{"columns": ["inputs", "a/v1/score"], "data": [["one"]]}`, nil,
			"v1.json, row 1 has 1 cell, but the table has 2 columns"},
		{"rows of MLflow before their columns", ".json", `{"data": [["one", 1]], "columns": ["inputs", "a/v1/score"]}`,
			nil,
			"v1.json, row 1 has 2 cells, but the table has 0 columns"},
		{"decimal commas beside whole numbers", ".csv", "question;exact\none;1\ntwo;0,71\n", nil,
			"versions.v1: v1.csv: scores of exact are written with a decimal comma (0,71); say so with " +
				"csv: {decimal: \",\"} below the version"},
		{"two models in one table", ".csv", "item,model,exact\na,x,1\nb,x,1\na,y,0\nb,y,1\n", nil,
			"versions.v1: v1.csv, row 3: the item \"a\" has rows of several in its column model (\"x\" and \"y\"), " +
				"which " +
				"would count as repeats of one version; say with label:"},
		{"a label of what has none", ".jsonl",
			`{"input": "one", "output": "1", "expected": "1", "scores": {"correct": 1}, "error": null, "exc_info": null}` + "\n",
			labelled("x"), "versions.v1: label: x asks for one of several versions, and no run of v1.jsonl says " +
				"which it is of; leave label out, or name what says it with columns: {version: metadata.…}"},
		{"two matches of one sample", ".jsonl",
			`{"run_id": "r", "event_id": 0, "sample_id": "x.0", "type": "match", "data": {"correct": true}}
{"run_id": "r", "event_id": 1, "sample_id": "x.0", "type": "match", "data": {"correct": false}}
`, nil, "versions.v1: v1.jsonl, record 1 has two scores of correct that differ: 1 and 0; take out the one that " +
				"does not count, or give each a name of its own"},
		{"a person and a judge under one name", ".jsonl",
			`{"info": {"trace_id": "t1", "state": "OK", "tags": {"case": "a"}, "assessments": [{"assessment_name": "correct", "feedback": {"value": true}, "source": {"source_type": "CODE", "source_id": "s"}}, {"assessment_name": "correct", "feedback": {"value": false}, "source": {"source_type": "HUMAN", "source_id": "me"}}]}}` + "\n",
			nil, "record 1 has two scores of correct that differ: 1 and 0, by code, s and by human, me; take out"},
		{"two judges of one numbered repeat", ".csv", "item,repeat,judge,correct\na,1,x,1\na,1,y,0\n", nil,
			"two scores of correct that differ (v1.csv, row 1, and v1.csv, row 2); bring the rows of one judge, " +
				"or, where the mean over judges counts, leave out the column of repeats"},
		{"a data frame by columns", ".json", `{"user_input": {"0": "one", "1": "two"}, "exact": {"0": 1, "1": 0}}`, nil,
			"v1.json is a data frame written column by column (its keys are columns, and in each stand the rows' " +
				"numbers), as to_json() writes it unless it is told; write a row a line, with " +
				"to_json(\"rows.jsonl\", orient=\"records\", lines=True)"},
		{"YAML of promptfoo", ".yaml", "evalId: eval-1\nresults:\n  version: 3\n", nil, "v1.yaml is YAML; bring " +
			"the same run as JSON lines (promptfoo eval -o results.jsonl)"},
		{"phoenix-evals as CSV", ".csv", "case,correct_execution_details,correct_score\n" +
			"a,\"{'status': 'COMPLETED'}\",\"{'score': 1}\"\n", nil,
			"v1.csv, row 1: the columns of correct are no JSON but what Python prints " +
				"(\"{'status': 'COMPLETED'}\"); write the frame with to_json(orient=\"records\", lines=True)"},
		{"a label that no column has", ".csv", "item,exact\na,1\n", labelled("x"),
			"versions.v1: label: x asks for one of several versions, and no column of v1.csv says which a row is of"},
		{"windows-1252 in the header", ".csv", "question,exact,r\xe9sultat\none,1,x\n", nil,
			"the header of v1.csv is not valid UTF-8 text (\"question,exact,r\ufffdsultat\"); say what it is " +
				"with csv: {encoding: windows-1252}"},
		{"windows-1252", ".csv", "question,exact\none,1\nd\xe9j\xe0 vu,1\n", nil,
			"v1.csv, row 2 cannot be read: column question is not UTF-8 text; say what it is with " +
				"csv: {encoding: windows-1252}, or write the file as UTF-8 ("},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := said(t, c.text, c.ending, c.ask)
			if !strings.HasPrefix(got, "error: ") || !strings.Contains(got, c.want) {
				t.Errorf("read as\n%s\nwant a refusal with\n%s", got, c.want)
			}
		})
	}
}

// TestPromptfooAbsent: how many results are absent is told by the run's own count; tests
// that were asked of some prompts alone are not absent from the others.
func TestPromptfooAbsent(t *testing.T) {
	for stats, want := range map[string]bool{`"errors": 0`: false, `"errors": 1`: true} {
		dir := t.TempDir()
		path := write(t, filepath.Join(dir, "v.json"), strings.Replace(twoPrompts, `"errors": 0`, stats, 1))
		e := asked(map[string][]string{"v1": {path}, "v2": {path}})
		e.Versions[0].Label, e.Versions[1].Label = "prompt 1", "prompt 2"
		set, err := evaltool.Read(context.Background(), e, evaltool.Options{})
		if err != nil {
			t.Fatal(err)
		}
		noted := slices.ContainsFunc(set.Notes, func(n scored.Note) bool {
			return n.Code == "eval_rows_absent" && strings.Contains(n.Detail, "1 of 3 results is absent")
		})
		if noted != want {
			t.Errorf("with %s: %v", stats, set.Notes)
		}
	}
}

// TestOpenAICopies: a record that stands twice in a log of OpenAI's evals counts once, which is said; an event of
// another number is another record.
func TestOpenAICopies(t *testing.T) {
	event := func(run string, n, sample int, correct bool) string {
		return fmt.Sprintf(`{"run_id":"%s","event_id":%d,"sample_id":"x.%d","type":"match","data":{"correct":%t}}`+"\n",
			run, n, sample, correct)
	}
	text := event("r", 0, 0, true) + event("r", 1, 1, false) + event("r", 0, 0, true) + event("s", 0, 0, false)
	path := write(t, filepath.Join(t.TempDir(), "v.jsonl"), text)
	set, err := evaltool.Read(context.Background(), asked(map[string][]string{"v1": {path}, "v2": {path}}),
		evaltool.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v := set.Versions[0]; v.Rows != 3 {
		t.Errorf("%d rows, want 3", v.Rows)
	}
	if !slices.ContainsFunc(set.Notes, func(n scored.Note) bool {
		return n.Code == "eval_copies" && n.Detail == "v.jsonl: 1 record has the run and the event_id of an earlier "+
			"one: each counts once"
	}) {
		t.Error(set.Notes)
	}
}

// TestMakers: a column of models tells versions apart where a label asks for one, and is left alone where every item
// has one of them, or where it is a segment.
func TestMakers(t *testing.T) {
	for _, c := range []struct {
		name, text string
		ask        func(*spec.Evals)
		runs       int
	}{
		{"by label", "item,model,exact\na,x,1\nb,x,1\na,y,0\n", func(e *spec.Evals) {
			e.Versions[0].Label, e.Versions[1].Label = "x", "x"
		}, 2},
		{"an attribute", "item,model,exact\na,x,1\nb,y,1\na,x,0\n", nil, 3},
		{"a segment", "item,model,exact\na,x,1\nb,x,1\na,y,0\n", func(e *spec.Evals) {
			e.Segments = []string{"model"}
		}, 3},
	} {
		dir := t.TempDir()
		path := write(t, filepath.Join(dir, "rows.csv"), c.text)
		e := asked(map[string][]string{"v1": {path}, "v2": {path}})
		if c.ask != nil {
			c.ask(e)
		}
		set, err := evaltool.Read(t.Context(), e, evaltool.Options{})
		if err != nil || len(set.Versions[0].Runs) != c.runs {
			t.Errorf("%s: %v, %+v", c.name, err, set)
		}
	}
}
