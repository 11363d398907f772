package report

// Evaluation is the result of an evaluation that a readout carries: what was scored before
// people saw it. It decides nothing of the readout.
type Evaluation struct {
	Evals      string      `json:"evals"`
	Path       string      `json:"path"` // of its JSON, as the experiment file has it
	Version    string      `json:"version"`
	Baseline   string      `json:"baseline"`
	Verdict    EvalVerdict `json:"verdict"` // of Version
	Headline   string      `json:"headline"`
	Rule       string      `json:"rule"`
	Despite    []string    `json:"despite"`  // what speaks against a version that is to go out
	Declared   string      `json:"declared"` // calendar day on which the gates were written, "" = not said
	Readings   int         `json:"readings"`
	Health     string      `json:"health"`
	Gates      []EvalGate  `json:"gates"`       // of Version
	ConfigHash string      `json:"config_hash"` // SHA-256 of the evaluation file
	GatesHash  string      `json:"gates_hash"`  // SHA-256 of what was declared of how it decides
	InputHash  string      `json:"input_hash"`
	Hash       string      `json:"hash"` // SHA-256 of its JSON
}
