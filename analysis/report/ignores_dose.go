package report

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
	Attribute string `json:"attribute"`
	// latency | length | position | overload | repetition | desensitization | novelty | time_of_day | confidence
	Asks  string     `json:"asks"`
	Bands []DoseBand `json:"bands"`
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
