package spec

import (
	"slices"
	"time"
)

// Layout names what one row of the export is.
type Layout string

// The four layouts of the experiment file.
const (
	Events      Layout = "events"      // one row per event (default)
	Suggestions Layout = "suggestions" // one row per shown suggestion with its final outcome
	Units       Layout = "units"       // one row per unit: its arm and one column per metric
	Summary     Layout = "summary"     // one row per arm and metric: n with sums, moments or successes
)

// Duplicates names the rule by which a row counts as a repeat of another.
type Duplicates string

// The three rules of `duplicates:`.
const (
	ByID  Duplicates = "id"   // same event id within a unit (default where event ids are bound)
	ByRow Duplicates = "row"  // equal in every bound column (default without event ids)
	Keep  Duplicates = "keep" // nothing is a duplicate
)

// AllArm is the name of the single group of an experiment without arms.
const AllArm = "all"

// Experiment is one experiment file with every default filled in. Paths are
// absolute or "-"; shares add up to 1; durations are positive; times of day
// are in Zone.
type Experiment struct {
	ID         string // as written
	Slug       string // ID made safe as a folder name
	Each       string // of a family: the column of whose every value an experiment is made; "" = it is one experiment
	Family     string // of a member of one: its id
	Hypothesis string
	Owner      string
	Link       string
	Layout     Layout
	Zone       *time.Location
	Start, End Day // both included, NoDay when not given; they bound first exposures

	Embargo int // days from the first exposure on for which the numbers are closed; 0 = none

	Engine     string // address of the engine that has the rows; "" = uptake reads them itself
	MaxBytes   int64  // that an engine may read, by its own estimate; 0 = no limit
	Sources    []Source
	Columns    map[string]string // canonical name → column or JSON path in the export
	Derived    []Derived         // columns made of those of the export, in their order
	Where      []Filter
	ShareTotal float64 // what shares written as parts of a whole add up to, where that is not 1; else 0
	// as declared, exactly one has Control; as found, none has. Empty: one group AllArm, no comparisons
	Arms        []Arm
	ArmsAny     bool // the arms are those that the rows have, which ingest finds
	Exposure    Exposure
	Assignments *Assignments // instead of exposure rows; nil when not given
	Labels      *Labels      // grades of suggestions from a file of their own; nil when not given

	Window          time.Duration // what counts after first exposure; 0 = to the end of data
	CompleteWindows bool          // keep only units whose window has ended
	Suggestions     SuggestionRules
	Duplicates      Duplicates // "" = ByID where event ids are bound, else ByRow

	Metrics    []Metric  // declared ones, in file order
	LeftOut    []LeftOut // declared ones that are not among them, because their data failed
	Segments   []string  // frozen at first exposure
	Population []Population
	Evaluation *Evaluation // nil without
	Attributes []string    // more columns of shown suggestions, kept in the suggestions table

	Compare []Contrast // what the investigation sets against each other beside arms and periods
	Replay  string     // template of a link to a session's replay; "" = none

	Statistics Statistics
	Decision   Decision
	MaxBadRows float64  // share of rows read, and of the rows that a metric needs in an arm, 0–1; default 0.01
	Missing    []string // further words that are no value in ids, times and numbers

	// Given is the file's own text under each of its keys, in the order of Keys: what
	// check says back and a draft carries over. Nothing is computed from it.
	Given []Given

	// Extends lists the files that it goes on from, nearest first, and Hash tells it and
	// them apart from what they said before.
	Extends []string
	Hash    string

	// Set lists the --set key=value changes made to the file, printed on the page.
	Set []string
}

// Evaluation is the result of an evaluation that the readout carries.
type Evaluation struct {
	Path, Written     string // of its JSON, and as the file has it
	File, FileWritten string // the evaluation file that it has to be a result of; "" = any
}

// Source is one place rows come from.
type Source struct {
	Table                      // its Columns override Experiment.Columns
	Relation string            // under an engine: its table, with points between catalog, schema and name
	Set      map[string]string // canonical name → constant for every row of this source
	Derived  []Derived         // columns made of those of this source, after those of every source
	Where    []Filter
	Join     *Join    // nil without
	Preset   string   // whose export it is; "" = the file says all of it
	Offered  []string // names among Columns and Derived that the preset gives: an export may lack them
}

// Join gives the rows of a source columns of another table's row that has the same id.
type Join struct {
	Table          // its Columns: name in the rows → column of the table
	By    string   // column of the source
	ID    string   // column of the table
	Where []Filter // which rows of the table are partners
}

// Contrast sets two versions, or two stretches of time, against each other.
type Contrast struct {
	By       string // week, half, or a column of suggestions
	From, To string // its values; "" for week and half
}

// ReplayMarks are what a replay's template may hold in braces: the session, the
// unit, and the time a suggestion was shown (RFC 3339, seconds, milliseconds).
var ReplayMarks = []string{"session", "unit", "ts", "ts_s", "ts_ms"}

// Filter keeps or drops rows by one column. A row passes when the column's
// text is in Is (if given), is not in Not, and lies in [From, To] (numbers
// compare as numbers when both sides are, else text compares as text).
type Filter struct {
	Column   string
	Is, Not  []string
	From, To string // "" = open
}

// Arm is one declared variant.
type Arm struct {
	Name    string   // the value in the export, as text
	Of      []string // the values that are together this arm; nil = Name alone
	Share   float64  // planned share of units, 0–1
	Control bool
}

// Values are those that the export has for the arm.
func (a Arm) Values() []string {
	if a.Of == nil {
		return []string{a.Name}
	}
	return a.Of
}

// ArmOf is the index of the arm that has a value, -1 where none does.
func (e *Experiment) ArmOf(value string) int {
	return slices.IndexFunc(e.Arms, func(a Arm) bool {
		return a.Of == nil && a.Name == value || slices.Contains(a.Of, value)
	})
}

// Exposure says which rows expose a unit to an arm.
type Exposure struct {
	Event []string // event names that are exposures; default "exposure"
	// column holding the experiment's id; "" = not filtered. Default "experiment" where the export has it
	Experiment string
	Variant    string // column holding the arm; default "variant"
	Where      []Filter
	Outside    []Outside // values that stand outside the experiment: rows set aside, not broken
	// ExperimentGiven is true when the file names the column itself: then its absence is an error.
	ExperimentGiven bool
}

// Assignments is a table of units and their arms, used instead of exposure
// rows. Its columns are unit, arm, ts (optional) and experiment (optional).
type Assignments struct{ Table }

// Labels is a table of suggestion ids and their grades, or an evaluation whose items are suggestions.
type Labels struct {
	Table
	Evals *LabelEvals // nil = the table is one of grades
}

// LabelEvals is which scores of an evaluation grade suggestions: the table's path is that of the
// evaluation file.
type LabelEvals struct {
	Version string // whose answers were shown
	Metric  string // graded, or of scores 0 and 1
	Evals   *Evals // the file, of Version and Metric alone
}

// SuggestionRules turns suggestion events into one end state each.
type SuggestionRules struct {
	Attribution      time.Duration       // W: a decision counts in (shown, shown+W]
	AttributionGiven bool                // false: the default of 5m was used
	Events           map[string][]string // role → event names; see Roles
	Outcomes         map[string][]string // layout suggestions: outcome → raw values
	MinVisible       time.Duration       // v_min: below it a shown suggestion is not seen; 0 = off
	EditWindow       time.Duration       // E: an edit or revert counts in [accept, accept+E]; default 5m
	EditAbove        float64             // e_min: an edit with a ratio above it makes the end state edited; default 0
	// share of shown suggestions known to be good, from an evaluation; 0 = not given
	KnownGood   float64
	RevertAbove float64 // e_max: an edit with a ratio above it makes it reverted; default 0.5
}

// Roles lists the roles a suggestion event can play, in the order in which
// they win at one instant (adoption order: an accept beats a dismissal).
var Roles = []string{"requested", "shown", "accepted", "partial", "edited", "reverted", "typed_through", "dismissed",
	"superseded", "hidden", "persisted"}

// Outcomes lists the end states of a shown suggestion that a `suggestions`
// layout may map raw values to.
var Outcomes = []string{"accepted", "edited", "partial", "reverted", "dismissed", "superseded", "typed_through",
	"ignored", "not_seen"}

// Statistics holds how numbers are made.
type Statistics struct {
	Alpha           float64       // two-sided level; default 0.05
	SegmentMinUnits int           // least units per arm for a segment level to get a comparison; default 30
	MaxImmature     float64       // above this immature share a fixed-window rate is refused; default 0.20
	SRMAlpha        float64       // default 0.001
	Sequential      bool          // compute always-valid intervals; default true
	Looks           int           // planned looks, the last at the end; 0 = none
	Spending        Spending      // how the looks share alpha; default OBrienFleming where there are looks
	CUPED           time.Duration // look-back before first exposure that feeds covariates; 0 = none
	// conventions to print beside the default, names of method.Conventions and UnitConventions
	Also         []string
	Adjust       string  // correction of p_adjusted, one of Adjustments; "" = holm
	PriorSD      float64 // of the normal prior on the relative lift; 0 = the sceptical one
	PostStratify string  // a segment; "" = none
	Theta        Theta   // how CUPED pools; default PooledTheta
}

// Conventions lists what `also:` can name; package method computes them.
var Conventions = []string{"student", "delta_lift", "log_lift", "unpooled_z", "miettinen_nurminen", "log_risk_ratio",
	"fisher", "tost", "noninferiority",
	"mann_whitney", "permutation", "bootstrap", "ols", "logistic"}

// Adjustments lists what `adjust:` can name; package stats computes them.
var Adjustments = []string{"bonferroni", "holm", "hochberg", "hommel", "bh", "by"}

// Theta says over what the slope of a metric on its covariate is taken.
type Theta string

// The choices of `cuped_theta:`.
const (
	PooledTheta Theta = "pooled"  // both arms put together as one sample (default)
	WithinTheta Theta = "within"  // around each arm's own mean: analysis of covariance
	PerArmTheta Theta = "per_arm" // each arm its own, HC2 errors; for strongly unequal splits
)

// Decision holds what a verdict needs.
type Decision struct {
	Planned      Day      // the day the plan was written; NoDay = not planned beforehand
	MinWeeks     int      // full weeks needed for Ship; default 2
	MinUnits     int      // units every arm needs to be decided on; default 100
	PlannedUnits int      // 0 = not given
	Extension    int      // days after the end for a declared second reading; 0 = none
	ChanceEnough float64  // default 0.5
	GuardAlpha   float64  // one-sided; default 0.05
	AcceptHarm   []string // metrics whose harm does not hold a result back
	Weights      []MetricWeight
}

// MetricWeight is what a metric that is better by one percent of control is worth beside others, above 0.
type MetricWeight struct {
	Metric string
	Weight float64
}

// GradeNames lists the grades of all graded metrics, each once, in file order.
func (e *Experiment) GradeNames() []string {
	var out []string
	for _, m := range e.Metrics {
		for _, g := range m.Grades {
			if !slices.Contains(out, g.Name) {
				out = append(out, g.Name)
			}
		}
	}
	return out
}
