package simulate

// moment is what is known of a suggestion when it is shown: what a planted
// reason may depend on.
type moment struct {
	user       *user
	day        int
	latency    float64
	confidence float64
	surface    int
	together   int  // suggestions shown at once, this one included
	nth        int  // of its session, counted from 1
	repeat     bool // content the user has seen before
}

// applies says whether a planted reason concerns a suggestion. Never-acceptors
// and mix shift are planted elsewhere, on users and surfaces.
func applies(name string, m *moment) bool {
	switch name {
	case "latency":
		return m.latency > 1200
	case "overload":
		return m.together >= 4
	case "fatigue":
		return m.nth > 4
	case "repeats":
		return m.repeat
	case "surface":
		return surfaces[m.surface] == "sidebar"
	case "slice":
		return surfaces[m.surface] == "chat" && platforms[m.user.platform] == "android"
	case "miscalibrated":
		return m.confidence > 0.8
	case "short_window":
		return true
	}
	return false
}

// strength is how strongly each plant acts, so that it costs the points asked for.
type strength struct {
	chance map[string]float64 // that an answer is withheld (short_window: comes late) where the plant applies
	never  float64            // share of users who never accept
	shift  float64            // share of the second half's suggestions moved to search
}

// searchPenalty is how much more a suggestion on the search surface is ignored under mix_shift.
const searchPenalty = 0.4

// calibrate finds the strengths by counting, over the same population without
// plants, how often each plant would apply to a suggestion that gets an answer.
func (o *Options) calibrate() strength {
	s := strength{chance: map[string]float64{}}
	if len(o.Plants) == 0 {
		return s
	}
	bare := *o
	bare.Plants = nil
	w := world{o: &bare, strength: s, hits: map[string]float64{}}
	for _, p := range o.Plants {
		w.watch = append(w.watch, p.Name)
	}
	for d := -o.PreDays; d < o.Days; d++ {
		w.day(d)
	}
	for _, p := range o.Plants {
		need := p.Points * w.seen
		switch p.Name {
		case "never_acceptors":
			s.never = min(1, need/w.answered)
		case "mix_shift":
			s.shift = min(1, need/(w.answeredLate*searchPenalty))
		default:
			if w.hits[p.Name] > 0 {
				s.chance[p.Name] = min(1, need/w.hits[p.Name])
			}
		}
	}
	return s
}
