package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// LogitFit is a logistic regression by maximum likelihood.
type LogitFit struct {
	Beta, SE  []float64
	LogLik    float64
	Converged bool // false: the data are separated, no finite estimate exists, and the rest is NaN
}

// Logistic fits P(y=1) = 1/(1+e^(−Xβ)) to y in 0…1 with weights (nil: all 1) by
// Newton's method on whitened columns, so scale and near collinearity of the
// columns do no harm; standard errors are from the Fisher information at the
// solution. When some combination of columns tells the outcomes apart, wholly or
// up to ties, the likelihood rises for ever: Converged is false. Collinear
// columns are ErrCollinear.
//
// Source: McCullagh & Nelder (1989), Generalized Linear Models, chapter 4; on
// separation Albert & Anderson (1984), Biometrika 71.
func Logistic(columns [][]float64, y, weights []float64) (LogitFit, error) {
	f, err := LeastSquares(columns, y)
	if err != nil {
		return LogitFit{}, err
	}
	if weights == nil {
		weights = make([]float64, len(y))
		for i := range weights {
			weights[i] = 1
		}
	}
	l := &logit{rows: f.White, y: y, w: weights, k: f.K}
	gamma, info, ok := l.solve()
	if !ok {
		return LogitFit{LogLik: math.NaN(), Beta: undefinedList(f.K), SE: undefinedList(f.K)}, nil
	}
	var inverse mat.SymDense
	if info.InverseTo(&inverse) != nil {
		return LogitFit{LogLik: math.NaN(), Beta: undefinedList(f.K), SE: undefinedList(f.K)}, nil
	}
	out := LogitFit{LogLik: l.logLik(gamma), SE: f.errors(&inverse, 1), Converged: true}
	for _, row := range f.Root {
		out.Beta = append(out.Beta, mat.Dot(mat.NewVecDense(f.K, row), gamma))
	}
	return out, nil
}

// logit is the likelihood in the coefficients of whitened rows.
type logit struct {
	rows [][]float64
	y, w []float64
	k    int
}

func (l *logit) eta(i int, gamma *mat.VecDense) float64 {
	s := 0.0
	for j, v := range l.rows[i] {
		s += v * gamma.AtVec(j)
	}
	return s
}

func (l *logit) logLik(gamma *mat.VecDense) float64 {
	sum := 0.0
	for i, y := range l.y {
		e := l.eta(i, gamma)
		// ln p = −ln(1+e^−η), ln(1−p) = −ln(1+e^η)
		both := math.Log1p(math.Exp(-math.Abs(e)))
		sum -= l.w[i] * (y*(math.Max(-e, 0)+both) + (1-y)*(math.Max(e, 0)+both))
	}
	return sum
}

// solve returns the maximum and the information there; false when the steps do
// not come to rest: with separated data the linear predictor grows by about 1 in
// every step, for ever.
func (l *logit) solve() (*mat.VecDense, *mat.Cholesky, bool) {
	gamma := mat.NewVecDense(l.k, nil)
	best := l.logLik(gamma)
	still := false // the last step did not move anything: what is left is the information here
	for range 60 {
		score := mat.NewVecDense(l.k, nil)
		info := mat.NewSymDense(l.k, nil)
		for i, row := range l.rows {
			p, q := logistic(l.eta(i, gamma))
			z := mat.NewVecDense(l.k, row)
			score.AddScaledVec(score, l.w[i]*(l.y[i]*q-(1-l.y[i])*p), z)
			info.SymRankOne(info, l.w[i]*p*q, z)
		}
		var c mat.Cholesky
		if !c.Factorize(info) || c.Cond() > 1e15 {
			return nil, nil, false
		}
		if still {
			return gamma, &c, true
		}
		var step, next mat.VecDense
		if c.SolveVecTo(&step, score) != nil {
			return nil, nil, false
		}
		size := 1.0
		for range 40 {
			next.AddScaledVec(gamma, size, &step)
			if v := l.logLik(&next); v >= best-1e-12*math.Abs(best) {
				best = v
				break
			}
			size /= 2
		}
		moved := 0.0 // the largest change of a linear predictor
		for i := range l.rows {
			moved = math.Max(moved, math.Abs(size*l.eta(i, &step)))
		}
		gamma = &next
		still = moved < 1e-9
	}
	return nil, nil, false
}
