package config

import (
	"slices"

	"uptake/analysis/spec"
)

// population reads which shares of everybody the levels of segments have, or which file says it.
func population(o *object, segments []string, dir string) []spec.Population {
	var out []spec.Population
	for _, t := range o.objects("population") {
		p := spec.Population{Segment: t.text("segment")}
		var written []spec.WrittenShare
		broken := false
		for _, g := range t.groups("shares") {
			if len(g.values) != 1 {
				t.bad("shares", "%s has %d shares; a level has one, such as {ios: 40%%, android: 60%%}", g.name,
					len(g.values))
				broken = true
				continue
			}
			v, err := ParseShare(g.values[0])
			if err == nil && !(v > 0) {
				t.bad("shares", "the share of %s is %s; leave out a level that nobody is of", g.name, g.values[0])
				broken = true
			} else if err != nil {
				t.bad("shares", "%s: %v", g.name, err)
				broken = true
			}
			written = append(written, spec.WrittenShare{Name: g.name, Text: g.values[0], Value: v})
		}
		if from := table(t, dir); from.Written != "" {
			p.From = &from
		}
		switch levels, err := spec.SharesOf(written); {
		case p.Segment == "" || len(written) == 0 && p.From == nil && !broken:
			o.p.add(t.path, placeOf(t.m),
				"a population names a segment and the shares of its levels: {segment: platform, shares: {ios: 40%%, "+
					"android: 60%%}}, or the file that has them: {segment: platform, path: shares.csv}")
		case p.From != nil && len(written) > 0:
			t.bad("path", "names a file of the shares, which are given beside it; keep one of the two")
		case p.From != nil && p.From.Path == "-":
			t.bad("path", "the shares are read before the export, so they cannot come from standard input")
		case !slices.Contains(segments, p.Segment):
			t.bad("segment", "%s is not one of the segments, by which units are told apart; list it there too",
				p.Segment)
		case slices.ContainsFunc(out, func(x spec.Population) bool { return x.Segment == p.Segment }):
			t.bad("segment", "the population of %s is given twice", p.Segment)
		case err != nil && !broken:
			t.bad("shares", "%v", err)
		default:
			p.Levels = levels
		}
		t.done()
		out = append(out, p)
	}
	return out
}
