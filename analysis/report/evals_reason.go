package report

// EvalReason is why a row or a run of an evaluation is not compared.
type EvalReason string

// The reasons: of rows, then of runs.
const (
	OtherLabel  EvalReason = "other_label"
	OtherRecord EvalReason = "other_record"
	NotJudged   EvalReason = "not_judged"
	ScoredTwice EvalReason = "duplicate"
	RunFailed   EvalReason = "errored"
	NoScore     EvalReason = "no_score"
	NotPaired   EvalReason = "unpaired"
)

// evalReasons lists them in words.
var evalReasons = []struct {
	reason EvalReason
	words  string
}{
	{OtherLabel, "of another version than the one asked for"},
	{OtherRecord, "a record that is no run of an item"},
	{NotJudged, "not judged yet; written once more when it is"},
	{ScoredTwice, "the same score of the same run once more"},
	{RunFailed, "the run failed"},
	{NoScore, "no score of a declared metric"},
	{NotPaired, "the item has no score in the other version"},
}

// EvalReasons lists them.
func EvalReasons() (out []EvalReason) {
	for _, x := range evalReasons {
		out = append(out, x.reason)
	}
	return out
}

// Words says the reason for people; a reason that is not known is its own word.
func (r EvalReason) Words() string {
	for _, x := range evalReasons {
		if x.reason == r {
			return x.words
		}
	}
	return string(r)
}
