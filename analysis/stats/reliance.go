package stats

import "math"

// RelianceCounts are one user's suggestions by what was done with them and whether
// they were good.
type RelianceCounts struct {
	UsedGood, UsedBad, UnusedGood, UnusedBad int64
}

// ClusteredShare is a ratio of sums over users, with its error; NaN where no user
// has what it is a share of, the error also where only one has.
type ClusteredShare struct {
	Value, SE float64
	Of        int64 // suggestions below the line
	Users     int64 // users with some of them
}

// RelianceShares say whether people used what was good and left what was not.
type RelianceShares struct {
	Under     ClusteredShare // not used, of the good
	Over      ClusteredShare // used, of the bad
	NonUse    ClusteredShare // not used, of the bad: appropriate non-use, 1 − Over
	Deserved  ClusteredShare // bad, of those not used: how much of the ignoring was right
	GoodShare ClusteredShare // good, of all
	LeftGood  ClusteredShare // good and not used, of all
}

// Reliance gives the shares a/b of sums over users with the errors of ratios of
// sums: √(G/(G−1) Σ_u (a_u − R·b_u)²)/Σ b over the G users with b > 0.
//
// Source: Schemmer, Kühl, Benz, Bartos & Satzger (2023), Appropriate reliance on
// AI advice, IUI; the ratio's error: Cochran (1977), Sampling techniques, 6.4.
func Reliance(users []RelianceCounts) RelianceShares {
	share := func(part func(c RelianceCounts) (a, b int64)) ClusteredShare {
		var a, b, g int64
		for _, u := range users {
			x, n := part(u)
			a, b = a+x, b+n
			if n > 0 {
				g++
			}
		}
		s := ClusteredShare{math.NaN(), math.NaN(), b, g}
		if b == 0 {
			return s
		}
		s.Value = float64(a) / float64(b)
		if g < 2 {
			return s
		}
		square := 0.0
		for _, u := range users {
			x, n := part(u)
			e := float64(x) - s.Value*float64(n)
			square += e * e
		}
		s.SE = math.Sqrt(square*float64(g)/float64(g-1)) / float64(b)
		return s
	}
	return RelianceShares{
		Under:    share(func(c RelianceCounts) (a, b int64) { return c.UnusedGood, c.UnusedGood + c.UsedGood }),
		Over:     share(func(c RelianceCounts) (a, b int64) { return c.UsedBad, c.UsedBad + c.UnusedBad }),
		NonUse:   share(func(c RelianceCounts) (a, b int64) { return c.UnusedBad, c.UsedBad + c.UnusedBad }),
		Deserved: share(func(c RelianceCounts) (a, b int64) { return c.UnusedBad, c.UnusedGood + c.UnusedBad }),
		GoodShare: share(func(c RelianceCounts) (a, b int64) {
			return c.UsedGood + c.UnusedGood, c.UsedGood + c.UnusedGood + c.UsedBad + c.UnusedBad
		}),
		LeftGood: share(func(c RelianceCounts) (a, b int64) {
			return c.UnusedGood, c.UsedGood + c.UnusedGood + c.UsedBad + c.UnusedBad
		}),
	}
}

// RelianceBounds bound the share of suggestions that were good and yet ignored,
// from the ignored share I and the share B that is not good, known apart (an
// evaluation of the same population): max(0, I − B) … min(I, 1 − B). No
// assumption of how the two go together; NaN when one is no share.
//
// Source: Fréchet (1935), Fundamenta Mathematicae 25.
func RelianceBounds(ignored, notGood float64) (lo, hi float64) {
	if !(ignored >= 0 && ignored <= 1 && notGood >= 0 && notGood <= 1) {
		return math.NaN(), math.NaN()
	}
	return math.Max(0, ignored-notGood), math.Min(ignored, 1-notGood)
}
