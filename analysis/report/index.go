package report

// IndexSchema is the version of an index's JSON form.
const IndexSchema = "uptake.index/1"

// Index is what a night's run made of every experiment file that it found, sorted
// by who needs a person first.
type Index struct {
	Schema         string     `json:"schema"`
	ProgramVersion string     `json:"program_version"`
	DataTo         string     `json:"data_to"` // the latest cut-off of its rows, RFC 3339 UTC; "" where none has one
	Experiments    []IndexRow `json:"experiments"`
	Evaluations    []EvalRow  `json:"evaluations"` // every evaluation file, those first that need a person
	Gone           []string   `json:"gone"`        // folders of earlier runs whose files were not found

	// since yesterday, and since last Thursday; empty where no row has a time
	Changed     []Since     `json:"changed"`
	FalseAlarms FalseAlarms `json:"false_alarms"` // that chance alone would give in a list like this
	Discoveries Discoveries `json:"discoveries"`
	Overlap     *Overlap    `json:"overlap"` // null where fewer than two experiments have units
}

// Since is what is another than it was at the end of an earlier day of data.
type Since struct {
	Name     string   `json:"name"` // yesterday | last_thursday, counted from the latest cut-off
	Day      string   `json:"day"`  // whose end it was
	Verdicts []Turned `json:"verdicts"`
	New      []string `json:"new"` // ids that were not looked at by then
}

// Turned is a verdict that is another.
type Turned struct {
	ID     string  `json:"id"`
	Folder string  `json:"folder"`
	From   Verdict `json:"from"`
	To     Verdict `json:"to"`
}

// FalseAlarms is how many of a list would read better, and how many worse, at most by
// chance alone if nothing had any effect.
type FalseAlarms struct {
	Experiments int `json:"experiments"` // whose arms are compared
	EachWay     Num `json:"each_way"`    // half of their alphas together
}

// ByChance counts the false alarms that chance alone would give. Half of an experiment's
// alpha bounds the chance that its arms read better, over every night and the end
// together, and half that they read worse.
func (x *Index) ByChance() (f FalseAlarms) {
	for i := range x.Experiments {
		if r := &x.Experiments[i]; r.Lift != nil && r.Alpha > 0 {
			f.Experiments++
			f.EachWay += r.Alpha / 2
		}
	}
	return f
}

// Discoveries is what the primary comparisons of several experiments come to together:
// Found of them have a q of at most Level, of which a share of Level is expected to be
// chance.
type Discoveries struct {
	Method      string `json:"method"` // benjamini_hochberg
	Level       Num    `json:"level"`
	Family      int    `json:"family"`      // primary comparisons that have a p
	Experiments int    `json:"experiments"` // that they are of
	Found       int    `json:"found"`
}

// PrimaryTest is a primary metric's comparison among those of all experiments.
type PrimaryTest struct {
	Metric  string `json:"metric"`
	Arm     string `json:"arm"`
	Control string `json:"control"`
	P       Num    `json:"p"`     // that may be read now
	Basis   string `json:"basis"` // end | always_valid: by which P is taken
	Q       Num    `json:"q"`     // the false discovery rate at which it is found
}

// Status says what the run made of one experiment.
type Status string

// The states of a row.
const (
	StatusOK     Status = "ok"
	StatusFailed Status = "failed" // no result, neither of this run nor of one before
	StatusStale  Status = "stale"  // this run made none; the last good result stands
)

// IndexRow is one experiment of an index. Of a stale row everything but Status,
// Error and Seconds is that of the last good result.
type IndexRow struct {
	ID       string  `json:"id"`
	Family   string  `json:"family,omitempty"` // id of the family that it is one of
	Folder   string  `json:"folder"`           // beside the index; "" where there is no result
	Pages    string  `json:"pages,omitempty"`  // ending of the files in Folder that the index leads to; "" = html
	File     string  `json:"file"`             // the experiment file, as it was found
	Owner    string  `json:"owner"`
	Status   Status  `json:"status"`
	Verdict  Verdict `json:"verdict"`          // "" where there is no result
	Opens    string  `json:"opens,omitempty"`  // the day on which the numbers open; "" where they are open
	Previous Verdict `json:"previous_verdict"` // of the data cut before; "" where there is none
	Headline string  `json:"headline"`
	Needs    []Need  `json:"needs"`
	Unblock  string  `json:"unblock"` // the same as a sentence
	// of this run; null where all went well. With StatusOK the readout stands and the investigation failed
	Error    *RunError `json:"error"`
	Lift     *RowLift  `json:"lift"` // null where nothing is compared
	Health   string    `json:"health"`
	Checks   []string  `json:"checks"` // names of the checks that warn or fail
	Alpha    Num       `json:"alpha"`  // of the experiment; undefined where nothing is compared
	Start    string    `json:"start"`  // calendar days, as the file gives them
	End      string    `json:"end"`
	Timezone string    `json:"timezone"` // of Start and End
	DataFrom string    `json:"data_from"`
	DataTo   string    `json:"data_to"`
	LastGood string    `json:"last_good"` // data cut of the result that stands; "" where there is none
	Rows     int64     `json:"rows"`      // read
	Bytes    int64     `json:"bytes"`     // of the export files that it reads, and of what engines sent
	Seconds  Num       `json:"seconds"`
	Ignores  bool      `json:"ignores"` // an investigation stands in Folder too
	// why there is no investigation although there may be suggestions: an engine gave sums; "" of any other
	NoIgnores string       `json:"no_ignores,omitempty"`
	Cohorts   *Cohorts     `json:"cohorts,omitempty"` // of a readout by an engine's sums, where --state keeps them
	Looks     []LedgerLine `json:"looks"`             // oldest first, without hashes, estimates and keys, which the ledger has

	Primaries []PrimaryTest `json:"primaries"` // with a p, while the numbers are open

	// When the verdict may be told, for the digest; known of results of this run alone.
	FirstLook string `json:"-"` // the last day of data of the first planned look, "" where there is none
	Ended     bool   `json:"-"` // the data reach the planned end
	Early     bool   `json:"-"` // the always-valid band, or a planned look before the end, decides
}

// Cohorts counts the units of an experiment by the day of their first exposure, those without one as a day of their
// own: the days of which this run asked an engine, and those of which what a run before was answered still holds.
type Cohorts struct {
	Asked int `json:"asked"`
	Kept  int `json:"kept"`
}

// Need is one thing that would unblock a decision; exactly one field is set.
type Need struct {
	// of data, to the planned end; after it to the declared second reading, and while the numbers are closed to the day
	// on which they open
	DaysLeft     *int   `json:"days_left,omitempty"`
	NextLook     *int   `json:"next_look,omitempty"`     // days of data to the next planned look
	UnitsMissing *int64 `json:"units_missing,omitempty"` // to planned_units, else to min_units in the smallest arm
	Gate         string `json:"gate,omitempty"`          // the check that forbids a decision
	Harm         string `json:"harm,omitempty"`          // the metric that is proven worse, which nobody accepted
	Guardrail    string `json:"guardrail,omitempty"`     // the metric that is not shown safe
	// the metric that is better, but not shown to be better by its minimum effect
	Enough   string `json:"enough,omitempty"`
	NewWeeks *int   `json:"new_weeks,omitempty"` // of a new experiment, because this one is read
	// what the file lacks: arms | control | primary | end | planned | minimum_effect | time
	Plan string `json:"plan,omitempty"`
}

// RowLift is the main metric's lift in the arm that the verdict is about, by the
// numbers that decided.
type RowLift struct {
	Metric   string   `json:"metric"`
	Arm      string   `json:"arm"`
	Control  string   `json:"control"`
	Better   string   `json:"better"`
	Unit     string   `json:"unit"`     // of the metric: share | number
	Relative bool     `json:"relative"` // to control; else in the metric's unit
	Lift     Interval `json:"lift"`
	Basis    string   `json:"basis"`
}

// RunError is why an experiment has no result of this run.
type RunError struct {
	Kind   string `json:"kind"`   // file | data | source | disk | fault | deadline
	Metric string `json:"metric"` // "" where it is no metric's
	Detail string `json:"detail"` // a sentence with file, row, column or key
}

// LedgerLine is one line of an experiment's ledger: one data cut that was read.
type LedgerLine struct {
	DataTo    string  `json:"data_to"`
	Verdict   Verdict `json:"verdict"`
	Code      string  `json:"code"`
	FirstCut  string  `json:"first_cut,omitempty"`
	File      string  `json:"file_hash,omitempty"` // SHA-256 of the experiment file
	InputHash string  `json:"input_hash,omitempty"`
	Rows      int64   `json:"rows"`
	Health    string  `json:"health"`
	// Estimates are those of every primary metric and guardrail with every arm.
	Estimates []LedgerEstimate `json:"estimates,omitempty"`
	// Changed says which keys of the experiment file are others than at the look
	// before, though exposures had begun; "" where none is.
	Changed string `json:"changed,omitempty"`
	// Keys is what the file says under each key, where it is another file than at
	// the look before.
	Keys map[string]string `json:"keys,omitempty"`
	// Settled is what the data hold to the end of their last whole day, by which rows that
	// come late are seen; null where rows carry no days.
	Settled *Settled `json:"settled,omitempty"`
	// Late is what rows of days before did that came after the look before; null where
	// there are none.
	Late *Late `json:"late,omitempty"`
	// KeysFrom says of keys that the file takes from one that it extends which that is.
	KeysFrom map[string]string `json:"keys_from,omitempty"`
}

// Settled is a look at the data to the end of a day.
type Settled struct {
	Day      string `json:"day"`
	Rows     int64  `json:"rows"` // read, to its end
	Metric   string `json:"metric,omitempty"`
	Arm      string `json:"arm,omitempty"`
	Lift     Num    `json:"lift"`
	Relative bool   `json:"relative"` // to control; else in the metric's unit
}

// Late is what rows that came late made of a lift.
type Late struct {
	Day      string `json:"day"`  // to whose end the look before had its rows
	Rows     int64  `json:"rows"` // that came since; below 0 where rows are gone
	Metric   string `json:"metric,omitempty"`
	Arm      string `json:"arm,omitempty"`
	From     Num    `json:"from"` // the lift to the end of the day, as it was
	To       Num    `json:"to"`   // and as it is with all rows
	Relative bool   `json:"relative"`
}

// LedgerEstimate is one comparison at one look.
type LedgerEstimate struct {
	Metric     string   `json:"metric"`
	Arm        string   `json:"arm"`
	Control    string   `json:"control"`
	Fixed      Interval `json:"fixed"`      // of the difference, read once
	Sequential Interval `json:"sequential"` // always valid; undefined where there is none
	PAdjusted  Num      `json:"p_adjusted"`
}
