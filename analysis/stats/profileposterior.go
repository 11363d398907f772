package stats

import (
	"math"
	"slices"
)

// EffectLikelihood is the profile log-likelihood of an effect and where it is
// largest (0 there, up to a constant that cancels): log falls from Best to Lo and
// Hi, the ends of what the effect can be.
type EffectLikelihood struct {
	Log    func(effect float64) float64
	Best   float64
	Lo, Hi float64
}

// LiftLikelihood is that of the relative lift L = d/m by Fieller's statistic, m the
// size of the control mean, vd and vm the squared errors of d and m, cov their
// covariance:
//
//	ln ℓ(L) = −½·(d − L·m)²/(vd − 2L·cov + L²·vm)
//
// For two independent means, d = m_t − m_c, that is −½z² with z² =
// (m_t − (1+L)·m_c)²/(q_t + (1+L)²·q_c): the error is that at L, not at the estimate,
// which by chance comes with an error of its own size. lo is the least that the lift
// can be: −1 where values cannot be negative.
//
// Source: Fieller (1954), JRSS B 16; the profile of two normal means.
func LiftLikelihood(d, vd, m, vm, cov, lo float64) EffectLikelihood {
	return EffectLikelihood{Log: func(l float64) float64 {
		z := d - l*m
		v := vd - 2*l*cov + l*l*vm
		if !(v > 0) {
			return math.Inf(-1)
		}
		return -z * z / v / 2
	}, Best: d / m, Lo: lo, Hi: math.Inf(1)}
}

// DiffLikelihood is that of the difference, −½(d−Δ)²/vd.
func DiffLikelihood(d, vd, lo float64) EffectLikelihood {
	return LiftLikelihood(d, vd, 1, 0, 0, lo)
}

// RiskRatioLikelihood is the binomial likelihood of the relative lift of two
// proportions, p_t = (1+L)·p_c, largest over p_c; L from −1 on. An arm without a
// success is allowed for, control's share may not be 0 in both.
//
// Source: Koopman (1984), Biometrics 40, for the likeliest proportions.
func RiskRatioLikelihood(nc, xc, nt, xt int64) EffectLikelihood {
	n0, x0, n1, x1 := float64(nc), float64(xc), float64(nt), float64(xt)
	raw := func(lift float64) float64 {
		p0, p1 := likeliestRatio(n0, x0, n1, x1, 1+lift)
		return xlogy(x0, p0) + xlogy(n0-x0, 1-p0) + xlogy(x1, p1) + xlogy(n1-x1, 1-p1)
	}
	best := PropDiff(nc, xc, nt, xt) / (x0 / n0)
	top := raw(best)
	return EffectLikelihood{Log: func(l float64) float64 { return math.Min(raw(l)-top, 0) }, Best: best, Lo: -1,
		Hi: math.Inf(1)}
}

// RiskDiffLikelihood is that of the difference of two proportions.
//
// Source: Miettinen & Nurminen (1985), Statistics in Medicine 4, for the likeliest
// proportions.
func RiskDiffLikelihood(nc, xc, nt, xt int64) EffectLikelihood {
	raw := func(d float64) float64 {
		n0, x0, n1, x1 := float64(nc), float64(xc), float64(nt), float64(xt)
		if d < 0 {
			n0, x0, n1, x1, d = n1, x1, n0, x0, -d
		}
		p := likeliestDiff(n0, x0, n1, x1, d)
		return xlogy(x0, p) + xlogy(n0-x0, 1-p) + xlogy(x1, p+d) + xlogy(n1-x1, 1-p-d)
	}
	best := PropDiff(nc, xc, nt, xt)
	top := raw(best)
	return EffectLikelihood{Log: func(d float64) float64 { return math.Min(raw(d)-top, 0) }, Best: best, Lo: -1, Hi: 1}
}

// xlogy is x·ln y, 0 for x = 0; −Inf for y ≤ 0.
func xlogy(x, y float64) float64 {
	switch {
	case x <= 0:
		return 0
	case y <= 0:
		return math.Inf(-1)
	}
	return x * math.Log(y)
}

// ChanceAbove reads the likelihood alone, by its signed root: the chance that the
// effect exceeds x where nothing is believed beforehand, Φ(±√(−2 ln ℓ(x))).
func (l EffectLikelihood) ChanceAbove(x float64) float64 {
	if x <= l.Lo {
		return 1
	}
	z := math.Sqrt(-2 * l.Log(x))
	if x < l.Best {
		z = -z
	}
	return NormalSF(z)
}

// EffectPosterior is what a prior and a likelihood say about an effect against two
// values: 0 and enough.
type EffectPosterior struct {
	Better, Worse float64 // chances of an effect above and below 0
	Enough        float64 // of one above enough; NaN without it
	Loss          float64 // E max(−effect, 0)
}

// Posterior joins a likelihood with a normal prior of mean 0 and standard deviation
// sd, with no further factor: density ∝ φ(effect/sd)·ℓ(effect) between Lo and Hi, by
// Gauss–Legendre on panels that grow from the top of the posterior outwards and
// part at 0 and enough; about 10 digits, of small chances too. down says that an
// effect below 0 is the better one; enough is then that far below. NaN where sd is
// not above 0 or the likelihood is not defined.
func (l EffectLikelihood) Posterior(sd, enough float64, down bool) EffectPosterior {
	nan := math.NaN()
	out := EffectPosterior{nan, nan, nan, nan}
	cut := enough
	if down {
		cut = -enough
	}
	d, ok := l.density(sd, 0, cut)
	if !ok {
		return out
	}
	var above, below, beyond, gain, loss float64
	nothing := d.nothing(0, cut)
	for i := 1; i < len(d.edges); i++ {
		if nothing[i] {
			continue
		}
		d.each(d.edges[i-1], d.edges[i], func(e, w float64) {
			switch {
			case e > 0:
				above += w
				gain += w * e
			default:
				below += w
				loss -= w * e
			}
			if !down && e > cut || down && e < cut {
				beyond += w
			}
		})
	}
	total := above + below
	if down {
		above, below, loss = below, above, gain
	}
	out = EffectPosterior{Better: above / total, Worse: below / total, Enough: nan, Loss: loss / total}
	if !math.IsNaN(enough) {
		out.Enough = beyond / total
	}
	return out
}

// Beyond is the chance of Posterior's Enough alone, to about 10 digits after the point, for
// those who ask for it by the thousand: on panels that begin as wide as all of the top, and end where
// less than 1e-17 of the density at the top is left.
func (l EffectLikelihood) Beyond(sd, enough float64, down bool) float64 {
	d, lo, hi, width, ok := l.joined(sd)
	if !ok || math.IsNaN(enough) {
		return math.NaN()
	}
	cut := enough
	if down {
		cut = -enough
	}
	var above, below float64
	for _, side := range []float64{-1, 1} {
		for a, step := d.top, 2*width; ; step *= 1.3 {
			b := min(max(a+side*step, lo), hi)
			from, to := min(a, b), max(a, b)
			at := min(max(cut, from), to)
			below, above = below+d.mass(from, at), above+d.mass(at, to)
			if b <= lo || b >= hi || d.log(b) < d.best-40 {
				break
			}
			a = b
		}
	}
	if down {
		above, below = below, above
	}
	return above / (above + below)
}

// Quantiles are those of the posterior that Posterior reads, at the shares ps, each in 0 … 1
// and none below the one before it; NaN where that is not defined.
func (l EffectLikelihood) Quantiles(sd float64, ps ...float64) []float64 {
	out := make([]float64, len(ps))
	d, ok := l.density(sd, 0)
	if !ok {
		for i := range out {
			out[i] = math.NaN()
		}
		return out
	}
	mass := make([]float64, len(d.edges)) // up to each edge
	for i := 1; i < len(d.edges); i++ {
		mass[i] = mass[i-1] + d.mass(d.edges[i-1], d.edges[i])
	}
	at := 1
	for i, p := range ps {
		want := p * mass[len(mass)-1]
		for at < len(mass)-1 && mass[at] < want {
			at++
		}
		lo, hi := d.edges[at-1], d.edges[at]
		x := lo + (hi-lo)/2
		for range 60 { // Newton, halving where it would leave the panel
			over := mass[at-1] + d.mass(d.edges[at-1], x) - want
			if over > 0 {
				hi = x
			} else {
				lo = x
			}
			next := x - over/math.Exp(d.log(x)-d.best)
			if !(next > lo && next < hi) {
				next = lo + (hi-lo)/2
			}
			if step := math.Abs(next - x); step <= 1e-12*(math.Abs(x)+sd) {
				break
			}
			x = next
		}
		out[i] = x
	}
	return out
}

// effectDensity is a posterior up to a constant, on panels that are narrow where it bends.
type effectDensity struct {
	log   func(effect float64) float64
	best  float64 // its largest
	top   float64 // where that is
	edges []float64
}

// density joins the likelihood with the prior; panels also part at the cuts. ok is false
// where sd is not above 0 or the likelihood is not defined.
func (l EffectLikelihood) density(sd float64, cuts ...float64) (d effectDensity, ok bool) {
	d, lo, hi, width, ok := l.joined(sd)
	if !ok {
		return d, false
	}
	top := d.top
	// Panels: a third of the width at the top, growing with the distance, at most half a prior wide.
	d.edges = []float64{lo, hi, top}
	for _, side := range []float64{-1, 1} {
		for e, step := top, width/3; ; step = math.Min(step*1.3, sd/2) {
			if e += side * step; !(e > lo && e < hi) {
				break
			}
			d.edges = append(d.edges, e)
		}
	}
	for _, e := range cuts {
		if e > lo && e < hi {
			d.edges = append(d.edges, e)
		}
	}
	d.edges = Sorted(d.edges)
	return d, true
}

// joined is the density without panels, where it begins and ends, and how far from the top
// its logarithm has fallen by ½.
func (l EffectLikelihood) joined(sd float64) (d effectDensity, lo, hi, width float64, ok bool) {
	if !(sd > 0) || math.IsNaN(l.Best) || math.IsNaN(l.Log(l.Best)) {
		return d, 0, 0, 0, false
	}
	d.log = func(e float64) float64 { return l.Log(e) - e*e/(2*sd*sd) }
	// Between the prior's middle and the estimate lies the top; beyond 12 sd of the prior lies nothing.
	lo, hi = math.Max(l.Lo, -12*sd), math.Min(l.Hi, 12*sd)
	a, b := math.Max(math.Min(0, l.Best), lo), math.Min(math.Max(0, l.Best), hi)
	d.top = highest(d.log, a, b)
	d.best = d.log(d.top)
	return d, lo, hi, fallen(d.log, d.top, d.best, lo, hi, sd), true
}

// noMass is the logarithm of how many times less dense than where its stretch is densest a panel
// holds nothing: 1e-34 of the stretch's mass, and less.
const noMass = 80

// nothing says by panel, named by its upper edge, whether it adds nothing to the mass of its
// stretch between the top and the cuts. The density falls from the top outwards, so a stretch
// is densest where it begins.
func (d *effectDensity) nothing(cuts ...float64) []bool {
	out := make([]bool, len(d.edges))
	logs := make([]float64, len(d.edges))
	for i, e := range d.edges {
		logs[i] = d.log(e)
	}
	at, _ := slices.BinarySearch(d.edges, d.top)
	begin := d.best
	for i := at + 1; i < len(d.edges); i++ {
		if slices.Contains(cuts, d.edges[i-1]) {
			begin = logs[i-1]
		}
		out[i] = max(logs[i-1], logs[i]) < begin-noMass
	}
	begin = d.best
	for i := at; i > 0; i-- {
		if slices.Contains(cuts, d.edges[i]) {
			begin = logs[i]
		}
		out[i] = max(logs[i-1], logs[i]) < begin-noMass
	}
	return out
}

// each gives the nodes between a and b with the mass that each stands for.
func (d *effectDensity) each(a, b float64, do func(effect, mass float64)) {
	mid, half := (a+b)/2, (b-a)/2
	if !(half > 0) {
		return
	}
	for k, x := range gaussNodes {
		e := mid + half*x
		do(e, half*gaussWeights[k]*math.Exp(d.log(e)-d.best))
	}
}

// mass is what lies between a and b.
func (d *effectDensity) mass(a, b float64) (sum float64) {
	d.each(a, b, func(_, w float64) { sum += w })
	return sum
}

// highest is where a function that rises and then falls is largest on a … b; of
// more than one top, one that a grid of 40 shows.
func highest(f func(float64) float64, a, b float64) float64 {
	if !(b > a) {
		return a
	}
	at, best, step := a, math.Inf(-1), (b-a)/40
	for i := range 41 {
		if v := f(a + float64(i)*step); v > best {
			at, best = a+float64(i)*step, v
		}
	}
	lo, hi := math.Max(a, at-step), math.Min(b, at+step)
	const ratio = 0.6180339887498949
	x, y := hi-ratio*(hi-lo), lo+ratio*(hi-lo)
	fx, fy := f(x), f(y)
	for range 40 { // to 1e-8 of the grid's step, more than values near a top can tell
		if fx > fy {
			hi, y, fy = y, x, fx
			x = hi - ratio*(hi-lo)
			fx = f(x)
		} else {
			lo, x, fx = x, y, fy
			y = lo + ratio*(hi-lo)
			fy = f(y)
		}
	}
	return lo + (hi-lo)/2
}

// fallen is how far from the top, on the steeper side, the log has fallen by ½.
func fallen(f func(float64) float64, top, best, lo, hi, most float64) float64 {
	width := most
	for _, side := range []float64{-1, 1} {
		a, b := 0.0, most
		for range 60 {
			m := a + (b-a)/2
			if e := top + side*m; !(e > lo && e < hi) || f(e) < best-0.5 {
				b = m
			} else {
				a = m
			}
			if b-a < 0.05*b {
				break
			}
		}
		if e := top + side*b; e > lo && e < hi {
			width = math.Min(width, b)
		}
	}
	return width
}
