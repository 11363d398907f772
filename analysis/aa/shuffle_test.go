package aa

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"uptake/analysis/fold"
	"uptake/analysis/moment"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// band is how many of runs a binomial with chance p gives, but for 1 in 1000.
func band(runs int, p float64) (lo, hi float64) {
	half := 3.29 * math.Sqrt(p*(1-p)/float64(runs))
	return p - half - 0.5/float64(runs), p + half + 0.5/float64(runs)
}

// Every order of two of control and one of treatment comes up a third of the time.
func TestShuffledByHand(t *testing.T) {
	from := []uint16{0, 1, 0}
	seen := map[int]int{}
	labels := make([]uint16, 3)
	for run := range 3000 {
		shuffled(rand.New(rand.NewPCG(1, uint64(run))), from, labels)
		at, ones := 0, 0
		for i, l := range labels {
			if l == 1 {
				at, ones = i, ones+1
			}
		}
		if ones != 1 {
			t.Fatalf("the arms changed size: %v", labels)
		}
		seen[at]++
	}
	for at := range 3 {
		if math.Abs(float64(seen[at])-1000) > 3.3*math.Sqrt(3000*2./9) {
			t.Errorf("treatment is unit %d in %d of 3000 runs", at, seen[at])
		}
	}
	// By hand: units 1, 2, 4, 8 with labels 0 1 0 1.
	v := newVectors([]int32{0, 1, 2, 3}, []fold.Ints{ints(1, 2, 4, 8)})
	m := v.moments([]uint16{0, 1, 0, 1}, 2)
	if sum, cross := m[1].Big(); m[1].N != 2 || sum[0].Int64() != 10 || cross[0].Int64() != 68 {
		t.Errorf("treatment %v %v %v", m[1].N, sum, cross)
	}
}

func ints(v ...int64) (out fold.Ints) {
	for _, x := range v {
		out.Append(moment.Int(x))
	}
	return out
}

// The quick sums are the exact ones, for every dimension and for values too large for them.
func TestVectorsMoments(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for _, k := range []int{1, 2, 3, 4} {
		for _, size := range []int64{1000, math.MaxInt64 / 2, 0} { // 0: beyond an int64
			var unit []int32
			values := make([]fold.Ints, k)
			labels := make([]uint16, 50)
			want := []moment.Moment{moment.New(k), moment.New(k), moment.New(k)}
			for u := range labels {
				labels[u] = uint16(r.IntN(3))
				if u%7 == 0 { // without a vector
					continue
				}
				unit = append(unit, int32(u))
				vec := make([]moment.Sum128, k)
				for c := range vec {
					if size == 0 {
						vec[c] = moment.Words(r.Int64N(1<<31)-1<<30, r.Uint64())
					} else {
						vec[c] = moment.Int(r.Int64N(size) - size/3)
					}
					values[c].Append(vec[c])
				}
				want[labels[u]].AddWide(vec...)
			}
			v := newVectors(unit, values)
			if (v.quick != nil) != (size == 1000) {
				t.Errorf("values up to %d are small: %v", size, v.quick != nil)
			}
			for a, m := range v.moments(labels, 3) {
				gs, gc := m.Big()
				ws, wc := want[a].Big()
				for i := range gs {
					if gs[i].Cmp(ws[i]) != 0 {
						t.Errorf("dimension %d, arm %d: Σ %v, want %v", k, a, gs, ws)
					}
				}
				for i := range gc {
					if gc[i].Cmp(wc[i]) != 0 || m.N != want[a].N {
						t.Errorf("dimension %d, arm %d: Σ of products %v, want %v", k, a, gc, wc)
					}
				}
			}
		}
	}
	if newVectors([]int32{0}, []fold.Ints{ints(math.MinInt64)}).quick != nil {
		t.Error("the least int64 counts as small")
	}
}

// A method that takes every row of a clustered metric as a unit of its own is
// found out by the same counting; the same metric by unit is not.
func TestAAFindsWrongMethod(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	const units, rows, runs = 200, 12, 1000
	values := make([][]float64, units)
	sums := make([]float64, units)
	for u := range values {
		own := r.NormFloat64()
		for range rows {
			x := own + r.NormFloat64()
			values[u], sums[u] = append(values[u], x), sums[u]+x
		}
	}
	from := halves(units)
	count := func(compare func(labels []uint16) float64) report.AARate {
		cells := make([]falseAlarm, runs)
		labels := make([]uint16, units)
		err := shuffles(context.Background(), runs, 1, 4, func(_, run int, r *rand.Rand) {
			shuffled(r, from, labels)
			cells[run] = noAlarm()
			cells[run].p = compare(labels)
		})
		if err != nil {
			t.Fatal(err)
		}
		var m report.AAMetric
		falseAlarms(&m, cells, 0.05, 0.05)
		return m.Alarms
	}
	welch := func(arms [2][]float64) float64 {
		var s [2]stats.Sample
		for a := range s {
			sums, err := stats.FromValues(arms[a])
			if err != nil {
				t.Fatal(err)
			}
			s[a] = sums.Sample()
		}
		return stats.WelchTest(s[0], s[1]).TwoSided().P
	}
	byRow := count(func(labels []uint16) float64 {
		var arms [2][]float64
		for u, l := range labels {
			arms[l] = append(arms[l], values[u]...)
		}
		return welch(arms)
	})
	byUnit := count(func(labels []uint16) float64 {
		var arms [2][]float64
		for u, l := range labels {
			arms[l] = append(arms[l], sums[u])
		}
		return welch(arms)
	})
	if byRow.Word != "too_many" || byRow.Rate < 0.3 {
		t.Errorf("by row: %+v", byRow)
	}
	if lo, hi := band(runs, 0.05); float64(byUnit.Rate) < lo || float64(byUnit.Rate) > hi {
		t.Errorf("by unit: %+v", byUnit)
	}
}

// Counting by hand: p below alpha, not at it; runs without an answer are none.
func TestFalseAlarmsByHand(t *testing.T) {
	m := report.AAMetric{Role: "guardrail"}
	nan := math.NaN()
	falseAlarms(&m, []falseAlarm{{0.01, 2, 1, 0.2, "welch"}, {0.05, 4, 0, 0.9, "welch"}, {1, 3, 0, 1, "welch"},
		{nan, nan, nan, nan, ""}}, 0.05, 0.05)
	if m.Alarms.Alarms != 1 || m.Alarms.Runs != 3 || m.MedianWidth != 3 || m.Harm.Alarms != 1 || m.Harm.Runs != 3 ||
		m.Valid.Alarms != 0 || m.Histogram[0] != 2 || m.Histogram[9] != 1 {
		t.Errorf("%+v", m)
	}
	// Clopper and Pearson for 1 of 3: 1−(1−α/2)^{1/3} … and (0.0084, 0.9057) of scipy 1.14 binomtest(1,
	// 3).proportion_ci().
	if math.Abs(float64(m.Alarms.Lo)-0.008403759) > 1e-8 || math.Abs(float64(m.Alarms.Hi)-0.905700676) > 1e-8 {
		t.Errorf("interval %v … %v", m.Alarms.Lo, m.Alarms.Hi)
	}
	// Bins 2 0 … 0 1 around 0.3: (1.7² + 8·0.3² + 0.7²)/0.3 = 13.666…
	if math.Abs(float64(m.Uniform.ChiSquare)-41./3) > 1e-12 || m.Uniform.Distinct != 3 || m.Uniform.DF != 9 {
		t.Errorf("%+v", m.Uniform)
	}
	if rateOf(100, 1000, 0.05).Word != "too_many" || rateOf(10, 1000, 0.05).Word != "too_few" ||
		rateOf(50, 1000, 0.05).Word != "as_it_should_be" || rateOf(0, 0, 0.05).Word != "no_answer" {
		t.Error("words")
	}
}

// Quantiles: dealing the sorted values out gives what sorting every arm gives.
func TestDrawnByArm(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	var value []float64
	var unit []int32
	for u := range int32(40) {
		for range r.IntN(5) {
			value, unit = append(value, math.Round(10*r.ExpFloat64())), append(unit, u)
		}
	}
	labels := make([]uint16, 40)
	for u := range labels {
		labels[u] = uint16(r.IntN(2))
	}
	got, of, units := newDrawn(value, unit).byArm(labels, 2)
	for a := range 2 {
		var want []float64
		var at []int32
		number := map[int32]int32{}
		for i, u := range unit {
			if int(labels[u]) == a {
				if _, ok := number[u]; !ok {
					number[u] = int32(len(number))
				}
				want, at = append(want, value[i]), append(at, number[u])
			}
		}
		if units[a] != len(number) {
			t.Errorf("arm %d: %d units, want %d", a, units[a], len(number))
		}
		x := stats.ClusterQuantile(got[a], of[a], units[a], 0.5, 0.05)
		y := stats.ClusterQuantile(want, at, len(number), 0.5, 0.05)
		if x.Value() != y.Value() || x.Q() != y.Q() || x.Effective != y.Effective {
			t.Errorf("arm %d: %v ± %v, want %v ± %v", a, x.Value(), x.Q(), y.Value(), y.Q())
		}
	}
}

// The sentence names the worst metric and what helps; without one it says so.
func TestAAHeadline(t *testing.T) {
	row := func(name, kind, word string, rate, commonest float64) report.AAMetric {
		return report.AAMetric{Name: name, Kind: kind, Alarms: report.AARate{Rate: report.Num(rate), Word: word},
			Uniform: &report.AAUniform{Commonest: report.Num(commonest)}}
	}
	for _, c := range []struct {
		want string
		list []report.AAMetric
	}{
		{"revenue cries wolf in 8 of 100 shuffles where 5 are meant: winsorize it, so that a few heavy units do not " +
			"decide.",
			[]report.AAMetric{row("kept", "proportion", "too_many", 0.06, 0), row("revenue", "mean", "too_many", 0.08,
				0)}},
		{"rare cries wolf in 6.2 of 100 shuffles where 5 are meant: few different values",
			[]report.AAMetric{row("rare", "ratio", "too_many", 0.062, 0.15)}},
		{"Both metrics raise false alarms as often as they should, 5 in 100.",
			[]report.AAMetric{row("a", "mean", "as_it_should_be", 0.05, 0), row("b", "mean", "as_it_should_be", 0.05,
				0)}},
		{"No metric cries wolf too often; 1 of 2 comparisons raises fewer",
			[]report.AAMetric{row("a", "mean", "too_few", 0.01, 0), row("b", "mean", "as_it_should_be", 0.05, 0)}},
		{"No metric gives an answer", []report.AAMetric{row("a", "mean", "no_answer", math.NaN(), 0)}},
	} {
		if got := headline(&report.AA{Alpha: 0.05, Metrics: c.list}); !strings.HasPrefix(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
