package health

import (
	"fmt"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// offPopulation is how far, as a part of its own, the share of a level has to be from the
// population's to be told: less moves no result to speak of.
const offPopulation = 0.1

// populationAlpha is how often, over all nights together, a level that is in the data as it
// is in the population is told of.
const populationAlpha = 0.001

// placed is one level, or what is in none of those declared, among the units.
type placed struct {
	name        string
	units, of   int64
	share, p    float64 // of the population, 0–1; of the chi-square with one degree of freedom
	chi2, ratio float64 // observed by expected
}

// population holds the units of all arms against the population that the file declares,
// segment by segment: each level against all others by Pearson's chi-square, adjusted by
// Bonferroni over levels. Units without a level stay out. It warns too where a tenth of the
// units or more are of levels that the population does not list and has no rest for. It warns where a level is a tenth
// of its share or more away from it, beyond chance, and never gates: both arms are alike,
// and what is found holds of who was there. A level of which, or beside which, fewer than 30
// units are expected is not tested. It does not apply where no population is declared.
func population(f *Facts) (report.Check, bool) {
	if len(f.Exp.Population) == 0 {
		return report.Check{}, false
	}
	var all []placed
	strange := ""
	for _, p := range f.Exp.Population {
		i := slices.IndexFunc(f.Segments, func(s Segment) bool { return s.Name == p.Segment })
		if i < 0 {
			return check("warn", "The segment %s, whose population is declared, has too many levels or none in the data, so who is missing cannot be told.", p.Segment), true
		}
		list, n, outside := levelsOf(f.Segments[i], p)
		all = append(all, list...)
		if float64(outside) >= offPopulation*float64(n+outside) && outside > 0 {
			return check("warn", "%s in levels of %s that the population does not list, of %d, so who is missing cannot be told: call the levels as the data do, or let their shares add up to less than everybody.", unitsAre(outside), p.Segment, n+outside), true
		}
		if outside > 0 && strange == "" {
			strange = fmt.Sprintf(" %s in levels of %s that the population does not list.", unitsAre(outside),
				p.Segment)
		}
	}
	if len(all) == 0 {
		return check("ok", "Too few units to hold against the declared population: 30 have to be expected of a level.%s", strange), true
	}
	worst, limit := -1, f.atNight(populationAlpha)/float64(len(all))
	nearest := 0
	for i, l := range all {
		if far := math.Abs(l.ratio - 1); far > math.Abs(all[nearest].ratio-1) {
			nearest = i
		}
		if math.Abs(l.ratio-1) >= offPopulation && l.p < limit && (worst < 0 ||
			math.Abs(math.Log(l.ratio)) > math.Abs(math.Log(all[worst].ratio))) {
			worst = i
		}
	}
	if worst < 0 {
		l := all[nearest]
		c := check("ok", "Of %s of the population none is a tenth of its share away from it beyond chance; the furthest is %s, %.3g %% of the units for %.3g %%.%s",
			count(len(all), "level"), l.name, percent(l.units, l.of), 100*l.share, strange)
		c.Chi2, c.DF, c.P = report.Num(l.chi2), report.Num(1), report.Num(math.Min(1, l.p*float64(len(all))))
		return c, true
	}
	l := all[worst]
	lo, hi := stats.WilsonShare(float64(l.of), float64(l.units)/float64(l.of), stats.NormalISF(0.025))
	way := "fewer"
	if l.ratio > 1 {
		way = "more"
	}
	c := check("warn", "The units are not as the population: %s is %.3g %% of them (%d of %d; 95 %% interval %.3g to %.3g %%) and %.3g %% of the population, so there are %s than there should be; chi-square %.1f, p %s after correction over %s.%s",
		l.name, percent(l.units, l.of), l.units, l.of, 100*lo, 100*hi, 100*l.share, way, l.chi2, pText(math.Min(1,
			l.p*float64(len(all)))), count(len(all), "level"), strange)
	c.Chi2, c.DF, c.P = report.Num(l.chi2), report.Num(1), report.Num(math.Min(1, l.p*float64(len(all))))
	return c, true
}

// levelsOf tests each level of a segment that is large enough. What the population lists
// adds up to all of it, or leaves a rest that every other level is of; outside are units of
// other levels where there is no rest, beside n that are held against it.
func levelsOf(s Segment, p spec.Population) (out []placed, n, outside int64) {
	listed := make([]placed, len(p.Levels))
	rest := placed{name: p.Segment + " of other levels", share: 1}
	for i, l := range p.Levels {
		listed[i] = placed{name: p.Segment + " " + l.Name, share: l.Share}
		rest.share -= l.Share
	}
	for _, l := range s.Levels {
		units := int64(0)
		for _, u := range l.Units {
			units += u
		}
		switch k := slices.IndexFunc(p.Levels, func(x spec.LevelShare) bool { return x.Name == l.Name }); {
		case k >= 0:
			listed[k].units, n = units, n+units
		case l.Name == "": // nobody knows of which
		case rest.share > 1e-9:
			rest.units, n = rest.units+units, n+units
		default:
			outside += units
		}
	}
	if rest.share > 1e-9 {
		listed = append(listed, rest)
	}
	for _, l := range listed {
		l.of = n
		t := stats.SplitTest([]int64{l.units, n - l.units}, []float64{l.share, 1 - l.share})
		if min(l.share, 1-l.share)*float64(n) < leastExpected {
			continue
		}
		l.p, l.chi2, l.ratio = t.P.P, t.Chi2, float64(l.units)/(l.share*float64(n))
		out = append(out, l)
	}
	return out, n, outside
}

func unitsAre(n int64) string {
	if n == 1 {
		return "1 unit is"
	}
	return fmt.Sprintf("%d units are", n)
}

var populationWords = Words{
	Meaning: "Some of those whom the feature is for are hardly in the data, or too much in it. The arms can be compared; what is found holds of who was there, and a total over the population has to weigh the levels by their own shares.",
	Causes: []string{
		"a platform, country or plan logs less, or has the feature later",
		"consent, blockers or old versions keep part of the users out of the export",
		"the declared population is of another time or of accounts instead of users",
	},
	Todo: "Read the segment's levels one by one, and say on the page of whom the result holds; find out why the level is missing before the feature goes to everybody. statistics: {post_stratify: …} weighs levels as the data have them, not as the population has.",
}
