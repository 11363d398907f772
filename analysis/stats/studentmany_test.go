package stats

import (
	"math"
	"testing"
)

// TestStudentOfManyDegrees: values to 60 digits from the incomplete beta function (mpmath).
func TestStudentOfManyDegrees(t *testing.T) {
	for _, c := range []struct{ df, t, log float64 }{
		{200, 1e-9, -0.69314718135683314207},
		{200, 0.5, -1.1750213834020156632},
		{200, 2.5, -5.0189316658852834768},
		{200, 4.4, -11.641158044083321357},
		{250, 3, -6.5114445811927966316},
		{1000, 1, -1.8402595585065586884},
		{1000, 9.9, -49.92463497546024703},
		{4567, 12, -74.28341323120323146},
		{10000, 2, -3.7825911775789805039},
		{10000, 31, -463.10023540590190302},
		{250000, 5, -15.064324192637760624},
		{10000000, 1.96, -3.688963097105630042},
	} {
		if m := manyDegrees(c.df); !m.hold(m.of(c.t)) {
			t.Errorf("t %g with %g degrees is not taken as a normal", c.t, c.df)
		}
		if got := StudentLogSF(c.t, c.df); math.Abs(got/c.log-1) > 2e-15 {
			t.Errorf("ln P(T > %g) with %g degrees is %.17g, want %.17g", c.t, c.df, got, c.log)
		}
		if got, want := StudentLogSF(-c.t, c.df), math.Log1p(-math.Exp(c.log)); math.Abs(got-want) > 2e-15 {
			t.Errorf("ln P(T > −%g) with %g degrees is %.17g, want %.17g", c.t, c.df, got, want)
		}
	}
	for _, c := range []struct{ df, q, t float64 }{
		{200, 0.025, 1.9718962236339093822},
		{200, 0.4999, 0.00025097635325022605317},
		{333, 1e-5, 4.3271204260967909548},
		{1000, 1e-20, 9.4670448152559242257},
		{10000, 0.005, 2.5763210466685288926},
		{1000000, 0.05, 1.6448551507220404926},
		{12345.5, 1e-12, 7.0416815565102123234},
	} {
		digits := 1e-15 / (0.5 - c.q) // 0.4999 itself has only so many digits below the half
		if got := StudentISF(c.q, c.df); math.Abs(got/c.t-1) > math.Max(2e-15, digits) {
			t.Errorf("the upper quantile of %g with %g degrees is %.17g, want %.17g", c.q, c.df, got, c.t)
		}
	}
}

// TestStudentManyMeetsFew: where the normal is taken and where not, the tail goes on without a step.
func TestStudentManyMeetsFew(t *testing.T) {
	for _, df := range []float64{200, 640, 3000, 9999, 10001, 1e6} {
		m := manyDegrees(df)
		w := math.Pow(2e-4*m.b(), 0.25)
		edge := math.Sqrt(df * math.Expm1(w*w/m.a()))
		in, out := edge*(1-1e-12), edge*(1+1e-12)
		if !m.hold(m.of(in)) || m.hold(m.of(out)) {
			t.Fatalf("the edge of %g degrees is not at %g", df, edge)
		}
		a, b := StudentLogSF(in, df), StudentLogSF(out, df)
		slope := math.Exp(studentLogPDF(edge, df) - a)
		if step := a - b - slope*(out-in); math.Abs(step) > 1e-13*math.Abs(a) {
			t.Errorf("with %g degrees the log of the tail jumps by %g at %g", df, step, edge)
		}
	}
}

func BenchmarkStudentISF(b *testing.B) {
	for i := range b.N {
		StudentISF(0.025, 20000.5+float64(i%7))
	}
}
