package stats

import "math"

// One piece of the conditional likelihood: which m of n rows have the event, drawn
// with independent chances p_i and kept when there are m. Rows are taken in
// order; the state is how many of the first i rows are in.

// piece adds a piece's information, sets its score, and returns its log
// likelihood Σ_{y=1} ln p + Σ_{y=0} ln(1−p) − ln P(Σ = m).
func (c *conditional) piece(p piece, gamma []float64, exact bool, information []float64) float64 {
	k, n, m := len(gamma), int(p.to-p.from), int(p.events)
	y := c.y[p.from:p.to]
	for i := range n {
		s := 0.0
		for a, v := range c.z[i*k : i*k+k] {
			s += v * gamma[a]
		}
		c.eta[i] = s
	}
	t := c.tilt(n, float64(m))
	value, both := 0.0, 1.0 // both: Π(1 + e^−|η|), at most 2^512
	for i, e := range c.eta[:n] {
		e += t
		both *= 1 + min(c.p[i], c.q[i])/max(c.p[i], c.q[i])
		if y[i] {
			value -= max(-e, 0)
		} else {
			value -= max(e, 0)
		}
	}
	// the fewer of the two outcomes are counted: the rows left out are drawn in
	// the same way, and their sum varies as much
	flipped := 2*m > n
	if flipped {
		m = n - m
		for i := range n {
			c.p[i], c.q[i] = c.q[i], c.p[i]
		}
	}
	c.forward(n, m)
	value -= math.Log(both) + math.Log(c.sums[n*(m+2)+m])
	c.backward(n, m, exact)
	for i := range n {
		in := c.included[i]
		if flipped {
			in = 1 - in
		}
		r := -in
		if y[i] {
			r = 1 - in
		}
		for a, v := range c.z[i*k : i*k+k] {
			c.score[a] += r * v
		}
	}
	if exact {
		c.variance(n, m, information)
	} else {
		c.nearVariance(n, information)
	}
	return value
}

// tilt is a t with Σ logistic(η+t) near m, and sets the chances p and q = 1−p to what
// they are there. P(Σ = m) is largest at equality, and a t within a quarter of an event
// of it is as right.
func (c *conditional) tilt(n int, m float64) float64 {
	eta, p, q := c.eta[:n], c.p[:n], c.q[:n]
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, e := range eta {
		lo, hi = min(lo, e), max(hi, e)
	}
	odds := math.Log(m / (float64(n) - m))
	lo, hi = odds-hi, odds-lo
	t := min(max(odds, lo), hi) // η is centred
	for try := 0; ; try++ {
		sum, slope := 0.0, 0.0
		for i, e := range eta {
			p[i], q[i] = logistic(e + t)
			sum, slope = sum+p[i], slope+p[i]*q[i]
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

// forward fills sums, row i with P(j of the first i rows are in), for the states
// from which m of n can still be reached. A row of the table has m+2 places.
func (c *conditional) forward(n, m int) {
	w := m + 2
	c.sums[0], c.sums[1] = 1, 0
	for i := 1; i <= n; i++ {
		lo, hi := max(0, m-(n-i)), min(i, m)
		before, now := c.sums[(i-1)*w:i*w], c.sums[i*w:i*w+w]
		p, q := c.p[i-1], c.q[i-1]
		below := 0.0
		if lo > 0 {
			below = before[lo-1]
		}
		for j := lo; j <= hi; j++ {
			at := before[j]
			now[j] = q*at + p*below
			below = at
		}
		now[hi+1] = 0
	}
}

// backward sets each row's chance of being in, and with exact, for each state j
// after row i, the chance that row i is in given the state (take) and the
// variance this leaves, P(state)·take·(1−take) (turn).
func (c *conditional) backward(n, m int, exact bool) {
	w := m + 2
	after := c.after[:w] // P(rows i+1 … n complete m, from j)/P(Σ = m)
	clear(after)
	after[m] = 1 / c.sums[n*w+m]
	for i := n; i >= 1; i-- {
		lo, hi := max(0, m-(n-i)), min(i, m)
		before, now := c.sums[(i-1)*w:i*w], c.sums[i*w:i*w+w]
		p, q := c.p[i-1], c.q[i-1]
		in := 0.0
		if exact {
			take, turn := c.take[i*w:i*w+w], c.turn[i*w:i*w+w]
			// states less likely than 1e-20 are left out of the variance
			from, to := lo, hi
			for from < to && now[from]*after[from] < 1e-20 {
				from++
			}
			for to > from && now[to]*after[to] < 1e-20 {
				to--
			}
			c.likely[i] = [2]int32{int32(from), int32(to)}
			for j := from; j <= to; j++ {
				yes := 0.0
				if j > 0 {
					yes = p * before[j-1]
				}
				no := q * before[j]
				if i == j {
					no = 0
				}
				if all := now[j]; all > 0 {
					share := yes / all
					take[j], turn[j] = share, after[j]*share*no
				} else {
					take[j], turn[j] = 0, 0
				}
			}
		}
		for j := max(lo, 1); j <= hi; j++ {
			in += before[j-1] * after[j]
		}
		c.included[i-1] = p * in
		// the states after row i−1
		if lo > 0 {
			after[lo-1] = p * after[lo]
		}
		for j := lo; j < hi; j++ {
			after[j] = q*after[j] + p*after[j+1]
		}
		after[hi] *= q
	}
}

// variance adds the variance of the sum of x over the rows that are in.
func (c *conditional) variance(n, m int, information []float64) {
	k, w := len(c.d), m+2
	expected := c.expected[:w*k] // of the sum over the first i rows, by state
	clear(expected)
	d := c.d
	for i := 1; i <= n; i++ {
		lo, hi := max(1, int(c.likely[i][0])), int(c.likely[i][1])
		x := c.z[(i-1)*k : i*k]
		for j := hi; j >= lo; j-- {
			share, weight := c.take[i*w+j], c.turn[i*w+j]
			below, at := expected[(j-1)*k:j*k], expected[j*k:j*k+k]
			for a, v := range x {
				d[a] = v + below[a] - at[a]
				at[a] += share * d[a]
			}
			if weight > 1e-18 {
				addOuter(information, d, weight)
			}
		}
	}
}

// nearVariance adds an approximation of the same variance from the chances v =
// π(1−π) alone: n/(n−1)·(Σ v x xᵀ − (Σ v x)(Σ v x)ᵀ/Σ v), exact for two rows and
// in the limit of many (Hájek 1964, Annals of Mathematical Statistics 35).
func (c *conditional) nearVariance(n int, information []float64) {
	k := len(c.mean)
	clear(c.mean)
	total, scale := 0.0, float64(n)/float64(n-1)
	for i := range n {
		v := c.included[i] * (1 - c.included[i])
		x := c.z[i*k : i*k+k]
		total += v
		for a, xa := range x {
			c.mean[a] += v * xa
		}
		addOuter(information, x, scale*v)
	}
	if total > 0 {
		addOuter(information, c.mean, -scale/total)
	}
}
