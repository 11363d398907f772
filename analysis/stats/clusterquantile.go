package stats

import (
	"math"
	"math/bits"
	"slices"
	"sort"
)

// OrderBounds is what a sample quantile has beside its value: the values that it
// is read from, and its interval.
type OrderBounds struct {
	N      int64   // events
	Lo, Hi float64 // two-sided interval at alpha
	Plain  float64 // the type-7 quantile, which with many ties can only move by whole steps
	// Cluster is the variance of the share of events up to the quantile, clustered
	// by unit, over that of independent events.
	Cluster float64
	Why     string // why there is no error, "" where there is

	values []float64 // as given
	unit   []int32
	units  int
	sorted []float64
	level  float64
	q, df  float64 // of the share of values up to the quantile
}

// ClusterQuantile makes a sample of the quantile at level (0–1) of the values,
// value i being of unit[i] in 0 … units−1. Ties stand together at their mid rank:
// the quantile is linear between the mid ranks of neighbouring values at level ×
// (n−1), which without ties is type 7. Its interval is Woodruff's: with u a value's
// part up to the quantile (1 below, ½ of those at it, linear between), the share
// of u has the variance v of a ratio over units, and the bounds are the quantiles
// at level ± crit·√v; a fourth of the squared width over 1.96² is its squared
// standard error:
//
//	v = Var(Σ_u b_u/Σ_u n_u),  b_u the sum of u over a unit's n_u values
//	se = (X(level + 1.96√v) − X(level − 1.96√v))/(2·1.96)
//
// v is that of leaving one unit out (CR3) with Satterthwaite's degrees of freedom
// below FewUnits effective units, (Σn)²/Σn², the delta method's otherwise. The
// sample's N is units, so that methods for means apply. Without an error
// (Order.Why): fewer than 2 units, one value that all share, bounds beyond the
// smallest or largest value where few share that.
//
// Source: Woodruff (1952), JASA 47; Ma, Genton & Parzen (2011), Annals of the
// Institute of Statistical Mathematics 63, for the mid-distribution quantile;
// Deng, Knoblich & Lu (2018), KDD, section 4.
func ClusterQuantile(values []float64, unit []int32, units int, level, alpha float64) Sample {
	nan := math.NaN()
	o := &OrderBounds{N: int64(len(values)), Lo: nan, Hi: nan, Plain: nan, Cluster: nan, values: values, unit: unit,
		units: units, level: level, q: nan, df: nan}
	o.sorted = values
	if !slices.IsSorted(values) {
		o.sorted = Sorted(values)
	}
	o.Plain = Quantile(o.sorted, level, 7)
	value, tie := o.at(level)
	s := FromMoments(int64(units), value, nan)
	s.Numerator, s.Denominator = nan, float64(len(values))
	s.Order = o
	if units < 2 {
		o.Why = "fewer than 2 units have a value"
		return s
	}
	share := o.share(tie)
	s.Effective = share.Effective
	o.q, o.df = share.Q(), float64(units-1)
	if l := share.LeftOut; l != nil {
		o.q, o.df = l.Q, l.DF(LeaveOneOut{})
	}
	o.Cluster = share.Q() * float64(len(values)) / (level * (1 - level))
	z := NormalISF(0.025)
	lo, hi, ok := o.Bounds(z)
	switch {
	case o.sorted[0] == o.sorted[len(o.sorted)-1]:
		o.Why = "all its values are the same"
		return s
	case !ok:
		o.Why = "too few values lie beyond it to bound it"
		return s
	case !(hi > lo):
		o.Why = "its bounds fell on one value, which many share"
		return s
	}
	if lo, hi, ok := o.Bounds(StudentISF(alpha/2, o.df)); ok {
		o.Lo, o.Hi = lo, hi
	}
	se := (hi - lo) / (2 * z)
	s.Cross[0] = se * se * float64(units) * float64(units-1)
	return s
}

// Bounds returns the quantiles at level ± crit·√v; ok is false where one of them
// lies beyond all values.
func (o *OrderBounds) Bounds(crit float64) (lo, hi float64, ok bool) {
	half := crit * math.Sqrt(o.q)
	a, b := o.level-half, o.level+half
	if !(a >= 0 && b <= 1) {
		return math.NaN(), math.NaN(), false
	}
	n := len(o.sorted)
	lo, low := o.at(a)
	hi, high := o.at(b)
	// Beyond the mid rank of the least or the largest value that value bounds, if
	// enough share it to say that nothing lies further out.
	if low.before && o.count(o.sorted[0]) < manyShare || high.beyond && o.count(o.sorted[n-1]) < manyShare {
		return math.NaN(), math.NaN(), false
	}
	return lo, hi, true
}

// manyShare is how many equal values at an end are taken for the end of a scale.
const manyShare = 10

// tie is where a quantile lies: between two neighbouring values, or at one.
type tie struct {
	below, above   float64
	part           int64 // how far from below to above, in 1024ths
	before, beyond bool  // further out than the mid rank of the least or largest value
}

// at returns the quantile at p with its neighbours.
func (o *OrderBounds) at(p float64) (float64, tie) {
	n := len(o.sorted)
	if n == 0 || math.IsNaN(p) {
		return math.NaN(), tie{below: math.NaN(), above: math.NaN()}
	}
	h := p * float64(n-1)
	slack := 4e-16 * math.Max(1, math.Abs(h))
	j := min(max(int(math.Floor(h+slack)), 0), n-1)
	v := o.sorted[j]
	first, last := o.group(v)
	mid := float64(first+last) / 2
	w, step := v, h-mid
	switch {
	case math.Abs(step) <= slack:
		return v, tie{below: v, above: v}
	case step < 0 && first == 0:
		return v, tie{below: v, above: v, before: true}
	case step > 0 && last == n-1:
		return v, tie{below: v, above: v, beyond: true}
	case step < 0:
		v = o.sorted[first-1]
		f, l := o.group(v)
		step, mid = h-float64(f+l)/2, mid-float64(f+l)/2
	default:
		w = o.sorted[last+1]
		f, l := o.group(w)
		mid = float64(f+l)/2 - mid
	}
	g := step / mid
	return v + g*(w-v), tie{below: v, above: w, part: int64(math.Round(g * 1024))}
}

// group returns the first and last place of the values equal to v.
func (o *OrderBounds) group(v float64) (first, last int) {
	first = sort.SearchFloat64s(o.sorted, v)
	return first, sort.Search(len(o.sorted)-first, func(i int) bool { return o.sorted[first+i] > v }) + first - 1
}

func (o *OrderBounds) count(v float64) int {
	first, last := o.group(v)
	return last - first + 1
}

// share is the sample of the share of values up to t, over units: whole for
// values below, half of those at t.
func (o *OrderBounds) share(t tie) Sample {
	up, all := make([]int64, o.units), make([]int64, o.units)
	for i, v := range o.values {
		u := o.unit[i]
		all[u]++
		switch {
		case v < t.below:
			up[u] += 2048
		case v > t.above:
		case v == t.below && v == t.above:
			up[u] += 1024
		case v == t.below:
			up[u] += 1024 + t.part
		default:
			up[u] += t.part
		}
	}
	sums := pairSums(up, all)
	sums.Den[0].SetInt64(2048)
	s := sums.Ratio()
	if s.Effective < FewUnits {
		l := NewLeaveOneOut(up, all, 1./2048)
		s.LeftOut = &l
	}
	return s
}

// TieTest is what two arms' quantiles are compared at.
type TieTest struct {
	Value     float64 // θ, the type-1 quantile of both arms' values together
	Share     float64 // of both arms' values that equal θ
	Step      float64 // from θ to the nearer of its neighbours; NaN where all values are θ
	Control   Sample  // of the share of values up to θ: whole for values below θ, half of those at it
	Treatment Sample
}

// CompareTies takes two samples of ClusterQuantile: where the quantiles are the
// same, the two shares are, however many values are equal.
func CompareTies(c, t Sample) TieTest {
	a, b := c.Order, t.Order
	n := len(a.sorted) + len(b.sorted)
	rank := int(math.Max(1, math.Ceil(a.level*float64(n)-4e-16*float64(n))))
	upTo := func(o *OrderBounds, v float64) int { _, last := o.group(v); return last + 1 }
	// the least value with rank values up to it, of either arm
	theta := math.Inf(1)
	for _, o := range []*OrderBounds{a, b} {
		i := sort.Search(len(o.sorted), func(i int) bool { return upTo(a, o.sorted[i])+upTo(b, o.sorted[i]) >= rank })
		if i < len(o.sorted) {
			theta = math.Min(theta, o.sorted[i])
		}
	}
	out := TieTest{Value: theta, Step: math.NaN()}
	same := 0
	for _, o := range []*OrderBounds{a, b} {
		first, last := o.group(theta)
		same += last - first + 1
		for _, i := range []int{first - 1, last + 1} {
			if i >= 0 && i < len(o.sorted) {
				if step := math.Abs(o.sorted[i] - theta); !(step >= out.Step) {
					out.Step = step
				}
			}
		}
	}
	out.Share = float64(same) / float64(n)
	at := tie{below: theta, above: theta}
	out.Control, out.Treatment = a.share(at), b.share(at)
	return out
}

// pairSums are the exact sums of two columns of whole numbers.
func pairSums(y, x []int64) Sums {
	s := Sums{N: int64(len(y)), Sum: bigs(2), Cross: bigs(3), Den: bigs(2)}
	var sy, sx int64
	var hi, lo [3]uint64 // squares of counts need more than 64 bits
	add := func(i int, a, b int64) {
		h, l := bits.Mul64(uint64(a), uint64(b))
		var carry uint64
		lo[i], carry = bits.Add64(lo[i], l, 0)
		hi[i], _ = bits.Add64(hi[i], h, carry)
	}
	for i, b := range y {
		a := x[i]
		sy, sx = sy+b, sx+a
		add(0, b, b)
		add(1, b, a)
		add(2, a, a)
	}
	s.Sum[0].SetInt64(sy)
	s.Sum[1].SetInt64(sx)
	for i := range hi {
		s.Cross[i].SetUint64(hi[i])
		s.Cross[i].Lsh(s.Cross[i], 64)
		s.Cross[i].Or(s.Cross[i], bigs(1)[0].SetUint64(lo[i]))
	}
	s.Den[0].SetInt64(1)
	s.Den[1].SetInt64(1)
	return s
}
