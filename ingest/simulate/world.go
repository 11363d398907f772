package simulate

import (
	"context"
	"math"
	"slices"
	"time"
)

// start is the first day of the experiment.
var start = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)

const dayMicros = int64(24 * time.Hour / time.Microsecond)

// Attribution is the window the simulated team answers within.
const Attribution = 5 * time.Minute

// world makes the days one after the other and remembers of each user only
// what the next day needs.
type world struct {
	o        *Options
	strength strength
	exposed  []int16  // each user's day of first exposure and 1, 0 for none
	last     []uint64 // each user's last content before today, kept only where repeats are planted
	carry    []event  // rows that arrive on a later day
	buf      []event
	truth    *truth

	telling bool                         // a vendor tells the rows
	tally   *tally                       // counted when calibrating
	observe func(seen, answered float64) // told each suggestion's chances; may be nil
}

// day returns the rows that arrive on day d, counted from the experiment's
// first, in order of arrival. The slice is reused by the next call.
func (w *world) day(ctx context.Context, d int) ([]event, error) {
	if w.exposed == nil {
		w.exposed = make([]int16, w.o.Users)
	}
	w.buf = append(w.buf[:0], w.carry...)
	w.carry = w.carry[:0]
	for id := range w.o.Users {
		if id%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		u := w.o.user(id)
		r := stream(w.o.Seed, 2, uint64(id), uint64(d+400))
		kept := uint64(0)
		for n := range u.sessions(&r, d) {
			at := start.UnixMicro() + int64(d)*dayMicros + int64(math.Mod(u.hour+2.5*r.normal()+24, 24)*3.6e9)
			if c := w.session(&u, &r, d, n, at); c != 0 {
				kept = c
			}
		}
		if w.last != nil && kept != 0 {
			w.last[id] = kept
		}
	}
	w.meet(d)
	end := start.UnixMicro() + int64(d+1)*dayMicros
	last := d == w.o.Days-1 && !w.o.flawed("provisional_days") // what is late then stays out
	now := w.buf[:0]
	for _, e := range w.buf {
		if e.received < end || last {
			now = append(now, e)
		} else {
			w.carry = append(w.carry, e)
		}
	}
	slices.SortFunc(now, func(a, b event) int {
		switch {
		case a.received != b.received:
			return int(min(max(a.received-b.received, -1), 1))
		case a.id < b.id:
			return -1
		case a.id > b.id:
			return 1
		}
		return int(a.kind) - int(b.kind)
	})
	return now, nil
}

// meet says of the rows of those who are first exposed today which come after that:
// sessions of a day are made in no order.
func (w *world) meet(d int) {
	if !w.telling {
		return
	}
	first := map[int]int64{}
	for _, e := range w.buf {
		if at, met := first[e.user]; e.kind == exposure && int(w.exposed[e.user])-1 == d && (!met || e.at < at) {
			first[e.user] = e.at
		}
	}
	for i := range w.buf {
		if at, met := first[w.buf[i].user]; met {
			w.buf[i].met = w.buf[i].at >= at
		}
	}
}

// memory is room for each user's last content: what is planted on repeats takes 8
// bytes a user, other worlds nothing.
func (o *Options) memory() []uint64 {
	for _, p := range o.Plants {
		if p.Name == "repeats" {
			return make([]uint64, o.Users)
		}
	}
	return nil
}

// session makes one session of a user; it returns the last content shown, 0 for none.
func (w *world) session(u *user, r *random, d, n int, at int64) uint64 {
	s := session{w: w, u: u, r: r, day: d, at: at, id: mix(uint64(u.id)<<20 ^ uint64(d+400)<<8 ^ uint64(n))}
	// What is logged and how people react draw from streams of their own, so
	// that a plant changes nothing but what it is about.
	s.log, s.mind = stream(w.o.Seed, 3, s.id), stream(w.o.Seed, 4, s.id)
	if w.last != nil {
		s.before, s.recall = w.last[u.id], stream(w.o.Seed, 5, s.id)
	}
	s.put(event{kind: sessionStart})
	if d >= 0 {
		s.expose()
	}
	shownRate := 2.8
	if s.treated() {
		shownRate *= 1 + w.o.Effects.Shown
	}
	for range r.poisson(shownRate) {
		s.step(70)
		s.suggest()
	}
	s.program()
	outcome := func(k kind, p, effect float64) {
		if s.treated() {
			p *= 1 + effect
		}
		if r.chance(p) {
			s.step(60)
			e := event{kind: k, value: math.NaN()}
			if k == purchase {
				e.value = math.Round(math.Exp(3+0.8*r.normal())*100) / 100
			}
			s.put(e)
		}
	}
	outcome(taskCompleted, 0.5, w.o.Effects.Tasks)
	outcome(purchase, 0.04, w.o.Effects.Revenue)
	outcome(ticket, 0.02, w.o.Effects.Tickets)
	if len(s.content) == 0 {
		return 0
	}
	return s.content[len(s.content)-1]
}
