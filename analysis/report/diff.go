package report

// DiffSchema is the version of a diff's JSON form.
const DiffSchema = "uptake.diff/1"

// Diff is what is another in a later result of one experiment than in an earlier one.
// Lists have what changed and, of metrics and causes, what there is on either side.
type Diff struct {
	Schema         string   `json:"schema"`
	ProgramVersion string   `json:"program_version"`
	Of             string   `json:"of"` // the schema of both results: uptake.readout/1 | uptake.ignores/1
	Experiment     string   `json:"experiment"`
	From           DiffSide `json:"from"`
	To             DiffSide `json:"to"`
	Same           bool     `json:"same"` // every number that is looked at is the same

	Verdict  *DiffVerdict  `json:"verdict"` // null for investigations, which have none
	Overall  *DiffRate     `json:"overall"` // of investigations: the rate under study
	Plan     []DiffPlan    `json:"plan"`    // what was asked in another way
	Arms     []DiffCount   `json:"arms"`    // units, of every arm
	Rows     []DiffCount   `json:"rows"`    // read, used, and what was dropped by reason
	Checks   []DiffCheck   `json:"checks"`  // whose status or words are others
	Metrics  []DiffMetric  `json:"metrics"` // every comparison of either side
	Causes   []DiffCause   `json:"causes"`  // of investigations, every one of either side
	Cautions []DiffCaution `json:"cautions"`
}

// DiffSide is one of two results.
type DiffSide struct {
	ProgramVersion string `json:"program_version"`
	DataFrom       string `json:"data_from"` // RFC 3339 UTC, "" when rows carry no time
	DataTo         string `json:"data_to"`
	InputHash      string `json:"input_hash"`
	Level          Num    `json:"alpha"`
	Health         string `json:"health"` // ok | warn | fail
	Withheld       bool   `json:"withheld"`
}

// DiffVerdict is the verdict of both results.
type DiffVerdict struct {
	Changed bool         `json:"changed"`
	From    DiffDecision `json:"from"`
	To      DiffDecision `json:"to"`
}

// DiffDecision is a verdict with the rule that fired.
type DiffDecision struct {
	Verdict  Verdict `json:"verdict"`
	Code     string  `json:"code"`
	Rule     string  `json:"rule"`
	Headline string  `json:"headline"`
}

// DiffRate is the rate that an investigation is about.
type DiffRate struct {
	From  Interval `json:"from"`
	To    Interval `json:"to"`
	Moved string   `json:"moved"` // as DiffMetric.Moved
}

// DiffPlan is something that was asked: what it was called in the JSON, and its value.
type DiffPlan struct {
	Key  string `json:"key"` // end, metrics.revenue_per_user.margin
	From string `json:"from"`
	To   string `json:"to"`
}

// DiffCount is a count of both results, 0 where one has none of it.
type DiffCount struct {
	Name string `json:"name"`
	From int64  `json:"from"`
	To   int64  `json:"to"`
}

// DiffCheck is a check of the data whose status is another; "" where there was or is none.
type DiffCheck struct {
	Name   string `json:"name"`
	From   string `json:"from"` // ok | warn | fail | none
	To     string `json:"to"`
	Detail string `json:"detail"` // of the later result, else of the earlier
}

// DiffMetric is one comparison in both results, by the numbers that each prints: before
// the planned end the always-valid band, after it the interval of the end, adjusted where
// it is.
type DiffMetric struct {
	Metric  string     `json:"metric"`
	Role    string     `json:"role"` // of the later result, else of the earlier
	Unit    string     `json:"unit"` // share | number
	Arm     string     `json:"arm"`
	Control string     `json:"control"`
	From    *DiffValue `json:"from"` // null where it was not compared
	To      *DiffValue `json:"to"`
	// Moved says where the later estimate lies: same (both are equal), within the
	// interval of the earlier one, beyond it, or unknown where either is undefined or the
	// earlier had no bounds. It is that of the relative effect where both have it, else of
	// the absolute one.
	Moved string `json:"moved"`
}

// DiffValue is a comparison in one result.
type DiffValue struct {
	Abs     Interval `json:"abs"`
	Rel     Interval `json:"rel"`
	P       Num      `json:"p"`
	Reading string   `json:"reading"` // as Comparison.Reading; "" without one
}

// DiffCause is a reason for ignoring in both results; a rank of 0 is none.
type DiffCause struct {
	Mechanism string   `json:"mechanism"`
	Attribute string   `json:"attribute"`
	Level     string   `json:"level"`
	RankFrom  int      `json:"rank_from"`
	RankTo    int      `json:"rank_to"`
	From      Interval `json:"from"` // points; undefined where it was none
	To        Interval `json:"to"`
	Moved     string   `json:"moved"` // as DiffMetric.Moved
}

// DiffCaution is a caution that one of the results has.
type DiffCaution struct {
	State  string `json:"state"` // new | gone
	Where  string `json:"where"` // "" of the whole result, else a metric
	Code   string `json:"code"`
	Detail string `json:"detail"`
}
