package stats

import (
	"math"
	"sort"
)

// Ranks returns the mid-ranks of the values (from 1; ties share the mean of
// their ranks) and Σ(t³−t) over groups of t tied values.
func Ranks(x []float64) (ranks []float64, ties float64) {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool { return x[order[a]] < x[order[b]] })
	ranks = make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			ranks[k] = float64(i+1+j) / 2
		}
		t := float64(j - i)
		ties += t * (t - 1) * (t + 1)
		i = j
	}
	return ranks, ties
}

// RankTest compares two samples by how often a treatment value exceeds a control
// value.
type RankTest struct {
	U           float64 // pairs in which treatment is larger, ties counting ½
	Superiority float64 // U over the number of pairs: P(Y > X) + ½ P(Y = X)
	P           Tail    // two-sided normal approximation, corrected for ties and continuity
	Exact       Tail    // two-sided exact p; NaN with ties or too many pairs
	// BrunnerMunzel is the test of Superiority against ½ without equal variances:
	// Estimate is Superiority − ½. Undefined when the samples do not overlap.
	BrunnerMunzel Test
}

// exactPairs is the number of pairs up to which the exact distribution of U is computed.
const exactPairs = 4096

// MannWhitney compares treatment with control by ranks. It tests whether one is
// larger more often, not whether means differ. NaN for an empty sample, P also
// when all values are equal.
//
// Source: Mann & Whitney (1947), Annals of Mathematical Statistics 18; Brunner &
// Munzel (2000), Biometrical Journal 42.
func MannWhitney(control, treatment []float64) RankTest {
	nan := math.NaN()
	out := RankTest{nan, nan, TailOf(nan), TailOf(nan), Test{nan, nan, nan}}
	if len(control) == 0 || len(treatment) == 0 {
		return out
	}
	nc, nt := float64(len(control)), float64(len(treatment))
	all, ties := Ranks(append(append([]float64{}, control...), treatment...))
	sum := 0.0
	for _, r := range all[len(control):] {
		sum += r
	}
	n := nc + nt
	out.U = sum - nt*(nt+1)/2
	out.Superiority = out.U / (nc * nt)
	d := out.U - nc*nt/2
	if v := nc * nt / 12 * (n + 1 - ties/(n*(n-1))); v > 0 {
		out.P = TwoSided(NormalLogSF(math.Max(math.Abs(d)-0.5, 0) / math.Sqrt(v)))
		if d == 0 {
			out.P = Tail{1, 0}
		}
	}
	if ties == 0 && nc*nt <= exactPairs {
		out.Exact = exactU(len(control), len(treatment), out.U)
	}
	out.BrunnerMunzel = brunnerMunzel(control, treatment, all)
	return out
}

// exactU is the two-sided p of U without ties: twice the smaller tail.
func exactU(m, n int, u float64) Tail {
	// chances of each value of U for (i, j) values, by which sample holds the largest
	rows := make([][]float64, n+1)
	for j := range rows {
		rows[j] = []float64{1}
	}
	for i := 1; i <= m; i++ {
		for j := 1; j <= n; j++ {
			next := make([]float64, i*j+1)
			a := float64(j) / float64(i+j)
			for k, p := range rows[j-1] { // the largest is of the second sample: it beats i
				next[k+i] += a * p
			}
			for k, p := range rows[j] { // of the first
				next[k] += (1 - a) * p
			}
			rows[j] = next
		}
	}
	p := rows[n]
	low, high := 0.0, 0.0
	for k, v := range p {
		if float64(k) <= u {
			low += v
		}
	}
	for k := len(p) - 1; k >= 0 && float64(k) >= u; k-- {
		high += p[k]
	}
	return TailOf(math.Min(0, math.Log(2*math.Min(low, high))))
}

func brunnerMunzel(control, treatment, all []float64) Test {
	nc, nt := float64(len(control)), float64(len(treatment))
	part := func(x, ranks []float64) (mean, v float64) {
		own, _ := Ranks(x)
		n := float64(len(x))
		for _, r := range ranks {
			mean += r / n
		}
		for i, r := range ranks {
			d := r - own[i] - mean + (n+1)/2
			v += d * d
		}
		return mean, v / (n - 1)
	}
	mc, vc := part(control, all[:len(control)])
	mt, vt := part(treatment, all[len(control):])
	a, b := nc*vc, nt*vt
	if !(a+b > 0) || nc < 2 || nt < 2 {
		return Test{(mt - mc) / (nc + nt), math.NaN(), math.NaN()}
	}
	df := (a + b) * (a + b) / (a*a/(nc-1) + b*b/(nt-1))
	scale := nc + nt
	return Test{(mt - mc) / scale, math.Sqrt(a+b) / (nc * nt), df}
}

// SignedRank returns Wilcoxon's V, the sum of the ranks of |differences| of those
// above 0 (zeros left out), and the two-sided p of its normal approximation with
// corrections for ties and continuity; NaN p when no difference is left.
//
// Source: Wilcoxon (1945), Biometrics Bulletin 1.
func SignedRank(differences []float64) (v float64, p Tail) {
	var size []float64
	var up []bool
	for _, d := range differences {
		if d != 0 {
			size, up = append(size, math.Abs(d)), append(up, d > 0)
		}
	}
	ranks, ties := Ranks(size)
	for i, r := range ranks {
		if up[i] {
			v += r
		}
	}
	n := float64(len(size))
	d := v - n*(n+1)/4
	s := math.Sqrt(n*(n+1)*(2*n+1)/24 - ties/48)
	switch {
	case !(s > 0):
		return v, TailOf(math.NaN())
	case d == 0:
		return v, Tail{1, 0}
	}
	return v, TwoSided(NormalLogSF(math.Max(math.Abs(d)-0.5, 0) / s))
}
