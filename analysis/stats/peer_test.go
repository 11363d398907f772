package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestTailsAgreeWithGonum holds our tails against an independent library where
// that one is known to be good: away from the far tail, at moderate degrees of
// freedom.
func TestTailsAgreeWithGonum(t *testing.T) {
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-11*math.Abs(want) {
			t.Errorf("%s: got %.17g, gonum has %.17g", what, got, want)
		}
	}
	n := 0
	for x := 0.05; x < 5; x += 0.25 {
		near("normal", NormalSF(x), distuv.UnitNormal.CDF(-x))
		for _, df := range []float64{1, 2.5, 7, 30, 211.7, 5000} {
			near("t", StudentSF(x, df), distuv.StudentsT{Sigma: 1, Nu: df}.CDF(-x))
			chi, _ := ChiSquareSF(x*df, df)
			near("chi-square", chi, distuv.ChiSquared{K: df}.Survival(x*df))
			n++
		}
	}
	if n < 100 {
		t.Fatalf("only %d points were compared", n)
	}
}
