package report

// CalibrationLens says whether the model's confidence tells what will be accepted.
type CalibrationLens struct {
	Against     string           `json:"against"` // acceptance | correctness
	Seen        int64            `json:"seen"`
	Bins        []CalibrationBin `json:"bins"`
	Brier       Num              `json:"brier"` // = reliability − resolution + uncertainty + within
	Reliability Num              `json:"reliability"`
	Resolution  Num              `json:"resolution"`
	Uncertainty Num              `json:"uncertainty"`
	WithinBins  Num              `json:"within_bins"`
	ECE         Num              `json:"ece"`
	AUC         Interval         `json:"auc"`
	Hide        []HidePoint      `json:"hide"`
	Sentence    string           `json:"sentence"`
	Labels      *CalibrationLens `json:"labels"` // the same against correctness, where labels exist
}

// CalibrationBin is suggestions of like confidence.
type CalibrationBin struct {
	From     Num      `json:"from"`
	To       Num      `json:"to"`
	Mean     Num      `json:"mean_confidence"`
	Seen     int64    `json:"seen"`
	Observed Interval `json:"observed"` // share accepted, or correct
}

// HidePoint is what hiding everything below a confidence would have left, had
// nobody behaved differently.
type HidePoint struct {
	Below      Num `json:"below"`
	Shown      Num `json:"shown"`      // share of suggestions still shown
	Acceptance Num `json:"acceptance"` // of those
	Lost       Num `json:"lost"`       // share of accepts lost
}

// RelianceLens says whether ignoring was right.
type RelianceLens struct {
	From       string   `json:"from"` // labels | stated
	Seen       int64    `json:"seen"`
	Labelled   int64    `json:"labelled"`
	UsedGood   int64    `json:"used_good"`
	UsedBad    int64    `json:"used_bad"`
	UnusedGood int64    `json:"unused_good"`
	UnusedBad  int64    `json:"unused_bad"`
	Good       Num      `json:"good_share"`
	Unused     Num      `json:"unused_share"`
	Under      Interval `json:"under_reliance"`      // not used, of the good
	Over       Interval `json:"over_reliance"`       // used, of the bad
	Right      Interval `json:"appropriate_non_use"` // bad, of the not used
	// points: of all seen, bounds without labels; of the labelled with them
	Bounds   Interval `json:"good_left_unused"`
	Sentence string   `json:"sentence"`
}
