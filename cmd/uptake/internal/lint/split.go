package lint

import (
	"math"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// placeNames are columns that say where a row was made, by what they are called without
// case and what parts words.
var placeNames = []string{"platform", "os", "osname", "devicetype", "device", "browser", "sdk", "sdkname", "lib",
	"library", "sdkversion", "libversion", "appversion", "clientversion",
	"version", "release", "country", "region", "locale", "source", "channel", "app"}

// PlaceColumns are the columns by which a uneven split can be placed: the segments, and
// what else says where a row was made.
func PlaceColumns(e *spec.Experiment, exports []Export) []string {
	out := slices.Clone(e.Segments)
	for _, x := range exports {
		for _, c := range x.Sample.Columns {
			name := c.Name
			if i := strings.LastIndexAny(name, ".$"); i >= 0 {
				name = name[i+1:]
			}
			if slices.Contains(placeNames, strings.Map(letters, strings.ToLower(name))) && !slices.Contains(out,
				c.Name) && len(c.Values) > 1 && len(c.Values) <= mostPlaces && len(out) < 8 {
				out = append(out, c.Name)
			}
		}
	}
	return out
}

const (
	mostPlaces = 50 // values of a column that is a place
	leastUnits = 30 // expected in every arm
)

var srmPlace = lint{
	code: "srm_place",
	look: func(s *subject) found {
		type cell struct {
			name  string
			units []int64
			p     float64
			split stats.Split
		}
		var shares []float64
		var arms []arm
		for _, a := range s.arms {
			if a.Share > 0 {
				shares, arms = append(shares, a.Share), append(arms, a)
			}
		}
		if len(arms) < 2 {
			return found{}
		}
		cells := map[string]*cell{}
		count := func(name string, k int) {
			if cells[name] == nil {
				cells[name] = &cell{name: name, units: make([]int64, len(arms))}
			}
			cells[name].units[k]++
		}
		n, isArm := len(s.lives.Traits), tellArms(s, arms)
		for k, a := range arms {
			for _, l := range a.lives {
				if l.Traits == nil {
					continue
				}
				word := func(i int) string { return s.lives.Traits[i] + " " + said(s.lives.Levels[i][l.Traits[i]]) }
				for i := range n {
					if isArm[i] {
						continue
					}
					if !slices.Contains(s.exp.Segments, s.lives.Traits[i]) { // of these srm_segments tells
						count(word(i), k)
					}
					for j := range i {
						if !isArm[j] {
							count(word(j)+" with "+word(i), k)
						}
					}
				}
			}
		}
		var list []*cell
		for _, c := range cells {
			c.split = stats.SplitTest(c.units, shares)
			if slices.Min(c.split.Expected) >= leastUnits {
				c.p = c.split.P.P
				list = append(list, c)
			}
		}
		if len(list) == 0 {
			return found{}
		}
		// The narrowest place of those that are surely uneven is where it is.
		slices.SortFunc(list, func(a, b *cell) int { return strings.Compare(a.name, b.name) })
		var worst *cell
		deepest := 0.0
		var at int
		for _, c := range list {
			if c.p*float64(len(list)) >= s.unlikely() {
				continue
			}
			for k := range arms {
				if r := float64(c.units[k]) / c.split.Expected[k]; worst == nil || r < deepest {
					worst, deepest, at = c, r, k
				}
			}
		}
		if worst == nil {
			return found{}
		}
		var rest, share float64
		for k := range arms {
			if k != at {
				rest, share = rest+float64(worst.units[k]), share+arms[k].Share
			}
		}
		due := rest * arms[at].Share / share
		ratio := float64(worst.units[at]) / due
		se := math.Sqrt(1/math.Max(float64(worst.units[at]), 0.5) + 1/rest)
		of := lost("units of the arm "+arms[at].Name+" in "+worst.name, ratio, ratio*math.Exp(-1.96*se),
			ratio*math.Exp(1.96*se), int(rest)+int(worst.units[at]))
		return found{detail: counted.Sprintf("Where %s, %d units are in the arm %q and by the others %.0f would be: "+
			"%s are lacking; chi-square %.1f, p = %.2g, of %d places.%s",
			worst.name, worst.units[at], arms[at].Name, due, of.say(), worst.split.Chi2, worst.p, len(list),
			s.sampled()), share: of}
	},
	limit: compared("a platform, version or other place, or two of them together, where the arms are not split as " +
		"planned and 30 units or more are expected in each (declared segments by themselves are the matter of " +
		"srm_segments)"),
	meaning: "In part of the data the arms do not hold their planned shares: units of one arm are lost there, or are " +
		"assigned otherwise.",
	causes: []string{"a client's version logs exposures of one arm too late or not at all",
		"one arm crashes or redirects on that platform", "the flag is not known to old versions"},
	todo: "Look at that place in the assignment log and in the client's changes. Read no effect before the cause is " +
		"known; leaving the place out (where) is no cure where the loss hangs on the arm.",
}

// tellArms says which traits are the arm by another name: each of their levels has units of
// one arm alone.
func tellArms(s *subject, arms []arm) []bool {
	out := make([]bool, len(s.lives.Traits))
	for i := range out {
		of := map[int32]int{} // arm by level
		out[i] = true
		for k, a := range arms {
			for _, l := range a.lives {
				if l.Traits == nil {
					continue
				}
				if had, known := of[l.Traits[i]]; known && had != k {
					out[i] = false
				}
				of[l.Traits[i]] = k
			}
		}
	}
	return out
}

func said(level string) string {
	if level == "" {
		return "(missing)"
	}
	return level
}
