package stats

import (
	"fmt"
	"math"
	"sort"

	"uptake/analysis/counted"
)

// A Spending says how much of a one-sided level alpha may have been spent by the
// information share t, 0 < t ≤ 1. It rises from 0 to alpha.
type Spending func(alpha, t float64) float64

// SpendPower returns the power family alpha·t^rho (rho = 2 is Spotify's default).
//
// Source: Kim & DeMets (1987), Biometrika 74.
func SpendPower(rho float64) Spending {
	return func(alpha, t float64) float64 { return alpha * math.Pow(t, rho) }
}

// SpendOBrienFleming is 2 − 2Φ(z_{alpha/2}/√t): very little early.
//
// Source: Lan & DeMets (1983), Biometrika 70.
func SpendOBrienFleming(alpha, t float64) float64 {
	return 2 * NormalSF(NormalISF(alpha/2)/math.Sqrt(t))
}

// SpendPocock is alpha·ln(1 + (e−1)t): about the same at every look.
//
// Source: Lan & DeMets (1983), Biometrika 70.
func SpendPocock(alpha, t float64) float64 { return alpha * math.Log1p((math.E-1)*t) }

// MostLooks is the largest number of looks that GroupSequential plans.
const MostLooks = 400

// GroupSequential returns the boundaries of z at looks with the given shares of
// the planned information, such that the chance under no effect of ever crossing
// upwards by look k is what may be spent by then; the other side is left aside,
// as is usual. information must rise within (0, 1]. For two sides give alpha/2.
//
// The density of the statistic among trials that have not crossed is carried from
// look to look by quadrature on Gauss–Legendre panels; about 9 digits.
//
// Source: Armitage, McPherson & Rowe (1969), JRSS A 132; Lan & DeMets (1983).
func GroupSequential(information []float64, alpha float64, spend Spending) ([]float64, error) {
	last := 0.0
	var spent []float64
	for i, t := range information {
		if !(t > last && t <= 1) {
			return nil, fmt.Errorf("the information at look %d is %v; it must rise from above 0 to at most 1", i+1, t)
		}
		last, spent = t, append(spent, spend(alpha, t))
	}
	return SpentBoundaries(information, spent)
}

// SpentBoundaries are the boundaries of z for a one-sided level that may have
// been spent by each look, whatever clock says how much that is: the calendar, or
// the information. Of the information only the ratios count, which are the
// squared correlations of the looks' statistics.
//
// Source: Lan & DeMets (1989), Statistics in Medicine 8, for calendar time.
func SpentBoundaries(information, spent []float64) ([]float64, error) {
	if len(information) == 0 || len(information) > MostLooks || len(spent) != len(information) {
		return nil, counted.Errorf("there are %d looks; 1 to %d are needed", len(information), MostLooks)
	}
	last, before := 0.0, 0.0
	var out []float64
	walk := density{}
	for i, t := range information {
		if !(t > last) || math.IsInf(t, 0) {
			return nil, fmt.Errorf("the information at look %d is %v; it must rise from above 0", i+1, t)
		}
		z := walk.boundary(t, math.Sqrt(t-last), spent[i]-before)
		out = append(out, z)
		if i+1 < len(information) {
			walk = walk.carry(math.Sqrt(t-last), z*math.Sqrt(t), -9*math.Sqrt(t))
		}
		last, before = t, spent[i]
	}
	return out, nil
}

// density holds points s of the Brownian path that has not crossed, and their
// weights; none stands for the start at 0.
type density struct{ s, w []float64 }

// cross returns the chance that an increment of standard deviation sd goes above
// level, and its slope in level.
func (d density) cross(level, sd float64) (p, slope float64) {
	at := func(s, w float64) {
		x := (level - s) / sd
		p += w * NormalSF(x)
		slope -= w * math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) / sd
	}
	if d.s == nil {
		at(0, 1)
	}
	for i, s := range d.s {
		at(s, d.w[i])
	}
	return p, slope
}

// boundary is the z at information t above which the chance is p; +Inf for p ≤ 0.
func (d density) boundary(t, sd, p float64) float64 {
	if !(p > 0) {
		return math.Inf(1)
	}
	root := math.Sqrt(t)
	return solveRising(func(z float64) (value, slope float64) {
		q, s := d.cross(z*root, sd)
		return math.Log(p) - math.Log(q), -s * root / q
	}, NormalISF(math.Min(p, 0.5)), -10, 37)
}

// carry moves the density by one look and keeps what lies below the boundary.
func (d density) carry(sd, upper, lower float64) density {
	return d.step(sd, panels(lower, math.Min(upper, -lower), 40))
}

// step moves the density by one look to points with their weights.
func (d density) step(sd float64, out density) density {
	for i, s := range out.s {
		f := 0.0
		if d.s == nil {
			f = math.Exp(-s * s / (2 * sd * sd))
		}
		from, to := d.near(s, sd)
		for j := from; j < to; j++ {
			u := (s - d.s[j]) / sd
			f += d.w[j] * math.Exp(-u*u/2)
		}
		out.w[i] *= f / (sd * math.Sqrt(2*math.Pi))
	}
	return out
}

// near are the points that a step of standard deviation sd can lead to s from, or
// from s to; beyond 9 of them e^−40 is left.
func (d density) near(s, sd float64) (from, to int) {
	return sort.SearchFloat64s(d.s, s-9*sd), sort.SearchFloat64s(d.s, s+9*sd)
}

// panels are the points and weights of n Gauss–Legendre panels.
func panels(lower, upper float64, n int) density {
	var out density
	width := (upper - lower) / float64(n)
	for p := range n {
		for i, x := range gaussNodes {
			out.s, out.w = append(out.s, lower+width*(float64(p)+0.5-0.5*x)), append(out.w, gaussWeights[i]*width/2)
		}
	}
	return out
}

// The 10-point Gauss–Legendre rule on −1…1.
var gaussNodes, gaussWeights = gaussLegendre(10)

// gaussLegendre finds the zeros of the Legendre polynomial by Newton's method.
func gaussLegendre(n int) (nodes, weights []float64) {
	nodes, weights = make([]float64, n), make([]float64, n)
	for i := range n {
		x := math.Cos(math.Pi * (float64(i) + 0.75) / (float64(n) + 0.5))
		slope := 1.0
		for range 100 {
			a, b := 1.0, x
			for k := 2; k <= n; k++ {
				a, b = b, ((2*float64(k)-1)*x*b-(float64(k)-1)*a)/float64(k)
			}
			slope = float64(n) * (x*b - a) / (x*x - 1)
			step := b / slope
			x -= step
			if math.Abs(step) < 1e-16 {
				break
			}
		}
		nodes[i], weights[i] = x, 2/((1-x*x)*slope*slope)
	}
	return nodes, weights
}
