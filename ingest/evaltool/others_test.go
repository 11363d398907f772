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

// said are the runs of the first version as lines: item, repeat, scores, category.
func said(t *testing.T, text, ending string, ask func(*spec.Evals)) string {
	t.Helper()
	dir := t.TempDir()
	e := asked(map[string][]string{"v1": {write(t, filepath.Join(dir, "v1"+ending), text)}, "v2": {write(t,
		filepath.Join(dir, "v2"+ending), text)}})
	if ask != nil {
		ask(e)
	}
	set, err := evaltool.Read(context.Background(), e, evaltool.Options{})
	if err != nil {
		return "error: " + strings.ReplaceAll(err.Error(), dir+"/", "")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", set.Versions[0].Tool, strings.Join(set.Metrics, " "))
	v := versionOf(set, "v1")
	for at, r := range v.Runs {
		fmt.Fprintf(&b, "%s %d", r.Item, r.Repeat)
		for i := range set.Metrics {
			value, state := v.Of(i).At(at)
			fmt.Fprintf(&b, " %s", map[scored.State]string{scored.Absent: "absent", scored.Scored: fmt.Sprint(value),
				scored.Missing: "missing", scored.JudgeFailed: "judge"}[state])
		}
		if r.Errored {
			fmt.Fprintf(&b, " failed: %s", r.Error)
		}
		if r.Category != "" {
			fmt.Fprintf(&b, " in %s", r.Category)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// twoPrompts is a file of promptfoo with two prompts for one model.
const twoPrompts = `{"evalId": "e", "results": {"version": 3, "prompts": [{"label": "Say {{q}}"}, {"label": "Sing {{q}}"}], "results": [
{"id": "1", "promptIdx": 0, "promptId": "aa", "provider": {"id": "m", "label": ""}, "prompt": {"raw": "Say x", "label": "Say {{q}}"}, "vars": {"id": "q1"}, "score": 1, "namedScores": {}, "failureReason": 0},
{"id": "2", "promptIdx": 1, "promptId": "bb", "provider": {"id": "m", "label": ""}, "prompt": {"raw": "Sing x", "label": "Sing {{q}}"}, "vars": {"id": "q1"}, "score": 0, "namedScores": {}, "failureReason": 1}],
"stats": {"successes": 1, "failures": 1, "errors": 0}}, "config": {"tests": [{"prompts": ["a"]}, {"prompts": ["b"]}]}}`

// TestLayouts: what tools of whose files none is kept write, in the forms that they
// document.
func TestLayouts(t *testing.T) {
	for _, c := range []struct {
		name, ending, text string
		ask                func(*spec.Evals)
		want               string
	}{
		{"langsmith", ".jsonl", `{"run": {"id": "r1", "reference_example_id": "e1", "inputs": {"q": "one"}, "outputs": {"output": "1"}, "error": null, "start_time": "2026-11-28T10:00:00", "end_time": "2026-11-28T10:00:02"}, "example": {"id": "e1", "inputs": {"q": "one"}, "outputs": {"answer": "1"}, "metadata": {"category": "billing"}}, "evaluation_results": {"results": [{"key": "correct", "score": true, "value": null, "comment": null}, {"key": "tone", "score": 0.5}]}}
{"run": {"id": "r2", "reference_example_id": "e1", "inputs": {"q": "one"}, "outputs": {"output": "2"}}, "example": {"id": "e1", "inputs": {"q": "one"}, "metadata": {"category": "billing"}}, "evaluation_results": {"results": [{"key": "correct", "score": null, "comment": "KeyError('answer')"}, {"key": "tone", "score": null}]}}
{"run": {"id": "r3", "reference_example_id": "e2", "inputs": {"q": "two"}, "outputs": {"output": null}, "error": "TimeoutError()"}, "example": {"id": "e2", "inputs": {"q": "two"}}, "evaluation_results": {"results": [{"key": "correct", "score": 0}]}}
`, nil, "langsmith: correct tone\ne1 1 1 0.5 in billing\ne1 2 judge missing in billing\ne2 1 absent absent failed: TimeoutError()\n"},
		{"langsmith's runs with the means of what was said", ".jsonl",
			`{"id": "r1", "session_id": "s", "reference_example_id": "e1", "parent_run_id": null, "inputs": {"q": "one"}, "outputs": {"output": "1"}, "error": null, "feedback_stats": {"correct": {"n": 1, "avg": 1.0, "values": {}}, "tone": {"n": 2, "avg": 0.25, "stdev": 0.25}}}
{"id": "r2", "session_id": "s", "reference_example_id": "e2", "inputs": {"q": "two"}, "outputs": {"output": "2"}, "feedback_stats": {"correct": {"n": 1, "avg": null, "values": {"yes": 1}}, "tone": {"n": 1, "avg": null, "values": {"kind": 1}}}}
{"id": "r3", "session_id": "s", "reference_example_id": "e3", "inputs": {"q": "three"}, "error": "TimeoutError()", "feedback_stats": {"correct": {"n": 1, "avg": 0.0}}}
{"id": "r4", "session_id": "s", "reference_example_id": null, "parent_run_id": "r1", "inputs": {}, "feedback_stats": null}
`, nil, "langsmith: correct tone\ne1 1 1 0.25\ne2 1 1 missing\ne3 1 absent absent failed: TimeoutError()\n"},
		{"output items of OpenAI's platform", ".json", `{"object": "list", "data": [
{"object": "eval.run.output_item", "id": "outputitem_1", "created_at": 1743092076, "run_id": "evalrun_1", "eval_id": "eval_1", "status": "pass", "datasource_item_id": 5, "datasource_item": {"case": "a", "input": "Stock markets rally", "ground_truth": "Markets", "category": "news"}, "results": [{"name": "String check-a2486074-d803-4445-b431-ad2262e85d47", "sample": null, "passed": true, "score": 1.0}, {"name": "Tone", "type": "score-model-grader", "passed": false, "score": 0.25}], "sample": {"input": [{"role": "developer", "content": "Categorize"}], "output": [{"role": "assistant", "content": "Markets"}], "model": "gpt", "usage": {"total_tokens": 325, "completion_tokens": 2, "prompt_tokens": 323, "cached_tokens": 0}, "error": null}},
{"object": "eval.run.output_item", "id": "outputitem_2", "run_id": "evalrun_1", "status": "fail", "datasource_item_id": 6, "datasource_item": {"case": "b", "input": "Team wins"}, "results": [{"name": "String check-a2486074-d803-4445-b431-ad2262e85d47", "passed": false}], "sample": {"output": [{"role": "assistant", "content": "World"}], "model": "gpt", "error": {"code": "", "message": ""}}},
{"object": "eval.run.output_item", "id": "outputitem_3", "run_id": "evalrun_1", "status": "fail", "datasource_item_id": 7, "datasource_item": {"case": "c", "input": "Rates fall"}, "results": [], "sample": {"output": [], "model": "gpt", "error": {"code": "rate_limit", "message": "slow down"}}}],
"first_id": "outputitem_1", "last_id": "outputitem_3", "has_more": true}`, nil, "openai-platform: String check Tone\n" +
			"a 1 1 0.25 in news\nb 1 0 absent\nc 1 absent absent failed: rate_limit: slow down\n"},
		{"mlflow traces", ".jsonl", `{"info": {"trace_id": "t1", "state": "OK", "request_preview": "x", "tags": {"case": "a"}, "trace_metadata": {"mlflow.sourceRun": "run1"}, "assessments": [{"assessment_name": "correct", "feedback": {"value": true}, "rationale": "fine", "source": {"source_type": "CODE", "source_id": "s"}}, {"assessment_name": "expected_answer", "expectation": {"value": "1"}}, {"assessment_name": "safe", "feedback": {"value": "yes"}}]}, "data": {"request": "{\"q\": \"one\"}", "response": "\"1\""}}
{"info": {"trace_id": "t2", "state": "OK", "tags": {"case": "b"}, "trace_metadata": {"mlflow.sourceRun": "run1"}, "assessments": [{"assessment_name": "correct", "feedback": {"error": {"error_code": "JUDGE_ERROR", "error_message": "rate limit"}}}]}, "data": {"request": "{\"q\": \"two\"}"}}
{"info": {"trace_id": "t3", "state": "ERROR", "tags": {"case": "c"}, "trace_metadata": {"mlflow.sourceRun": "run1"}, "assessments": [{"assessment_name": "correct", "feedback": {"value": 0}}]}, "data": {"request": "{\"q\": \"three\"}"}}
`, nil, "mlflow: correct safe\na 1 1 1\nb 1 judge absent\nc 1 absent absent failed: the trace's state is ERROR\n"},
		{"mlflow search_traces", ".json",
			`[{"trace_id": "t1", "state": "TraceState.OK", "request": "{\"q\": \"one\"}", "response": "1", "assessments": [{"assessment_name": "correct", "feedback": {"value": 1}}], "tags": {"item_id": "a"}}]`,
			nil, "mlflow: correct\na 1 1\n"},
		{"mlflow.evaluate's table", ".json", `{"columns": ["inputs", "ground_truth", "outputs", "latency", "token_count", "ari_grade_level/v1/score", "answer_correctness/v1/score", "answer_correctness/v1/justification"], "data": [
["one", "1", "1", 0.5, 10, 7.5, 5, "right"], ["two", "2", "3", 0.25, 12, 9.0, 1, "wrong"], ["three", "3", "3", 0.25, 12, 6.0, null, "the judge said nothing"]]}`,
			func(e *spec.Evals) { e.Columns = map[string]string{"item": "inputs"} },
			"mlflow: answer_correctness ari_grade_level\none 1 5 7.5\nthree 1 missing 6\ntwo 1 1 9\n"},
		{"mlflow's frame as CSV", ".csv",
			"trace_id,exact/value,trace,state,request,response,assessments\n" +
				`t1,True,"{""info"": {""trace_id"": ""t1"", ""state"": ""OK"", ""tags"": {""case"": ""a""}, ""assessments"": [{""assessment_name"": ""exact"", ""feedback"": {""value"": true}}]}}",OK,one,1,"[{'assessment_name': 'exact'}]"` + "\n",
			nil, "mlflow: exact\na 1 1\n"},
		{"mlflow's frame without traces", ".csv",
			"trace_id,state,request,response,assessments\n" + `t1,OK,one,1,"[{'assessment_name': 'exact'}]"` + "\n",
			nil,
			"error: v1.csv, row 1: assessments is no JSON but what Python prints of a list (\"[{'assessment_name': " +
				"'exact'}]\"); write the frame with to_json(orient=\"records\")"},
		{"langsmith's frame as CSV", ".csv",
			"inputs.question,outputs.answer,error,reference.answer,feedback.correct,feedback.tone,execution_time,exam" +
				"ple_id,id\n" +
				"one,1,,1,True,0.5,0.2,e1,r1\ntwo,,TimeoutError(),2,0,,0.1,e2,r2\nthree,3,,3,False,,0.3,e3,r3\n",
			nil, "langsmith: correct tone\ne1 1 1 0.5\ne2 1 absent absent failed: TimeoutError()\ne3 1 0 missing\n"},
		{"langsmith's frame as JSON lines", ".jsonl",
			`{"inputs.case": "a", "inputs.question": "one", "outputs.answer": "1", "error": null, "feedback.correct": true, "execution_time": 0.2, "example_id": "e1", "id": "r1"}` + "\n",
			nil, "langsmith: correct\ne1 1 1\n"},
		{"langsmith's frame without ids of examples", ".csv",
			"reference.answer,input.case,input.question,outputs.answer,execution_time,error,id,feedback.correct\n1,a," +
				"one,1,0.2,,r1,1.0\n",
			nil, "langsmith: correct\na 1 1\n"},
		{"promptfoo, one of two prompts", ".json", twoPrompts, func(e *spec.Evals) {
			for i := range e.Versions {
				e.Versions[i].Label = "prompt 2"
			}
		}, "promptfoo: score\nq1 1 0\n"},
		{"garak", ".jsonl", `{"entry_type": "start_run setup", "_config.version": "0.17"}
{"entry_type": "init", "garak_version": "0.17.1", "run": "x"}
{"entry_type": "attempt", "uuid": "u1", "seq": 0, "status": 1, "probe_classname": "dan.Dan", "prompt": {"turns": [{"role": "user", "content": {"text": "p"}}]}, "outputs": [], "detector_results": {}}
{"entry_type": "attempt", "uuid": "u1", "seq": 0, "status": 2, "probe_classname": "dan.Dan", "prompt": {"turns": [{"role": "user", "content": {"text": "p"}}]}, "outputs": [{"text": "o1"}, {"text": "o2"}, null], "detector_results": {"mitigation.Bypass": [1.0, 0.0, null]}}
{"entry_type": "eval", "probe": "dan.Dan", "detector": "mitigation.Bypass", "passed": 1, "fails": 1, "nones": 1, "total_evaluated": 2}
`, nil, "garak: mitigation.Bypass\nID 1 0 in dan.Dan\nID 2 1 in dan.Dan\nID 3 absent failed: no output in dan.Dan\n"},
		{"garak, hits", ".jsonl", `{"entry_type": "attempt", "uuid": "u1", "status": 2, "probe_classname": "dan.Dan", "prompt": "p", "outputs": ["o1"], "detector_results": {"mitigation.Bypass": [1.0]}}
`, func(e *spec.Evals) { e.Metrics = []spec.EvalMetric{{Name: "mitigation.Bypass", Down: true}} }, "garak: mitigation.Bypass\nID 1 1 in dan.Dan\n"},
		{"ragas", ".csv", "user_input,retrieved_contexts,response,reference,faithfulness,exact\nwhat is a,\"['a', " +
			"'b']\",an a,a,0.5,True\nwhat is b,[],a b,b,,False\n",
			func(e *spec.Evals) { e.Columns = map[string]string{"item": "reference"} }, "ragas: exact " +
				"faithfulness\na 1 1 0.5\nb 1 0 missing\n"},
		{"an Evidently data set", ".csv", "case,question,answer,Sentiment,Length ok\nx,one,uno,-0.25,true\n", nil,
			"table: Length ok Sentiment\nx 1 1 -0.25\n"},
		{"OTLP", ".json", `{"resourceLogs": [{"scopeLogs": [{"logRecords": [
{"eventName": "gen_ai.evaluation.result", "attributes": [{"key": "gen_ai.evaluation.name", "value": {"stringValue": "correct"}}, {"key": "gen_ai.evaluation.score.value", "value": {"doubleValue": 1}}, {"key": "gen_ai.response.id", "value": {"stringValue": "r1"}}, {"key": "test.case.id", "value": {"stringValue": "a"}}]},
{"eventName": "gen_ai.evaluation.result", "attributes": [{"key": "gen_ai.evaluation.name", "value": {"stringValue": "tone"}}, {"key": "gen_ai.evaluation.score.label", "value": {"stringValue": "fail"}}, {"key": "gen_ai.response.id", "value": {"stringValue": "r1"}}, {"key": "test.case.id", "value": {"stringValue": "a"}}]},
{"eventName": "gen_ai.client.inference", "attributes": []}]}]}]}`, nil, "otel: correct tone\na 1 1 0\n"},
		{"OTel without an item", ".jsonl",
			`{"attributes": {"gen_ai.evaluation.name": "correct", "gen_ai.evaluation.score.value": 1, "gen_ai.response.id": "r1"}, "event_name": "gen_ai.evaluation.result"}` + "\n",
			nil, "error: versions.v1: v1.jsonl, record 1 has nothing that its item is known by; the convention has " +
				"no attribute for the item (gen_ai.response.id is one answer): set one of your own, such as " +
				"test.case.id, and name it with columns: {item: test.case.id}"},
		{"Braintrust's export", ".jsonl", `{"id": "1", "span_id": "s1", "root_span_id": "s1", "dataset_record_id": "d1", "input": "one", "output": "1", "expected": "1", "scores": {"correct": 1, "tone": null}, "metadata": {"category": "billing"}, "metrics": {"prompt_tokens": 3, "start": 1.5, "end": 2}, "error": null}
{"id": "2", "span_id": "s2", "root_span_id": "s1", "input": "step", "output": "x", "expected": null, "scores": {"correct": 0}, "error": null}
`, nil, "braintrust: correct tone\nd1 1 1 missing in billing\n"},
		{"Braintrust's export as CSV", ".csv",
			"id,span_id,root_span_id,dataset_record_id,input,output,expected,scores,metadata,error\n1,s1,s1,d1,one,1," +
				"1,\"{\"\"correct\"\": 0.5}\",\"{\"\"category\"\": \"\"tone\"\"}\",\n",
			nil, "braintrust: correct\nd1 1 0.5 in tone\n"},
		{"Langfuse's API", ".json", `{"data": [{"id": "1", "experimentId": "x", "experimentName": "run a", "experimentItemId": "i1", "level": "DEFAULT", "input": {"q": "one"}, "output": "1", "expectedOutput": "1", "scores": [{"name": "correct", "value": 1, "stringValue": "True", "dataType": "BOOLEAN"}]},
{"id": "2", "experimentId": "x", "experimentName": "run a", "experimentItemId": "i2", "level": "ERROR", "statusMessage": "503", "input": {"q": "two"}, "scores": []}], "meta": {}}`,
			nil, "langfuse: correct\ni1 1 1\ni2 1 absent failed: 503\n"},
		{"grades", ".csv", "item,outcome\na,works\nb,hallucinated\n", func(e *spec.Evals) {
			e.Metrics = []spec.EvalMetric{{Name: "outcome", Down: true, Grades: []spec.EvalGrade{{Name: "works"},
				{Name: "hallucinated", Cost: 6}}}}
		}, "table: outcome\na 1 0\nb 1 1\n"},
		{"a grade that is not declared", ".csv", "item,outcome\na,works\nb,lies\n", func(e *spec.Evals) {
			e.Metrics = []spec.EvalMetric{{Name: "outcome", Down: true, Grades: []spec.EvalGrade{{Name: "works"},
				{Name: "hallucinated", Cost: 6}}}}
		}, `error: v1.csv, record 2: the grade "lies" of outcome is none of those declared (works, hallucinated); add it under grades with its cost, or mend the file`},
		{"bound columns", ".jsonl", `{"meta": {"case": "a", "area": "north"}, "n": {"exact": 0.5}, "try": 0}
{"meta": {"case": "a", "area": "north"}, "n": {"exact": 1}, "try": 1}
`, func(e *spec.Evals) {
			e.Columns = map[string]string{"item": "meta.case", "category": "meta.area", "exact": "n.exact",
				"repeat": "try"}
			e.Metrics = []spec.EvalMetric{{Name: "exact"}}
			for i := range e.Versions {
				e.Versions[i].Tool = "table"
			}
		}, "table: exact\na 1 0.5 in north\na 2 1 in north\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := said(t, c.text, c.ending, c.ask)
			if strings.HasPrefix(c.name, "garak") {
				got = strings.ReplaceAll(got, "dan.Dan/"+hashOf(got), "ID")
			}
			if got != c.want {
				t.Errorf("read as\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// hashOf is the hash behind the probe's name.
func hashOf(s string) string {
	_, rest, _ := strings.Cut(s, "dan.Dan/")
	hash, _, _ := strings.Cut(rest, " ")
	return hash
}

// TestPageOfOutputItems: a page of a longer list is said to be one.
func TestPageOfOutputItems(t *testing.T) {
	for _, more := range []bool{true, false} {
		page := fmt.Sprintf(`{"object": "list", "has_more": %v, "data": [{"object": "eval.run.output_item", "id": "o", `+
			`"run_id": "r", "datasource_item_id": 0, "datasource_item": {"q": "one"}, "sample": null, `+
			`"results": [{"name": "right", "passed": true, "score": 1}]}]}`, more)
		path := write(t, t.TempDir()+"/v.json", page)
		set := read(t, asked(map[string][]string{"v1": {path}, "v2": {path}}))
		noted := slices.ContainsFunc(set.Notes, func(n scored.Note) bool { return n.Code == "eval_rows_absent" })
		if noted != more || len(set.Versions[0].Runs) != 1 {
			t.Errorf("has_more %v: %+v", more, set.Notes)
		}
	}
}
