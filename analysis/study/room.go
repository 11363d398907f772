package study

import "slices"

// Sizes is how many rows the tables of a partition have.
type Sizes struct{ Units, Days, Suggestions int }

// Sizes are those of the rows appended so far.
func (b *Builder) Sizes() Sizes {
	s := Sizes{Units: int(b.n)}
	if b.days != nil {
		s.Days = len(b.days.unitRow)
	}
	if b.sugg != nil {
		s.Suggestions = len(b.sugg.unitRow)
	}
	return s
}

// Room makes room for so many rows, as far as their number can be foretold: partitions
// are about alike.
func (b *Builder) Room(s Sizes) {
	u := b.units
	u.arm, u.at, u.day = slices.Grow(u.arm, s.Units), slices.Grow(u.at, s.Units), slices.Grow(u.day, s.Units)
	for i := range u.seg {
		u.seg[i] = slices.Grow(u.seg[i], s.Units)
	}
	roomForSums(u.vars, s.Units)
	roomForSums(u.reached, s.Units)
	if d := b.days; d != nil {
		d.unitRow, d.day = slices.Grow(d.unitRow, s.Days), slices.Grow(d.day, s.Days)
		roomForSums(d.vars, s.Days)
	}
	if g, n := b.sugg, s.Suggestions; g != nil {
		g.unitRow, g.session, g.decision = slices.Grow(g.unitRow, n), slices.Grow(g.session, n), slices.Grow(g.decision,
			n)
		g.shown, g.closes, g.decided = slices.Grow(g.shown, n), slices.Grow(g.closes, n), slices.Grow(g.decided, n)
		for i := range g.text {
			g.text[i] = slices.Grow(g.text[i], n)
		}
	}
}

func roomForSums(b []sumsBuilder, n int) {
	for i := range b {
		b[i].narrow = slices.Grow(b[i].narrow, n)
	}
}
