package report

// AASchema is the version of the JSON form of an A/A report.
const AASchema = "uptake.aa/1"

// AA is how often metrics raise a false alarm when arms are shuffled over the
// units of an experiment, so that nothing but chance tells them apart.
type AA struct {
	Schema         string `json:"schema"`
	ProgramVersion string `json:"program_version"`
	Experiment     string `json:"experiment"`
	DataFrom       string `json:"data_from"` // RFC 3339 UTC, "" when rows carry no time
	DataTo         string `json:"data_to"`
	InputHash      string `json:"input_hash"`

	Runs           int      `json:"runs"`
	Seed           uint64   `json:"seed"`
	Units          int64    `json:"units"` // that arms are shuffled over
	Alpha          Num      `json:"alpha"` // two-sided
	GuardrailAlpha Num      `json:"guardrail_alpha"`
	Sequential     bool     `json:"sequential"`
	MadeUp         bool     `json:"made_up"` // the experiment declares no arms: two halves
	Set            []string `json:"set"`

	Headline string     `json:"headline"` // one sentence for those who decide
	Arms     []AAArm    `json:"arms"`
	Metrics  []AAMetric `json:"metrics"`
	Budget   *Budget    `json:"budget"`
	Cautions []Caution  `json:"cautions"`
	Asked    []Asked    `json:"asked,omitempty"` // of an engine that gave the rows, in order
}

// AAArm is an arm with the units it is given in every run.
type AAArm struct {
	Name    string `json:"name"`
	Control bool   `json:"control"`
	Units   int64  `json:"units"`
}

// AAMetric is one metric in one arm against control, over all runs.
type AAMetric struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Role   string `json:"role"`
	Better string `json:"better"`
	Arm    string `json:"arm"`
	Method string `json:"method"` // of the last run with a p: welch, ratio, cr3, cuped, …

	Alarms AARate  `json:"alarms"` // p < alpha by the interval that decides at the end
	Harm   *AARate `json:"harm"`   // guardrails: the one-sided bound at guardrail_alpha lies beyond 0 on the bad side
	Valid  *AARate `json:"valid"`  // the always-valid p, read once at the end: below alpha at most that often

	MedianWidth Num        `json:"median_width"` // of the two-sided interval of the difference
	Histogram   []int      `json:"histogram"`    // of p in ten bins from 0 to 1
	Uniform     *AAUniform `json:"uniform"`      // null without a p
	Winsorized  []Num      `json:"winsorized"`   // the quantiles that cap it, empty without
	Cautions    []Caution  `json:"cautions"`
}

// AARate is how many of the runs raise an alarm, with Clopper and Pearson's 95 %
// interval, and what is meant.
type AARate struct {
	Runs     int    `json:"runs"` // that have an answer
	Alarms   int    `json:"alarms"`
	Rate     Num    `json:"rate"`
	Lo       Num    `json:"lo"`
	Hi       Num    `json:"hi"`
	Expected Num    `json:"expected"`
	Word     string `json:"word"` // as_it_should_be | too_many | too_few | no_answer
}

// AAUniform holds p against what it is without an effect, evenly spread from 0 to 1.
type AAUniform struct {
	ChiSquare Num `json:"chi_square"`
	DF        int `json:"df"`
	P         Num `json:"p"`
	Distinct  int `json:"distinct"`  // different values of p
	Commonest Num `json:"commonest"` // share of runs with the commonest p
}
