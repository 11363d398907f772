package report

// EvalRow is one evaluation of an index. Of a stale row everything but Status, Error and
// Seconds is that of the last good result.
type EvalRow struct {
	ID         string      `json:"id"`
	Folder     string      `json:"folder"`          // beside the index; "" where there is no result
	Pages      string      `json:"pages,omitempty"` // ending of the file in Folder that the index leads to; "" = html
	File       string      `json:"file"`            // the evaluation file, as it was found
	Owner      string      `json:"owner"`
	Status     Status      `json:"status"`
	Version    string      `json:"version"`          // that Verdict is about
	Verdict    EvalVerdict `json:"verdict"`          // "" where there is no result
	Previous   EvalVerdict `json:"previous_verdict"` // of the results or gates before; "" where there were none
	Headline   string      `json:"headline"`
	Gates      GateCounts  `json:"gates"` // of Version
	Needs      []EvalNeed  `json:"needs"`
	Unblock    string      `json:"unblock"` // the same as a sentence
	Error      *RunError   `json:"error"`   // of this run; null where all went well
	Health     string      `json:"health"`
	Declared   string      `json:"declared"`
	Readings   int         `json:"readings"`
	ConfigHash string      `json:"config_hash"`
	InputHash  string      `json:"input_hash"`
	Rows       int64       `json:"rows"` // runs of the tools
	Seconds    Num         `json:"seconds"`
}

// GateCounts counts gates by what they say.
type GateCounts struct {
	Pass         int `json:"pass"`
	Fail         int `json:"fail"`
	Inconclusive int `json:"inconclusive"`
	NotMeasured  int `json:"not_measured"`
}

// EvalNeed is a gate that holds a launch back, or a check that forbids a decision.
type EvalNeed struct {
	Metric   string      `json:"metric,omitempty"`
	Category string      `json:"category,omitempty"`
	Rule     string      `json:"rule,omitempty"`
	Verdict  GateVerdict `json:"verdict,omitempty"`
	// until it could be decided, at the effect and spread seen
	ItemsMissing int64  `json:"items_missing,omitempty"`
	Check        string `json:"check,omitempty"`
}
