package simulate

import "math"

// Confounder is one line of the table of confounders: something that makes an innocent cause look guilty, or a guilty
// one innocent.
type Confounder struct {
	Name   string
	Blames string // the plant's name that a comparison of all suggestions would wrongly find
	About  string
}

// Confounders is the table of what can confound.
var Confounders = []Confounder{
	{"heavy_slow", "latency", "heavy users wait longer and accept more; waiting itself does nothing, but looks good"},
	{"long_slow", "latency", "long suggestions take longer; with --plant length=4pp waiting looks bad and does " +
		"nothing"},
}

// How strongly the confounders tie things together.
const (
	heavySlow   = 0.5 // change of ln latency per standard deviation of the users' ln activity
	heavyAccept = 0.6 // change of the logit of acceptance per the same
	longSlow    = 0.8 // correlation of ln latency and ln length
)

func (o *Options) confounded(name string) bool {
	for _, c := range o.Confounders {
		if c == name {
			return true
		}
	}
	return false
}

// latencyOf is a suggestion's latency from its own standard normal draw and
// that of its length; without confounders the own draw alone.
func (s *session) latencyOf(own, length float64) float64 {
	if s.w.o.confounded("long_slow") {
		own = longSlow*length + math.Sqrt(1-longSlow*longSlow)*own
	}
	mean := 6.0
	if s.w.o.confounded("heavy_slow") {
		mean += heavySlow * s.u.activity
	}
	return math.Round(math.Exp(mean+0.75*own)*10) / 10
}
