package report

// LevelShare is a share of the suggestions of one level, and how far it is from that of
// all others.
type LevelShare struct {
	Level string   `json:"level"` // "" where a suggestion has none
	Of    int64    `json:"of"`    // suggestions that it is a share of
	Count int64    `json:"count"`
	Users int64    `json:"users"` // with any of these
	Share Interval `json:"share"` // clustered by unit
	// Apart is this share less that elsewhere; without bounds, and P undefined, where either is of few users.
	Apart      Interval `json:"apart"`
	P          Num      `json:"p"`
	PAdjusted  Num      `json:"p_adjusted"` // by Holm over the levels compared
	FamilySize int      `json:"family_size,omitempty"`
}

// ByHandLens is how often people did by themselves what was suggested: seen suggestions that were not accepted and
// ended with the user entering the same (typed_through).
type ByHandLens struct {
	Seen     int64    `json:"seen"`
	Unused   int64    `json:"unused"` // seen, and not accepted
	Done     int64    `json:"done_by_hand"`
	Users    int64    `json:"users"`           // who did so once or more
	Share    Interval `json:"share"`           // of those seen
	OfUnused Interval `json:"share_of_unused"` // of those not accepted
	// seconds after showing by which half of them are done; null without times
	Half     Num          `json:"half_within"`
	Arms     []ByHandArm  `json:"arms"`   // empty with one group
	Places   []ByHandPart `json:"places"` // by surface, type, feature and latency, where the export has these
	Sentence string       `json:"sentence"`
}

// ByHandArm is one arm's part.
type ByHandArm struct {
	Arm   string   `json:"arm"`
	Seen  int64    `json:"seen"`
	Done  int64    `json:"done_by_hand"`
	Share Interval `json:"share"`
	Gap   Interval `json:"gap" compares:"arms"` // less that of control; null for control
}

// ByHandPart is the same by the levels of an attribute.
type ByHandPart struct {
	Attribute string       `json:"attribute"`
	Levels    []LevelShare `json:"levels"` // the largest first, or in the order of a number
}

// PrecisionLens says of each type of suggestions how many were good.
type PrecisionLens struct {
	Attribute string `json:"attribute"` // type, else feature, else surface
	// labels: those graded or correct; answers: of those that got one, good is accepted and not undone, or done by
	// hand, and bad is dismissed or undone.
	From     string           `json:"from"`
	Seen     int64            `json:"seen"`
	Judged   int64            `json:"judged"`
	Good     int64            `json:"good"`
	Overall  Interval         `json:"overall"` // good, of the judged
	Levels   []PrecisionLevel `json:"levels"`  // the least precise first, then those with too little to tell
	Sentence string           `json:"sentence"`
}

// PrecisionLevel is one type.
type PrecisionLevel struct {
	LevelShare
	Seen      int64 `json:"seen"`
	SeenShare Num   `json:"share_of_seen"` // of all that is seen
	GoodShare Num   `json:"share_of_good"` // of all that is good: what holding the type back would lose of it
	Used      Num   `json:"used"`          // accepted, of those seen
}
