package stats

import "math"

// EffectCorrelation is how two true effects of the same experiments go together, the sampling
// errors of their estimates taken out.
type EffectCorrelation struct {
	N                       int
	Rho, RhoLo, RhoHi       float64 // correlation of the true effects
	Slope, SlopeLo, SlopeHi float64 // of y on x, true effects
	SpreadX, SpreadY        float64 // sd of the true effects
}

// CorrelateEffects estimates the correlation of true effects u and v behind estimates x and y
// with known standard errors, over experiments:
//
//	(u, v) ~ N(μ, [τx² ρτxτy; ρτxτy τy²]),  x = u + N(0, sx²),  y = v + N(0, sy²)
//
// the two errors independent, as those of items and of users are. All five parameters by
// maximum likelihood; intervals of ρ and of the slope ρ·τy/τx are those that a likelihood
// ratio test at alpha does not reject (χ² with one degree of freedom), so that they reach from
// −1 to 1 where estimates are too noisy to say anything. With no errors ρ is Pearson's. NaN for
// fewer than four experiments, and where an estimate or error is no number.
//
// Source: Fuller (1987), Measurement Error Models, chapter 1; Tripuraneni et al. (2024),
// Choosing a Proxy Metric from Past Experiments.
func CorrelateEffects(x, sx, y, sy []float64, alpha float64) EffectCorrelation {
	nan := math.NaN()
	out := EffectCorrelation{N: len(x), Rho: nan, RhoLo: nan, RhoHi: nan, Slope: nan, SlopeLo: nan, SlopeHi: nan,
		SpreadX: nan, SpreadY: nan}
	e := effects{x: x, y: y, sx: sx, sy: sy}
	if len(x) < 4 || !e.whole() {
		return out
	}
	byRho := func(rho float64) (float64, point) {
		return e.best(e.start(), func(p point) (float64, float64, float64) {
			return rho, math.Exp(p[0]),
				math.Exp(p[1])
		})
	}
	rho := highest(func(r float64) float64 { l, _ := byRho(r); return l }, -1+1e-6, 1-1e-6)
	best, at := byRho(rho)
	out.Rho, out.SpreadX, out.SpreadY = rho, math.Exp(at[0]), math.Exp(at[1])
	out.Slope = rho * out.SpreadY / out.SpreadX
	z := NormalISF(alpha / 2)
	least := best - z*z/2
	inside := func(r float64) bool { l, _ := byRho(r); return l >= least }
	out.RhoLo, out.RhoHi = edge(rho, -1, inside), edge(rho, 1, inside)
	// with slope b: τx free and ρ free of one sign, τy = b·τx/ρ
	bySlope := func(b float64) bool {
		l, _ := e.best(point{at[0], math.Atanh(math.Min(math.Max(math.Abs(rho), .05), .95))}, func(p point) (float64,
			float64, float64) {
			r, tx := math.Tanh(math.Abs(p[1]))+1e-9, math.Exp(p[0])
			return math.Copysign(math.Min(r, 1-1e-9), b), tx, math.Abs(b) * tx / r
		})
		return l >= least
	}
	step := math.Max(math.Abs(out.Slope), out.SpreadY/out.SpreadX) + 1e-12
	out.SlopeLo, out.SlopeHi = reach(out.Slope, -step, bySlope), reach(out.Slope, step, bySlope)
	return out
}

type point [2]float64

type effects struct{ x, y, sx, sy []float64 }

func (e effects) whole() bool {
	for _, list := range [][]float64{e.x, e.y, e.sx, e.sy} {
		for _, v := range list {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return false
			}
		}
	}
	return len(e.y) == len(e.x) && len(e.sx) == len(e.x) && len(e.sy) == len(e.x)
}

// start is the logarithm of half of each estimate's own spread.
func (e effects) start() point {
	half := func(v []float64) float64 {
		m, s := meanOf(v), 0.0
		for _, x := range v {
			s += (x - m) * (x - m)
		}
		return math.Log(math.Sqrt(s/float64(len(v)))/2 + 1e-300)
	}
	return point{half(e.x), half(e.y)}
}

// likelihood is the log likelihood of ρ, τx and τy, the means being the best for them.
func (e effects) likelihood(rho, tx, ty float64) float64 {
	var a, b, c, p, q, l float64
	type inverse struct{ a, b, c float64 }
	inv := make([]inverse, len(e.x))
	for i := range e.x {
		vx, vy, co := tx*tx+e.sx[i]*e.sx[i], ty*ty+e.sy[i]*e.sy[i], rho*tx*ty
		det := vx*vy - co*co
		if !(det > 0) {
			return math.Inf(-1)
		}
		inv[i] = inverse{vy / det, -co / det, vx / det}
		l -= math.Log(det) / 2
		a, b, c = a+inv[i].a, b+inv[i].b, c+inv[i].c
		p += inv[i].a*e.x[i] + inv[i].b*e.y[i]
		q += inv[i].b*e.x[i] + inv[i].c*e.y[i]
	}
	det := a*c - b*b
	mx, my := (c*p-b*q)/det, (a*q-b*p)/det
	for i, v := range inv {
		dx, dy := e.x[i]-mx, e.y[i]-my
		l -= (v.a*dx*dx + 2*v.b*dx*dy + v.c*dy*dy) / 2
	}
	if math.IsNaN(l) {
		return math.Inf(-1)
	}
	return l
}

// best is the greatest likelihood over two free parameters, found by the simplex of Nelder
// and Mead (1965), The Computer Journal 7.
func (e effects) best(from point, of func(point) (rho, tx, ty float64)) (float64, point) {
	f := func(p point) float64 { return -e.likelihood(of(p)) }
	s := [3]point{from, {from[0] + .5, from[1]}, {from[0], from[1] + .5}}
	v := [3]float64{f(s[0]), f(s[1]), f(s[2])}
	for range 400 {
		for i := 1; i < 3; i++ { // the best first
			for j := i; j > 0 && v[j] < v[j-1]; j-- {
				v[j], v[j-1], s[j], s[j-1] = v[j-1], v[j], s[j-1], s[j]
			}
		}
		if math.Abs(v[2]-v[0]) < 1e-11*(1+math.Abs(v[0])) &&
			math.Abs(s[2][0]-s[0][0])+math.Abs(s[2][1]-s[0][1]) < 1e-6 || math.IsInf(v[0], 1) {
			break
		}
		mid := point{(s[0][0] + s[1][0]) / 2, (s[0][1] + s[1][1]) / 2}
		to := func(k float64) (point, float64) {
			p := point{mid[0] + k*(s[2][0]-mid[0]), mid[1] + k*(s[2][1]-mid[1])}
			return p, f(p)
		}
		p, w := to(-1)
		switch {
		case w < v[0]:
			if far, x := to(-2); x < w {
				p, w = far, x
			}
		case w >= v[1]:
			if p, w = to(.5); w >= v[2] {
				for i := 1; i < 3; i++ {
					s[i] = point{(s[0][0] + s[i][0]) / 2, (s[0][1] + s[i][1]) / 2}
					v[i] = f(s[i])
				}
				continue
			}
		}
		s[2], v[2] = p, w
	}
	at := 0
	for i := range v {
		if v[i] < v[at] {
			at = i
		}
	}
	return -v[at], s[at]
}

// edge is the farthest point from inside towards end that ok accepts, end being ±1.
func edge(inside, end float64, ok func(float64) bool) float64 {
	far := end * (1 - 1e-6)
	if ok(far) {
		return end
	}
	for range 40 {
		m := (inside + far) / 2
		if ok(m) {
			inside = m
		} else {
			far = m
		}
	}
	return inside
}

// reach is edge without an end: infinite where ok accepts whatever is far.
func reach(inside, step float64, ok func(float64) bool) float64 {
	far := inside + step
	for range 30 {
		if !ok(far) {
			for range 40 {
				m := (inside + far) / 2
				if ok(m) {
					inside = m
				} else {
					far = m
				}
			}
			return inside
		}
		inside, far = far, far+2*(far-inside)
	}
	return math.Copysign(math.Inf(1), step)
}
