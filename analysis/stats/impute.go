package stats

import "math/big"

// Impute gives the units whose covariates are missing the covariates' mean over
// all units of all arms that have them, exactly: with are each arm's sums over
// units with covariates, whose last components these are, without the sums of
// the other components over units without; Den is the same in all. Nobody is dropped, so the arms stay
// as they were assigned; imputed units add nothing to the slope. Where no unit
// has covariates they are 0 for all.
//
// Source: Zhao & Ding (2024), To adjust or not to adjust?, JASA 119, single
// imputation.
func Impute(with, without []Sums) []Sums {
	k := 0
	if len(with) > 0 {
		k = len(without[0].Sum)
	}
	n := new(big.Int)
	total := make([]*big.Int, len(with[0].Sum)-k) // Σ of each covariate over all arms
	for i := range total {
		total[i] = new(big.Int)
	}
	for _, s := range with {
		n.Add(n, big.NewInt(s.N))
		for i := range total {
			total[i].Add(total[i], s.Sum[k+i])
		}
	}
	if n.Sign() == 0 {
		n.SetInt64(1)
	}
	// A covariate's mean is total/n: its components are counted in n-ths.
	out := make([]Sums, len(with))
	mul := func(a, b *big.Int) *big.Int { return new(big.Int).Mul(a, b) }
	scale := func(i int, v *big.Int) *big.Int {
		if i >= k {
			return mul(v, n)
		}
		return v
	}
	for a, s := range with {
		o := without[a]
		m := big.NewInt(o.N)
		r := Sums{N: s.N + o.N}
		for i := range s.Sum {
			v, den := new(big.Int).Set(scale(i, s.Sum[i])), s.Den[i]
			if i < k {
				v.Add(v, o.Sum[i])
			} else {
				v.Add(v, mul(m, total[i-k]))
				den = mul(den, n)
			}
			r.Sum, r.Den = append(r.Sum, v), append(r.Den, den)
		}
		for i := range s.Sum {
			for j := i; j < len(s.Sum); j++ {
				v := new(big.Int).Set(scale(i, scale(j, s.Cross[s.at(i, j)])))
				switch {
				case j < k:
					v.Add(v, o.Cross[o.at(i, j)])
				case i < k:
					v.Add(v, mul(o.Sum[i], total[j-k]))
				default:
					v.Add(v, mul(m, mul(total[i-k], total[j-k])))
				}
				r.Cross = append(r.Cross, v)
			}
		}
		out[a] = r
	}
	return out
}
