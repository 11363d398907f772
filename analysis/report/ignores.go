package report

// IgnoresSchema is the version of an investigation's JSON form.
const IgnoresSchema = "uptake.ignores/1"

// Ignores is the investigation of why suggestions are ignored, or end in another
// outcome that is studied: "ignored" in the names of its fields then stands for that.
type Ignores struct {
	Schema         string   `json:"schema"`
	ProgramVersion string   `json:"program_version"`
	Experiment     string   `json:"experiment"`
	Link           string   `json:"link,omitempty"`
	Of             string   `json:"of"` // ignored | dismissed | non_use: the outcome under study
	Layout         string   `json:"layout"`
	Unit           string   `json:"unit"`
	Alpha          Num      `json:"alpha"`
	Attribution    string   `json:"attribution"` // "" where the rows carry no decision time
	DataFrom       string   `json:"data_from"`
	DataTo         string   `json:"data_to"`
	InputHash      string   `json:"input_hash"`
	Set            []string `json:"set"`

	Arms     []Arm     `json:"arms"`
	Rows     Rows      `json:"rows"`
	Health   Health    `json:"health"`
	Withheld *Withheld `json:"withheld,omitempty"` // where the arms are not compared

	Overall     *SplitShare      `json:"overall"` // the rate under study, of all seen suggestions; null without one
	Split       []SplitShare     `json:"split"`
	Weights     []WeightGap      `json:"weightings"` // where event, unit and session weighting differ
	Window      *WindowLens      `json:"window"`     // null where decisions carry no time
	Who         *WhoLens         `json:"who"`        // null without a seen suggestion
	Changed     []Changed        `json:"changed"`
	Where       *WhereLens       `json:"where"` // null without an attribute that varies
	Drivers     []Driver         `json:"drivers"`
	Dose        []DoseCurve      `json:"dose"`
	PerSession  *PerSession      `json:"per_session"` // null where nothing tells the order in a session
	Requests    *RequestLens     `json:"requests"`    // null where no request is logged
	Calibration *CalibrationLens `json:"calibration"` // null without a confidence that varies
	Reliance    *RelianceLens    `json:"reliance"`    // null without labels and without a stated share of good ones
	Precision   *PrecisionLens   `json:"precision"`   // null without a type, and where nothing tells what is good
	ByHand      *ByHandLens      `json:"by_hand"`     // null where nothing says that people did the same by hand
	Kept        []KeptArm        `json:"kept"`
	Causes      []Cause          `json:"causes"`
	Detectable  *Detectable      `json:"detectable"` // null where a cause is confirmed
	// the strongest that is not confirmed; null where a cause is, or without any
	Lead     *Lead          `json:"lead"`
	Together *Together      `json:"together"` // null with less than two causes that are places
	Sessions []Timeline     `json:"sessions"`
	Plans    []NextTest     `json:"plans"`
	Missing  []MissingField `json:"missing"`
	Cautions []Caution      `json:"cautions"`
}

// SplitShare is the share of suggestions with one outcome. Of says of which:
// mature ones, those of them that were seen, or, for immature, all that were shown.
type SplitShare struct {
	// accepted | not_seen | superseded | typed_through | dismissed | ignored | immature; non_use (seen, and not
	// accepted) where that is studied
	Outcome   string `json:"outcome"`
	Arm       string `json:"arm"`
	Weighting string `json:"weighting"` // event | unit | session
	Of        string `json:"of"`        // mature | seen | shown
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

// WhoLens says whether everyone ignores a little or some ignore everything.
type WhoLens struct {
	Units    int64  `json:"units"` // with a seen suggestion
	Seen     int64  `json:"seen"`
	Ignored  int64  `json:"ignored"`
	Mean     Num    `json:"mean"` // of the beta-binomial fit
	Rho      Num    `json:"rho"`
	A        Num    `json:"a"`
	B        Num    `json:"b"`
	MiddleLo Num    `json:"middle_lo"` // quartiles of the fitted spread: half of the units lie between
	MiddleHi Num    `json:"middle_hi"`
	Shape    string `json:"shape"` // U | J | reversed J | bell | flat | none
	Least    int64  `json:"least_seen"`
	// units with at least that many seen that never did otherwise: none accepted or dismissed; all dismissed; none
	// accepted
	Never     int64    `json:"never_engagers"`
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
	P        Num    `json:"p" compares:"arms"` // of the difference to control, pooled z; null for control
}

// Changed is a difference in ignore rate split into what the mix of an attribute
// and what the rates within its levels make of it (Kitagawa).
type Changed struct {
	Compare    string         `json:"compare"` // arm | week | half
	From       string         `json:"from"`
	To         string         `json:"to"`
	Attribute  string         `json:"attribute"`
	Fixed      bool           `json:"fixed"` // a segment, known before exposure
	RateFrom   Num            `json:"rate_from"`
	RateTo     Num            `json:"rate_to"`
	Total      Interval       `json:"total"`
	Mix        Interval       `json:"mix"`
	Rate       Interval       `json:"rate"`
	SeenFrom   int64          `json:"seen_from"`
	SeenTo     int64          `json:"seen_to"`
	UsersFrom  int64          `json:"users_from"`
	UsersTo    int64          `json:"users_to"`
	MixP       Num            `json:"mix_p"`                 // two-sided, against no shift of the mix
	MixPAdj    Num            `json:"mix_p_adjusted"`        // by Holm over all attributes and comparisons
	FamilySize int            `json:"family_size,omitempty"` // as Across.FamilySize
	Alarm      bool           `json:"balance_alarm"`         // a fixed segment whose mix differs between arms
	Levels     []ChangedLevel `json:"levels"`
	Pooled     []string       `json:"pooled"` // levels put together for want of suggestions on one side
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

// Cause is one confirmed reason, with its points on the confirmation half of the units:
// overall ignore rate − rate elsewhere, which is the share of suggestions there times
// the difference of the rates there and elsewhere, or times the difference that the
// same users make where that is the evidence (points.method same_user).
type Cause struct {
	Rank      int      `json:"rank"`
	Mechanism string   `json:"mechanism"`
	Lens      string   `json:"lens"`
	Attribute string   `json:"attribute"`
	Level     string   `json:"level"`
	Points    Interval `json:"points"`
	Rate      Num      `json:"rate"`         // overall, of all seen suggestions
	RateTo    Num      `json:"rate_without"` // less the points; both null where the cause is no place
	Tied      []int    `json:"tied"`         // ranks of the causes whose points differ from these by what may be none
	Users     Num      `json:"users"`
	Badge     string   `json:"badge"` // randomised | adjusted | observed
	Confirmed bool     `json:"confirmed"`
	Rival     string   `json:"rival"`
	Sentence  string   `json:"sentence"`
}

// Together is what several causes are worth that overlap, and so do not add up: by how
// much the ignore rate would fall were it in all of their places like outside all of
// them.
type Together struct {
	Causes []int    `json:"causes"` // ranks
	Points Interval `json:"points"`
	Rate   Num      `json:"rate"`         // overall, of all seen suggestions
	RateTo Num      `json:"rate_without"` // less the points
	Sum    Num      `json:"sum"`          // of their points one by one
}

// Detectable is the least that a cause must be worth to be found, where none is.
type Detectable struct {
	Points  Num   `json:"points"`  // found and confirmed in 80 of 100 such data; null where no number is enough
	Share   Num   `json:"share"`   // of suggestions that the place has for which it is given
	Ignored int64 `json:"ignored"` // seen suggestions of all units that are ignored
	Users   int64 `json:"users"`   // with a seen suggestion
	// Halves are the users of the half that suggests and of the half that confirms.
	Halves   [2]int64 `json:"users_by_half"`
	LeastAll int64    `json:"least_users"` // that a place has to hold in either half of the units
}

// Lead is what is nearest to a cause and not one.
type Lead struct {
	Lens      string   `json:"lens"`
	Attribute string   `json:"attribute"`
	Level     string   `json:"level"`
	Points    Interval `json:"points"` // of the other half of the units; of a driver, for one unit more
	Sentence  string   `json:"sentence"`
}
