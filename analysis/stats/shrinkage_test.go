package stats

import (
	"math"
	"testing"
)

// TestShrink holds mean and quantiles to nested adaptive quadrature over τ with a
// root finder around it (scipy 1.17.1), the eight schools of Rubin (1981) among them.
func TestShrink(t *testing.T) {
	for _, c := range []struct {
		name      string
		y, v      []float64
		want      []Shrunken
		tolerance float64
	}{
		{"three levels, a heavy tail", []float64{1, 2, 4}, []float64{1, 1, 1}, []Shrunken{
			{1.331776317897505, -0.6629963244820546, 3.1691160065543333}, {2.082944079474376, 0.23880058127780315,
				3.8636806171559903}, {3.585279602628119, 1.6689247166799928, 5.6376535692068765}}, 1e-9},
		{"eight schools", []float64{28, 8, -3, 7, -1, 1, 18, 12}, []float64{225, 100, 256, 121, 81, 121, 100, 324},
			[]Shrunken{
				{11.400260870444297, -2.1050164004870147, 31.6234219059975}, {7.894552283685993, -4.6594588107402375,
					20.66179448682216}, {6.130746856933376, -11.482269242232194, 20.45918489403588},
				{7.644678624276224, -5.694931133759528, 20.861681408737564}, {5.126424111939211, -8.904878297404304,
					16.468607613185316}, {6.138536242916733, -8.55885016066392, 18.592094343715647},
				{10.666983328144896, -1.161115228117683, 25.970132329576394}, {8.456817827561538, -7.077606615215561,
					25.578990861249732}}, 1e-9},
		{"errors a thousand times apart", []float64{0.02, 0.01, 0.05, -0.2}, []float64{1e-4, 1e-6, 0.04, 0.09},
			[]Shrunken{
				{0.01801342673532085, 0.0008840449482310105, 0.03754142769152297}, {0.010018588122926192,
					0.008059642385993172, 0.01197733545599788},
				{0.01692799540141133, -0.1694774848497797, 0.2207876573748421}, {-0.010603114799563367,
					-0.3251215154841646, 0.17506735211681593}}, 1e-8},
		{"one effect everywhere", []float64{5, 5, 5}, []float64{1, 2, 3}, []Shrunken{
			{5, 3.2510711586666523, 6.748928841333339}, {5, 2.722381739518751, 7.277618260481239},
			{5, 2.339156022191697, 7.660843977808296}}, 1e-9},
		{"effects far apart", []float64{100, -100, 50}, []float64{0.01, 0.02, 0.03}, []Shrunken{
			{99.99996153841211, 99.80396514112982, 100.19595793571852}, {-99.99989230765188, -100.27707314791924,
				-99.72271146728797}, {49.9999538462415, 49.66047825870375, 50.33942943399656}}, 1e-9},
	} {
		for i, got := range Shrink(c.y, c.v, nil, 0.05) {
			w := c.want[i]
			for _, pair := range [][2]float64{{got.Mean, w.Mean}, {got.Lo, w.Lo}, {got.Hi, w.Hi}} {
				if !(math.Abs(pair[0]-pair[1]) <= c.tolerance*math.Sqrt(c.v[i])) {
					t.Errorf("%s, level %d: %+v, by quadrature %+v", c.name, i, got, w)
					break
				}
			}
		}
	}
}

// TestShrinkUndefined: two levels leave τ without a finite posterior, and a
// variance must be above 0; few degrees of freedom widen.
func TestShrinkUndefined(t *testing.T) {
	for _, c := range []struct{ y, v []float64 }{{[]float64{1}, []float64{1}}, {[]float64{1, 3}, []float64{1, 1}},
		{[]float64{1, 2, 3}, []float64{1, 0, 1}}, {[]float64{1, 2, 3}, []float64{1, math.NaN(), 1}}} {
		got := Shrink(c.y, c.v, nil, 0.05)
		if len(got) != len(c.y) {
			t.Fatalf("%d levels of %d", len(got), len(c.y))
		}
		for _, s := range got {
			if !math.IsNaN(s.Mean) || !math.IsNaN(s.Lo) || !math.IsNaN(s.Hi) {
				t.Errorf("%v with variances %v: %+v", c.y, c.v, s)
			}
		}
	}
	y, v := []float64{0, 1e6, -3e6}, []float64{1, 1, 1} // so far apart that nothing is pulled
	for i, s := range Shrink(y, v, []float64{4, 28, 1e9}, 0.05) {
		half := []float64{2.7764451051977987, 2.048407141795244, 1.959963984540054}[i]
		if math.Abs(s.Hi-y[i]-half) > 1e-5 || math.Abs(y[i]-s.Lo-half) > 1e-5 {
			t.Errorf("level %d: %v to %v, by Student ± %v", i, s.Lo, s.Hi, half)
		}
	}
}
