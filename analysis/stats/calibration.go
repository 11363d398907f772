package stats

import (
	"math"
	"slices"
)

// Calibration is how a confidence goes with an outcome. What is undefined is NaN
// and Reason says why.
type Calibration struct {
	Bins []CalibrationBin // by rising confidence
	Rate float64          // share of rows with the outcome

	// Brier is the mean of (p−y)² = Reliability − Resolution + Uncertainty + Within,
	// exactly: how far the bins' rates are from their confidence, how far from each
	// other, what an always-equal confidence would cost, and what is left inside the
	// bins. NaN, as ECE, when a confidence lies outside 0…1.
	Brier, Reliability, Resolution, Uncertainty, Within float64
	ECE                                                 float64 // Σ n_b/n·|rate − confidence|

	AUC, AUCSE float64 // chance that a row with the outcome has the higher confidence, ties half; clustered
	Rows       int64
	Clusters   int64 // those with rows
	// ReasonNotFinite: all is NaN; ReasonOneOutcome, ReasonConstant: no AUC; ReasonOneCluster: no errors
	Reason string
}

// CalibrationBin is one point of the reliability curve.
type CalibrationBin struct {
	Low, High  float64 // the least and the largest confidence in it
	Confidence float64 // their mean
	Rate       float64
	SE         float64 // of Rate, clustered; NaN when all rows are of one cluster
	Rows       int64
	Clusters   int64
}

// Calibrate compares a confidence with an outcome. Rows are sorted by confidence
// into at most the given number of bins of about equal count; equal confidences
// are never parted: all go where the middle one of them belongs, so bins do not
// depend on the order of rows. Cluster g (a user) is the rows first[g] …
// first[g+1]−1.
//
// The error of a bin's rate r is √(G/(G−1) Σ_g (Σ(y−r))²)/n over its G clusters.
// That of the AUC sums by cluster the placements: of a row with the outcome, the
// share of rows without it that lie below; of a row without it, the share of the
// others above:
//
//	Var = G/(G−1)·Σ_g [Σ_{y=1}(V_i − AUC)/n₁ + Σ_{y=0}(V_j − AUC)/n₀]²
//
// Confidence has no resolution when rates do not differ between bins: no threshold
// helps. Resolution with poor reliability is a wrong scale only.
//
// Source: Murphy (1973), Journal of Applied Meteorology 12; the part within bins:
// Stephenson, Coelho & Jolliffe (2008), Weather and Forecasting 23; the clustered
// AUC: Obuchowski (1997), Biometrics 53; ECE: Naeini, Cooper & Hauskrecht (2015).
func Calibrate(confidence []float64, outcome []bool, first []int32, bins int) Calibration {
	nan := math.NaN()
	c := Calibration{Rate: nan, Brier: nan, Reliability: nan, Resolution: nan, Uncertainty: nan, Within: nan, ECE: nan,
		AUC: nan, AUCSE: nan}
	order, cluster := rowsByCluster(first)
	c.Rows = int64(len(order))
	for g := 0; g+1 < len(first); g++ {
		if first[g+1] > first[g] {
			c.Clusters++
		}
	}
	for _, i := range order {
		if v := confidence[i]; math.IsNaN(v) || math.IsInf(v, 0) {
			c.Reason = ReasonNotFinite
			return c
		}
	}
	if c.Rows == 0 {
		c.Reason = ReasonOneOutcome
		return c
	}
	start := first[0]
	at := ascending(confidence[start : start+int32(len(order))])
	for i := range at {
		order[i] = start + at[i]
	}
	groups := tieGroups(order, confidence)
	s := scoredRows{confidence, outcome, order, cluster, start, len(first) - 1}
	events := int64(0)
	for _, i := range order {
		if outcome[i] {
			events++
		}
	}
	c.Rate = float64(events) / float64(c.Rows)
	c.bins(s, groups, max(bins, 1))
	c.scores(s)
	switch {
	case events == 0 || events == c.Rows:
		c.Reason = ReasonOneOutcome
	case len(groups) == 2:
		c.Reason = ReasonConstant
	default:
		c.auc(s, groups, float64(events))
		if c.Clusters < 2 {
			c.Reason = ReasonOneCluster
		}
	}
	return c
}

// scoredRows is rows in order of confidence.
type scoredRows struct {
	confidence []float64
	outcome    []bool
	order      []int32
	cluster    []int32 // of row start + i
	start      int32
	clusters   int
}

// rowsByCluster lists the rows of all clusters and each row's cluster.
func rowsByCluster(first []int32) (rows, cluster []int32) {
	for g := 0; g+1 < len(first); g++ {
		for i := first[g]; i < first[g+1]; i++ {
			rows, cluster = append(rows, i), append(cluster, int32(g))
		}
	}
	return rows, cluster
}

// tieGroups are the offsets where a new value begins in order, and its length.
func tieGroups(order []int32, value []float64) []int {
	var out []int
	for at := range order {
		if at == 0 || value[order[at]] != value[order[at-1]] {
			out = append(out, at)
		}
	}
	return append(out, len(order))
}

// bins fills Bins, each one or more groups of equal confidence.
func (c *Calibration) bins(s scoredRows, groups []int, bins int) {
	n := len(s.order)
	binOf := func(g int) int { return bins * (groups[g] + groups[g+1] - 1) / (2 * n) }
	residual := make([]float64, s.clusters)
	for g := 0; g+1 < len(groups); {
		next := g + 1
		for next+1 < len(groups) && binOf(next) == binOf(g) {
			next++
		}
		rows := s.order[groups[g]:groups[next]]
		b := CalibrationBin{Low: s.confidence[rows[0]], High: s.confidence[rows[len(rows)-1]], Rows: int64(len(rows)),
			SE: math.NaN()}
		sum, events := 0.0, 0
		for _, i := range rows {
			sum += s.confidence[i] - b.Low
			if s.outcome[i] {
				events++
			}
		}
		b.Confidence, b.Rate = b.Low+sum/float64(len(rows)), float64(events)/float64(len(rows))
		clusters := make([]int32, 0, len(rows))
		for _, i := range rows {
			clusters = append(clusters, s.cluster[i-s.start])
		}
		slices.Sort(clusters)
		clusters = slices.Compact(clusters)
		for _, i := range rows {
			residual[s.cluster[i-s.start]] += indicator(s.outcome[i]) - b.Rate
		}
		square := 0.0
		for _, k := range clusters {
			square += residual[k] * residual[k]
			residual[k] = 0
		}
		if b.Clusters = int64(len(clusters)); b.Clusters > 1 {
			g := float64(b.Clusters)
			b.SE = math.Sqrt(square*g/(g-1)) / float64(b.Rows)
		}
		c.Bins = append(c.Bins, b)
		g = next
	}
}

func indicator(v bool) float64 {
	if v {
		return 1
	}
	return 0
}

// scores fills the Brier score with its parts, and the ECE.
func (c *Calibration) scores(s scoredRows) {
	n := float64(len(s.order))
	if s.confidence[s.order[0]] < 0 || s.confidence[s.order[len(s.order)-1]] > 1 {
		return
	}
	c.Brier, c.Reliability, c.Resolution, c.Within, c.ECE = 0, 0, 0, 0, 0
	c.Uncertainty = c.Rate * (1 - c.Rate)
	at := 0
	for _, b := range c.Bins {
		share := float64(b.Rows) / n
		c.Reliability += share * (b.Confidence - b.Rate) * (b.Confidence - b.Rate)
		c.Resolution += share * (b.Rate - c.Rate) * (b.Rate - c.Rate)
		c.ECE += share * math.Abs(b.Confidence-b.Rate)
		for range b.Rows {
			i := s.order[at]
			p, y := s.confidence[i], indicator(s.outcome[i])
			c.Brier += (p - y) * (p - y) / n
			d := p - b.Confidence
			c.Within += d * (d - 2*(y-b.Rate)) / n
			at++
		}
	}
}

// auc fills the AUC and its clustered error.
func (c *Calibration) auc(s scoredRows, groups []int, events float64) {
	others := float64(len(s.order)) - events
	below := [2]float64{}                   // rows without and with the outcome under this group
	placed := make([]float64, len(s.order)) // by place in order
	influence := make([]float64, s.clusters)
	c.AUC = 0
	for g := 0; g+1 < len(groups); g++ {
		rows := s.order[groups[g]:groups[g+1]]
		yes := 0.0
		for _, i := range rows {
			yes += indicator(s.outcome[i])
		}
		no := float64(len(rows)) - yes
		for at, i := range rows {
			if s.outcome[i] {
				placed[groups[g]+at] = (below[0] + no/2) / others
			} else {
				placed[groups[g]+at] = (events - below[1] - yes/2) / events
			}
		}
		c.AUC += yes * (below[0] + no/2)
		below[0], below[1] = below[0]+no, below[1]+yes
	}
	c.AUC /= events * others
	if c.Clusters < 2 {
		return
	}
	for at, i := range s.order {
		k := s.cluster[i-s.start]
		if s.outcome[i] {
			influence[k] += (placed[at] - c.AUC) / events
		} else {
			influence[k] += (placed[at] - c.AUC) / others
		}
	}
	square := 0.0
	for _, v := range influence {
		square += v * v
	}
	g := float64(c.Clusters)
	c.AUCSE = math.Sqrt(square * g / (g - 1))
}
