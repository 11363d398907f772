package report

// IgnoresSchema is the version of an investigation's JSON form.
const IgnoresSchema = "uptake.ignores/1"

// Ignores is the investigation of why suggestions are ignored.
type Ignores struct {
	Schema         string   `json:"schema"`
	ProgramVersion string   `json:"program_version"`
	Experiment     string   `json:"experiment"`
	Link           string   `json:"link,omitempty"`
	Layout         string   `json:"layout"`
	Unit           string   `json:"unit"`
	Alpha          Num      `json:"alpha"`
	Attribution    string   `json:"attribution"` // "" where the rows carry no decision time
	DataFrom       string   `json:"data_from"`
	DataTo         string   `json:"data_to"`
	InputHash      string   `json:"input_hash"`
	Set            []string `json:"set"`

	Arms   []Arm  `json:"arms"`
	Rows   Rows   `json:"rows"`
	Health Health `json:"health"`

	Split       []SplitShare     `json:"split"`
	Weights     []WeightGap      `json:"weightings"` // where event, unit and session weighting differ
	Window      *WindowLens      `json:"window"`     // null where decisions carry no time
	Who         *WhoLens         `json:"who"`        // null without a seen suggestion
	Changed     []Changed        `json:"changed"`
	Where       *WhereLens       `json:"where"` // null without an attribute that varies
	Drivers     []Driver         `json:"drivers"`
	Dose        []DoseCurve      `json:"dose"`
	Requests    *RequestLens     `json:"requests"`    // null where no request is logged
	Calibration *CalibrationLens `json:"calibration"` // null without a confidence that varies
	Reliance    *RelianceLens    `json:"reliance"`    // null without labels and without a stated share of good ones
	Kept        []KeptArm        `json:"kept"`
	Causes      []Cause          `json:"causes"`
	Sessions    []Timeline       `json:"sessions"`
	Plans       []NextTest       `json:"plans"`
	Missing     []MissingField   `json:"missing"`
	Cautions    []Caution        `json:"cautions"`
}

// SplitShare is the share of suggestions with one outcome. Of says of which:
// mature ones, or, for immature, all that were shown.
type SplitShare struct {
	Outcome   string `json:"outcome"` // accepted | not_seen | superseded | typed_through | dismissed | ignored | immature
	Arm       string `json:"arm"`
	Weighting string `json:"weighting"` // event | unit | session
	Of        string `json:"of"`        // mature | shown
	Value     Num    `json:"value"`
	Lo        Num    `json:"lo"`
	Hi        Num    `json:"hi"`
	Count     int64  `json:"count"` // suggestions with the outcome
	Total     int64  `json:"total"` // suggestions that it is a share of
	Units     int64  `json:"units"`
}

// WeightGap is how far the share of ignored suggestions differs between the
// event weighting and another one.
type WeightGap struct {
	Arm       string   `json:"arm"`
	Weighting string   `json:"weighting"`  // unit | session
	Gap       Interval `json:"gap"`        // event weighting minus this one
	Differs   bool     `json:"differs"`    // the interval leaves 0 out
	Again     bool     `json:"replicates"` // with the same sign in both halves of the units, each leaving 0 out
}

// WindowLens is what became of seen suggestions by the time since they were shown.
type WindowLens struct {
	Configured string        `json:"configured"`
	Seconds    Num           `json:"configured_seconds"`
	Curves     []WindowCurve `json:"curves"`
	LateShare  Num           `json:"late_share"` // accepts after the window, of all accepts
	Late       int64         `json:"late_accepts"`
	Accepts    int64         `json:"accepts"`
	Times      *AnswerTimes  `json:"times"`           // null without an answer
	Gaps       []WindowGap   `json:"gaps"`            // arms against control; empty where arms are not compared
	RankingAt  Num           `json:"ranking_changes"` // seconds: the longest shorter window with which two arms are in the other order by what they ignore
}

// AnswerTimes is how long the answers took that came within the window, of all units,
// by what they were. Those that never came have no time: these are no shares of the
// suggestions.
type AnswerTimes struct {
	Upto    []Num        `json:"up_to_seconds"` // upper ends of the bins, each about twice the one before; the last is the window, however far
	Answers []AnswerTime `json:"answers"`
}

// AnswerTime is one kind of answer.
type AnswerTime struct {
	Answer string  `json:"answer"`              // accepted | dismissed | ended (superseded or typed through)
	Counts []int64 `json:"counts"`              // by bin
	Half   Num     `json:"half_within_seconds"` // the first end by which half of them had come
}

// WindowGap is how much more an arm ignores than control by the length of the window.
type WindowGap struct {
	Arm       string           `json:"arm"`
	Control   string           `json:"control"`
	Points    []WindowGapPoint `json:"points"`
	ClearFrom Num              `json:"clear_from"`      // seconds: the shortest window from which on the difference is as clear as with that of the file; null where it is not clear
	OtherAt   Num              `json:"other_answer_at"` // seconds: the longest shorter window with which the difference is clear the other way, or clear where it is none with that of the file
}

// WindowGapPoint is the difference of the shares ignored, arm − control, at one length.
type WindowGapPoint struct {
	Seconds Num      `json:"seconds"`
	Gap     Interval `json:"gap"`
}

// WindowCurve is one arm's.
type WindowCurve struct {
	Arm    string        `json:"arm"`
	Points []WindowPoint `json:"points"`
}

// WindowPoint is the state at one length of the window (Aalen–Johansen): the shares
// accepted, dismissed and otherwise ended by then, and the share still ignored.
type WindowPoint struct {
	Seconds   Num `json:"seconds"`
	Accepted  Num `json:"accepted"`
	Dismissed Num `json:"dismissed"`
	Ended     Num `json:"ended"` // superseded or typed through
	Ignored   Num `json:"ignored"`
	SE        Num `json:"se"` // of ignored, clustered by unit
	Lo        Num `json:"lo"`
	Hi        Num `json:"hi"`
}

// WhoLens says whether everyone ignores a little or some ignore everything.
type WhoLens struct {
	Units     int64    `json:"units"` // with a seen suggestion
	Seen      int64    `json:"seen"`
	Ignored   int64    `json:"ignored"`
	Mean      Num      `json:"mean"` // of the beta-binomial fit
	Rho       Num      `json:"rho"`
	A         Num      `json:"a"`
	B         Num      `json:"b"`
	Shape     string   `json:"shape"` // U | J | reversed J | bell | flat | none
	Least     int64    `json:"least_seen"`
	Never     int64    `json:"never_engagers"` // units with at least that many seen, none accepted or dismissed
	Eligible  int64    `json:"eligible"`       // units with at least that many seen
	OfUnits   Num      `json:"share_of_units"` // never-engagers of the eligible
	OfIgnores Num      `json:"share_of_ignores"`
	Extra     Num      `json:"extra_share"`  // of units: beyond what the others' spread and chance leave
	ExtraP    Num      `json:"extra_p"`      // of the likelihood ratio for any such
	TopDecile Num      `json:"top_decile"`   // share of ignores that the tenth of units with most holds
	With      Num      `json:"rate_with"`    // ignore rate of seen, all units
	Without   Num      `json:"rate_without"` // without the never-engagers
	Balance   []WhoArm `json:"balance"`      // never-engagers by arm
}

// WhoArm is one arm's never-engagers.
type WhoArm struct {
	Arm      string `json:"arm"`
	Never    int64  `json:"never_engagers"`
	Eligible int64  `json:"eligible"`
	P        Num    `json:"p"` // of the difference to control, pooled z; null for control
}

// Changed is a difference in ignore rate split into what the mix of an attribute
// and what the rates within its levels make of it (Kitagawa).
type Changed struct {
	Compare   string         `json:"compare"` // arm | week | half
	From      string         `json:"from"`
	To        string         `json:"to"`
	Attribute string         `json:"attribute"`
	Fixed     bool           `json:"fixed"` // a segment, known before exposure
	RateFrom  Num            `json:"rate_from"`
	RateTo    Num            `json:"rate_to"`
	Total     Interval       `json:"total"`
	Mix       Interval       `json:"mix"`
	Rate      Interval       `json:"rate"`
	Alarm     bool           `json:"balance_alarm"` // a fixed segment whose mix differs between arms
	Levels    []ChangedLevel `json:"levels"`
	Pooled    []string       `json:"pooled"` // levels put together for want of suggestions on one side
}

// ChangedLevel is one level's part. Mix is centred at the pooled rate.
type ChangedLevel struct {
	Level     string `json:"level"`
	ShareFrom Num    `json:"share_from"`
	ShareTo   Num    `json:"share_to"`
	RateFrom  Num    `json:"rate_from"`
	RateTo    Num    `json:"rate_to"`
	Mix       Num    `json:"mix"`
	Rate      Num    `json:"rate"`
}

// Cause is one confirmed reason, with its points on the confirmation half of the units.
type Cause struct {
	Rank      int      `json:"rank"`
	Mechanism string   `json:"mechanism"`
	Lens      string   `json:"lens"`
	Attribute string   `json:"attribute"`
	Level     string   `json:"level"`
	Points    Interval `json:"points"`
	Users     Num      `json:"users"`
	Badge     string   `json:"badge"` // randomised | adjusted | observed
	Confirmed bool     `json:"confirmed"`
	Rival     string   `json:"rival"`
	Sentence  string   `json:"sentence"`
}

// WhereLens is the places where more is ignored than elsewhere: found on one half
// of the units, confirmed on the other, whose numbers these are.
type WhereLens struct {
	Overall Num     `json:"overall"` // ignore rate of the confirming half
	Looked  int     `json:"looked_at"`
	Slices  []Slice `json:"slices"`
	Grid    *Grid   `json:"grid"` // null without two attributes to cross
}

// Grid crosses two attributes of the seen suggestions of all units, levels with the
// most ignores beyond the overall rate first.
type Grid struct {
	Rows         string    `json:"rows"`    // attribute
	Columns      string    `json:"columns"` // attribute
	ColumnLevels []string  `json:"column_levels"`
	Grid         []GridRow `json:"grid"`
	Overall      Num       `json:"overall"`
	Least        int64     `json:"least_users"` // below which a cell has no rate
	LeftOut      int       `json:"levels_left_out"`
}

// GridRow is one level of the rows.
type GridRow struct {
	Level string     `json:"level"`
	Cells []GridCell `json:"cells"` // by column level
}

// GridCell is what is seen and ignored where both levels hold.
type GridCell struct {
	Seen    int64 `json:"seen"`
	Ignored int64 `json:"ignored"`
	Users   int64 `json:"users"`
	Rate    Num   `json:"rate"`
	Points  Num   `json:"points"` // share of all seen suggestions × (rate − overall)
}

// Slice is one place: levels of up to three attributes that hold together.
type Slice struct {
	Attribute string   `json:"attribute"` // "surface & platform"
	Level     string   `json:"level"`     // "chat & linux"
	OfUsers   bool     `json:"of_users"`  // told by what the user is, not by the suggestion
	Seen      int64    `json:"seen"`
	Ignored   int64    `json:"ignored"`
	Users     int64    `json:"users"`
	Share     Num      `json:"share"` // of seen suggestions
	Rate      Num      `json:"rate"`
	Elsewhere Num      `json:"rate_elsewhere"`
	Shrunken  Num      `json:"rate_shrunken"` // towards the overall rate, by how little the slice holds
	Points    Interval `json:"points"`        // share × (rate − overall)
	P         Num      `json:"p"`             // one-sided, clustered by unit, of more than elsewhere
	Within    Interval `json:"within"`        // points of ignore rate, same user in and out of the slice; null where the slice is of users
	WithinP   Num      `json:"within_p"`      // one-sided
	Confirmed bool     `json:"confirmed"`
	Verdict   string   `json:"verdict"` // why it is confirmed or not, in a sentence
}

// Driver is one number of suggestions: what goes with one more unit of it. Naive
// looks at it alone, between at all drivers together, both over all suggestions;
// within compares the suggestions of one user. Points of ignore rate, as shares.
type Driver struct {
	Attribute string   `json:"attribute"`
	Unit      string   `json:"unit"` // what one more is: "doubling", "one more", "yes"
	Naive     Interval `json:"naive"`
	Between   Interval `json:"between"`
	Within    Interval `json:"within"`
	Agree     bool     `json:"agree"` // within has between's sign and leaves 0 out
	Seen      int64    `json:"seen"`
	Sentence  string   `json:"sentence"`
}

// RequestLens is how often a suggestion that was asked for was shown.
type RequestLens struct {
	Arms  []RequestShare `json:"arms"`  // with all
	Bands []RequestShare `json:"bands"` // by latency, of all units; empty where requests carry none
	Timed int64          `json:"requests_with_latency"`
}

// RequestShare is the share shown of the requests of one arm or band.
type RequestShare struct {
	Level    string   `json:"level"`
	Requests int64    `json:"requests"`
	Shown    int64    `json:"shown"`
	Users    int64    `json:"users"`
	Rate     Interval `json:"rate"`
}

// DoseCurve is the ignore rate by the bands of one number.
type DoseCurve struct {
	Attribute string     `json:"attribute"`
	Asks      string     `json:"asks"` // latency | length | position | overload | repetition | desensitization | novelty | time_of_day | confidence
	Bands     []DoseBand `json:"bands"`
}

// DoseBand is one band. Within is the rate of the band as the same users' other
// suggestions would have it: the overall rate plus the difference within users.
type DoseBand struct {
	Level  string   `json:"level"`
	Seen   int64    `json:"seen"`
	Users  int64    `json:"users"`
	Rate   Interval `json:"rate"`
	Within Interval `json:"within"`
}

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
	Bounds     Interval `json:"good_left_unused"`    // points: of all seen, bounds without labels; of the labelled with them
	Sentence   string   `json:"sentence"`
}

// KeptArm is what became of one arm's accepted suggestions.
type KeptArm struct {
	Arm      string        `json:"arm"`
	Accepted int64         `json:"accepted"`
	Shares   []KeptShare   `json:"shares"`
	Stayed   []StayedPoint `json:"stayed"` // empty where nothing was looked for
}

// StayedPoint is the share of accepted suggestions that were still found so long
// after the accept, or later, of those accepted a tenth longer before the data end.
type StayedPoint struct {
	Seconds Num      `json:"seconds"`
	Found   int64    `json:"found"`
	Old     int64    `json:"old_enough"`
	Share   Interval `json:"share"`
}

// KeptShare is the share of accepted suggestions that ended so.
type KeptShare struct {
	Outcome string `json:"outcome"` // as_is | partial | edited | reverted
	Count   int64  `json:"count"`
	Value   Num    `json:"value"`
	Lo      Num    `json:"lo"`
	Hi      Num    `json:"hi"`
}

// Timeline is one user's session to watch for a cause.
type Timeline struct {
	Cause int            `json:"cause"` // rank
	User  string         `json:"user"`  // a pseudonym, unless ids were asked for
	Arm   string         `json:"arm"`
	Link  string         `json:"link"` // to the replay; "" without a template
	Steps []TimelineStep `json:"steps"`
}

// TimelineStep is one suggestion of a session.
type TimelineStep struct {
	At      Num    `json:"at"` // seconds since the first of the session
	What    string `json:"what"`
	Here    bool   `json:"here"` // in the cause's place
	Outcome string `json:"outcome"`
	After   Num    `json:"after"` // seconds from showing to the decision; null without one
}

// NextTest is the experiment that would test a cause.
type NextTest struct {
	Cause       string   `json:"cause"`
	Rank        int      `json:"rank"`
	Hypothesis  string   `json:"hypothesis"`
	Change      string   `json:"change"`
	Unit        string   `json:"unit"`
	Primary     string   `json:"primary"`
	Guardrails  []string `json:"guardrails"`
	Apart       string   `json:"rival_apart"` // what would tell the rival explanation apart
	Falsified   string   `json:"falsified_by"`
	Baseline    Num      `json:"baseline"`
	MDE         Num      `json:"mde"` // of the primary, in its unit: a share of suggestions or users, or a number per unit
	UnitsNeeded Num      `json:"units_needed"`
	Weeks       Num      `json:"weeks"`
	Design      Num      `json:"design_effect"`
}

// MissingField is something that is not logged and what it would tell.
type MissingField struct {
	Field string `json:"field"`
	Feeds string `json:"would_feed"`
	Why   string `json:"why"`
}
