package stats

import (
	"math"
	"testing"
)

// TestEqualEffects holds both tests to Johansen's general statistic and to Box's
// moments, each by matrices over the cells (numpy 2.4.6), of drawn values; with
// two levels both are Welch's t squared.
func TestEqualEffects(t *testing.T) {
	for _, c := range []struct {
		d, v, f, weights []float64
		welch, brown     [4]float64 // F, df1, df2, p
	}{
		{[]float64{0.06022222222222229, -0.08329545454545428, -0.46399999999999997}, []float64{0.08091412968150224,
			0.1763611963509975, 0.2983688735632184},
			[]float64{24.82909625936481, 50.93336795664887, 52.447283116859936}, []float64{8.181818181818182,
				14.193548387096772, 15},
			[4]float64{0.36153377259306385, 2, 85.11742057607256, 0.6976715749560886}, [4]float64{0.37733485729616306,
				1.6031792582044748, 115.67303209310231, 0.6399044284474937}},
		{[]float64{0.3537999999999999, 0.5161250000000004}, []float64{0.06587055929824562, 0.17853052844551281},
			[]float64{42.62855191584419, 39.9028424252127}, []float64{11.11111111111111, 11.428571428571429},
			[4]float64{0.10781214547058855, 1, 66.3279759482615, 0.7436832063405115}, [4]float64{0.10781214547058822, 1,
				66.3279759482615, 0.743683206340512}},
		{[]float64{0.2233333333333335, 0.29400000000000004, 1.2783000000000004, 0.7649696969696964, 1.7272333333333343},
			[]float64{0.13464977777777778, 0.06984481355932202, 0.39898333912280703, 0.3026216741157658,
				0.08333217743057311},
			[]float64{27.784592988524413, 114.29381044714829, 30.055519775452684, 60.64616553835792, 364.7424615968676},
			[]float64{7.5, 30, 11.11111111111111, 15.714285714285715, 94.73684210526315},
			[4]float64{4.179710714895254, 4, 111.61461948635583, 0.0034241436862889217}, [4]float64{4.247777021171823,
				3.2874096270485293, 213.02345987339183, 0.0047118709852345736}},
	} {
		for i, got := range []EqualEffects{WelchJames(c.d, c.v, c.f), BrownForsythe(c.d, c.v, c.f, c.weights)} {
			want := [][4]float64{c.welch, c.brown}[i]
			for k, g := range []float64{got.F, got.DF1, got.DF2, got.P.P} {
				if !(math.Abs(g/want[k]-1) <= 1e-10) {
					t.Errorf("%d levels, test %d: %+v, by matrices %v", len(c.d), i, got, want)
					break
				}
			}
		}
	}
	// one arm a level is Welch's analysis of variance: scipy.stats.f_oneway(equal_var=False)
	one := WelchJames([]float64{1.2516666666666665, 1.2790000000000001, 2.1644444444444444, 1.9569999999999996},
		[]float64{0.09421338383838385, 0.27369573684210524, 0.02260586419753087, 0.2961981954022988},
		[]float64{11, 19, 8, 29})
	if !(math.Abs(one.F/2.8377292247362838-1) <= 1e-10) || !(math.Abs(one.P.P/0.0528262558381748-1) <= 1e-10) {
		t.Errorf("one arm: %+v", one)
	}
	for _, bad := range []EqualEffects{WelchJames([]float64{1}, []float64{1}, []float64{9}), WelchJames([]float64{1, 2},
		[]float64{1, 0}, []float64{9, 9}),
		BrownForsythe([]float64{1, 2}, []float64{1, 1}, []float64{9, math.NaN()}, []float64{1, 1}),
		BrownForsythe([]float64{1, 2}, []float64{1, 1}, []float64{9, 9}, []float64{1, 0})} {
		if !math.IsNaN(bad.F) || !math.IsNaN(bad.P.P) {
			t.Errorf("undefined: %+v", bad)
		}
	}
}
