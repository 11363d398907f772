package ignore

import (
	"math"
	"time"

	"uptake/analysis/fold"
)

// idle is the pause after which another session begins, where sessions are not logged.
const idle = 30 * time.Minute

// past is what a unit has been shown so far.
type past struct {
	content map[uint32]int64 // when it was first shown
	shown   []sofar          // by session, the first of those that are of none
	last    int64            // when the last one was shown; its session, where none are logged
	session int32
}

// sofar counts what was shown in a session: together with the last one, and before.
type sofar struct {
	at          int64
	before, now int
}

// forget begins another unit's.
func (p *past) forget() {
	clear(p.content)
	p.shown, p.last, p.session = p.shown[:0], 0, 0
}

// of is what was shown so far in a session, −1 for none.
func (p *past) of(session int32) *sofar {
	for int(session)+1 >= len(p.shown) {
		p.shown = append(p.shown, sofar{at: math.MinInt64})
	}
	return &p.shown[session+1]
}

// strictly is how many were shown before an instant: those shown together have the
// same past, whatever their order.
func (s *sofar) strictly(at int64) int {
	if at > s.at {
		s.before, s.now, s.at = s.before+s.now, 0, at
	}
	s.now++
	return s.before
}

// history keeps, for a seen suggestion, what had been shown to the unit before,
// and takes it into that history.
func (g *gathered) history(before *past, u fold.UnitRows, i int, seen bool) {
	s, at := &u.Suggestions, int64(u.Suggestions.ShownAt[i])
	if g.f.timed {
		session := s.Session[i]
		if g.f.tables.NoSession {
			if before.last != 0 && at-before.last > idle.Microseconds() {
				before.session++
			}
			session = before.session
		}
		earlier := before.of(session).strictly(at)
		if seen {
			g.earlier = append(g.earlier, float32(earlier))
			g.days = append(g.days, float32(max(0, (at-int64(u.Units.ExposedAt[u.Row]))/dayMicros)))
			zone := g.f.exp.Zone
			if zone == nil {
				zone = time.UTC
			}
			g.hour = append(g.hour, uint16(time.UnixMicro(at).In(zone).Hour()/4))
		}
		before.last = at
	}
	if g.content < 0 {
		return
	}
	content := s.Trait[g.content].Same[i]
	if seen {
		switch {
		case content == 0:
			g.again = append(g.again, unknown)
		default:
			first, again := before.content[content]
			if again = again && (first < at || !g.f.timed); again {
				g.again = append(g.again, 1)
			} else {
				g.again = append(g.again, 0)
			}
		}
	}
	if _, again := before.content[content]; !again && content != 0 {
		before.content[content] = at
	}
}

// fnv1a is the 64-bit hash of Fowler, Noll and Vo.
func fnv1a(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
