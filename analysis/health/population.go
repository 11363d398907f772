package health

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"uptake/analysis/counted"
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
// Bonferroni over levels. Units without a level stay out. It warns where a level is a tenth
// of its share or more away from it, beyond chance, and where nothing can be told: of a
// segment that is not in the data, or of which a tenth of the units or more are of levels
// that the population does not list and has no rest for. It never gates: both arms are
// alike, and what is found holds of who was there. A level of which, or beside which, fewer
// than 30 units are expected is not tested. It does not apply where no population is declared.
func population(f *Facts) (report.Check, bool) {
	if len(f.Population) == 0 {
		return report.Check{}, false
	}
	all, odd, blind := f.placed()
	status := "ok"
	if blind {
		status = "warn"
	}
	said := func(status, detail string) report.Check {
		return check(status, "%s", strings.Join(append([]string{detail}, odd...), " "))
	}
	if len(all) == 0 && blind {
		return check(status, "%s", strings.Join(odd, " ")), true
	}
	if len(all) == 0 {
		return said(status, "Too few units to hold against the declared population: 30 have to be expected of a "+
			"level."), true
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
	levels := counted.Noun(len(all), "level")
	if worst < 0 {
		l := all[nearest]
		return l.tested(len(all),
			said(status,
				fmt.Sprintf("Of %s of the population none is a tenth of its share away from it beyond chance; the "+
					"furthest is %s, %.3g %% of the units for %.3g %%.",
					levels, l.name, percent(l.units, l.of), 100*l.share))), true
	}
	l := all[worst]
	lo, hi := stats.WilsonShare(float64(l.of), float64(l.units)/float64(l.of), stats.NormalISF(0.025))
	way := "fewer"
	if l.ratio > 1 {
		way = "more"
	}
	return l.tested(len(all),
		said("warn",
			counted.Sprintf("The units are not as the population: %s is %.3g %% of them (%d of %d; 95 %% interval "+
				"%.3g to %.3g %%) and %.3g %% of the population, so there are %s than there should be; chi-square "+
				"%.1f, p %s after correction over %s.",
				l.name, percent(l.units, l.of), l.units, l.of, 100*lo, 100*hi, 100*l.share, way, l.chi2,
				pText(l.among(len(all))), levels))), true
}

// placed are the levels of all declared segments that can be tested, and what is odd about
// the segments, a sentence each; blind says that of one of them nothing can be told.
func (f *Facts) placed() (all []placed, odd []string, blind bool) {
	for _, p := range f.Population {
		i := slices.IndexFunc(f.Segments, func(s Segment) bool { return s.Name == p.Segment })
		if i < 0 {
			blind = true
			odd = append(odd, fmt.Sprintf("The segment %s, whose population is declared, has too many levels or none "+
				"in the data, so who is missing cannot be told.", p.Segment))
			continue
		}
		list, n, outside := levelsOf(f.Segments[i], p)
		switch {
		case outside == 0:
			all = append(all, list...)
		case float64(outside) >= offPopulation*float64(n+outside):
			blind = true
			odd = append(odd, fmt.Sprintf("%s in levels of %s that the population does not list, of %d, so who is "+
				"missing cannot be told: call the levels as the data do, or let their shares add up to less than "+
				"everybody.", counted.Sprintf("%d units are", outside), p.Segment, n+outside))
		default:
			all = append(all, list...)
			odd = append(odd, fmt.Sprintf("%s in levels of %s that the population does not list.",
				counted.Sprintf("%d units are", outside),
				p.Segment))
		}
	}
	return all, odd, blind
}

// among is p after Bonferroni's correction over as many levels.
func (l placed) among(levels int) float64 { return math.Min(1, l.p*float64(levels)) }

// tested is a check with the numbers of a level, one of so many.
func (l placed) tested(levels int, c report.Check) report.Check {
	c.Chi2, c.DF, c.P = report.Num(l.chi2), 1, report.Num(l.among(levels))
	return c
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
		if min(l.share, 1-l.share)*float64(n) < leastExpected {
			continue
		}
		t := stats.SplitTest([]int64{l.units, n - l.units}, []float64{l.share, 1 - l.share})
		l.p, l.chi2, l.ratio = t.P.P, t.Chi2, float64(l.units)/(l.share*float64(n))
		out = append(out, l)
	}
	return out, n, outside
}

var populationWords = Words{
	Meaning: "Some of those whom the feature is for are hardly in the data, or too much in it. The arms can be " +
		"compared; what is found holds of who was there, and a total over the population has to weigh the levels by " +
		"their own shares.",
	Causes: []string{
		"a platform, country or plan logs less, or has the feature later",
		"consent, blockers or old versions keep part of the users out of the export",
		"the declared population is of another time or of accounts instead of users",
	},
	Todo: "Read the segment's levels one by one, and say on the page of whom the result holds; find out why the " +
		"level is missing before the feature goes to everybody. statistics: {post_stratify: …} weighs levels as the " +
		"data have them, not as the population has.",
}
