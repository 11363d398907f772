package report

// Schema is the version of the readout's JSON form.
const Schema = "uptake.readout/1"

// Report is one experiment's readout.
type Report struct {
	Schema         string `json:"schema"`
	ProgramVersion string `json:"program_version"`
	Experiment     string `json:"experiment"`
	Hypothesis     string `json:"hypothesis,omitempty"`
	Owner          string `json:"owner,omitempty"`
	Link           string `json:"link,omitempty"`
	Layout         string `json:"layout"`
	// the export's column that names the unit, "row" when every row is its own unit
	Unit        string   `json:"unit"`
	Alpha       Num      `json:"alpha"`
	Timezone    string   `json:"timezone"`
	Start       string   `json:"start"` // calendar days as in the file, "" when open
	End         string   `json:"end"`
	Planned     string   `json:"planned"`
	Window      string   `json:"window"`      // "" = to the end of data
	Attribution string   `json:"attribution"` // "" where no suggestions
	DataFrom    string   `json:"data_from"`   // RFC 3339 UTC, "" when the rows carry no time
	DataTo      string   `json:"data_to"`
	InputHash   Hash     `json:"input_hash"`
	Set         []string `json:"set"`

	Arms        []Arm           `json:"arms"`
	Rows        Rows            `json:"rows"`
	Bridge      []Bridge        `json:"bridge"`
	Health      Health          `json:"health"`
	Withheld    *Withheld       `json:"withheld,omitempty"` // where the arms are not compared
	Embargo     *Embargo        `json:"embargo,omitempty"`  // where the numbers are closed
	Metrics     []Metric        `json:"metrics"`
	Suggestions *Suggestions    `json:"suggestions"` // null where there are none
	Segments    []Segment       `json:"segments"`
	Differences []Heterogeneity `json:"heterogeneity"` // between the levels of each segment
	Series      []Point         `json:"series"`
	Looks       *PlannedLooks   `json:"looks,omitempty"`
	Moved       []Moved         `json:"moved"` // every ratio's change per unit, split into volume and rate
	Novelty     []Novelty       `json:"novelty"`
	NoveltyWhy  string          `json:"novelty_why,omitempty"` // why no effect is followed over days, where none is
	Adoption    *Adoption       `json:"adoption"`              // null without suggestions
	// how p_adjusted is made: holm unless the file asks for another
	PAdjustment string      `json:"p_adjustment,omitempty"`
	Evaluation  *Evaluation `json:"evaluation,omitempty"` // that the file names
	Decision    Decision    `json:"decision"`
	// what is another than in the last readout that stood in the same folder, where one did
	Since    *Diff     `json:"since,omitempty" compares:"arms"`
	Cautions []Caution `json:"cautions"` // about the whole readout
}

// Arm is one arm and its units.
type Arm struct {
	Name         string `json:"name"`
	Control      bool   `json:"control"`
	Units        int64  `json:"units"`
	PlannedShare Num    `json:"planned_share"`
}

// Rows is the row ledger: Read = Used + the sum of Dropped.
type Rows struct {
	Read    int64     `json:"read"`
	Used    int64     `json:"used"`
	Dropped []Dropped `json:"dropped"`
	Notes   []Note    `json:"notes"`           // counts that drop nothing: duplicates with differing payloads, rules that fired
	Asked   []Asked   `json:"asked,omitempty"` // of an engine that added the rows up or gave them, in order

	ByDay map[string]int64 `json:"-"` // rows with a time by calendar day, for the ledger of looks
}

// Dropped counts the rows that left for one reason.
type Dropped struct {
	Reason  string   `json:"reason"`
	Kind    string   `json:"kind"` // bad | aside
	Rows    int64    `json:"rows"`
	Example *Example `json:"example"`
}

// Example is one row that left for a reason.
type Example struct {
	File  string `json:"file"`
	Row   int64  `json:"row"` // 1-based data row, the header not counted
	Value string `json:"value"`
}

// Note is a named count.
type Note struct {
	Name    string   `json:"name"`
	Count   int64    `json:"count"`
	Example *Example `json:"example,omitempty"` // the first by place, where one is kept
}

// Bridge is the way from the raw ratio of event counts to our rate, one rule a step.
type Bridge struct {
	Rate  string       `json:"rate"` // acceptance | ignore
	Arm   string       `json:"arm"`
	Steps []BridgeStep `json:"steps"`
}

// BridgeStep is the ratio after a rule was applied; the first is "raw", the last equals the metric.
type BridgeStep struct {
	Rule        string `json:"rule"`
	Numerator   int64  `json:"numerator"`
	Denominator int64  `json:"denominator"`
}

// Caution is statistical doubt: a stable code and a sentence with the numbers in it.
type Caution struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Metric is one metric over all arms.
type Metric struct {
	Name          string  `json:"name"`
	Kind          string  `json:"kind"`
	Role          string  `json:"role"`
	Better        string  `json:"better"` // up | down
	Builtin       bool    `json:"builtin"`
	Unit          string  `json:"unit"`   // share (print as %), number
	SoFar         bool    `json:"so_far"` // some units are still inside their window
	SoFarShare    Num     `json:"so_far_share"`
	Scale         int     `json:"scale"`
	MinimumEffect *Amount `json:"minimum_effect"`
	Margin        *Amount `json:"margin"`
	Graded        *Graded `json:"graded,omitempty"`
	Funnel        *Funnel `json:"funnel,omitempty"` // of kind funnel
	// one for each capped value: the value, or numerator and denominator
	Winsorized  []Winsorized `json:"winsorized,omitempty"`
	Arms        []Estimate   `json:"arms"`
	Comparisons []Comparison `json:"comparisons"`
	Across      *Across      `json:"across,omitempty" compares:"arms"` // where the arms are taken as they are found
	Cautions    []Caution    `json:"cautions"`
}

// Winsorized says how unit values were capped: at one cap for all arms, and at one
// lower cap where the file asks for it. A cap that is not asked for is undefined.
type Winsorized struct {
	// value | numerator | denominator | covariate | covariate_numerator | covariate_denominator
	Of        string        `json:"of"`
	Quantile  Num           `json:"quantile"` // of all arms' units together, type 7
	SkipZeros bool          `json:"skip_zeros"`
	Cap       Num           `json:"cap"`
	Lower     *LowerCap     `json:"lower,omitempty"`
	Flat      bool          `json:"flat,omitempty"` // capped, all units have one value, which before they had not
	Arms      []CappedUnits `json:"arms"`
}

// LowerCap is the cap of the other tail.
type LowerCap struct {
	Quantile Num `json:"quantile"`
	Cap      Num `json:"cap"`
}

// CappedUnits counts an arm's units above the cap, and below the lower one.
type CappedUnits struct {
	Arm    string `json:"arm"`
	Units  int64  `json:"units"`
	Capped int64  `json:"capped"`
	Raised int64  `json:"raised,omitempty"`
}

// Amount is an effect or margin in both forms, as far as known.
type Amount struct {
	Text string `json:"text"`
	Abs  Num    `json:"abs"`
	Rel  Num    `json:"rel"`
}

// Estimate is one arm's value. Value = Numerator / Denominator.
type Estimate struct {
	Arm            string `json:"arm"`
	Units          int64  `json:"units"`
	Value          Num    `json:"value"`
	SE             Num    `json:"se"`
	Lo             Num    `json:"lo"`
	Hi             Num    `json:"hi"`
	Numerator      Num    `json:"numerator"`
	Denominator    Num    `json:"denominator"`
	EffectiveUnits Num    `json:"effective_units"` // (Σx)²/Σx² for ratios, units otherwise
	// Immature is how many units of the arm are left out because the metric's own
	// window is not over for them (of retention, the end of its day); nil where the
	// metric has none.
	Immature *int64 `json:"immature,omitempty"`
	// PlainQuantile is the type-7 quantile (numpy, PERCENTILE_CONT) of a quantile
	// metric, whose Value reads ties at their mid rank; without ties they are equal.
	PlainQuantile *Num `json:"plain_quantile,omitempty"`
	*Cells             // of metrics over all units; nil elsewhere
}

// Comparison is one arm against control. Top-level numbers are unadjusted, fixed-horizon, two-sided.
type Comparison struct {
	Arm       string   `json:"arm"`
	Control   string   `json:"control"`
	Abs       Interval `json:"abs"`
	Rel       Interval `json:"rel"`
	SE        Num      `json:"se"`
	DF        Num      `json:"df"`
	Statistic Num      `json:"statistic"`
	// never 0: a p below the smallest double stands as 5e-324, a floor
	P      Num `json:"p"`
	Log10P Num `json:"log10_p"` // of p itself, exact also below the floor
	// by Report.PAdjustment over metrics × arms of family 1 (see Harm); undefined for others
	PAdjusted  Num    `json:"p_adjusted"`
	FamilySize int    `json:"family_size,omitempty"` // as Across.FamilySize; also of cuped.p_adjusted
	Method     string `json:"method"`
	// guardrails with a margin: safe | breached | open; others: up | down | open | none
	State string `json:"state"`
	// Reading is what the verdict takes the comparison for, by the numbers that
	// decide and after correction: better | worse | unclear | too_small, of
	// guardrails with a margin safe | breached | open; none without an interval.
	Reading string `json:"reading,omitempty"`
	// Held is about accepted_per_unit where a primary metric is a rate among
	// suggestions: whether it is shown to hold up where fewer are shown.
	Held *Held `json:"held,omitempty"`
	// CUPED, Sequential and Bayes are null where they were not computed; a
	// Caution of the report says why.
	CUPED      *CUPED      `json:"cuped"`
	Sequential *Sequential `json:"sequential"`
	Bayes      *Bayes      `json:"bayes"`
	// where the file plans looks and the metric can be followed by day
	Looks *Looks `json:"looks,omitempty"`
	Final *Final `json:"final,omitempty"` // once the planned end is reached: what decides then
	// State by the always-valid interval; none where it was not computed
	StateSoFar string    `json:"state_so_far"`
	Also       []Also    `json:"also,omitempty"`     // conventions that the file asks for beside the default
	Complier   *Complier `json:"complier,omitempty"` // where control was shown no suggestion
	// segments of three levels or more: abs pulled towards the mean over levels, by full Bayes
	Shrunken       *Interval       `json:"shrunken,omitempty"`
	PostStratified *PostStratified `json:"post_stratified,omitempty"`
	// abs with crossover units kept in their first-seen arm
	FirstSeen *Interval `json:"first_seen,omitempty"`
	// Uncapped is the same comparison without the caps of the metric; only where it has some
	Uncapped *Uncapped `json:"uncapped,omitempty"`
	Ties     *Ties     `json:"ties,omitempty"` // of quantiles
	Cautions []Caution `json:"cautions"`
}

// Uncapped is a comparison of values as they are, unadjusted, of all data.
type Uncapped struct {
	Abs Interval `json:"abs"`
	Rel Interval `json:"rel"`
	SE  Num      `json:"se"`
	P   Num      `json:"p"`
}

// Ties say how finely the values stand from which two quantiles are read.
type Ties struct {
	Value Num `json:"value"` // the quantile of both arms' values together (type 1), at which they are compared
	Share Num `json:"share"` // of both arms' values that equal it
	Step  Num `json:"step"`  // to the nearer of the values beside it
}

// Also is the comparison by another convention, for those who must match a tool
// that uses it.
type Also struct {
	Method string `json:"method"`
	// abs | rel | superiority (how often above control, less one half) | odds (relative change of the odds)
	Scale string `json:"scale"`
	Value Num    `json:"value"`
	Lo    Num    `json:"lo"`
	Hi    Num    `json:"hi"`
	P     Num    `json:"p"`              // undefined for conventions that are intervals alone
	Note  string `json:"note,omitempty"` // what p is of, where it is not of no effect
}

// CUPED is the comparison adjusted for a covariate from before exposure. Rel
// divides by the unadjusted |control mean|.
type CUPED struct {
	Abs               Interval    `json:"abs"`
	Rel               Interval    `json:"rel"`
	SE                Num         `json:"se"`
	DF                Num         `json:"df"`
	Statistic         Num         `json:"statistic"`
	P                 Num         `json:"p"`         // with the floor of Comparison.P
	Log10P            Num         `json:"log10_p"`   // exact
	Theta             Num         `json:"theta"`     // of control where each arm has its own
	ThetaOf           string      `json:"theta_of"`  // pooled | within | per_arm
	ThetaArm          Num         `json:"theta_arm"` // of the arm; Theta unless each has its own
	VarianceReduction Num         `json:"variance_reduction"`
	Missing           Num         `json:"missing"`    // share of units whose covariate was missing and got the mean
	PAdjusted         Num         `json:"p_adjusted"` // Holm as for the comparison, over adjusted p where there are
	State             string      `json:"state"`      // as Comparison.State, by these numbers
	StateSoFar        string      `json:"state_so_far"`
	Held              *Held       `json:"held,omitempty"`
	Sequential        *Sequential `json:"sequential"`
}

// Sequential is the always-valid comparison: it may be read every day.
type Sequential struct {
	Abs   Interval `json:"abs"`
	Rel   Interval `json:"rel"`
	P     Num      `json:"p"`
	Level Num      `json:"level"` // two-sided, of the interval: 0 lies outside it exactly when p is below

	Held *Held `json:"held,omitempty"`
}

// Bayes is what the data say given a stated prior. Prior says it in words that
// begin with PriorKind: sceptical (of the smallest effect that matters), stated (of
// the experiment file) or default (neither is given).
type Bayes struct {
	Prior        string `json:"prior"`
	PriorKind    string `json:"prior_kind"`
	ChanceBetter Num    `json:"chance_better"`
	ChanceEnough Num    `json:"chance_enough"`
	ExpectedLoss Num    `json:"expected_loss"` // of shipping, on average, in the metric's unit
	// where the arm is worse: expected_loss over the chance of that; undefined where that is below 1e-6
	LossIfWorse Num `json:"loss_if_worse"`

	Flat    FlatChances `json:"flat"`
	Futures *Futures    `json:"futures,omitempty"` // of primary metrics
}

// Futures are true effects that the data and the prior leave equally likely, the lowest
// first, and the middle of them: the median, and the bounds of 95 in 100.
type Futures struct {
	Scale   string `json:"scale"` // rel: relative to control; abs: in the metric's unit
	Value   Num    `json:"value"`
	Lo      Num    `json:"lo"`
	Hi      Num    `json:"hi"`
	Effects []Num  `json:"effects"`
}

// FlatChances are the chances without a prior, which take every lift to be as
// likely as none: too hopeful where few changes help.
type FlatChances struct {
	ChanceBetter Num `json:"chance_better"`
	ChanceEnough Num `json:"chance_enough"`
}

// Interval is an estimate with its bounds.
type Interval struct {
	Value   Num    `json:"value"`
	Lo      Num    `json:"lo"`
	Hi      Num    `json:"hi"`
	Method  string `json:"method"`
	Bounded bool   `json:"bounded"` // false: the interval has no finite end (Fieller g ≥ 1)
}

// NoInterval is one that cannot be given: without estimate and without bounds.
func NoInterval(method string) Interval {
	u := Undefined()
	return Interval{Value: u, Lo: u, Hi: u, Method: method}
}

// Leaves0 reports whether the interval has bounds and 0 is not between them.
func (i Interval) Leaves0() bool { return i.Lo.Defined() && (i.Lo > 0 || i.Hi < 0) }

// Least is the bound nearer to 0 of an interval that leaves it: how large the difference is at least.
func (i Interval) Least() Num {
	if i.Hi < 0 {
		return i.Hi
	}
	return i.Lo
}

// Segment is one metric within one level of a segment dimension.
type Segment struct {
	Dimension   string       `json:"dimension"`
	Level       string       `json:"level"`
	Metric      string       `json:"metric"`
	Arms        []Estimate   `json:"arms"`
	Comparisons []Comparison `json:"comparisons"`
	Cautions    []Caution    `json:"cautions"`
}

// Point is one metric's lift with all data up to the end of one day.
type Point struct {
	Metric  string   `json:"metric"`
	Arm     string   `json:"arm"`
	Control string   `json:"control"`
	Day     string   `json:"day"`
	Units   int64    `json:"units"` // of both arms
	Abs     Interval `json:"abs"`
	Rel     Interval `json:"rel"`

	Sequential *Sequential `json:"sequential"` // null where it was not computed
}
