package method

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/stats"
)

var fullChances = flag.Bool("chances.full", false, "draw 200,000 experiments per row of chances and write "+
	"testdata/calibration-chances.txt")

// TestChancesCalibrated draws effects from the prior, an experiment for each, and
// holds what was said of it against what is true: of all that were said to be
// better with a chance near c, a share c must be. At 20, 50 and 100 conversions an
// arm the fifths may differ by 5, 3 and 2.5 points, in a short run and 3.29 standard
// errors of their own; the normal approximation of the lift, which those replaced, stands
// beside them and must fail. The whole run:
//
//	go test ./analysis/method -run Chances -chances.full
func TestChancesCalibrated(t *testing.T) {
	draws := 8000
	if *fullChances {
		draws = 200_000
	}
	const rate, enough = 0.1, 0.05
	prior := Prior{Enough: enough, SD: 0.3}
	var table strings.Builder
	fmt.Fprintf(&table, "%d experiments a row, relative lifts drawn from N(0, 0.3²); largest difference over five "+
		"equal groups between the mean chance said and the share true\n\n", draws)
	fmt.Fprintf(&table, "%-34s %10s %10s %10s\n", "conversions or units an arm", "better", "enough", "allowed")
	for _, row := range []struct {
		conversions, allowed float64
		draw                 func(r *rand.Rand, n int, lift float64) (c, t stats.Sample)
		name                 string
		normal               bool
	}{
		{20, 0.05, drawShares, "share of 10 %, 20 conversions", false},
		{50, 0.03, drawShares, "share of 10 %, 50 conversions", false},
		{100, 0.025, drawShares, "share of 10 %, 100 conversions", false},
		{300, 0.025, drawShares, "share of 10 %, 300 conversions", false},
		{20, 0.05, drawSpend, "spend, exponential, 200 units", false},
		{50, 0.05, drawShares, "normal lift, 50 conversions", true},
	} {
		n := int(row.conversions / rate)
		var better, atLeast said
		known := map[[2]int64][2]float64{} // of shares, whose counts come again and again
		for i := range draws {
			r := rand.New(rand.NewPCG(20261128+uint64(row.conversions), uint64(i)))
			lift := 0.3 * r.NormFloat64()
			for lift <= -1 {
				lift = 0.3 * r.NormFloat64()
			}
			c, x := row.draw(r, n, lift)
			if c.Value() == 0 || x.Value() == 0 {
				continue
			}
			counts := [2]int64{c.Successes, x.Successes}
			p, ok := known[counts]
			switch {
			case ok:
			case row.normal:
				p = normalChances(c, x, 0.3, enough)
			default:
				b := Chances(c, x, prior, false)
				p = [2]float64{float64(b.ChanceBetter), float64(b.ChanceEnough)}
			}
			if c.Successes >= 0 {
				known[counts] = p
			}
			better.add(p[0], lift > 0)
			atLeast.add(p[1], lift > enough)
		}
		b, e := better.off(), atLeast.off()
		limit := row.allowed + 3.29*math.Sqrt(0.25/float64(draws/5))
		fmt.Fprintf(&table, "%-34s %9.1f%% %9.1f%% %9.1f%%\n", row.name, 100*b, 100*e, 100*row.allowed)
		if *fullChances {
			limit = row.allowed
		}
		switch {
		case !row.normal && (b > limit || e > limit):
			t.Errorf("%s: said and true differ by %.4f (better) and %.4f (enough)", row.name, b, e)
		case row.normal && math.Max(b, e) < row.allowed:
			t.Errorf("%s differs by %.4f and %.4f: the test could not tell a wrong one", row.name, b, e)
		}
	}
	t.Log("\n" + table.String())
	if *fullChances {
		if err := os.WriteFile(filepath.Join("..", "..", "testdata", "calibration-chances.txt"), []byte(table.String()),
			0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// said are chances with what became of them.
type said struct{ of [][2]float64 }

func (s *said) add(p float64, true bool) {
	v := 0.0
	if true {
		v = 1
	}
	s.of = append(s.of, [2]float64{p, v})
}

// off is the largest difference of mean chance and share true over five groups.
func (s *said) off() float64 {
	slices.SortStableFunc(s.of, func(a, b [2]float64) int {
		switch {
		case a[0] < b[0]:
			return -1
		case a[0] > b[0]:
			return 1
		}
		return 0
	})
	worst := 0.0
	for g := range 5 {
		part := s.of[g*len(s.of)/5 : (g+1)*len(s.of)/5]
		var p, v float64
		for _, x := range part {
			p, v = p+x[0], v+x[1]
		}
		worst = math.Max(worst, math.Abs(p-v)/float64(len(part)))
	}
	return worst
}

func drawShares(r *rand.Rand, n int, lift float64) (c, t stats.Sample) {
	draw := func(p float64) stats.Sample {
		x := int64(0)
		for range n {
			if r.Float64() < p {
				x++
			}
		}
		return stats.FromCount(int64(n), x)
	}
	return draw(0.1), draw(0.1 * (1 + lift))
}

func drawSpend(r *rand.Rand, n int, lift float64) (c, t stats.Sample) {
	draw := func(mean float64) stats.Sample {
		var sum, squares float64
		for range n {
			v := mean * r.ExpFloat64()
			sum, squares = sum+v, squares+v*v
		}
		m := sum / float64(n)
		return stats.FromMoments(int64(n), m, (squares-m*sum)/float64(n-1))
	}
	return draw(1), draw(1 + lift)
}

// TestChancesOfAnyUnit: dollars, cents and millions give the same chances, whichever way
// the smallest effect that matters was declared.
func TestChancesOfAnyUnit(t *testing.T) {
	for name, in := range map[string]struct{ mc, mt, variance float64 }{
		"cost of a request": {0.0011, 0.00111, 6.7e-9}, "spend": {40, 42, 900}, "below zero": {-3, -2.9, 4},
	} {
		chances := func(unit float64) [3]float64 {
			c := stats.FromMoments(300, unit*in.mc, unit*unit*in.variance)
			x := stats.FromMoments(280, unit*in.mt, unit*unit*1.2*in.variance)
			relative := Chances(c, x, Prior{Enough: 0.02, NonNegative: in.mc > 0}, false)
			absolute := Chances(c, x, Prior{Enough: 0.02, Absolute: unit * 0.02 * math.Abs(in.mc)}, false)
			return [3]float64{float64(relative.ChanceBetter), float64(relative.ChanceEnough),
				float64(absolute.ChanceEnough)}
		}
		want := chances(1)
		for _, unit := range []float64{1e-9, 0.01, 100, 1e3, 1e9} {
			for i, got := range chances(unit) {
				if !(want[i] > 0.001 && want[i] < 0.9999) || !(math.Abs(got-want[i]) < 1e-10) {
					t.Errorf("%s times %g: chance %d is %v, not %v", name, unit, i, got, want[i])
				}
			}
		}
	}
}

// normalChances takes the lift for normal with the delta method's error.
func normalChances(c, t stats.Sample, sd, enough float64) [2]float64 {
	m := c.Value()
	p := stats.NormalUpdate(c.Diff(t)/m, math.Sqrt(t.Q()+c.Q()*(t.Value()/m)*(t.Value()/m))/m, 0, sd)
	return [2]float64{p.ChanceAbove(0), p.ChanceAbove(enough)}
}

// TestChancesByHand: the posterior against sums over a fine grid; scales, signs
// and the loss where the arm is worse.
func TestChancesByHand(t *testing.T) {
	grid := func(log func(l float64) float64, sd, lo, hi, cut float64) (better, above, loss float64) {
		const n = 2_000_000
		var total float64
		for i := range n {
			l := lo + (hi-lo)*(float64(i)+0.5)/n
			w := math.Exp(log(l) - l*l/(2*sd*sd))
			total += w
			if l > 0 {
				better += w
			} else {
				loss -= w * l
			}
			if l > cut {
				above += w
			}
		}
		return better / total, above / total, loss / total
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 1e-5*math.Abs(want)) {
			t.Errorf("%s is %.9g, want %.9g", what, got, want)
		}
	}
	// 12 of 100 against 20 of 110: ln ℓ of p_t = (1+L)p_c, p_c by ternary search
	binomial := func(l float64) float64 {
		f := func(p float64) float64 {
			q := (1 + l) * p
			return 12*math.Log(p) + 88*math.Log1p(-p) + 20*math.Log(q) + 90*math.Log1p(-q)
		}
		a, b := 1e-9, math.Min(1, 1/(1+l))-1e-9
		for range 80 {
			x, y := a+(b-a)/3, b-(b-a)/3
			if f(x) < f(y) {
				a = x
			} else {
				b = y
			}
		}
		return f(a) + 85 // about its top
	}
	c, x := stats.FromCount(100, 12), stats.FromCount(110, 20)
	const coarse = 400 // the search is slow: a table of it, linear between
	table := make([]float64, coarse*4+1)
	for i := range table {
		table[i] = binomial(-0.999999 + float64(i)/coarse)
	}
	looked := func(l float64) float64 {
		at := (l + 0.999999) * coarse
		i := math.Min(math.Floor(at), float64(len(table)-2))
		return table[int(i)] + (at-i)*(table[int(i)+1]-table[int(i)])
	}
	b := Chances(c, x, Prior{Enough: 0.1, SD: 0.3}, false)
	better, above, loss := grid(looked, 0.3, -0.999999, 2.9, 0.1)
	for _, w := range []struct {
		what      string
		got, want float64
	}{{"better", float64(b.ChanceBetter), better}, {"enough", float64(b.ChanceEnough), above},
		{"loss", float64(b.ExpectedLoss), loss * 0.12},
		{"loss if worse", float64(b.LossIfWorse), loss / (1 - better) * 0.12}} {
		if !(math.Abs(w.got/w.want-1) < 1e-4) { // the table's own error
			t.Errorf("%s of two shares is %.8g, want %.8g", w.what, w.got, w.want)
		}
	}
	// two means: m_c 2 ± 0.4, m_t 2.5 ± 0.5
	c, x = stats.FromMoments(25, 2, 4), stats.FromMoments(25, 2.5, 6.25)
	fieller := func(l float64) float64 {
		z := 2.5 - (1+l)*2
		return -z * z / (0.25 + (1+l)*(1+l)*0.16) / 2
	}
	b = Chances(c, x, Prior{Enough: 0.1}, false)
	sd := 0.2 / stats.NormalISF(0.025)
	better, above, loss = grid(fieller, sd, -12*sd, 12*sd, 0.1)
	near("better", float64(b.ChanceBetter), better)
	near("enough", float64(b.ChanceEnough), above)
	near("loss", float64(b.ExpectedLoss), 2*loss)
	near("loss if worse", float64(b.LossIfWorse), 2*loss/(1-better))
	if b.PriorKind != "sceptical" || Chances(c, x, Prior{Enough: math.NaN()}, false).PriorKind != "default" ||
		Chances(c, x, Prior{Enough: 0.1, SD: 0.5}, false).PriorKind != "stated" {
		t.Errorf("the prior is %q", b.Prior)
	}
	// no value is below 0: no lift below −1
	wide := Prior{Enough: math.NaN(), SD: 3, NonNegative: true}
	better, _, loss = grid(fieller, 3, -1, 36, 0)
	b = Chances(c, x, wide, false)
	near("better, none below −1", float64(b.ChanceBetter), better)
	near("loss, none below −1", float64(b.ExpectedLoss), 2*loss)
	// a difference that matters, declared as one: normal with normal
	b = Chances(c, x, Prior{Enough: 0.1, Absolute: 0.2}, false)
	p := stats.NormalUpdate(0.5, math.Sqrt(0.41), 0, 0.4/stats.NormalISF(0.025))
	near("better by a difference", float64(b.ChanceBetter), p.ChanceAbove(0))
	near("enough of a difference", float64(b.ChanceEnough), p.ChanceAbove(0.2))
	near("loss of a difference", float64(b.ExpectedLoss), p.Loss())
	// lower is better: the mirror; negative means: the same as their mirror
	down, up := Chances(c, x, Prior{Enough: 0.1}, true), Chances(stats.FromMoments(25, -2, 4),
		stats.FromMoments(25, -2.5, 6.25), Prior{Enough: 0.1}, false)
	near("worse of a mirror", float64(down.ChanceBetter),
		1-float64(Chances(c, x, Prior{Enough: 0.1}, false).ChanceBetter))
	near("negative means", float64(up.ChanceBetter), float64(down.ChanceBetter))
	near("negative means, loss", float64(up.ExpectedLoss), float64(down.ExpectedLoss))
	// sure of a gain: no loss where worse
	if b = Chances(stats.FromMoments(1000, 2, 4), stats.FromMoments(1000, 3, 4), Prior{Enough: 0.1},
		false); b.LossIfWorse.Defined() || !(b.ExpectedLoss > 0 && b.ExpectedLoss < 1e-8) {
		t.Errorf("%+v", b)
	}
}

// TestFuturesAgree: of the 20 dots as many are better, and better by enough, as the chances say,
// to half a dot; they stand in order, and the median lies between the two in the middle.
func TestFuturesAgree(t *testing.T) {
	for i := range 40 {
		r := rand.New(rand.NewPCG(7, uint64(i)))
		c, x := drawShares(r, 300+50*i, 0.2*r.NormFloat64())
		for _, prior := range []Prior{{Enough: 0.05, SD: 0.3, Futures: true}, {Enough: 0.05, Absolute: 0.005,
			Futures: true}, {Enough: math.NaN(), Futures: true}} {
			for _, down := range []bool{false, true} {
				b := Chances(c, x, prior, down)
				if b == nil {
					continue
				}
				f, sign := b.Futures, 1.0
				if down {
					sign = -1
				}
				if len(f.Effects) != 20 || !slices.IsSorted(f.Effects) || f.Value < f.Effects[9] ||
					f.Value > f.Effects[10] || !(f.Lo <= f.Value && f.Value <= f.Hi) {
					t.Fatalf("%+v", f)
				}
				for _, at := range []struct{ from, chance float64 }{{0, float64(b.ChanceBetter)}, {0.05,
					float64(b.ChanceEnough)}} {
					if math.IsNaN(at.chance) {
						continue
					}
					if at.from > 0 && f.Scale == "abs" {
						at.from = prior.Absolute
					}
					dots := 0.0
					for _, e := range f.Effects {
						if sign*float64(e) > at.from {
							dots++
						}
					}
					if !(math.Abs(dots/20-at.chance) <= 0.025+1e-9) {
						t.Errorf("draw %d, %+v: %g of 20 dots are beyond %g, the chance is %g", i, prior, dots, at.from,
							at.chance)
					}
				}
			}
		}
	}
}
