package stats

import "math"

// Bounded is an estimate with its own two-sided bounds.
type Bounded struct{ Value, Lo, Hi float64 }

// MoverDiff joins the intervals of two independent estimates to that of t − c:
//
//	lo = d − √((t−l_t)² + (u_c−c)²),  hi = d + √((u_t−t)² + (c−l_c)²)
//
// Source: Zou & Donner (2008), Statistics in Medicine 27 (MOVER); Newcombe (1998).
func MoverDiff(c, t Bounded) (lo, hi float64) {
	d := t.Value - c.Value
	return d - math.Hypot(t.Value-t.Lo, c.Hi-c.Value), d + math.Hypot(t.Hi-t.Value, c.Value-c.Lo)
}

// MoverLift is the interval of the relative lift (t − c)/|c| by the same rule: the
// lifts L for which the interval of t − (1+L)·c holds 0, so that it leaves 0 out
// exactly when MoverDiff does. NaN where control's own interval holds 0, or the set
// of lifts has no two ends.
//
// Source: Donner & Zou (2012), Statistical Methods in Medical Research 21 (MOVER-R).
func MoverLift(c, t Bounded) (lo, hi float64) {
	if c.Value < 0 {
		lo, hi = MoverLift(Bounded{-c.Value, -c.Hi, -c.Lo}, Bounded{-t.Value, -t.Hi, -t.Lo})
		return -hi, -lo
	}
	if !(c.Lo > 0) {
		return math.NaN(), math.NaN()
	}
	// the ratio r on the side of sign at which |t − r·c| is as wide as the bounds
	end := func(sign float64) float64 {
		b, up, down := t.Value-t.Lo, c.Hi-c.Value, c.Value-c.Lo
		if sign > 0 {
			b, up, down = t.Hi-t.Value, down, up
		}
		r := math.NaN()
		for i, a := range []float64{up, down} { // up holds for r ≥ 0, down for r < 0
			k := c.Value*c.Value - a*a
			if !(k > 0) {
				continue
			}
			root := math.Sqrt(math.Max(t.Value*t.Value*c.Value*c.Value-k*(t.Value*t.Value-b*b), 0))
			if x := (t.Value*c.Value + sign*root) / k; (x >= 0) == (i == 0) {
				r = x
				break
			}
		}
		return r - 1
	}
	return end(-1), end(1)
}
