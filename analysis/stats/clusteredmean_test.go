package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestMeanByCluster: the closed form is the general sandwich of a fit of the intercept alone;
// without clusters it is the plain mean; twice the items within their clusters change nothing.
func TestMeanByCluster(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 16))
	for range 50 {
		n, g := 12+r.IntN(60), 3+r.IntN(9)
		values, cluster, whole, ones := make([]float64, n), make([]int32, n), make([]int, n), make([]float64, n)
		for i := range values {
			c := i % g
			if r.IntN(3) == 0 {
				c = 0
			}
			cluster[i], whole[i], ones[i] = int32(c), c, 1
			values[i] = float64(c)/5 + r.NormFloat64()
		}
		got := MeanByCluster(values, cluster, g)
		fit, err := LeastSquares([][]float64{ones}, values)
		if err != nil {
			t.Fatal(err)
		}
		se, df := fit.Cluster(whole, g).Adjusted(1)
		sameMean(t, "the closed form", got, fit.Beta[0], se[0], df[0])
		twice := MeanByCluster(append(values, values...), append(cluster, cluster...), g)
		sameMean(t, "every value twice", twice, got.Mean, got.SE, got.DF)
	}
	got := MeanByCluster([]float64{1, 2, 3, 6}, []int32{0, 1, 2, 3}, 4)
	// s² = (4+1+0+9)/3, and CR3 divides each residual by 1 − 1/4: SE² = 14/(3/4)²/16
	sameMean(t, "four values", got, 3, math.Sqrt(14.0/9), 3)
	for _, cluster := range [][]int32{{1, 0, 2, 3}, {0, 2, 5, 7}, {7, 2, 5, 0}} {
		if other := MeanByCluster([]float64{1, 2, 3, 6}, cluster, 9); other != got {
			t.Errorf("four values in clusters %v: %+v, want %+v", cluster, other, got)
		}
	}
	if one := MeanByCluster([]float64{1, 2}, []int32{0, 0}, 1); one.Mean != 1.5 || !math.IsNaN(one.SE) {
		t.Errorf("one cluster: %+v", one)
	}
}

func sameMean(t *testing.T, what string, got ClusteredMean, mean, se, df float64) {
	t.Helper()
	near(t, what+": mean", got.Mean, mean)
	near(t, what+": error", got.SE, se)
	near(t, what+": degrees of freedom", got.DF, df)
}
