package evaltool

import (
	"cmp"
	"strings"

	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// deepeval writes a document of test cases, each with its metrics
// (DEEPEVAL_RESULTS_FOLDER, .deepeval/.latest_test_run.json). A score that is no number
// counts as a fail there; here it is missing.
var deepeval = Tool{
	Name: "deepeval", Title: "DeepEval", Files: "test_run_<time>.json of DEEPEVAL_RESULTS_FOLDER",
	marks: [][]string{{"testCases", "metricsScores"}, {"testRunData.testCases"}, {"testCases[].metricsData"},
		{"conversationalTestCases[].metricsData"}},
	keys: []string{"the test case's name", "a hash of the input"},
	read: readDeepEval,
}

func readDeepEval(r *reading) error {
	var label string
	err := r.each(func(path string, n int64, v format.Value) error {
		if strings.HasSuffix(path, "identifier") {
			label = v.Text()
			for i := range r.records {
				if k := &r.records[i]; k.file == r.file && len(k.labels) == 0 && label != "" {
					k.labels = []string{label}
				}
			}
			return nil
		}
		r.rows++
		rec := newRecord(n)
		if label != "" {
			rec.labels = []string{label}
		}
		input := v.Get("input")
		if !input.Given() {
			input = v.Get("turns")
		}
		rec.ids = []string{v.Get("name").Text(), hashText(input.Plain())}
		if rest, ok := strings.CutPrefix(rec.ids[0], "test_case_"); ok && strings.Trim(rest, "0123456789") == "" {
			rec.ids[0] = "" // its place in the run
		}
		rec.print = input.Plain()
		rec.input, rec.expected, rec.output = talk(input), said(v.Get("expectedOutput")), said(v.Get("actualOutput"))
		rec.seconds = number(firstGiven(v.Get("completionTime"), v.Get("runDuration")))
		rec.cost = number(v.Get("tokenCost"))
		list := firstGiven(v.Get("metricsData"), v.Get("metricsMetadata")) // the second in early versions
		for _, m := range list.Items() {
			s := rec.add(cmp.Or(m.Get("name").Text(), m.Get("metric").Text()), m.Get("score"))
			if m.Get("error").Text() != "" {
				s.state = scored.JudgeFailed
			} else if s.state == scored.Absent {
				s.state = scored.Missing
			}
			s.reason = cmp.Or(m.Get("reason").Text(), m.Get("error").Text())
			s.judge = judgeName(cmp.Or(m.Get("evaluationModel").Text(), "code"), "", m.Get("threshold").Text(), "")
		}
		rec.facts(r.asked, v, v.Get("metadata"), v.Get("additionalMetadata"))
		if tags := v.Get("tags").Items(); rec.category == "" && len(tags) == 1 {
			rec.category = tags[0].Text()
		}
		return r.add(rec)
	}, "testCases[]", "testRunData.testCases[]", "conversationalTestCases[]", "testRunData.conversationalTestCases[]",
		"identifier", "testRunData.identifier")
	if label != "" {
		r.labels[label]++
	}
	return err
}
