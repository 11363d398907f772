package evaltool

import (
	"math"
	"strconv"
	"strings"

	"uptake/analysis/scored"
	"uptake/ingest/format"
)

// record is a run, or a part of one, as a tool has it.
type record struct {
	ids      []string // what the item may be known by, as Tool.keys names them, the best first; "" = has none
	item     string   // as columns name it
	print    string   // tells two items of one id apart: the input as the tool has it; "" = not known
	task     string   // of a file with several: items of two tasks are two
	run      string   // the tool's id of this run: records of one are one; "" = it has none
	session  string   // the tool's id of all runs that it made at once; "" = it has none
	repeat   int      // the tool's number; 0 = it has none
	labels   []string // of the version that the tool says it is: the first tells versions apart, any may be asked for
	variant  variant  // of what the first label says: runs of two are no repeats
	errored  bool
	error    string
	scores   []score
	category string
	cluster  string
	severity string
	weight   float64
	segments []string // by place in Evals.Segments; nil = none is asked
	input    string
	expected string
	output   string
	seconds  float64
	in, out  float64 // tokens
	cost     float64
	line     int64
}

// variant is one of several prompts that a tool ran beside each other with one model.
type variant struct {
	prompt string // "" = the tool has none
	label  string // the one among the labels that is this prompt's with this model alone
}

// score is one score of a record.
type score struct {
	metric string
	value  float64
	state  scored.State
	label  string // a grade, or what the tool calls the value
	reason string
	judge  string // what identifies who scored
	better string // up or down, as the tool says; "" = it does not
}

// newRecord has no numbers yet.
func newRecord(line int64) record {
	nan := math.NaN()
	return record{seconds: nan, in: nan, out: nan, cost: nan, line: line}
}

// add adds a score.
func (r *record) add(metric string, v format.Value) *score {
	s := score{metric: metric}
	s.value, s.state, s.label = scoreOf(v)
	r.scores = append(r.scores, s)
	return &r.scores[len(r.scores)-1]
}

// scoreOf reads a score. Text that is no number is a label, and no value.
func scoreOf(v format.Value) (float64, scored.State, string) {
	switch v.Kind() {
	case format.NoValue:
		return math.NaN(), scored.Absent, ""
	case format.Bool, format.Number, format.String:
		return scoreText(v.Text())
	case format.List, format.Object:
		return math.NaN(), scored.Missing, v.Plain()
	}
	return math.NaN(), scored.Missing, ""
}

// scoreText reads a score that is written as text; 85% is 0.85.
func scoreText(s string) (float64, scored.State, string) {
	s = strings.TrimSpace(s)
	if v, err := strconv.ParseFloat(s, 64); err == nil {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return math.NaN(), scored.Missing, ""
		}
		return v + 0, scored.Scored, ""
	}
	if number, percent := strings.CutSuffix(s, "%"); percent {
		if v, err := strconv.ParseFloat(strings.TrimSpace(number)+"e-2", 64); err == nil && !math.IsNaN(v) {
			return v + 0, scored.Scored, ""
		}
	}
	switch strings.ToLower(s) {
	case "true", "pass", "passed", "yes", "correct":
		return 1, scored.Scored, s
	case "false", "fail", "failed", "no", "incorrect":
		return 0, scored.Scored, s
	case "", "null", "none", "na", "n/a", "<na>", `\n`, "undefined":
		return math.NaN(), scored.Missing, ""
	}
	return math.NaN(), scored.Missing, s
}

// number reads a number, NaN where there is none.
func number(v format.Value) float64 {
	if x, err := strconv.ParseFloat(v.Text(), 64); err == nil && !math.IsInf(x, 0) {
		return x
	}
	return math.NaN()
}

// wholeNumber reads a number of repeats, 0 where there is none.
func wholeNumber(v format.Value) int {
	n, err := strconv.ParseFloat(v.Text(), 64)
	if err != nil || n != math.Trunc(n) || n < 0 || n > 1e9 {
		return 0
	}
	return int(n)
}

// said is what people read of a value: the one text that an object holds, else the whole.
func said(v format.Value) string {
	if m := v.Members(); len(m) == 1 && m[0].Value.Kind() == format.String {
		return m[0].Value.Text()
	}
	return v.Plain()
}

// firstLine shortens what a tool says of a failure.
func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	const most = 300
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	return s
}
