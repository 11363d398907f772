package simulate

import "math"

// session is one sitting of a user.
type session struct {
	w       *world
	u       *user
	r       *random
	day     int
	at      int64
	id      uint64
	log     random // delivery: ids, delays, duplicates
	mind    random // reactions
	shown   int
	content []uint64
	past    int    // how many of them were shown before the present group
	groups  int    // shown so far
	before  uint64 // content of an earlier day, 0 for none
	recall  random // whether it comes back
}

func (s *session) treated() bool { return s.day >= 0 && s.u.treatment }

func (s *session) step(meanSeconds float64) { s.at += int64(s.r.exp(meanSeconds)*1e6) + 1 }

// expose logs that the user met the experiment, in every session, as
// assignment services do.
func (s *session) expose() {
	s.step(1)
	variant := int8(1)
	if s.u.treatment {
		variant = 2
	}
	s.put(event{kind: exposure, variant: variant})
	s.meetOther()
	if s.u.crossover {
		s.step(30)
		s.put(event{kind: exposure, variant: 3 - variant})
	}
	if t := s.w.truth; t != nil && s.w.exposed[s.u.id] == 0 {
		t.arm(s.u).Units++
		if s.u.crossover {
			t.Crossovers++
		}
	}
	if s.w.exposed[s.u.id] == 0 {
		s.w.exposed[s.u.id] = int16(s.day) + 1
	}
}

// put logs an event at the session's clock.
func (s *session) put(e event) {
	e.user, e.session = s.u.id, s.id
	e.at, e.received = s.at, s.at+int64(s.log.exp(2e6))
	e.id = s.log.bits()
	e.met = s.w.exposed[s.u.id] != 0
	if e.kind != shown {
		e.latency, e.visible, e.confidence, e.length = math.NaN(), math.NaN(), math.NaN(), math.NaN()
		e.group, e.groupSize = 0, 0
	}
	if e.kind != edited {
		e.editRatio = math.NaN()
	}
	if e.kind != purchase {
		e.value = math.NaN()
	}
	if s.log.chance(s.w.o.Late) {
		e.received += int64(s.log.exp(6 * 3.6e9))
		s.w.count(func(t *truth) { t.LateRows++ })
	}
	twice := s.log.chance(s.w.o.Duplicates)
	again := int64(0)
	if twice {
		again = int64(s.log.exp(600e6))
	}
	if len(s.w.o.Defects) > 0 && !s.spoil(&e) {
		return
	}
	s.w.add(e)
	if twice {
		e.received += again
		s.w.count(func(t *truth) { t.DuplicateRows++ })
		s.w.add(e)
	}
}

func (w *world) add(e event) { w.buf = append(w.buf, e) }

func (w *world) count(f func(*truth)) {
	if w.truth != nil {
		f(w.truth)
	}
}

// suggest shows one suggestion, or a few at the same instant, and has the user
// react to each in turn.
func (s *session) suggest() {
	together := 1
	if s.r.chance(0.15) {
		together = 4
	}
	s.groups++
	group := mix(s.id ^ uint64(s.groups)*0xd1342543de82ef95)
	nth, list := s.shown+1, make([]showing, together)
	s.past = len(s.content) // what stands together does not repeat itself
	for i := range list {
		list[i] = s.show(group, i+1, together, nth)
	}
	for i := range list {
		s.react(&list[i].moment, list[i].event, list[i].unseen)
	}
}

// showing is a suggestion on the screen.
type showing struct {
	moment moment
	event  event
	unseen bool
}

func (s *session) show(group uint64, position, together, nth int) showing {
	r := s.r
	s.shown++
	m := moment{user: s.u, day: s.day, together: together, nth: nth, surface: r.pick(surfaceShare)}
	if r.chance(s.w.strength.shift) && 2*s.day >= s.w.o.Days {
		m.surface = 3 // search
	}
	slow := r.normal()
	m.confidence = math.Round((0.25+0.75*r.float())*1e4) / 1e4
	content := r.bits() | 1
	if s.past > 0 && r.chance(0.12) {
		content, m.repeat = s.content[int(r.bits()%uint64(s.past))], true
	}
	if s.past == 0 && s.before != 0 && s.recall.chance(0.25) {
		content, m.repeat = s.before, true
	}
	s.content = append(s.content, content)
	suggestion, size := r.bits()|1, r.normal()
	m.latency, m.length = s.latencyOf(slow, size), math.Round(math.Exp(3.5+0.8*size))
	e := event{kind: shown, suggestion: suggestion, content: content, surface: int8(m.surface),
		position: int8(position), group: group, groupSize: int8(together),
		latency: m.latency, confidence: m.confidence, length: m.length}
	if s.day*2 >= s.w.o.Days {
		e.model = 1
	}
	e.visible = math.Round(900 + r.exp(6000))
	unseen := r.chance(0.04)
	if unseen {
		e.visible = math.Round(400 * r.float())
	}
	e.at = s.at
	s.put(e)
	return showing{m, e, unseen}
}
