package simulate

import "math"

// Shares of what happens to a seen suggestion besides being accepted.
const (
	dismissShare   = 0.12
	supersedeShare = 0.03
	typedShare     = 0.03
	lateShare      = 0.02 // of answers, come after the attribution window
	editShare      = 0.12 // of accepts, are edited within minutes
)

// acceptChance is the chance that a seen suggestion is accepted before any plant acts.
func (s *session) acceptChance(m *moment, treated bool) float64 {
	p := s.u.accept + 0.15*(m.confidence-0.6)
	if treated {
		p += s.w.o.Effects.Acceptance
	}
	return min(max(p, 0.01), 0.75)
}

// withheld is the chance that a plant takes the answer away; but says which ones
// do not act.
func (s *session) withheld(m *moment, but func(plant string) bool) float64 {
	keep := 1.0
	if s.u.never < s.w.strength.never && !but("never_acceptors") {
		keep = 0
	}
	for _, p := range s.w.o.Plants {
		if p.Name != "short_window" && !but(p.Name) && p.applies(m) {
			keep *= 1 - s.w.strength.chance[p.Name]
		}
	}
	if s.w.strength.shift > 0 && surfaces[m.surface] == "search" {
		keep *= 1 - searchPenalty
	}
	return 1 - keep
}

// react draws what the user does with a suggestion and logs it.
func (s *session) react(m *moment, e event, unseen bool) {
	r := &s.mind
	p := s.acceptChance(m, s.treated())
	late := lateShare + (1-lateShare)*s.w.strength.chance["short_window"]
	withheld := s.withheld(m, func(string) bool { return false })
	s.record(m, unseen, withheld, late)
	x, gone, isLate := r.float(), r.chance(withheld), r.chance(late)
	delay := 0.5 + r.exp(14)
	if isLate {
		delay = Attribution.Seconds() + 20 + r.exp(200)
	}
	ratio := math.Round(1e3*min(1, r.exp(0.25))) / 1e3
	isEdited, editDelay := r.chance(editShare), 1+r.exp(40)
	if unseen || gone {
		return
	}
	var k kind
	switch {
	case x < p:
		k = accepted
	case x < p+dismissShare:
		k = dismissed
	case x < p+dismissShare+supersedeShare:
		k = superseded
	case x < p+dismissShare+supersedeShare+typedShare:
		k = typedThrough
	default:
		return
	}
	e.kind = k
	clock := s.at
	s.at += int64(delay * 1e6)
	e.since = s.at - e.at
	s.put(e)
	s.follow(e)
	if k == accepted && isEdited {
		s.at += int64(editDelay * 1e6)
		e.kind, e.editRatio, e.since = edited, ratio, s.at-e.at
		s.put(e)
	}
	if isLate {
		s.at = clock + 1 // an answer that comes late does not hold the session up
	}
}

// record adds a suggestion to the truth, by its chances rather than by what
// was drawn, and to the counts that calibrate plants.
func (s *session) record(m *moment, unseen bool, withheld, late float64) {
	if s.day < 0 {
		return
	}
	w := s.w
	if t := w.tally; t != nil && !unseen {
		answered := (s.acceptChance(m, s.treated()) + dismissShare + typedShare) * (1 - late)
		t.seen += 1 - supersedeShare
		t.answered += answered
		t.byUser[s.u.id] += answered
		if 2*s.day >= w.o.Days && surfaces[m.surface] != "search" {
			t.movable += answered
		}
		for _, p := range t.plants {
			if p.applies(m) {
				t.hits[p.Name] += answered
			}
		}
	}
	if w.observe != nil && !unseen {
		w.observe(1-supersedeShare, (s.acceptChance(m, s.treated())+dismissShare+typedShare)*(1-withheld)*(1-late))
	}
	if w.truth == nil || s.u.crossover {
		return
	}
	if !unseen && s.counts() {
		rates := func(withheld, late float64) (seen, answered float64) {
			in := (1 - withheld) * (1 - late)
			return 1 - supersedeShare*in, (s.acceptChance(m, s.treated()) + dismissShare + typedShare) * in
		}
		w.truth.with.add(rates(withheld, late))
		for i := range w.truth.without { // each plant, and all of them
			but := func(plant string) bool { return i == len(w.o.Plants) || w.o.Plants[i].Name == plant }
			spared := late
			if but("short_window") {
				spared = lateShare
			}
			w.truth.without[i].add(rates(s.withheld(m, but), spared))
		}
	}
	w.truth.suggestion(s.u, unseen, func(treated bool) (seen, accept float64) {
		if unseen {
			return 0, 0
		}
		in := (1 - withheld) * (1 - late)
		return 1 - supersedeShare*in, s.acceptChance(m, treated) * in
	})
}
