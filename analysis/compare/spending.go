package compare

import (
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// Spendings are the spending functions by the names of the experiment file.
var Spendings = map[spec.Spending]stats.Spending{
	spec.OBrienFleming: stats.SpendOBrienFleming, spec.Pocock: stats.SpendPocock,
	spec.PowerSpending: stats.SpendPower(2)}
