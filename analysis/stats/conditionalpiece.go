package stats

import "math"

// chain is one piece of the conditional likelihood: which m of n rows have the event,
// drawn with independent chances and kept when there are m. Rows that are equal are taken
// together, in a step; the state is how many of the rows of the steps so far are in.
type chain struct {
	steps []step
	z     []float64 // by step: the row
	k, n  int       // columns, rows
	m     int       // rows that are in
	wide  int       // states a row of the tables has room for
	flip  bool      // in are the rows without the event, the fewer: their sum varies as much

	eta, odds      []float64 // by step: η and exp η
	p, q           []float64 // by step: the chances of one row to be in and out
	mean, variance []float64 // by step: of how many of its rows are in
	sums           []float64 // by steps so far and state: the chance of the state, before any is kept
	// by step and state before it: how many more than mean are in, times what after was behind it
	excess      []float64
	span        [][2]int32 // by steps so far: the first and last state from which there is a way to m
	after       []float64  // by state: the chance that the steps behind complete m, over that of m
	draw, times []float64  // step by step: the chance that i of its rows are in, and that times i
	first       []int      // by step: where it begins there
	grown       []float64  // by state: what a step adds to a column for each unit of its row
	// by column and state: the sum of the columns so far, less its mean, times the state's chance
	now, next []float64
	with      []float64 // by column: covariance of the steps so far with the one at hand
	moving    []int     // columns that the piece has more than one value of
}

// newChain has room for pieces of so many rows, of which fewer than states are in.
func newChain(k, rows, states int) chain {
	wide := states + 1
	list := func(n int) []float64 { return make([]float64, n) }
	return chain{k: k, wide: wide, eta: list(rows), odds: list(rows), p: list(rows), q: list(rows), mean: list(rows),
		variance: list(rows),
		sums:     list((rows + 1) * wide), excess: list(rows * wide), span: make([][2]int32, rows+1), after: list(wide),
		draw: list(2 * rows), times: list(2 * rows), first: make([]int, rows+1), grown: list(wide), now: list(k * wide),
		next: list(k * wide), with: list(k)}
}

// set takes a piece.
func (c *chain) set(steps []step, z []float64, events int) {
	c.steps, c.z, c.n, c.m = steps, z, 0, events
	for _, s := range steps {
		c.n += int(s.rows)
	}
	c.flip = 2*events > c.n
}

// evaluate adds the piece's slopes and information, and returns its log likelihood
// Σ_{y=1} ln p + Σ_{y=0} ln(1−p) − ln P(Σ = m). The tilt that it takes is near that of the
// last evaluation, NaN before the first.
func (c *chain) evaluate(gamma []float64, exact bool, tilt *float64, slopes, information []float64) float64 {
	k, alike := c.k, true
	for i := range c.steps {
		s := 0.0
		for a, v := range c.z[i*k : i*k+k] {
			s += v * gamma[a]
		}
		c.eta[i] = s
		alike = alike && s == 0
	}
	if alike && !exact {
		value := c.even()
		c.near(information)
		c.slope(slopes)
		return value
	}
	t := c.tilt(*tilt)
	*tilt = t
	value, both := 0.0, 1.0 // both: Π 1/(1 + e^−|η+t|), at least 2^−512
	for i, s := range c.steps {
		e := c.eta[i] + t
		likelier := max(c.p[i], c.q[i])
		for range s.rows {
			both *= likelier
		}
		value -= float64(s.events)*max(-e, 0) + float64(s.rows-s.events)*max(e, 0)
	}
	if c.flip {
		c.m = c.n - c.m
		c.p, c.q = c.q, c.p
	}
	c.forward()
	value += math.Log(both) - math.Log(c.sums[len(c.steps)*c.wide+c.m])
	c.backward(exact)
	if exact {
		c.exact(information)
	} else {
		c.near(information)
	}
	if c.flip {
		c.m = c.n - c.m
		c.p, c.q = c.q, c.p
		for i, s := range c.steps {
			c.mean[i] = float64(s.rows) - c.mean[i]
		}
	}
	c.slope(slopes)
	return value
}

// even is evaluate where all sets of m rows are as likely: it sets how many of each step are
// expected in, and returns −ln C(n, m).
func (c *chain) even() float64 {
	for i, s := range c.steps {
		c.mean[i] = float64(s.rows) * float64(c.m) / float64(c.n)
	}
	all, _ := math.Lgamma(float64(c.n + 1))
	in, _ := math.Lgamma(float64(c.m + 1))
	out, _ := math.Lgamma(float64(c.n - c.m + 1))
	return in + out - all
}

// slope adds the slopes, once it is known how many rows of each step are expected in.
func (c *chain) slope(slopes []float64) {
	for i, s := range c.steps {
		r := float64(s.events) - c.mean[i]
		for a, v := range c.z[i*c.k : i*c.k+c.k] {
			slopes[a] += r * v
		}
	}
}

// tilt is a t with Σ logistic(η+t) near the number of events, and sets the chances p and
// q = 1−p to what they are there. P(Σ = m) is largest at equality, and a t within a quarter
// of an event of it is as right; the search begins near.
func (c *chain) tilt(near float64) float64 {
	const most = 300 // e^(2·300) is a number
	m, n := float64(c.m), float64(c.n)
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range c.steps {
		lo, hi = min(lo, c.eta[i]), max(hi, c.eta[i])
	}
	odds := math.Log(m / (n - m))
	lo, hi = odds-hi, odds-lo
	if math.IsNaN(near) {
		near = odds // η is centred
	}
	far := lo < -most || hi > most // too far for odds to be multiplied
	if !far {
		for i := range c.steps {
			c.odds[i] = math.Exp(c.eta[i])
		}
	}
	t := min(max(near, lo), hi)
	for try := 0; ; try++ {
		sum, slope, times := 0.0, 0.0, math.Exp(t)
		for i, s := range c.steps {
			if far {
				c.p[i], c.q[i] = logistic(c.eta[i] + t)
			} else {
				odds := times * c.odds[i]
				c.q[i] = 1 / (1 + odds)
				c.p[i] = odds * c.q[i]
			}
			sum, slope = sum+float64(s.rows)*c.p[i], slope+float64(s.rows)*c.p[i]*c.q[i]
		}
		if math.Abs(sum-m) < 0.25 || !(lo < hi) || try == 100 {
			return t
		}
		if sum > m {
			hi = t
		} else {
			lo = t
		}
		if t += (m - sum) / slope; !(t > lo && t < hi) {
			t = (lo + hi) / 2
		}
	}
}

// forward fills sums for the states from which m of n can still be reached.
func (c *chain) forward() {
	c.sums[0], c.span[0] = 1, [2]int32{0, 0}
	rows := 0
	for i, s := range c.steps {
		c.first[i+1] = c.first[i]
		rows += int(s.rows)
		lo0, hi0 := int(c.span[i][0]), int(c.span[i][1])
		lo, hi := max(0, c.m-(c.n-rows)), min(rows, c.m)
		c.span[i+1] = [2]int32{int32(lo), int32(hi)}
		before, now := c.sums[i*c.wide:(i+1)*c.wide], c.sums[(i+1)*c.wide:(i+2)*c.wide]
		if s.rows == 1 {
			p, q, below := c.p[i], c.q[i], 0.0
			if lo > lo0 {
				below = before[lo-1]
			}
			before[hi0+1] = 0 // which is hi, where the row may be the next that is in
			for j := lo; j <= hi; j++ {
				at := before[j]
				now[j] = q*at + p*below
				below = at
			}
			continue
		}
		draw := c.chances(i)
		for j := lo; j <= hi; j++ {
			from, to := max(lo0, j-int(s.rows)), min(hi0, j)
			v := 0.0
			for f := from; f <= to; f++ {
				v += draw[j-f] * before[f]
			}
			now[j] = v
		}
	}
}

// chances sets draw and times of a step, for as many rows as can be in.
func (c *chain) chances(at int) []float64 {
	rows, p, q := int(c.steps[at].rows), c.p[at], c.q[at]
	most := min(rows, c.m)
	c.first[at+1] = c.first[at] + most + 1
	draw, times := c.drawOf(at)
	top := min(int(float64(rows+1)*p), most) // from the likeliest on nothing is lost below the least number
	chance := 1.0
	if top == 0 || rows <= 16 {
		// C(rows, top)·p^top·q^(rows−top), in numbers that stay near 1
		out := rows - top
		for i := 1; i <= top; i++ {
			chance *= float64(out+i) / float64(i) * p
		}
		for range out {
			chance *= q
		}
	} else {
		all, _ := math.Lgamma(float64(rows + 1))
		in, _ := math.Lgamma(float64(top + 1))
		out, _ := math.Lgamma(float64(rows - top + 1))
		chance = math.Exp(all - in - out + float64(top)*math.Log(p) + float64(rows-top)*math.Log(q))
	}
	draw[top] = chance
	for i := top; i < most; i++ {
		draw[i+1] = draw[i] * (p / q) * (float64(rows-i) / float64(i+1))
	}
	for i := top; i > 0; i-- {
		draw[i-1] = draw[i] * (q / p) * (float64(i) / float64(rows-i+1))
	}
	for i, v := range draw {
		times[i] = float64(i) * v
	}
	return draw
}

// drawOf is what chances has set.
func (c *chain) drawOf(at int) (draw, times []float64) {
	from, to := c.first[at], c.first[at+1]
	return c.draw[from:to], c.times[from:to]
}

// backward sets how many rows of each step are expected in and, with exact, how that
// varies and excess.
func (c *chain) backward(exact bool) {
	n := len(c.steps)
	after := c.after
	after[c.m] = 1 / c.sums[n*c.wide+c.m]
	for i := n - 1; i >= 0; i-- {
		s := c.steps[i]
		lo0, hi0 := int(c.span[i][0]), int(c.span[i][1])
		lo, hi := int(c.span[i+1][0]), int(c.span[i+1][1])
		before, excess := c.sums[i*c.wide:(i+1)*c.wide], c.excess[i*c.wide:(i+1)*c.wide]
		mean, square := 0.0, 0.0
		if s.rows == 1 {
			p, q := c.p[i], c.q[i]
			if lo > lo0 { // the least state is behind unless the row is in
				after[lo0] = 0
			}
			if hi == hi0 { // and the most before it, unless it is not
				after[hi+1] = 0
			}
			next := after[lo0]
			for j := lo0; j <= hi0; j++ {
				yes, no := p*after[j+1], q*next
				next = after[j+1]
				mean += before[j] * yes
				after[j], excess[j] = no+yes, yes
			}
			square = mean
		} else {
			draw, times := c.drawOf(i)
			for j := lo0; j <= hi0; j++ {
				from, to := max(lo, j), min(hi, j+int(s.rows))
				all, in, twice := 0.0, 0.0, 0.0
				for f := from; f <= to; f++ {
					v := times[f-j] * after[f]
					all, in, twice = all+draw[f-j]*after[f], in+v, twice+float64(f-j)*v
				}
				mean, square = mean+before[j]*in, square+before[j]*twice
				after[j], excess[j] = all, in
			}
		}
		c.mean[i] = mean
		if !exact {
			continue
		}
		c.variance[i] = max(0, square-mean*mean)
		for j := lo0; j <= hi0; j++ {
			excess[j] -= mean * after[j]
		}
	}
}
