package stats

import (
	"math"
	"math/big"
)

// Anova is a one-way analysis of variance.
type Anova struct {
	DFBetween, DFWithin float64
	SSBetween, SSWithin float64
	F                   float64
	P                   Tail
	RSquared            float64 // SSBetween over the total
	ResidualSD          float64 // √(SSWithin/DFWithin)
}

// OneWay analyses the variance of y between groups 0 … k−1 and within them, in
// exact arithmetic up to the last division. F, P and RSquared are NaN when
// nothing varies within, or at all; everything is when there are fewer than two
// groups, an empty one or no more values than groups.
//
// Source: Fisher (1925), Statistical Methods for Research Workers, section 40.
func OneWay(y Exact, group []int, k int) Anova {
	nan := math.NaN()
	a := Anova{nan, nan, nan, nan, nan, TailOf(nan), nan, nan}
	n := len(y.Int)
	if k < 2 || n <= k || len(group) != n {
		return a
	}
	sums, sizes := bigs(k), make([]int64, k)
	squares, p := new(big.Int), new(big.Int)
	for i, v := range y.Int {
		sums[group[i]].Add(sums[group[i]], v)
		sizes[group[i]]++
		squares.Add(squares, p.Mul(v, v))
	}
	between, total := new(big.Rat), new(big.Int)
	for g, s := range sums {
		if sizes[g] == 0 {
			return a
		}
		total.Add(total, s)
		between.Add(between, new(big.Rat).SetFrac(new(big.Int).Mul(s, s), big.NewInt(sizes[g])))
	}
	within := new(big.Rat).SetInt(squares)
	within.Sub(within, between)
	between.Sub(between, new(big.Rat).SetFrac(new(big.Int).Mul(total, total), big.NewInt(int64(n))))
	unit := new(big.Int).Mul(y.Den, y.Den) // in squares of y
	value := func(r *big.Rat) float64 {
		v, _ := quo(r.Num(), new(big.Int).Mul(r.Denom(), unit))
		return v
	}
	a.DFBetween, a.DFWithin = float64(k-1), float64(n-k)
	a.SSBetween, a.SSWithin = value(between), value(within)
	a.ResidualSD = math.Sqrt(a.SSWithin / a.DFWithin)
	if all := new(big.Rat).Add(between, within); all.Sign() > 0 {
		a.RSquared, _ = new(big.Rat).Quo(between, all).Float64()
	}
	if within.Sign() > 0 {
		f := new(big.Rat).Quo(between, within)
		f.Mul(f, big.NewRat(int64(n-k), int64(k-1)))
		a.F, _ = f.Float64()
		_, l := FSF(a.F, a.DFBetween, a.DFWithin)
		a.P = TailOf(l)
	}
	return a
}
