package stats

// exact adds the variance of the sum of z over the rows that are in: of every step, and
// with those before it.
func (c *chain) exact(information []float64) {
	k, w := c.k, c.wide
	c.moving = c.moving[:0]
	for a := range k {
		for i := range c.steps {
			if c.z[i*k+a] != 0 {
				c.moving = append(c.moving, a)
				clear(c.now[a*w : a*w+1])
				break
			}
		}
	}
	for i, s := range c.steps {
		lo0, hi0 := int(c.span[i][0]), int(c.span[i][1])
		lo, hi := int(c.span[i+1][0]), int(c.span[i+1][1])
		z, excess, variance := c.z[i*k:i*k+k], c.excess[i*w:(i+1)*w], c.variance[i]
		for _, a := range c.moving {
			sum := 0.0
			for j, v := range c.now[a*w+lo0 : a*w+hi0+1] {
				sum += v * excess[lo0+j]
			}
			c.with[a] = sum
		}
		for x, a := range c.moving {
			row, za, with := information[a*k:a*k+a+1], z[a], c.with[a]
			for _, b := range c.moving[:x+1] {
				row[b] += with*z[b] + c.with[b]*za + variance*za*z[b]
			}
		}
		if i+1 == len(c.steps) {
			return
		}
		before, after, grown := c.sums[i*w:(i+1)*w], c.sums[(i+1)*w:(i+2)*w], c.grown
		p, q, mean := c.p[i], c.q[i], c.mean[i]
		if s.rows == 1 {
			for j := lo; j <= hi; j++ {
				v := -mean * after[j]
				if j > lo0 {
					v += p * before[j-1]
				}
				grown[j] = v
			}
			for _, a := range c.moving {
				now, next, za, below := c.now[a*w:(a+1)*w], c.next[a*w:(a+1)*w], z[a], 0.0
				if lo > lo0 {
					below = now[lo-1]
				}
				now[hi0+1] = 0
				for j := lo; j <= hi; j++ {
					at := now[j]
					next[j] = za*grown[j] + q*at + p*below
					below = at
				}
			}
		} else {
			draw, times := c.drawOf(i)
			for j := lo; j <= hi; j++ {
				v := -mean * after[j]
				for f := max(lo0, j-int(s.rows)); f <= min(hi0, j); f++ {
					v += times[j-f] * before[f]
				}
				grown[j] = v
			}
			for _, a := range c.moving {
				now, next, za := c.now[a*w:(a+1)*w], c.next[a*w:(a+1)*w], z[a]
				for j := lo; j <= hi; j++ {
					v := za * grown[j]
					for f := max(lo0, j-int(s.rows)); f <= min(hi0, j); f++ {
						v += draw[j-f] * now[f]
					}
					next[j] = v
				}
			}
		}
		c.now, c.next = c.next, c.now
	}
}

// near adds an approximation of the same variance from the chances v = π(1−π) of rows
// alone: n/(n−1)·(Σ v x xᵀ − (Σ v x)(Σ v x)ᵀ/Σ v), exact for two rows and in the limit
// of many (Hájek 1964, Annals of Mathematical Statistics 35).
func (c *chain) near(information []float64) {
	k, mean := c.k, c.with
	clear(mean)
	total, scale := 0.0, float64(c.n)/float64(c.n-1)
	for i, s := range c.steps {
		in := c.mean[i] / float64(s.rows)
		v := float64(s.rows) * in * (1 - in)
		x := c.z[i*k : i*k+k]
		total += v
		for a, xa := range x {
			mean[a] += v * xa
		}
		addOuter(information, x, scale*v)
	}
	if total > 0 {
		addOuter(information, mean, -scale/total)
	}
}
