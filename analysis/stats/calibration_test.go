package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// scikit-learn 1.9: roc_auc_score, brier_score_loss, calibration_curve with
// strategy quantile (131 rows a bin, no ties).
func TestCalibrateAgreesWithScikitLearn(t *testing.T) {
	y, x, first := strataOf()
	confidence, rounded := make([]float64, len(y)), make([]float64, len(y))
	for i, v := range x[0] {
		confidence[i] = v / 2
		rounded[i] = math.RoundToEven(v/2*10) / 10
	}
	c := Calibrate(confidence, y, first, 3)
	sameList(t, "AUC, Brier", []float64{c.AUC, c.Brier}, []float64{0.6295765845528878, 0.2681483595148281}, 1e-13)
	rates, means := []float64{0.3893129770992366, 0.5419847328244275, 0.6793893129770993},
		[]float64{0.15464905746110524, 0.4793630337897148, 0.8050644716233698}
	if len(c.Bins) != 3 || c.Reason != "" || c.Clusters != 40 {
		t.Fatalf("%+v", c)
	}
	ece := 0.0
	for i, b := range c.Bins {
		sameList(t, "bin", []float64{b.Rate, b.Confidence}, []float64{rates[i], means[i]}, 1e-13)
		ece += math.Abs(rates[i]-means[i]) / 3
		if b.Rows != 131 || b.Clusters < 30 {
			t.Errorf("bin %d: %+v", i, b)
		}
	}
	sameList(t, "ECE", []float64{c.ECE}, []float64{ece}, 1e-13)
	tied := Calibrate(rounded, y, first, 3)
	sameList(t, "with ties", []float64{tied.AUC, tied.Brier}, []float64{0.6279881256184575, 0.270763358778626}, 1e-13)
	for _, c := range []Calibration{c, tied} {
		sameList(t, "Murphy's sum", []float64{c.Reliability - c.Resolution + c.Uncertainty + c.Within},
			[]float64{c.Brier}, 1e-14)
	}
	// bins by value: nothing is left within, and the three parts add up alone
	fine := Calibrate(rounded, y, first, 1000)
	sameList(t, "one bin a value", []float64{fine.Within, fine.Reliability - fine.Resolution + fine.Uncertainty},
		[]float64{0, fine.Brier}, 1e-14)
	if len(fine.Bins) != 11 {
		t.Errorf("%d bins for 11 values", len(fine.Bins))
	}
}

// A bin's clustered error is that of a ratio of sums, written out; the AUC's is
// near the jackknife that leaves users out and far from rows taken as independent.
func TestCalibrationErrors(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	var p []float64
	var y []bool
	first := []int32{0}
	for range 150 {
		own := r.Float64()
		for range 1 + r.IntN(30) {
			v := math.Round(20*math.Min(1, math.Max(0, 0.7*own+0.3*r.Float64()))) / 20
			p, y = append(p, v), append(y, r.Float64() < 0.8*own+0.1)
		}
		first = append(first, int32(len(y)))
	}
	c := Calibrate(p, y, first, 4)
	for _, b := range c.Bins {
		square, g := 0.0, 0.0
		for u := 0; u+1 < len(first); u++ {
			e, n := 0.0, 0
			for i := first[u]; i < first[u+1]; i++ {
				if p[i] >= b.Low && p[i] <= b.High {
					e += indicator(y[i]) - b.Rate
					n++
				}
			}
			if n > 0 {
				square, g = square+e*e, g+1
			}
		}
		sameList(t, "SE", []float64{b.SE}, []float64{math.Sqrt(square*g/(g-1)) / float64(b.Rows)}, 1e-12)
	}
	var left []float64
	for out := 0; out+1 < len(first); out++ {
		pp, yy := append([]float64(nil), p[:first[out]]...), append([]bool(nil), y[:first[out]]...)
		pp, yy = append(pp, p[first[out+1]:]...), append(yy, y[first[out+1]:]...)
		left = append(left, Calibrate(pp, yy, []int32{0, int32(len(yy))}, 1).AUC)
	}
	mean, square := 0.0, 0.0
	for _, v := range left {
		mean += v / float64(len(left))
	}
	for _, v := range left {
		square += (v - mean) * (v - mean)
	}
	g := float64(len(left))
	jackknife := math.Sqrt(square * (g - 1) / g)
	if math.Abs(c.AUCSE/jackknife-1) > 0.05 {
		t.Errorf("SE of the AUC %g, jackknife %g", c.AUCSE, jackknife)
	}
	rows := make([]int32, len(y)+1)
	for i := range rows {
		rows[i] = int32(i)
	}
	if naive := Calibrate(p, y, rows, 4).AUCSE; naive > 0.7*c.AUCSE {
		t.Errorf("rows as users give %g, users %g: the data cannot tell", naive, c.AUCSE)
	}
}

// Bins, their errors and scores do not depend on the order of rows; ties stay
// together and, where the number allows, bins are equal.
func TestCalibrationBinsAreDeterminate(t *testing.T) {
	p := []float64{.1, .1, .1, .1, .1, .1, .2, .3, .3, .9, .9, .9}
	y := []bool{false, true, false, false, false, false, true, false, true, true, true, false}
	each := []int32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	c := Calibrate(p, y, each, 4)
	var sizes []int64
	for _, b := range c.Bins {
		sizes = append(sizes, b.Rows)
	}
	// of 12 rows in four: the middle of .1 is at 2.5 (the first), of .2 at 6 and of .3 at 7.5 (the third), of .9 at 10
	if len(sizes) != 3 || sizes[0] != 6 || sizes[1] != 3 || sizes[2] != 3 {
		t.Errorf("bins of %v rows", sizes)
	}
	back, yBack := make([]float64, 12), make([]bool, 12)
	for i := range p {
		back[11-i], yBack[11-i] = p[i], y[i]
	}
	d := Calibrate(back, yBack, each, 4)
	sameList(t, "backwards", []float64{d.AUC, d.AUCSE, d.Brier, d.Within, d.ECE}, []float64{c.AUC, c.AUCSE, c.Brier,
		c.Within, c.ECE}, 1e-14)
	for i := range c.Bins {
		sameList(t, "bin", []float64{d.Bins[i].SE, d.Bins[i].Rate}, []float64{c.Bins[i].SE, c.Bins[i].Rate}, 1e-14)
	}
}

func TestCalibrationUndefined(t *testing.T) {
	y := []bool{true, false, true, false}
	two := []int32{0, 2, 4}
	same := Calibrate([]float64{.5, .5, .5, .5}, y, two, 10)
	if same.Reason != ReasonConstant || !math.IsNaN(same.AUC) || len(same.Bins) != 1 || same.Brier != 0.25 ||
		same.Resolution != 0 {
		t.Errorf("constant: %+v", same)
	}
	all := Calibrate([]float64{.1, .2, .3, .4}, []bool{true, true, true, true}, two, 2)
	if all.Reason != ReasonOneOutcome || !math.IsNaN(all.AUC) || all.Rate != 1 || math.IsNaN(all.Brier) {
		t.Errorf("one outcome: %+v", all)
	}
	scale := Calibrate([]float64{10, 20, 30, 40}, y, two, 2)
	if scale.Reason != "" || !math.IsNaN(scale.Brier) || !math.IsNaN(scale.ECE) || scale.AUC != 0.25 {
		t.Errorf("no probability: %+v", scale)
	}
	one := Calibrate([]float64{.1, .2, .3, .4}, y, []int32{0, 4}, 2)
	if one.Reason != ReasonOneCluster || one.AUC != 0.25 || !math.IsNaN(one.AUCSE) || !math.IsNaN(one.Bins[0].SE) {
		t.Errorf("one user: %+v", one)
	}
	if c := Calibrate([]float64{.1, math.NaN(), .3, .4}, y, two, 2); c.Reason != ReasonNotFinite ||
		!math.IsNaN(c.Brier) || c.Bins != nil {
		t.Errorf("NaN: %+v", c)
	}
	if c := Calibrate(nil, nil, []int32{0}, 2); c.Reason != ReasonOneOutcome || !math.IsNaN(c.Rate) {
		t.Errorf("no rows: %+v", c)
	}
}
