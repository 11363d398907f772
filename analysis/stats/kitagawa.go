package stats

import "math"

// RateSplit is the split of a change in an overall rate into what changed within cells and what
// changed in their mix.
type RateSplit struct {
	Total, Rate, Composition      float64
	RateByCell, CompositionByCell []float64
	// composition by cell with rates taken from the pooled one: the same sum, signs that read
	CentredByCell []float64
	// the three-fold form: control's weights and rates, and the interaction
	ThreeRate, ThreeMix, ThreeTogether float64
}

// Kitagawa splits Σ w_t r_t − Σ w_c r_c over cells with counts n and rates r,
// w = n/Σn, exactly:
//
//	rate = Σ ½(w_c+w_t)(r_t − r_c),  composition = Σ ½(r_c+r_t)(w_t − w_c)
//
// and in three parts Σ w_c Δr, Σ r_c Δw, Σ Δw Δr. A cell that is empty in one arm
// has no rate there; the value given enters with its averaged weight, so drop
// such cells, or say so. A cell's part of the composition depends on the zero of
// rates; centred, (w_t − w_c)(½(r_c+r_t) − r̄) with r̄ = Σ ½(w_c+w_t)·½(r_c+r_t). NaN when an arm is empty.
//
// Source: Kitagawa (1955), Components of a difference between two rates, JASA 50.
func Kitagawa(nc, rc, nt, rt []float64) RateSplit {
	var sumC, sumT float64
	for i := range nc {
		sumC += nc[i]
		sumT += nt[i]
	}
	var s RateSplit
	if !(sumC > 0 && sumT > 0) {
		nan := math.NaN()
		return RateSplit{Total: nan, Rate: nan, Composition: nan, ThreeRate: nan, ThreeMix: nan, ThreeTogether: nan}
	}
	pooled := 0.0
	for i := range nc {
		wc, wt := nc[i]/sumC, nt[i]/sumT
		dw, dr := wt-wc, rt[i]-rc[i]
		rate, mix := (wc+wt)/2*dr, (rc[i]+rt[i])/2*dw
		s.RateByCell, s.CompositionByCell = append(s.RateByCell, rate), append(s.CompositionByCell, mix)
		s.Rate += rate
		s.Composition += mix
		s.ThreeRate += wc * dr
		s.ThreeMix += rc[i] * dw
		s.ThreeTogether += dw * dr
		s.Total += rate + mix
		pooled += (wc + wt) / 2 * (rc[i] + rt[i]) / 2
	}
	for i := range nc {
		s.CentredByCell = append(s.CentredByCell, (nt[i]/sumT-nc[i]/sumC)*((rc[i]+rt[i])/2-pooled))
	}
	return s
}
