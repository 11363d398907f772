package report

// PastSchema is the version of the JSON form of what past experiments say of offline scores.
const PastSchema = "uptake.past/1"

// Past is how offline scores went together with what users did, over past experiments.
type Past struct {
	Schema         string           `json:"schema"`
	ProgramVersion string           `json:"program_version"`
	Alpha          Num              `json:"alpha"`
	Experiments    []PastExperiment `json:"experiments"`
	Left           []PastLeft       `json:"left"` // folders that could not be used
	Metrics        []PastMetric     `json:"metrics"`
	Keep           string           `json:"keep"` // the offline metric to keep, "" = none predicts
	Headline       string           `json:"headline"`
	Cautions       []Caution        `json:"cautions"`
}

// PastExperiment is one experiment whose version was evaluated before it was shown to users.
type PastExperiment struct {
	Name    string       `json:"name"`
	Arm     string       `json:"arm"`
	Version string       `json:"version"`
	Online  PastEffect   `json:"online"` // the readout's primary metric, relative where that is defined
	Offline []PastEffect `json:"offline"`
}

// PastEffect is one effect with its error, turned so that more is better.
type PastEffect struct {
	Metric string `json:"metric"`
	Value  Num    `json:"value"`
	SE     Num    `json:"se"`
}

// PastLeft is a folder that could not be used, and why.
type PastLeft struct {
	Folder string `json:"folder"`
	Why    string `json:"why"`
}

// PastMetric is how one offline metric predicted the online one.
type PastMetric struct {
	Metric      string   `json:"metric"`
	Online      string   `json:"online"`
	Experiments int      `json:"experiments"`
	Same        int      `json:"same_sign"` // of those neither of whose effects is 0
	Of          int      `json:"of"`
	Agree       Interval `json:"sign_agreement"` // exact
	Correlation Interval `json:"correlation"`    // undefined below 10 experiments
	Worth       Interval `json:"worth"`          // of one unit offline, online; undefined below 10 experiments
	// the correlation's interval is above 0; below 10 experiments that of signs is above half
	Predicts bool `json:"predicts"`
}
