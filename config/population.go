package config

import (
	"cmp"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// population reads which shares of everybody the levels of segments have: parts of a whole,
// or numbers of people, which are told by how they are written.
func population(o *object, segments []string) []spec.Population {
	var out []spec.Population
	for _, t := range o.objects("population") {
		p := spec.Population{Segment: t.text("segment")}
		total, parts, people := 0.0, "", ""
		for _, g := range t.groups("shares") {
			if len(g.values) != 1 {
				t.bad("shares", "%s has %d shares; a level has one, such as {ios: 40%%, android: 60%%}", g.name,
					len(g.values))
				continue
			}
			v, err := ParseShare(g.values[0])
			if err == nil && !(v > 0) {
				t.bad("shares", "the share of %s is %s; leave out a level that nobody is of", g.name, g.values[0])
			} else if err != nil {
				t.bad("shares", "%s: %v", g.name, err)
			}
			switch written := g.name + ": " + g.values[0]; {
			case err != nil:
			case strings.ContainsAny(g.values[0], "%/") || v < 1:
				parts = cmp.Or(parts, written)
			case v > 1: // 1 may be either
				people = cmp.Or(people, written)
			}
			p.Levels = append(p.Levels, spec.LevelShare{Name: g.name, Share: v})
			total += v
		}
		whole := total
		if people == "" && total < 0.985 { // the rest is of levels that are not listed
			whole = 1
		}
		for i := range p.Levels {
			p.Levels[i].Share /= whole
		}
		switch {
		case p.Segment == "" || len(p.Levels) == 0:
			o.p.add(t.path, placeOf(t.m),
				"a population names a segment and the shares of its levels: {segment: platform, shares: {ios: 40%%, "+
					"android: 60%%}}")
		case !slices.Contains(segments, p.Segment):
			t.bad("segment", "%s is not one of the segments, by which units are told apart; list it there too",
				p.Segment)
		case slices.ContainsFunc(out, func(x spec.Population) bool { return x.Segment == p.Segment }):
			t.bad("segment", "the population of %s is given twice", p.Segment)
		case parts != "" && people != "":
			t.bad("shares", "mix parts of a whole (%s) and numbers of people (%s); write all of them in one way", parts,
				people)
		case people == "" && total > 1.015:
			t.bad("shares", "add up to %.4g %%, more than everybody; write parts of a whole, or numbers of people",
				100*total)
		case len(p.Levels) == 1 && whole == total:
			t.bad("shares", "give everybody to %s, which nothing can be held against; list the other levels, or a "+
				"share below 100%%", p.Levels[0].Name)
		}
		t.done()
		out = append(out, p)
	}
	return out
}
