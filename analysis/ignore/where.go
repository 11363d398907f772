package ignore

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// sliced is one place that the first half of the units suggested, with what the
// second says of it.
type sliced struct {
	place
	within
	slice report.Slice
	worth worth
	own   float64 // what it is worth of the suggestions that no place before holds
}

// where looks for the places where more is ignored, on one half of the units, and
// gives what the other half says of them.
func where(ctx context.Context, f *Facts, out *report.Ignores) error {
	if len(f.sliceable()) == 0 {
		return nil
	}
	places, tried, err := f.find(ctx)
	if err != nil {
		return err
	}
	w := &report.WhereLens{Looked: tried, Slices: []report.Slice{}, Grid: f.grid()}
	var all rateOf
	for i := range f.units {
		if p := &f.units[i]; p.half() == 1 {
			all.seen, all.ignored = all.seen+p.seen(), all.ignored+p.studied
		}
	}
	w.Overall = quotient(all.ignored, all.seen)
	f.sliced = make([]sliced, len(places))
	err = f.atOnce(ctx, len(places), func(i int) {
		var others []place
		for k, o := range places {
			if k != i && !f.ofUsers(o) {
				others = append(others, o)
			}
		}
		f.sliced[i] = f.look(places[i], places[:i], others, all)
	})
	if err != nil {
		return err
	}
	out.Where = w
	return nil
}

// look is what the confirming half says of a place. Its p is of the suggestions
// that none of the places found before holds, so that no place lives on another's.
func (f *Facts) look(at place, before, others []place, all rateOf) sliced {
	in := func(p *person, row int) bool { return f.holds(at, p, row) }
	side := func(p *person, row int) int {
		if in(p, row) {
			return 0
		}
		return 1
	}
	d := f.apart(1, side)
	own := f.apart(1, func(p *person, row int) int {
		for _, b := range before {
			if f.holds(b, p, row) {
				return -1
			}
		}
		return side(p, row)
	})
	s := sliced{place: at, slice: report.Slice{OfUsers: f.ofUsers(at), Seen: d.sides[0].seen,
		Ignored: d.sides[0].ignored, Users: d.users,
		Share: quotient(d.sides[0].seen, all.seen), Rate: quotient(d.sides[0].ignored, d.sides[0].seen),
		Elsewhere: quotient(d.sides[1].ignored, d.sides[1].seen),
		Shrunken:  report.Undefined(), P: report.Undefined(), Within: report.NoInterval(""),
		WithinP: report.Undefined()}}
	s.slice.Attribute, s.slice.Level = f.placeNames(at)
	if own.se > 0 {
		s.slice.P = report.Num(stats.StudentSF(own.diff/own.se, own.units-1))
		left := own.sides[0].seen + own.sides[1].seen
		s.own = own.sides[0].worth(own.sides[0].plus(own.sides[1])) * float64(left) / float64(all.seen)
	}
	if d.se > 0 {
		if gap := d.diff * d.diff; gap > 0 {
			// The part of the gap that is not chance: 1 − se²/gap², as in empirical Bayes.
			s.slice.Shrunken = report.Num(d.sides[1].rate() + d.diff*math.Max(0, 1-d.se*d.se/gap))
		}
	}
	s.worth = noWorth
	if !s.slice.OfUsers && d.sides[0].seen > 0 && d.sides[1].seen > 0 {
		s.within = f.within(1, in, at.columns(), others)
		if p := s.within.p(); !math.IsNaN(p) {
			s.slice.WithinP, s.slice.Within = report.Num(p), f.interval(s.Effect, s.SE, s.df, "fixed_effects")
			s.worth = f.sameUserWorth(1, in, &s.within)
		}
	}
	if s.worth.moved == nil {
		s.worth = f.plainWorth(1, in)
	}
	s.slice.Points = f.worthInterval(&s.worth)
	return s
}

// p is the p against there being nothing in the place: of the comparison between
// suggestions and, where users have suggestions in and out of it, of that within
// users, whichever is larger.
func (s *sliced) p() float64 {
	p := float64(s.slice.P)
	if !s.slice.OfUsers {
		p = math.Max(p, float64(s.slice.WithinP))
	}
	return p
}

// candidates are the places as causes to confirm. A number whose slope within users
// does not agree with that between them is a difference between users, and so is
// no cause whatever its p.
func (f *Facts) candidates(drivers []report.Driver) []candidate {
	var out []candidate
	for i := range f.sliced {
		s := &f.sliced[i]
		m := f.mechanism(s.place)
		c := candidate{p: s.p(), in: func(p *person, row int) bool { return f.holds(s.place, p, row) }, slice: &s.slice,
			worth: s.worth, by: s.place.columns(), bands: !slices.ContainsFunc(s.place,
				func(l literal) bool { return !f.columns[l.column].ordered }), Cause: report.Cause{Mechanism: m,
				Lens: "where", Attribute: s.slice.Attribute, Level: s.slice.Level,
				Points: s.slice.Points, Users: report.Num(s.slice.Users), Badge: "observed",
				Rival: f.of.Say(mechanisms[m].rival), Sentence: f.sentence(s)}}
		if !s.slice.OfUsers {
			c.Badge = "adjusted"
		}
		if !(s.own >= leastPoints) {
			c.refused = fmt.Sprintf("Worth less than %.2f points beside the places above.", 100*leastPoints)
		}
		for _, d := range drivers {
			if !d.Agree && f.slope(s.place, d.Attribute) {
				c.refused = fmt.Sprintf("A difference between users: for one user more or less %s makes no clear "+
					"difference, whatever the users who get it do.", inWord(d.Attribute))
			}
		}
		out = append(out, c)
	}
	return out
}

// slope reports whether a place rests on one end of the number.
func (f *Facts) slope(at place, attribute string) bool {
	for _, l := range at {
		if c := &f.columns[l.column]; c.ordered && c.name == attribute {
			return true
		}
	}
	return false
}

// sentence says what a place is and what is ignored there.
func (f *Facts) sentence(s *sliced) string {
	var parts []string
	for _, l := range s.place {
		c := &f.columns[l.column]
		parts = append(parts, inWord(c.name)+" is "+orNone(c.held(l)))
	}
	where := "Where " + strings.Join(parts, " and ")
	out := fmt.Sprintf(f.of.Say("%s, %.1f%% of the seen suggestions are {ignored}; elsewhere %.1f%% are."), where,
		100*float64(s.slice.Rate), 100*float64(s.slice.Elsewhere))
	if s.slice.Within.Value.Defined() {
		held := ""
		if len(s.held) > 0 {
			held = ", at the same " + strings.Join(s.held, " and ")
		}
		out += fmt.Sprintf(f.of.Say(" The same users {ignore:%.1f points more} there than elsewhere%s."),
			100*float64(s.slice.Within.Value), held)
	}
	return out
}

// inWord is a column's name in words.
func inWord(name string) string {
	if w, ok := inWords[name]; ok {
		return w
	}
	return name
}

var inWords = map[string]string{
	"latency_ms": "the latency", "length": "the length", "position": "the position", "group_size": "the number shown " +
		"together",
	"confidence": "the confidence", earlierInSession: "the number shown earlier in the session",
	daysSinceExposure: "the time since first exposure",
	shownBefore:       "the same content shown before", hourOfDay: "the time of day",
}
