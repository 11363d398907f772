package stats

// Interaction holds three tests of whether a treatment works alike in every
// segment.
type Interaction struct {
	Effects, Variances []float64     // per segment, Welch
	Cochran            Heterogeneity // of those
	F, DF1, DF2        float64       // segment × treatment in least squares, equal variances
	FP                 Tail
	Wald               float64 // the same with White's HC0 errors, chi-square with DF1
	WaldP              Tail
}

// Interactions tests the segments' differences of means against one another.
// The F and Wald statistics of a saturated regression are Cochran's Q with the
// pooled variance s²(1/n_c+1/n_t), over DF1, and with the variances S/n². NaN
// unless every segment has two units in each arm, and two segments.
//
// Source: Cochran (1954); White (1980).
func Interactions(segments []Stratum) Interaction {
	var hc0, pooled []float64
	var out Interaction
	var rss, n float64
	for _, s := range segments {
		c, t := s.Control, s.Treatment
		out.Effects = append(out.Effects, c.Diff(t))
		out.Variances = append(out.Variances, c.Q()+t.Q())
		nc, nt := float64(c.N), float64(t.N)
		hc0 = append(hc0, c.Cross[0]/nc/nc+t.Cross[0]/nt/nt)
		pooled = append(pooled, 1/nc+1/nt)
		rss += c.Cross[0] + t.Cross[0]
		n += nc + nt
	}
	k := float64(len(segments))
	out.DF1, out.DF2 = k-1, n-2*k
	for i := range pooled {
		pooled[i] *= rss / out.DF2
	}
	out.Cochran = Cochran(out.Effects, out.Variances)
	wald := Cochran(out.Effects, hc0)
	out.Wald, out.WaldP = wald.Q, wald.P
	out.F = Cochran(out.Effects, pooled).Q / out.DF1
	_, l := FSF(out.F, out.DF1, out.DF2)
	out.FP = TailOf(l)
	return out
}
