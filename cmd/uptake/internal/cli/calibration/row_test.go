package calibration

import "math"

// row is one world, read again and again.
type row struct {
	name   string
	file   string        // the experiment file
	draw   func(*export) // fills the export, d.csv
	looks  []int         // the days after which the export is cut and read; nil: once, whole
	words  []word
	sample int // studies without the flag

	formula func(*export, *said) // instead of an export: what the formulas say
}

// word is what a page can say, and how often it may.
type word struct {
	name    string
	nominal float64 // how often it may be said, fixed before it was counted
	because string  // where that comes from
	said    func(*said) bool
	right   bool    // not wrong in this world: a power, which may not fall by more than lost
	lost    float64 // below 1; 1: only shown
}

// limit is the largest share of n studies in which a wrong word may stand:
// its nominal rate and 3.29 binomial standard errors, 1 in 2,000 by chance.
func (w word) limit(n int) float64 {
	return w.nominal + 3.29*math.Sqrt(w.nominal*(1-w.nominal)/float64(n))
}

// Nominal rates that many rows share.
const (
	// split, followed day by day at .0005, and once at the end at .0005; no other gate may fail by chance
	gates    = 0.001
	oneSide  = 0.025 // alpha 5 %, shared by the band and the end, by arms and by metrics, half of it on either side
	families = 0.005 // the second family of harms, 1 %, half of it on the worse side
	guard    = 0.05  // guardrail_alpha
)

// noEffect are the words of a world in which the treatment does nothing, with
// breaches of guardrails expected as often as given, and what else may be said.
func noEffect(breaches float64, because string, more ...word) []word {
	worse := 2*oneSide + families + breaches
	if because == "" {
		because = "c"
	}
	return append([]word{
		{name: "do not use", nominal: gates, because: "a", said: unusable},
		{name: "ship, promising, hold", nominal: oneSide, because: "b", said: better},
		{name: "do not ship, harm", nominal: worse, because: because, said: worseOff},
		{name: "any wrong word", nominal: gates + oneSide + worse, because: "the sum",
			said: func(s *said) bool { return unusable(s) || better(s) || worseOff(s) }},
		never,
	}, more...)
}

// never is what no page may say in any world.
var never = word{name: "ship over proven harm", because: "d", said: proven}

// reasons are the derivations that many rows share, by the letter in the table.
const reasons = `a  split gates: .0005 over all days, and .0005 once at the end; no other gate may fail by chance
b  half of alpha (5 %), shared by the band and the end, and by Holm over arms
c  the main metric worse: half of alpha; a harm: half of alpha by Holm over family 1, half of 1 % over family 2
d  a page that proves a metric worse after correction cannot advise to ship
`
