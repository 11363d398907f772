package report

// EvalsSchema is the version of an evaluation's JSON form.
const EvalsSchema = "uptake.evals/1"

// Evals is what an evaluation of versions over the same items found.
type Evals struct {
	Schema         string `json:"schema"`
	ProgramVersion string `json:"program_version"`
	Evals          string `json:"evals"`
	Hypothesis     string `json:"hypothesis,omitempty"`
	Owner          string `json:"owner,omitempty"`
	Link           string `json:"link,omitempty"`
	Baseline       string `json:"baseline"`
	Declared       string `json:"declared"`    // calendar day on which the gates were written, "" = not said
	ConfigHash     string `json:"config_hash"` // SHA-256 of the file as it applies
	GatesHash      string `json:"gates_hash"`  // SHA-256 of rules
	InputHash      string `json:"input_hash"`  // of all runs, whatever their order, files and format
	// how many data were read under the same gates, these included, as far as earlier results were at hand
	Readings int `json:"readings"`
	Alpha    Num `json:"alpha"`

	Rules []EvalRule `json:"rules"` // what was declared of how it decides, by key
	// what was declared otherwise at earlier readings, as far as these were at hand
	Changed  []EvalChange   `json:"changed"`
	Read     []EvalRead     `json:"read"` // how often which gates were read, the last ones last
	Set      []string       `json:"set"`
	Versions []EvalVersion  `json:"versions"`
	Ledger   Rows           `json:"ledger"` // in runs
	Health   Health         `json:"health"`
	Metrics  []EvalMetric   `json:"metrics"`
	Gates    []EvalGate     `json:"gates"`
	Decision EvalDecision   `json:"decision"`
	Flips    []EvalFlips    `json:"flips"`
	Coverage *EvalCoverage  `json:"coverage"` // null where no population is given
	Fairness []EvalFairness `json:"fairness"`
	Cautions []Caution      `json:"cautions"`
}

// EvalVersion is one version and what was read of it.
type EvalVersion struct {
	Version     string   `json:"version"`
	Tool        string   `json:"tool"`
	ToolVersion string   `json:"tool_version"`
	Files       []string `json:"files"`
	Key         string   `json:"key"` // what items are known by
	// repeats bear the tool's numbers; false = they are told apart by what they hold
	Numbered  bool     `json:"numbered"`
	Rows      int64    `json:"rows"`
	Runs      int      `json:"runs"`
	Items     int      `json:"items"`
	Errored   int      `json:"errored"`       // runs
	ErroredOf []string `json:"errored_items"` // items all of whose runs failed; the first 20
	// items of the declared data set or of another version that it has no run of, and the first 20 of them
	NotRun   int      `json:"not_run"`
	NotRunOf []string `json:"not_run_items"`

	// Means over the runs that say so; the counts are the runs.
	Seconds   EvalMean `json:"seconds"`
	TokensIn  EvalMean `json:"tokens_in"`
	TokensOut EvalMean `json:"tokens_out"`
	Cost      EvalMean `json:"cost"`
}

// EvalMean is a mean with the runs behind it, and the paired difference to the baseline.
type EvalMean struct {
	Runs int      `json:"runs"`
	Mean Num      `json:"mean"`
	Abs  Interval `json:"abs"` // mean over paired items of version minus baseline; undefined for the baseline
}

// EvalMetric is one score over all versions.
type EvalMetric struct {
	Metric      string              `json:"metric"`
	Kind        string              `json:"kind"`   // proportion: every score is 0 or 1; mean
	Better      string              `json:"better"` // up | down
	Role        string              `json:"role"`   // primary | guardrail | secondary | diagnostic: found, not declared
	Minimum     Num                 `json:"minimum_effect"`
	Margin      Num                 `json:"margin"`
	Versions    []EvalMetricVersion `json:"versions"`
	Comparisons []EvalComparison    `json:"comparisons"`
	Categories  []EvalCategory      `json:"categories"`
	Traffic     []EvalTraffic       `json:"traffic"` // under declared weights; empty without them
	Noise       []EvalNoise         `json:"noise"`
	Judge       *EvalJudge          `json:"judge"`  // null where nothing is known of it
	Graded      *EvalGraded         `json:"graded"` // null unless grades are declared
}

// EvalMetricVersion is one metric in one version, all its items, paired or not.
type EvalMetricVersion struct {
	Version string `json:"version"`
	Items   int    `json:"items"` // with at least one scored run
	Runs    int    `json:"runs"`  // scored
	Value   Num    `json:"value"` // mean over items of the item's mean over scored runs
	// of Value, at the two-sided alpha: of 0/1 scores exact on items after the design effect, else Student's
	Level       Interval `json:"level"`
	Errored     int      `json:"errored"`
	JudgeFailed int      `json:"judge_failed"`
	Missing     int      `json:"missing"`
	Absent      int      `json:"absent"`
	// Unscored counts the other items, of all that any version or the declared data set has
	Unscored EvalUnscored `json:"items_unscored"`
}

// EvalUnscored is how many items have no scored run of a metric in a version, each under the first that is true of it.
type EvalUnscored struct {
	Errored     int `json:"errored"`      // a run failed
	JudgeFailed int `json:"judge_failed"` // the scorer did
	Missing     int `json:"missing"`      // an empty score
	Absent      int `json:"absent"`       // runs without a score of the metric
	NotRun      int `json:"not_run"`      // no run
}

// EvalComparison holds one version against the baseline over the items that both scored.
type EvalComparison struct {
	Version         string     `json:"version"`
	Baseline        string     `json:"baseline"`
	Paired          int        `json:"paired"`
	OnlyVersion     []Unpaired `json:"only_version"`  // items, with why the baseline has no score
	OnlyBaseline    []Unpaired `json:"only_baseline"` // items, with why the version has none
	ValueOnPairs    Num        `json:"value_on_pairs"`
	BaselineOnPairs Num        `json:"baseline_on_pairs"`
	Abs             Interval   `json:"abs"` // mean of the paired differences; no bounds under 10 clusters
	ErrorsAsWorst   Interval   `json:"errors_as_worst"`
	Clusters        int        `json:"clusters"`
	Deff            Num        `json:"design_effect"` // CR3 variance over that of independent items
	SE              Num        `json:"se"`            // CR3
	DF              Num        `json:"df"`            // Satterthwaite
	P               Num        `json:"p"`
	Log10P          Num        `json:"log10_p"`
	PAdjusted       Num        `json:"p_adjusted"` // Holm over Family; undefined where the metric decides nothing
	Family          string     `json:"family"`     // what p_adjusted was corrected over, in words; "" = nothing
	Better          int        `json:"better"`     // items, in the metric's own direction
	Worse           int        `json:"worse"`
	Same            int        `json:"same"`
	McNemar         *McNemar   `json:"mcnemar"` // null unless both versions have one run an item, all 0 or 1
	Bootstrap       Interval   `json:"bootstrap"`
	Smallest        Num        `json:"smallest_detectable"` // difference that 80 in 100 such evaluations would show
	Cautions        []Caution  `json:"cautions"`
}

// Unpaired is an item that only one side scored.
type Unpaired struct {
	Item string `json:"item"`
	Why  string `json:"why"` // not_run | errored | judge_failed | missing | absent: the metric is not among its scores
}

// McNemar is the comparison of two answers of 0 or 1 on the same items.
type McNemar struct {
	OnlyVersion  int64 `json:"only_version"`  // items that are 1 in the version alone
	OnlyBaseline int64 `json:"only_baseline"` // in the baseline alone
	Exact        Num   `json:"p_exact"`
	Mid          Num   `json:"p_mid"`
	Chi2         Num   `json:"chi2"`
}

// EvalCategory is a comparison within one category.
type EvalCategory struct {
	Category string `json:"category"`
	Share    Num    `json:"share"`  // of the paired items
	Weight   Num    `json:"weight"` // of the traffic, where declared
	EvalComparison
	Shrunken Interval `json:"shrunken"` // pooled towards the other categories
}

// EvalTraffic is a comparison under the declared shares of traffic.
type EvalTraffic struct {
	Version string   `json:"version"`
	Abs     Interval `json:"abs"`
	Mix     Num      `json:"mix"`     // Abs less the difference under the shares of the evaluation
	Covered Num      `json:"covered"` // share of the traffic whose categories have paired items
}

// EvalNoise is what repeats say of one version.
type EvalNoise struct {
	Version string `json:"version"`
	Items   int    `json:"items"` // with two or more scored runs
	Within  Num    `json:"within_sd"`
	Share   Num    `json:"share_within"` // of the variance of a single run
	// 95 in 100 differences between two readings of this version over these items are no larger
	Nothing Num      `json:"nothing_makes"`
	Split   Interval `json:"split"` // odd repeats against even ones
}

// EvalJudge is how far the judge that gave the scores is to be believed.
type EvalJudge struct {
	From         string          `json:"from"` // stated | labels
	Labelled     int             `json:"labelled"`
	Sensitivity  Num             `json:"sensitivity"`
	Specificity  Num             `json:"specificity"`
	Kappa        Num             `json:"kappa"`
	Krippendorff Num             `json:"krippendorff"`
	Alike        bool            `json:"alike"` // one pair of error rates is assumed for both versions
	Corrected    []EvalCorrected `json:"corrected"`
}

// EvalCorrected is a version's share of 1 after the judge's errors are taken out.
type EvalCorrected struct {
	Version string   `json:"version"`
	Share   Interval `json:"share"`
	Abs     Interval `json:"abs"` // to the baseline; undefined for the baseline
}

// EvalGraded is a metric of grades: shares, cost, and the cost at which the verdict turns.
type EvalGraded struct {
	Grades []EvalGrade `json:"grades"`
}

// EvalGrade is one grade in all versions.
type EvalGrade struct {
	Name      string           `json:"name"`
	Cost      Num              `json:"cost"`
	BreakEven []EvalBreakEven  `json:"break_even"`
	Versions  []EvalGradeShare `json:"versions"`
}

// EvalGradeShare is a grade's share of one version's items.
type EvalGradeShare struct {
	Version  string `json:"version"`
	Items    Num    `json:"items"` // sum over items of the share of its runs
	Share    Num    `json:"share"`
	Lo       Num    `json:"lo"` // Wilson, this grade alone
	Hi       Num    `json:"hi"`
	JointLo  Num    `json:"joint_lo"` // Goodman, all grades at once
	JointHi  Num    `json:"joint_hi"`
	UpperIf0 Num    `json:"upper_if_0"`
}

// EvalBreakEven is the cost of a grade at which a version costs what the baseline does.
type EvalBreakEven struct {
	Version string `json:"version"`
	Cost    Num    `json:"cost"` // undefined where no cost of 0 or more does
}

// EvalVerdict is what is to be done.
type EvalVerdict string

// The verdicts of an evaluation.
const (
	EvalShip       EvalVerdict = "ship"
	EvalPatch      EvalVerdict = "patch"
	EvalRollBack   EvalVerdict = "roll_back"
	EvalAccept     EvalVerdict = "accept"
	EvalCannotTell EvalVerdict = "cannot_tell"
)

// EvalVerdicts are all of them, the best first: of several versions the best one's is the evaluation's.
var EvalVerdicts = []EvalVerdict{EvalShip, EvalAccept, EvalPatch, EvalCannotTell, EvalRollBack}

// EvalDecision is the verdict over all gates: the best version's, each one's own below it.
type EvalDecision struct {
	Version  string      `json:"version"` // that Verdict is about
	Verdict  EvalVerdict `json:"verdict"`
	Rule     string      `json:"rule"`
	Code     string      `json:"code"`
	Headline string      `json:"headline"`
	Reasons  []string    `json:"reasons"`
	// of the reasons those that speak against a version that is to go out
	Despite  []string             `json:"despite"`
	Versions []EvalVersionVerdict `json:"versions"`
}

// EvalVersionVerdict is one version's verdict.
type EvalVersionVerdict struct {
	Version string      `json:"version"`
	Verdict EvalVerdict `json:"verdict"`
	Rule    string      `json:"rule"`
	Code    string      `json:"code"`
	Reasons []string    `json:"reasons"`
	Despite []string    `json:"despite"`
}

// EvalFlips are the items on which a version and the baseline differ most.
type EvalFlips struct {
	Version   string     `json:"version"`
	Metric    string     `json:"metric"`
	Better    int        `json:"better"`
	Worse     int        `json:"worse"`
	BothRight int        `json:"both_right"` // of 0/1 scores: half of the runs or more are 1 on both sides
	BothWrong int        `json:"both_wrong"`
	Same      int        `json:"same"` // of other scores
	Examples  []EvalFlip `json:"examples"`
}

// EvalFlip is one item whose score moved.
type EvalFlip struct {
	Item     string          `json:"item"`
	Category string          `json:"category"`
	Severity string          `json:"severity"`
	Segments []EvalItemLevel `json:"segments"`
	Baseline Num             `json:"baseline"`
	Value    Num             `json:"value"`
	Change   Num             `json:"change"` // Value − Baseline
	Noise    Num             `json:"noise"`  // sd that repeats alone give Change; undefined without repeats
	// of a graded metric, whose values are costs, the grades of the runs
	BaselineGrades []EvalGradeRuns `json:"baseline_grades"`
	Grades         []EvalGradeRuns `json:"grades"`
	Texts          *FlipTexts      `json:"texts"` // null where the files hold none
}

// EvalGradeRuns is how many runs of an item have a grade.
type EvalGradeRuns struct {
	Grade string `json:"grade"`
	Runs  int    `json:"runs"`
}

// EvalItemLevel is an item's level of one segment.
type EvalItemLevel struct {
	Segment string `json:"segment"`
	Level   string `json:"level"`
}

// FlipTexts is what was asked and answered, as written.
type FlipTexts struct {
	Input          string `json:"input"`
	Expected       string `json:"expected"`
	BaselineOutput string `json:"baseline_output"`
	Output         string `json:"output"`
	BaselineReason string `json:"baseline_reason"`
	Reason         string `json:"reason"`
}

// EvalCoverage is how the items spread over what users do.
type EvalCoverage struct {
	Categories []EvalGap             `json:"categories"`
	Segments   []EvalSegmentCoverage `json:"segments"`
}

// EvalSegmentCoverage is how the items spread over the levels of one segment, each in Category.
type EvalSegmentCoverage struct {
	Segment string    `json:"segment"`
	Levels  []EvalGap `json:"levels"`
}

// EvalGap is one category of the population, or one level of a segment.
type EvalGap struct {
	Category   string `json:"category"`
	Population Num    `json:"population"` // share
	Items      int    `json:"items"`
	Share      Num    `json:"share"`  // of the items
	Needed     int64  `json:"needed"` // items for a gate of the smallest margin there
	Gap        bool   `json:"gap"`    // fewer than needed
}

// EvalFairness holds the levels of one segment against each other, in one metric and version.
type EvalFairness struct {
	Segment  string      `json:"segment"`
	Metric   string      `json:"metric"`
	Version  string      `json:"version"`
	Needed   int64       `json:"needed"`   // items under which a level is not measured
	Measured int         `json:"measured"` // levels
	Levels   []EvalLevel `json:"levels"`
	Best     string      `json:"best"` // of the measured levels; "" under two
	Worst    string      `json:"worst"`
	Gap      Interval    `json:"gap"`   // best less worst, 0 or more; the interval is corrected for all pairs of levels
	Shown    bool        `json:"shown"` // the gap's interval leaves 0
	Ratio    Num         `json:"ratio"` // the lower share over the higher, where more is better
	Alert    bool        `json:"alert"` // Ratio is under four fifths; decides nothing
}

// EvalLevel is one level of a segment.
type EvalLevel struct {
	Level    string   `json:"level"` // "" = nothing says it
	Items    int      `json:"items"` // scored in the version
	Clusters int      `json:"clusters"`
	Measured bool     `json:"measured"` // enough items, and ten clusters
	Value    Interval `json:"value"`
	// mean over paired items of version minus baseline; undefined for the baseline
	Abs       Interval `json:"abs"`
	PAdjusted Num      `json:"p_adjusted"` // Holm over the levels with ten clusters
	Worse     bool     `json:"shown_worse"`
	Better    bool     `json:"shown_better"`
	Failed    int      `json:"failed_runs"`
	// shown worse only where failed runs count as the worst score
	WorseFailed bool `json:"shown_worse_failed"`
}

// EvalRule is one thing that is declared of how an evaluation decides.
type EvalRule struct {
	Key   string `json:"key"` // as in the file: metrics.tone.margin
	Value string `json:"value"`
}

// EvalRead is how often gates were read.
type EvalRead struct {
	GatesHash   string   `json:"gates_hash"`
	Readings    int      `json:"readings"`     // of other data each time
	InputHashes []string `json:"input_hashes"` // of these data, the latest of them
}

// EvalChange is a rule that is another than at an earlier reading.
type EvalChange struct {
	Key      string `json:"key"`
	Was      string `json:"was"`       // "" = it was not given
	Is       string `json:"is"`        // "" = it is not given any more
	SameRuns bool   `json:"same_runs"` // it changed after these very runs had been read
}
