package lint

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/ingest/bucket"
)

const (
	fewHashed  = 200  // exposed units from which on a hash is recognised
	mostAstray = 0.05 // share of units whose arm is not that of the hash, for it to be the hash all the same
)

// sided is a unit's place by a hash and its arm.
type sided struct {
	at  float64
	arm int
}

// recognised is a hash by which the arms are stretches: where each ends, in their order,
// and the units that are in another arm than it says.
type recognised struct {
	hash   bucket.Hash
	arms   []int // in the order of their stretches
	ends   []float64
	astray []int // by arm: units that are in it against the hash
	units  []int
}

// recognise finds the hash by which arms were assigned, nil where none of those known fits.
func (s *subject) recognise() *recognised {
	n := 0
	for _, a := range s.arms {
		n += len(a.lives)
	}
	if n < fewHashed || len(s.arms) < 2 {
		return nil
	}
	for _, h := range bucket.Hashes {
		list := make([]sided, 0, n)
		for _, a := range s.arms {
			for _, l := range a.lives {
				list = append(list, sided{h.Of(l.Unit, s.exp.ID), a.at})
			}
		}
		if r := stretches(list, len(s.arms)); r != nil {
			r.hash = h
			return r
		}
	}
	return nil
}

// stretches takes units apart by arm: arms stand by the middle of their units, and between
// two neighbours the end is where the fewest units are on the wrong side.
func stretches(list []sided, arms int) *recognised {
	slices.SortFunc(list, func(a, b sided) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.arm, b.arm)) })
	of := make([][]float64, arms)
	for _, x := range list {
		of[x.arm] = append(of[x.arm], x.at)
	}
	r := &recognised{astray: make([]int, arms), units: make([]int, arms)}
	for k, at := range of {
		if r.units[k] = len(at); len(at) > 0 {
			r.arms = append(r.arms, k)
		}
	}
	slices.SortFunc(r.arms, func(a, b int) int { return cmp.Compare(of[a][len(of[a])/2], of[b][len(of[b])/2]) })
	for i, k := range r.arms[:max(len(r.arms)-1, 0)] {
		next := r.arms[i+1]
		wrong, best, end := len(of[k]), len(of[k])+1, 0.0 // all of k would lie beyond an end at 0
		for j, x := range list {
			switch x.arm {
			case k:
				wrong--
			case next:
				wrong++
			}
			if wrong < best {
				best, end = wrong, x.at
				if j+1 < len(list) {
					end = (x.at + list[j+1].at) / 2
				}
			}
		}
		r.ends = append(r.ends, end)
	}
	astray := 0
	for _, x := range list {
		place, _ := slices.BinarySearch(r.ends, x.at)
		if place < len(r.arms) && r.arms[place] != x.arm {
			r.astray[x.arm]++
			astray++
		}
	}
	if len(r.arms) < 2 || float64(astray) > mostAstray*float64(len(list)) {
		return nil
	}
	return r
}

var srmSide = lint{
	code: "srm_side",
	look: func(s *subject) found {
		uneven := slices.ContainsFunc(s.report.Health.Checks, func(c report.Check) bool {
			return strings.HasPrefix(c.Name, "srm") && (c.Status == "warn" || c.Status == "fail")
		})
		r := s.recognise()
		if r == nil {
			return found{}
		}
		astray, all := 0, 0
		for k := range r.astray {
			astray, all = astray+r.astray[k], all+r.units[k]
		}
		if float64(astray) > mostOdd*float64(all) && astray >= fewOdd {
			t := tally{units: all, with: astray, y: float64(astray), x: float64(all), yy: float64(astray),
				xy: float64(astray), xxx: float64(all)}
			share := t.share("exposed units")
			return found{detail: counted.Sprintf("The arms are those of the hash of %s, but %d of %d units are in "+
				"another than it gives: %s. The fault is on the side of assignment.%s", r.hash.Vendor, astray, all,
				share.say(), s.sampled()), share: share}
		}
		if !uneven {
			return found{}
		}
		begins, worst, least, share := 0.0, -1, math.Inf(1), (*Share)(nil)
		var said []string
		planned := true
		widths := make([]float64, len(r.arms))
		for i, k := range r.arms {
			end := 1.0
			if i < len(r.ends) {
				end = r.ends[i]
			}
			widths[i] = end - begins
			begins = end
			said = append(said, fmt.Sprintf("%s %.1f %%", s.arms[k].Name, 100*widths[i]))
			planned = planned && math.Abs(widths[i]-s.arms[k].Share) < 0.02
			if density := float64(r.units[k]) / widths[i]; density < least {
				least, worst = density, i
			}
		}
		if !planned {
			return found{detail: fmt.Sprintf("The arms are those of the hash of %s, which gives %s where the file "+
				"plans otherwise: the shares were set otherwise, on the side of assignment.%s", r.hash.Vendor,
				strings.Join(said, " and "), s.sampled())}
		}
		k := r.arms[worst]
		rest := float64(all - r.units[k])
		due := rest * widths[worst] / (1 - widths[worst])
		ratio := float64(r.units[k]) / due
		se := math.Sqrt(1/math.Max(float64(r.units[k]), 0.5) + 1/rest)
		share = lost("units of the arm "+s.arms[k].Name, ratio, ratio*math.Exp(-1.96*se), ratio*math.Exp(1.96*se), all)
		return found{detail: fmt.Sprintf("By the hash of %s every unit is in the arm that it was assigned to, and "+
			"the arms have the shares that were planned (%s); of the arm %q %s of the units that were assigned are "+
			"not in the export. The fault is on the side of capture.%s",
			r.hash.Vendor, strings.Join(said, ", "), s.arms[k].Name, share.say(), s.sampled()), share: share}
	},
	limit: fact("an uneven split that a check of it has told of, or of more than 1 % of the units, three or more, " +
		"that are in another arm than the hash gives, where one of the public hashes (GrowthBook, PostHog, " +
		"Optimizely, Unleash, of the unit's id and the experiment's) tells the arms of 95 % of 200 units or more " +
		"apart"),
	meaning: "Who was assigned to which arm can be computed again, so it is known whether the assignment is wrong or " +
		"rows are lost behind it.",
	causes: []string{"capture: one arm logs its exposure later, crashes or is filtered", "assignment: shares were " +
		"changed, or units were assigned by hand or by another id"},
	todo: "On the side of capture compare what the arm's client sends with what arrives; on that of assignment look " +
		"at the flag's history. Then run again.",
}
