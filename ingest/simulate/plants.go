package simulate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// moment is what is known of a suggestion when it is shown: what a planted
// reason may depend on.
type moment struct {
	user       *user
	day        int
	latency    float64
	confidence float64
	length     float64
	surface    int
	together   int  // suggestions shown at once, this one included
	nth        int  // of its session, counted from 1; the same for those shown at once
	repeat     bool // content the user has seen before
}

// applies says whether a planted reason concerns a suggestion. Never-acceptors
// and mix shift are planted elsewhere, on users and surfaces.
func (p Plant) applies(m *moment) bool {
	switch p.Name {
	case "latency":
		return m.latency > cmp.Or(p.Over, 800)
	case "length":
		return m.length > cmp.Or(p.Over, 60)
	case "overload":
		return m.together >= 4
	case "fatigue":
		return m.nth > 4
	case "repeats":
		return m.repeat
	case "surface":
		return surfaces[m.surface] == "sidebar"
	case "slice":
		return surfaces[m.surface] == "chat" && platforms[m.user.platform] == "web"
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
	never  float64            // users whose draw is below it never accept
	shift  float64            // share of the second half's suggestions moved to search
}

// searchPenalty is how much more a suggestion on the search surface is
// ignored under mix_shift; what the plant costs is what the shift alone does.
const searchPenalty = 0.4

// tally counts, over a population without plants, what plants could take away.
type tally struct {
	plants                  []Plant
	seen, answered, movable float64            // movable: answered in the second half, off the search surface
	hits                    map[string]float64 // plant → answered where it would apply
	byUser                  map[int]float64
}

// calibrate finds the strengths by counting, over the same population without
// plants, how often each plant would apply to a suggestion that gets an answer.
func (o *Options) calibrate(ctx context.Context) (strength, error) {
	s := strength{chance: map[string]float64{}}
	if len(o.Plants) == 0 {
		return s, nil
	}
	bare := *o
	bare.Plants = nil
	w := world{o: &bare, last: o.memory(), strength: s, tally: &tally{plants: o.Plants, hits: map[string]float64{},
		byUser: map[int]float64{}}}
	for d := range o.Days {
		if _, err := w.day(ctx, d); err != nil {
			return s, err
		}
	}
	for _, p := range o.Plants {
		need, most := p.Points*w.tally.seen, w.tally.hits[p.Name]
		switch p.Name {
		case "never_acceptors":
			most = w.tally.answered
			s.never = w.tally.neverBelow(o, need)
		case "mix_shift":
			most = w.tally.movable * searchPenalty
			s.shift = need / most
		default:
			s.chance[p.Name] = need / most
		}
		if need > most {
			return s, fmt.Errorf("%s cannot cost %.3g points here: it concerns suggestions whose answers are worth "+
				"%.2g points; plant less, or simulate more users and days",
				p.Name, 100*p.Points, 100*most/w.tally.seen)
		}
	}
	return s, nil
}

// neverBelow is the draw below which users must be turned into never-acceptors
// for their answers to add up to need.
func (t *tally) neverBelow(o *Options, need float64) float64 {
	type weight struct{ draw, answered float64 }
	var list []weight
	for id, a := range t.byUser {
		list = append(list, weight{o.user(id).never, a})
	}
	slices.SortFunc(list, func(a, b weight) int { return cmp.Compare(a.draw, b.draw) })
	sum := 0.0
	for _, w := range list {
		if sum += w.answered; sum > need {
			return w.draw
		}
	}
	return 1
}
