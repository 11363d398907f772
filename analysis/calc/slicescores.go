package calc

import (
	"math"

	"uptake/analysis/stats"
)

var sliceScores = []Method{
	{"slice_score", "inputs: n, size, error_slice, error_all  options: slice_alpha = 0.95", func(c *call) Result {
		n, size := c.in.count("n"), c.in.count("size")
		in, all := c.in.num("error_slice"), c.in.num("error_all")
		alpha := c.opt.share("slice_alpha", 0.95)
		if size > n {
			c.fail("inputs: the slice has %d of %d rows", size, n)
		}
		if c.err != nil {
			return nil
		}
		return defined("score", stats.SliceLineScore(alpha, n, size, in, all), "the slice is empty or there is no "+
			"error at all")
	}},
	{"slice_effect", "inputs: slice: {mean, var}, rest: {mean, var} of the losses, divisor n; or {rate} of 0/1 losses",
		func(c *call) Result {
			meanIn, varIn := c.in.loss("slice")
			meanOut, varOut := c.in.loss("rest")
			if c.err != nil {
				return nil
			}
			return defined("effect_size", stats.SliceEffect(meanIn, varIn, meanOut, varOut),
				"the losses vary neither in the slice nor outside")
		}},
	{"surprise", "inputs: p, q: a value's share before and now", func(c *call) Result {
		p, q := c.in.part("p"), c.in.part("q")
		if c.err != nil {
			return nil
		}
		return defined("surprise", stats.Surprise(p, q), "")
	}},
	{"explanatory_power", "inputs: before, now, total_before, total_now", func(c *call) Result {
		before, now := c.in.num("before"), c.in.num("now")
		from, to := c.in.num("total_before"), c.in.num("total_now")
		if c.err != nil {
			return nil
		}
		return defined("explanatory_power", stats.ExplanatoryPower(before, now, from, to), "the total did not change")
	}},
	{"reliance_bounds", "inputs: ignored, not_good: shares", func(c *call) Result {
		ignored, bad := c.in.part("ignored"), c.in.part("not_good")
		if c.err != nil {
			return nil
		}
		var r Result
		lo, hi := stats.RelianceBounds(ignored, bad)
		return *r.add("good_and_ignored_least", lo).add("good_and_ignored_most", hi)
	}},
	{"reliance", "inputs: used_good, used_bad, unused_good, unused_bad: [..] per user", func(c *call) Result {
		lists := [][]int64{c.in.counts("used_good"), c.in.counts("used_bad"), c.in.counts("unused_good"),
			c.in.counts("unused_bad")}
		for _, l := range lists {
			if len(l) != len(lists[0]) {
				c.fail("inputs: the lists have %d, %d, %d and %d values", len(lists[0]), len(lists[1]), len(lists[2]),
					len(lists[3]))
			}
		}
		if c.err != nil {
			return nil
		}
		users := make([]stats.RelianceCounts, len(lists[0]))
		for i := range users {
			users[i] = stats.RelianceCounts{UsedGood: lists[0][i], UsedBad: lists[1][i], UnusedGood: lists[2][i],
				UnusedBad: lists[3][i]}
		}
		s := stats.Reliance(users)
		var r Result
		for _, p := range []struct {
			name  string
			share stats.ClusteredShare
		}{{"under_reliance", s.Under}, {"over_reliance", s.Over}, {"appropriate_non_use", s.NonUse},
			{"deserved", s.Deserved}, {"good", s.GoodShare}} {
			var one Result
			one.add("estimate", p.share.Value).add("se", p.share.SE).add("of", p.share.Of).add("users", p.share.Users)
			if math.IsNaN(p.share.SE) {
				one.undefined("fewer than two users have such suggestions")
			}
			r.add(p.name, one)
		}
		return r
	}},
	{"calibration", "inputs: confidence: [..], outcome: [0 | 1, ..], user: [..]  options: bins = 10",
		func(c *call) Result {
			confidence, outcome := c.in.list("confidence"), c.in.list("outcome")
			user, users := c.in.labels("user")
			bins := c.opt.numOr("bins", 10)
			if len(outcome) != len(confidence) || len(user) != len(confidence) {
				c.fail("inputs: there are %d confidences, %d outcomes and %d users", len(confidence), len(outcome),
					len(user))
			}
			for i, v := range outcome {
				if v != 0 && v != 1 {
					c.fail("inputs.outcome has %v at index %d; 0 or 1 is needed", v, i)
				}
			}
			if !(bins >= 1 && bins <= 1000) {
				c.fail("options.bins is %v; a number from 1 to 1000 is needed", bins)
			}
			if c.err != nil {
				return nil
			}
			return calibration(confidence, outcome, user, users, int(bins))
		}},
}

// calibration puts the rows together user by user and answers.
func calibration(confidence, outcome []float64, user []int, users, bins int) Result {
	first := make([]int32, users+1)
	for _, u := range user {
		first[u+1]++
	}
	for u := range users {
		first[u+1] += first[u]
	}
	p, y := make([]float64, len(user)), make([]bool, len(user))
	next := append([]int32(nil), first...)
	for i, u := range user {
		p[next[u]], y[next[u]] = confidence[i], outcome[i] == 1
		next[u]++
	}
	s := stats.Calibrate(p, y, first, bins)
	var r Result
	var low, means, rates, errors []float64
	var rows []int64
	for _, b := range s.Bins {
		low, means, rates, errors, rows = append(low, b.Low), append(means, b.Confidence), append(rates, b.Rate),
			append(errors, b.SE), append(rows, b.Rows)
	}
	r.add("rate", s.Rate).add("bin_low", low).add("bin_confidence", means).add("bin_rate", rates).add("bin_se",
		errors).add("bin_rows", rows)
	r.add("brier", s.Brier).add("reliability", s.Reliability).add("resolution", s.Resolution).add("uncertainty",
		s.Uncertainty).add("within", s.Within)
	r.add("ece", s.ECE).add("auc", s.AUC).add("auc_se", s.AUCSE)
	switch s.Reason {
	case stats.ReasonOneOutcome:
		r.undefined("all outcomes are the same, or there are none")
	case stats.ReasonConstant:
		r.undefined("all confidences are the same")
	case stats.ReasonOneCluster:
		r.undefined("there is only one user, so no errors")
	}
	return r
}

// defined is one quantity, and the reason where it has no value.
func defined(name string, v float64, reason string) Result {
	var r Result
	if r.add(name, v); math.IsNaN(v) {
		r.undefined(reason)
	}
	return r
}

// part returns a number from 0 to 1.
func (f *fields) part(name string) float64 {
	v := f.num(name)
	if !(v >= 0 && v <= 1) {
		f.call.fail("%s.%s is %v; a share from 0 to 1 is needed", f.path, name, v)
	}
	return v
}

// loss returns mean and variance of losses, or those of a rate.
func (f *fields) loss(name string) (mean, variance float64) {
	o := f.object(name)
	if o.has("rate") {
		p := o.part("rate")
		return p, p * (1 - p)
	}
	mean, variance = o.num("mean"), o.num("var")
	if variance < 0 {
		f.call.fail("%s.%s.var is %v; a variance is not negative", f.path, name, variance)
	}
	return mean, variance
}
