package simulate

import "math"

// oddity is what is odd about how a row is told.
type oddity uint8

const (
	zoneless   oddity = 1 << iota // its time has no zone
	renamed                       // its user has another id
	unlisted                      // its platform is of no list
	otherwhere                    // it is of another experiment
)

const (
	skew      = 15 * 60 * 1_000_000
	lateBy    = 20 * 60 * 1_000_000
	machine   = 300_000 // microseconds between a program's events
	programme = 150     // events of a program's session
)

// spoil plants the defects that concern one row; false where the row is lost.
func (s *session) spoil(e *event) bool {
	o, u, user := s.w.o, s.u, uint64(s.u.id)
	treated := u.treatment
	switch {
	case e.kind == shown && o.hit("answers_without_shown", e.suggestion),
		treated && (e.kind == accepted || e.kind == edited) && o.hit("outcome_missing", e.suggestion),
		treated && e.kind.answers() && o.hit("answers_lost", e.suggestion),
		treated && s.day == o.Days-1 && o.hit("arm_behind", user),
		s.day == o.Days/2 && o.hit("day_drop", user),
		treated && s.day < 0 && o.hit("activity_before", s.id),
		treated && o.hit("srm", user),
		treated && o.hit("coverage_gap", user),
		treated && o.hit("srm_side", user),
		treated && platforms[u.platform] == "ios" && o.flawed("srm_place") && o.version(u.id) == 1 && o.hit("srm_place",
			user):
		return false
	}
	if o.hit("clock_skew", user) {
		e.at += skew
	}
	if e.kind.answers() && o.hit("answers_before_shown", e.suggestion) {
		e.at -= e.since + 2_000_000
	}
	if e.kind == exposure && o.hit("late_exposure", user) {
		e.at, e.received = e.at+lateBy, e.received+lateBy
	}
	if o.hit("provisional_days", e.id) {
		r := stream(o.Seed, 99, e.id)
		e.received = e.at + dayMicros + int64(r.float()*2*float64(dayMicros))
	}
	for _, d := range []struct {
		name string
		odd  oddity
		of   uint64
		when bool
	}{{"mixed_zones", zoneless, user, true}, {"several_ids", renamed, user, e.id%2 == 0}, {"many_values", unlisted,
		e.id, true}} {
		if d.when && o.hit(d.name, d.of) {
			e.odd |= d.odd
		}
	}
	return true
}

// follow logs what a defect adds after an answer.
func (s *session) follow(e event) {
	if e.kind.answers() && e.kind != edited && s.w.o.hit("several_answers", e.suggestion) {
		s.at += 3_000_000
		e.kind, e.since = dismissed, e.since+3_000_000
		s.put(e)
	}
}

// meetOther exposes the user to another experiment as well.
func (s *session) meetOther() {
	if s.w.o.hit("other_experiments", uint64(s.u.id)) {
		r := stream(s.w.o.Seed, 98, uint64(s.u.id))
		s.put(event{kind: exposure, variant: int8(1 + r.bits()%2), odd: otherwhere})
	}
}

// program has a user who is none go on at a machine's pace.
func (s *session) program() {
	if s.day < 0 || !s.w.o.hit("machine_pace", uint64(s.u.id)) {
		return
	}
	for range programme {
		s.at += machine
		s.put(event{kind: shown, suggestion: s.log.bits() | 1, latency: 100, visible: 900, confidence: 0.5, length: 30,
			position: 1, groupSize: 1, value: math.NaN()})
	}
}
