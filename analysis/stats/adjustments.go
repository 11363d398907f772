package stats

// Adjustment is a correction of p values for having several of them.
type Adjustment struct {
	Name   string
	Words  string // as a sentence names it
	Adjust func(p []float64) []float64
}

// Adjustments lists the corrections; those of the false discovery rate control
// the share of wrong calls among all calls, the others the chance of any.
var Adjustments = []Adjustment{
	{"bonferroni", "Bonferroni's correction", Bonferroni},
	{"holm", "Holm's correction", Holm},
	{"hochberg", "Hochberg's correction", Hochberg},
	{"hommel", "Hommel's correction", Hommel},
	{"bh", "Benjamini and Hochberg's correction of the false discovery rate", BenjaminiHochberg},
	{"by", "Benjamini and Yekutieli's correction of the false discovery rate", BenjaminiYekutieli},
}

// FindAdjustment returns the correction of a name, Holm's for "".
func FindAdjustment(name string) (Adjustment, bool) {
	if name == "" {
		name = "holm"
	}
	for _, a := range Adjustments {
		if a.Name == name {
			return a, true
		}
	}
	return Adjustment{}, false
}
