package spec

// Evals is what an evaluation file asks: which versions of a feature are held against a
// baseline over the same items, by which scores, and what has to hold before a launch. Every
// default is filled in by who reads the file. The zero value asks nothing.
type Evals struct {
	Name       string // of the evaluation
	Slug       string // Name as a folder name
	Hypothesis string
	Owner      string
	Link       string

	Baseline   string // the version that all others are held against
	Versions   []EvalVersion
	Columns    map[string]string // canonical name → column or path, over what the tool's layout says
	Items      *Table            // the data set itself, so that absent items are seen; nil = not given
	Metrics    []EvalMetric      // as declared; empty = all that are found, none of which decides
	Categories []EvalCategory
	Weights    []CategoryWeight // traffic; nil = the shares of the evaluation
	Declared   *Day             // when the gates were written; nil = not said
	Alpha      float64          // superiority two-sided, non-inferiority one-sided
	Judge      EvalJudge
	Population *Table   // shares of categories and segment levels among users, for coverage gaps; nil = not given
	Segments   []string // what items are told apart by, for fairness: names of columns or paths

	Set  []string // key=value changes from the command line
	File string   // as it was given, for messages
	Hash string   // SHA-256 of the file as it applies, hex
}

// EvalVersion is one version and where its results are.
type EvalVersion struct {
	Name  string
	Paths []string // absolute files, globs or folders
	Asks  []string // the same as the file has them, for messages
	Tool  string   // insists on a tool's layout; "" = found by content
	Label string   // of a file that holds several: the run, provider or model whose rows these are; "" = all
	CSV   CSV      // how delimited text of the version is written, where the files do not tell
}

// EvalMetric is one score with what it decides.
type EvalMetric struct {
	Name      string // of the score in the files, a filter behind a slash: exact_match/strict
	Role      Role   // primary, guardrail, secondary
	Down      bool   // less is better
	Directed  bool   // the file says which is better; else the tool may
	Minimum   Amount // the smallest gain that matters
	Margin    Amount // what may be lost: non-inferiority
	Limit     float64
	HasLimit  bool       // the version's own mean may not be beyond Limit, a share or a value
	By        string     // "category": a gate for every category; "" = one over all items
	Tier      Tier       // "" = critical, or supporting where By is given
	Range     [2]float64 // that scores lie in
	HasRange  bool
	MinItems  int     // a gate over fewer is not measured; 0 = what alpha and margin ask for
	Threshold float64 // scores at or above count as 1, the rest as 0
	HasCut    bool
	Grades    []EvalGrade // graded outcomes, each with its cost; nil = the score is a number
}

// EvalGrade is one outcome of a graded metric, as text, and what it costs.
type EvalGrade struct {
	Name string
	Cost float64
}

// Tier says what a gate that is not passed does.
type Tier string

// The tiers: a critical gate must be passed, a supporting one blocks only when shown worse,
// an advisory one is printed.
const (
	Critical   Tier = "critical"
	Supporting Tier = "supporting"
	Advisory   Tier = "advisory"
)

// EvalCategory is what is said of one category.
type EvalCategory struct {
	Name     string
	Tier     Tier // "" = as its metric says
	MinItems int
}

// CategoryWeight is one category's share of the traffic.
type CategoryWeight struct {
	Category string
	Share    float64 // of all that are given, above 0
}

// EvalJudge is what is known of the judge that gave the primary's scores.
type EvalJudge struct {
	Labels      *Table  // what people said of the same answers: item, version, label, metric
	Metric      string  // that it judges; "" = the primary
	Sensitivity float64 // P(judge says 1 | people say 1)
	Specificity float64 // P(judge says 0 | people say 0)
	Stated      bool    // the two above are given
	Changed     bool    // allow: changed - another judge in one version is no reason to stop
}
