package stats

import "math"

// Incidence is the cumulative incidence of each cause at the times of events.
type Incidence struct {
	Time []float64
	// F, SE and Aalen are by cause − 1 and time: the incidence, its standard error by
	// the infinitesimal jackknife, and Aalen's variance as cmprsk reports it.
	F, SE, Aalen [][]float64
}

// AalenJohansen estimates the share of units that have had an event of each cause
// by each time, Σ S(t−)·d_k/n with S the survival from all causes: unlike 1 −
// Kaplan–Meier of one cause, the shares and S add up to 1.
//
// SE sums the squared influences of single units (R's survival); Aalen is the
// delta-method variance with a correction for ties (R's cmprsk), constant between
// events of its cause. The two differ in the second to fourth digit: name the one
// that is printed. It takes units × times steps.
//
// Source: Aalen & Johansen (1978), Scandinavian Journal of Statistics 5; Aalen
// (1978), Annals of Statistics 6.
func AalenJohansen(spells []Spell, causes int) Incidence {
	single := make([]Spell, len(spells))
	for i, s := range spells {
		single[i] = Spell{s.Time, s.Cause, 0}
	}
	table := lifeTable(single, 1, causes)
	out := Incidence{F: make([][]float64, causes), SE: make([][]float64, causes), Aalen: make([][]float64, causes)}
	parts := make([]aalen, causes)
	f := make([]float64, causes)
	jack := newInfluence(single, causes)
	s := 1.0
	for _, m := range table {
		out.Time = append(out.Time, m.time)
		d := m.failed()
		after := s * (m.total - d) / m.total
		jack.step(m, s)
		for c := range causes {
			own := m.events[c][0]
			f[c] += s * own / m.total
			parts[c].step(m.total, own, d-own, s, after, f[c])
			out.F[c] = append(out.F[c], f[c])
			out.SE[c] = append(out.SE[c], jack.se(c))
			out.Aalen[c] = append(out.Aalen[c], parts[c].value)
		}
		s = after
	}
	return out
}

// aalen accumulates the variance of one cause's incidence: with G = F/S and jumps
// of variance τ, Var = Σ(…)²τ in three sums, so that F at the end enters last.
type aalen struct{ both, cross, inverse, value float64 }

func (a *aalen) step(n, own, other, before, after, f float64) {
	jump := func(d float64) float64 {
		ties := 1.0
		if d > 1 {
			ties = 1 - (d-1)/(n-1)
		}
		return before / n * (before / n) * ties * d
	}
	add := func(tau, inverse, level float64) {
		a.both += level * level * tau
		a.cross += inverse * level * tau
		a.inverse += inverse * inverse * tau
	}
	if other > 0 && after > 0 {
		add(jump(other), 1/after, f/after)
	}
	if own > 0 {
		inverse := 0.0
		if after > 0 {
			inverse = 1 / after
		}
		add(jump(own), inverse, 1+inverse*f)
		a.value = math.Max(0, a.both+f*f*a.inverse-2*f*a.cross)
	}
}

// influence holds what each unit adds to S and to the incidences, per unit of its
// weight.
type influence struct {
	spells []Spell
	s      []float64
	f      [][]float64
}

func newInfluence(spells []Spell, causes int) *influence {
	out := &influence{spells: spells, s: make([]float64, len(spells)), f: make([][]float64, causes)}
	for c := range out.f {
		out.f[c] = make([]float64, len(spells))
	}
	return out
}

// step moves from just before m to just after it; before is S(t−).
func (u *influence) step(m moment, before float64) {
	n, d := m.total, m.failed()
	for i, spell := range u.spells {
		at := 0.0
		if spell.Time >= m.time {
			at = 1
		}
		for c := range u.f {
			own, hazard := 0.0, m.events[c][0]/n
			if spell.Time == m.time && spell.Cause == c+1 {
				own = 1
			}
			u.f[c][i] += u.s[i]*hazard + before*(own-at*hazard)/n
		}
		own := 0.0
		if spell.Time == m.time && spell.Cause > 0 {
			own = 1
		}
		u.s[i] = u.s[i]*(1-d/n) - before*(own-at*d/n)/n
	}
}

func (u *influence) se(cause int) float64 {
	v := 0.0
	for _, x := range u.f[cause] {
		v += x * x
	}
	return math.Sqrt(v)
}
