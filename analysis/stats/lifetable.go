package stats

import "sort"

// Spell is one unit's time under observation and how it ended: Cause 0 is
// censored, 1, 2, … are events of that kind. Group counts from 0.
type Spell struct {
	Time         float64
	Cause, Group int
}

// moment is one distinct time at which something ended. Events come before
// censorings at the same time: whoever is censored then was at risk.
type moment struct {
	time   float64
	risk   []float64   // at risk just before, by group
	events [][]float64 // by cause − 1 and group
	total  float64     // at risk in all groups
}

// failed is the number of events of all causes in all groups, or of one cause.
func (m moment) failed() (n float64) {
	for c := range m.events {
		n += m.failedOf(c)
	}
	return n
}

func (m moment) failedOf(cause int) (n float64) {
	for _, v := range m.events[cause] {
		n += v
	}
	return n
}

func (m moment) failedIn(group int) (n float64) {
	for _, e := range m.events {
		n += e[group]
	}
	return n
}

// lifeTable lists the times with at least one event, ascending, for groups 0 …
// groups−1 and causes 1 … causes.
func lifeTable(spells []Spell, groups, causes int) []moment {
	s := append([]Spell(nil), spells...)
	sort.SliceStable(s, func(a, b int) bool { return s[a].Time < s[b].Time })
	risk := make([]float64, groups)
	for _, v := range s {
		risk[v.Group]++
	}
	var out []moment
	for i := 0; i < len(s); {
		m := moment{time: s[i].Time, risk: append([]float64(nil), risk...), events: make([][]float64, causes)}
		for c := range m.events {
			m.events[c] = make([]float64, groups)
		}
		for _, r := range risk {
			m.total += r
		}
		any := false
		for ; i < len(s) && s[i].Time == m.time; i++ {
			if s[i].Cause > 0 {
				m.events[s[i].Cause-1][s[i].Group]++
				any = true
			}
			risk[s[i].Group]--
		}
		if any {
			out = append(out, m)
		}
	}
	return out
}

// pooled returns the spells as one group with one kind of event.
func pooled(spells []Spell) []Spell {
	out := make([]Spell, len(spells))
	for i, s := range spells {
		out[i] = Spell{Time: s.Time, Cause: min(s.Cause, 1)}
	}
	return out
}
