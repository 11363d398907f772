package report

// PerSession is what became of the n-th suggestion that a session showed, and what a limit
// would have left out of what was. Both only describe: nobody was dealt out to a limit, what
// comes late in a session may be another kind of thing, and who is shown fewer may take
// others.
type PerSession struct {
	Curve  []NthShown     `json:"curve"`
	Limits []SessionLimit `json:"limits"` // by AtMost
}

// NthShown are the seen suggestions that were the From-th to To-th shown in their session;
// To is 0 where there is no last one.
type NthShown struct {
	From     int      `json:"from"`
	To       int      `json:"to"`
	Seen     int64    `json:"seen"`
	Users    int64    `json:"users"`
	Rate     Interval `json:"rate"`     // of the outcome under study
	Accepted Interval `json:"accepted"` // share accepted
}

// SessionLimit is what showing at most so many a session would have left out.
type SessionLimit struct {
	AtMost  int      `json:"at_most"`
	Seen    int64    `json:"seen"`    // left out, of those seen
	Accepts int64    `json:"accepts"` // left out, of those accepted
	Studied int64    `json:"studied"` // left out, of those with the outcome under study
	Fewer   Interval `json:"fewer"`   // share of what was seen
	Lost    Interval `json:"lost"`    // share of what was accepted
	Saved   Interval `json:"saved"`   // share of what had the outcome under study
}
