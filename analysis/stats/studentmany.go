package stats

import "math"

// manyDegrees is Student's t of many degrees of freedom as a normal that lies as far
// out (Hill 1970, Algorithms 395 and 396): with a = df − ½, b = 48a² and
//
//	w² = a·ln(1 + t²/df),   z = w + Σ pₖ(w)/bᵏ
//
// P(T > t) is P(Z > z). With three polynomials the log of the tail is right to 1e-15
// where hold says so, to 1e-17 from 1,000 degrees on.
type manyDegrees float64

func (m manyDegrees) a() float64 { return float64(m) - 0.5 }
func (m manyDegrees) b() float64 { return 48 * m.a() * m.a() }

// hold reports whether the degrees are many enough so far out, of w or of the z beside it.
func (m manyDegrees) hold(w float64) bool { return m >= 200 && w*w*w*w <= 2e-4*m.b() }

// of is w for t ≥ 0.
func (m manyDegrees) of(t float64) float64 {
	return math.Sqrt(m.a() * math.Log1p(t/float64(m)*t))
}

// normal is z.
func (m manyDegrees) normal(w float64) float64 { return w + m.beyond(w) }

// beyond is z − w.
func (m manyDegrees) beyond(w float64) float64 {
	b, v := m.b(), w*w
	p1 := v + 3
	p2 := (((4*v+33)*v+240)*v + 855) / 10
	p3 := (((((64*v+788)*v+9801)*v+89775)*v+543375)*v + 1788885) / 210
	return w / b * (p1 - (p2-p3/b)/b)
}

// student is the t ≥ 0 whose z this is: z − w is of w nearly what it is of z, so each
// round gives at least four digits more.
func (m manyDegrees) student(z float64) float64 {
	w := z
	for range 5 {
		w = z - m.beyond(w)
	}
	return math.Sqrt(float64(m) * math.Expm1(w*w/m.a()))
}
