package evaltool

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// promptfoo writes a result for every test, prompt and provider (promptfoo eval -o). Its
// JSON lines have all of them; its JSON and CSV lack those whose score was no number, and
// its CSV rounds to two decimals.
var promptfoo = Tool{
	Name: "promptfoo", Title: "promptfoo", Files: "results.jsonl of promptfoo eval -o (better than .json and .csv)",
	marks: [][]string{
		{"results.results", "results.version"},
		{"namedScores", "testCase", "promptIdx"},
		{"namedScores", "testIdx", "vars"},
	},
	columns: func(has func(string) bool) bool { return has("Status") && has("Score") && has("Named Scores") },
	sheet:   promptfooSheet,
	keys:    []string{"the variable that is an id (vars)", "the test's description", "a hash of the variables"},
	read:    readPromptfoo,
}

func readPromptfoo(r *reading) error {
	rows, want := 0, 0
	err := r.each(func(path string, n int64, v format.Value) error {
		switch path {
		case "metadata.promptfooVersion":
			r.version = v.Text()
		case "results.stats":
			for _, became := range []string{"successes", "failures", "errors"} {
				want += wholeNumber(v.Get(became))
			}
		default:
			rows++
			return r.promptfooResult(n, v)
		}
		return nil
	}, r.promptfooPaths()...)
	if err == nil && rows < want {
		r.note("eval_rows_absent", "%s: %d of %d results are absent, as promptfoo leaves those out of its JSON whose "+
			"score is no number; bring its JSON lines (-o results.jsonl)", r.file, want-rows, want)
	}
	return err
}

// promptfooPaths are those of a document, or of lines: a line is a result.
func (r *reading) promptfooPaths() []string {
	if !r.shaped["results.results"] {
		return []string{r.within}
	}
	return []string{"results.results[]", "results.stats", "metadata.promptfooVersion"}
}

// promptfooResult is one result. failureReason alone says whether it failed: error has the
// reason of a test that was not passed, too.
func (r *reading) promptfooResult(n int64, v format.Value) error {
	r.rows++
	rec := newRecord(n)
	vars, test := v.Get("vars"), v.Get("testCase")
	if !vars.Given() {
		vars = test.Get("vars")
	}
	idName, id := named(itemNames, vars, v.Get("metadata"), test.Get("metadata"))
	rec.ids = []string{id.Plain(), cmp.Or(test.Get("description").Text(), v.Get("description").Text()),
		hashText(vars.Plain())}
	rec.print = vars.Plain()
	rec.run = v.Get("id").Text()
	rec.input, rec.expected = parted(vars, idName)
	rec.output = said(v.In("response", "output"))
	provider, prompt := v.Get("provider"), cmp.Or(v.In("prompt", "label").Text(), v.In("prompt", "display").Text())
	label := cmp.Or(provider.Get("label").Text(), provider.Get("id").Text(), provider.Text())
	rec.labels = []string{label, provider.Get("id").Text(), prompt, label + " " + prompt, v.Get("promptId").Text()}
	rec.variant = variant{prompt, label + " " + prompt}
	if place := v.Get("promptIdx"); place.Given() { // counts through the prompts of all providers
		rec.variant.label = fmt.Sprintf("prompt %d", wholeNumber(place)+1)
		rec.labels = append(rec.labels, rec.variant.label)
	}
	rec.error = v.Get("error").Text()
	if why := v.Get("failureReason"); why.Given() {
		rec.errored = wholeNumber(why) == 2
	} else { // in early versions: of what failed to run nothing was graded
		rec.errored = rec.error != "" && !v.Get("gradingResult").Given()
	}
	rec.seconds = number(v.Get("latencyMs")) / 1000
	rec.cost = number(v.Get("cost"))
	usage := v.In("response", "tokenUsage")
	if !usage.Given() {
		usage = v.Get("tokenUsage")
	}
	rec.in, rec.out = number(usage.Get("prompt")), number(usage.Get("completion"))
	scores := v.Get("namedScores").Members()
	if rec.errored && strings.Contains(rec.error, brokeIn) {
		rec.judgeBroke(test.Get("assert"), scores)
	} else {
		if len(scores) == 0 {
			rec.add("score", v.Get("score"))
		}
		for _, m := range scores {
			rec.add(m.Key, m.Value)
		}
	}
	rec.promptfooReasons(v.Get("gradingResult"))
	rec.facts(r.asked, v, v.Get("metadata"), test.Get("metadata"), vars)
	return r.add(rec)
}

// brokeIn stands in the trace of an error that an assertion's code threw, and not the provider's.
const brokeIn = "runAssertion"

// judgeBroke makes of a result that says that it failed one of which the judges failed: an assertion of one's own that
// throws undoes the answer there, and what all others said of it.
func (rec *record) judgeBroke(asserts format.Value, scores []format.Member) {
	names := assertMetrics(asserts)
	for _, m := range scores {
		if !slices.Contains(names, m.Key) {
			names = append(names, m.Key)
		}
	}
	if len(names) == 0 {
		names = []string{"score"}
	}
	for _, name := range names {
		rec.scores = append(rec.scores, score{metric: name, value: math.NaN(), state: scored.JudgeFailed,
			reason: firstLine(rec.error)})
	}
	rec.errored, rec.error = false, ""
}

// assertMetrics are the names that assertions give their scores, each once.
func assertMetrics(asserts format.Value) (out []string) {
	for _, a := range asserts.Items() {
		for _, name := range append(assertMetrics(a.Get("assert")), a.Get("metric").Text()) {
			if name != "" && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// promptfooReasons takes what each assertion said, and who it was. An assertion that threw
// has a score of 0 there: the judge failed, not the answer.
func (rec *record) promptfooReasons(grading format.Value) {
	for _, part := range grading.Get("componentResults").Items() {
		a := part.Get("assertion")
		name := a.Get("metric").Text()
		if name == "" {
			if len(rec.scores) != 1 || rec.scores[0].metric != "score" {
				continue
			}
			name = "score"
		}
		for i := range rec.scores {
			s := &rec.scores[i]
			if s.metric != name {
				continue
			}
			reason := part.Get("reason").Text()
			s.reason = cmp.Or(s.reason, reason)
			s.judge = cmp.Or(s.judge, judgeName(a.Get("type").Text(), a.Get("value").Plain(),
				a.Get("threshold").Text(), a.Get("provider").Plain()))
			if s.value == 0 && threw(reason) {
				s.state = scored.JudgeFailed
			}
		}
	}
}

// threw reports whether an assertion's reason is that its code broke.
func threw(reason string) bool {
	for _, begin := range []string{"Custom function threw error", "Python code execution failed",
		"Ruby code execution failed",
		"Execution failed", "Could not extract JSON from llm-rubric", "API error", "No output"} {
		if strings.HasPrefix(reason, begin) {
			return true
		}
	}
	return false
}

// promptfooSheet reads the CSV: the description and variables of a test, and for each
// provider its output and columns of the same names.
func promptfooSheet(r *reading, s *sheet) error {
	r.note("eval_rounded", "%s: promptfoo rounds scores to two decimals in its CSV, and leaves out results whose "+
		"score is no number; bring its JSON lines (-o results.jsonl)", r.file)
	status := slices.Index(s.names, "Status")
	if status < 1 {
		return fmt.Errorf("%s: its column Status stands before any output; bring promptfoo's JSON lines (-o "+
			"results.jsonl)", r.file)
	}
	type block struct{ output, end int }
	var blocks []block
	lines := 1
	unique := make([]string, len(s.names))
	for i, n := range s.names {
		lines += strings.Count(n, "\n")
		unique[i] = strconv.Itoa(i)
		if n == "Status" {
			if len(blocks) > 0 {
				blocks[len(blocks)-1].end = i - 1
			}
			blocks = append(blocks, block{i - 1, len(s.names)})
		}
	}
	names, hidden := s.names, 0
	s.csv.Header, s.csv.Skip = unique, s.csv.Skip+lines
	s.names = unique
	defer func() {
		if hidden > 0 {
			r.note("eval_judges_hidden", "%s: promptfoo's CSV does not say where an assertion's own code broke: of "+
				"%d results "+
				"that were not passed some may stand here as wrong answers or failed runs that are neither; its "+
				"JSON lines "+
				"(-o results.jsonl) tell them apart", r.file, hidden)
		}
	}()
	return r.cells(s, func(n int64, row format.Value) error {
		at := func(i int) format.Value { return row.Get(unique[i]) }
		for place, b := range blocks {
			var vars, scores, result strings.Builder
			for i := range status - 1 {
				if names[i] != "Description" {
					member(&vars, names[i], at(i))
				}
			}
			for i := b.output + 1; i < b.end; i++ {
				switch metric, ok := strings.CutPrefix(names[i], "Metric: "); {
				case ok:
					member(&scores, metric, at(i))
				case names[i] == "Score":
					member(&result, "score", at(i))
				case names[i] == "Status":
					reason := map[string]string{"ERROR": "2", "FAIL": "1"}[at(i).Text()]
					if reason != "" {
						hidden++
					}
					memberText(&result, "failureReason", cmp.Or(reason, "0"))
				case names[i] == "Grader Reason":
					member(&result, "error", at(i))
				}
			}
			memberText(&result, "vars", "{"+vars.String()+"}")
			memberText(&result, "namedScores", "{"+scores.String()+"}")
			if names[0] == "Description" {
				member(&result, "description", at(0))
			}
			provider, prompt := promptfooOutput(names[b.output])
			memberText(&result, "provider", format.Quoted(provider))
			memberText(&result, "prompt", "{\"label\":"+format.Quoted(prompt)+"}")
			memberText(&result, "promptIdx", strconv.Itoa(place))
			var response strings.Builder
			member(&response, "output", at(b.output))
			memberText(&result, "response", "{"+response.String()+"}")
			v, ok := format.ParseValue("{" + result.String() + "}")
			if !ok {
				return fmt.Errorf("%s, row %d cannot be read as a result of promptfoo; bring its JSON lines (-o "+
					"results.jsonl)", r.file, n)
			}
			if err := r.promptfooResult(n, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// promptfooAnswers reports whether a column is called as promptfoo calls one of answers.
func promptfooAnswers(name string) bool {
	_, prompt := promptfooOutput(name)
	return prompt != ""
}

// promptfooOutput parts the name of an output's column, "[provider] prompt".
func promptfooOutput(name string) (provider, prompt string) {
	if rest, ok := strings.CutPrefix(name, "["); ok {
		if provider, prompt, ok = strings.Cut(rest, "] "); ok {
			return provider, prompt
		}
	}
	return name, ""
}

// member adds a key and its value to the inside of an object.
func member(b *strings.Builder, key string, v format.Value) {
	if v.Kind() != format.NoValue {
		memberText(b, key, v.Raw())
	}
}

func memberText(b *strings.Builder, key, json string) {
	if b.Len() > 0 {
		b.WriteByte(',')
	}
	b.WriteString(format.Quoted(key))
	b.WriteByte(':')
	b.WriteString(json)
}
