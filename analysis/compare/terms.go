package compare

import (
	"uptake/analysis"
	"uptake/analysis/health"
)

// Terms are what is the same for every comparison of a study: its arms, what the
// gates let through, and how far the data reach.
type Terms struct {
	*analysis.Arms
	Gates    health.Gates
	Ended    bool // the data reach the end of the experiment's last day
	Extended bool // they reach the end of the declared extension
	Timed    bool // rows carry times, so that days can be told apart
	Drawn    bool // the arms are drawn by chance, for their verdict alone
}
