package report

// PortfolioSchema is the version of a portfolio's JSON form.
const PortfolioSchema = "uptake.portfolio/1"

// Portfolio is what the finished experiments of a night have come to together.
type Portfolio struct {
	Schema         string `json:"schema"`
	ProgramVersion string `json:"program_version"`
	DataTo         string `json:"data_to"`
	Running        int    `json:"running"`  // experiments that are not finished, or have no result
	Finished       int    `json:"finished"` // whose data reach the planned end
	// of these with an answer: ship, do not ship, hold, no difference that matters
	Learned      int `json:"learned"`
	Won          int `json:"won"` // of these with ship
	LearningRate Num `json:"learning_rate"`
	WinRate      Num `json:"win_rate"`

	Discoveries Discoveries `json:"discoveries"` // among the finished experiments

	Metrics     []PortfolioMetric     `json:"metrics"`
	Experiments []PortfolioExperiment `json:"experiments"` // finished ones, by id
	Cautions    []Caution             `json:"cautions"`
}

// PortfolioMetric is what the finished experiments with one main metric moved it by.
type PortfolioMetric struct {
	Metric      string   `json:"metric"`
	Experiments int      `json:"experiments"` // with a relative lift and its interval
	Shipped     int      `json:"shipped"`     // of these
	Mean        Num      `json:"mean"`        // of the lifts that such experiments have
	Spread      Num      `json:"spread"`      // the standard deviation of the true ones
	Raw         Num      `json:"raw"`         // the sum of the shipped lifts as they were measured
	Total       Interval `json:"total"`       // the sum of the shipped lifts, each drawn to the mean
}

// PortfolioExperiment is one finished experiment.
type PortfolioExperiment struct {
	ID       string   `json:"id"`
	Family   string   `json:"family,omitempty"`
	Folder   string   `json:"folder"`
	Verdict  Verdict  `json:"verdict"`
	Metric   string   `json:"metric"`
	Arm      string   `json:"arm"`
	Lift     Interval `json:"lift"`     // relative, as it was measured
	Shrunken Interval `json:"shrunken"` // drawn to the mean of those with the same metric
	Q        Num      `json:"q"`        // of the comparison in Arm; the false discovery rate at which it is found
	Rows     int64    `json:"rows"`
	DataTo   string   `json:"data_to"`
}
