package stats

import "math"

// Readings are the boundaries of z of readings that are made beside a band that
// is watched at every look, for a one-sided level. band is the band's z at the
// looks, +Inf where it has none; reading j is made at look at[j], and by it the
// chance under no effect of ever crossing anything upwards (the band at any look,
// also after the last reading; a reading up to j) is union[j]:
//
//	P(some S_i > b_i·√t_i, or some S_at[k] > c_k·√t_at[k], k ≤ j) = union[j]
//
// S the Brownian path at the looks' information t. Of the information only the
// ratios count. What is left at reading j can be nothing: then its boundary is the
// band's own. For two sides give half the level; that both are crossed is left
// aside. NaN for information that does not rise.
//
// Source: Armitage, McPherson & Rowe (1969), JRSS A 132, for the recursion; the
// band is any boundary, such as that of Waudby-Smith et al. (2021).
func Readings(information, band []float64, at []int, union []float64) []float64 {
	last := 0.0
	for _, t := range information {
		if !(t > last) || math.IsInf(t, 0) {
			return nans(len(at))
		}
		last = t
	}
	var out []float64
	walk, spent, last, next := density{}, 0.0, 0.0, 0
	for i, t := range information {
		sd, root, z := math.Sqrt(t-last), math.Sqrt(t), band[i]
		if next < len(at) && at[next] == i {
			rest := newRemaining(information[i:], band[i:])
			chance := func(c float64) (p, slope float64) {
				p, slope = walk.cross(c*root, sd)
				return spent + p + rest.after(walk.step(sd, pathPoints(information, i, c)), t), slope * root
			}
			if most, _ := chance(math.Min(z, farPath)); most < union[next] {
				// What would cross later is less than the slope takes off, so the steps
				// are too short by a few per cent and go upwards only.
				z = NormalISF(union[next])
				for step := 1.0; math.Abs(step) > 1e-8; z += step {
					p, slope := chance(z)
					step = math.Log(union[next]/p) * p / slope
				}
			}
			out = append(out, z)
			next++
		}
		if next == len(at) {
			return out
		}
		now, _ := walk.cross(z*root, sd)
		spent += now
		walk = walk.step(sd, pathPoints(information, i, z))
		last = t
	}
	return append(out, nans(len(at)-len(out))...)
}

// farPath is how many standard errors of the path are looked at.
const farPath = 7

// pathPoints are the points of the path at look i below z, close enough to see a
// step to the next look.
func pathPoints(information []float64, i int, z float64) density {
	root := math.Sqrt(information[i])
	z = math.Min(z, farPath)
	n := 1.0
	if i+1 < len(information) {
		n = math.Ceil((farPath + z) * root / (6 * math.Sqrt(information[i+1]-information[i])))
	}
	return panels(-farPath*root, z*root, int(math.Min(math.Max(n, 8), 100)))
}

func nans(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}

// remaining is the chance of crossing a band at the looks after the first, from
// points of the path at the second: its own crossing is not in it.
type remaining struct {
	t, z  float64 // of the second look; t is 0 where there is none
	nodes density // points at it with their weights times the chance of crossing later
}

// newRemaining walks the looks backwards.
func newRemaining(information, band []float64) remaining {
	var out remaining
	for i := len(information) - 1; i > 0; i-- {
		t := information[i]
		here := pathPoints(information, i, band[i])
		for k, s := range here.s {
			here.w[k] *= out.from(s, t)
		}
		out = remaining{t, band[i], here}
	}
	return out
}

// from is the chance of crossing from point s at information t.
func (r remaining) from(s, t float64) float64 {
	if r.t == 0 {
		return 0
	}
	sd := math.Sqrt(r.t - t)
	p := NormalSF((r.z*math.Sqrt(r.t) - s) / sd)
	from, to := r.nodes.near(s, sd)
	for j := from; j < to; j++ {
		u := (s - r.nodes.s[j]) / sd
		p += r.nodes.w[j] * math.Exp(-u*u/2) / (sd * math.Sqrt(2*math.Pi))
	}
	return p
}

// after is the chance of crossing after information t from a density there.
func (r remaining) after(d density, t float64) float64 {
	p := 0.0
	for i, s := range d.s {
		p += d.w[i] * r.from(s, t)
	}
	return p
}
