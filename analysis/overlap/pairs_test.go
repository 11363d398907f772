package overlap

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"uptake/analysis/report"
)

// mix spreads ids over all hashes.
func mix(i int) uint64 {
	z := uint64(i)*0x9e3779b97f4a7c15 + 0x632be59bd9b4e019
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	return (z ^ z>>27) * 0x94d049bb133111eb
}

// made is an experiment of some units, in the arm that pick says.
func made(id string, units []int, pick func(i int) int32, value func(i int) (y, x float64)) *Experiment {
	e := &Experiment{ID: id, Unit: "user", Sources: []string{"e.csv"}, Arms: []string{"a", "b"},
		Metrics: []Metric{{Name: "m"}}}
	for _, i := range units {
		y, x := value(i)
		e.Units, e.Arm = append(e.Units, mix(i)), append(e.Arm, pick(i))
		e.Metrics[0].Y = append(e.Metrics[0].Y, y)
		if !math.IsNaN(x) {
			e.Metrics[0].X = append(e.Metrics[0].X, x)
		}
	}
	return e
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func zero(int) (float64, float64) { return 0, math.NaN() }

// TestByHand: 160 units, 40 in each of four groups, whose values are m ± 1. The difference
// of differences is 4.5 − 2 − 1 + 0 by the means, of each mean q = (40/39)/40 = 1/39, so
// se² = 4/39 and ν = 4·39; a ratio of the same over 2 is half of it.
func TestByHand(t *testing.T) {
	a, b := func(i int) int32 { return int32(i % 2) }, func(i int) int32 { return int32(i / 2 % 2) }
	mean := [2][2]float64{{0, 1}, {2, 4.5}}
	value := func(i int) (float64, float64) {
		return 1e6 + mean[a(i)][b(i)] + float64(i/4%2*2-1), math.NaN()
	}
	half := func(i int) (float64, float64) {
		y, _ := value(i)
		return y, 2
	}
	for name, c := range map[string]struct {
		value func(int) (float64, float64)
		by    float64
	}{"a mean": {value, 1}, "a ratio": {half, 0.5}} {
		s := &Store{}
		s.Add(made("two", upTo(160), b, zero))
		s.Add(made("one", upTo(160), a, c.value))
		o := s.Pairs()
		if len(o.Pairs) != 1 || o.Sharing != 1 || o.Share != 1 || o.Experiments != 2 {
			t.Fatalf("%s: %+v", name, o)
		}
		p := o.Pairs[0]
		if p.A != "one" || p.B != "two" || p.Shared != 160 || !p.SameExport || p.Assignment.Chi2 != 0 ||
			p.Assignment.P != 1 || p.Assignment.DF != 1 {
			t.Errorf("%s: %+v", name, p)
		}
		x, y := p.Interaction[0], p.Interaction[1]
		se := math.Sqrt(4./39) * c.by
		for _, w := range []struct {
			what      string
			got, want float64
		}{{"difference", float64(x.Difference.Value), 1.5 * c.by}, {"se", float64(x.SE), se},
			{"df", float64(x.DF), 156}, {"hi", float64(x.Difference.Hi), 1.5*c.by + 1.975287508*se}} {
			if !(math.Abs(w.got-w.want) < 1e-7) {
				t.Errorf("%s: %s is %v, want %v", name, w.what, w.got, w.want)
			}
		}
		if x.Of != "one" || x.With != "two" || !slices.Equal(x.Cells, []int64{40, 40, 40, 40}) || !(x.P < 1e-4) ||
			x.Q != x.P {
			t.Errorf("%s: %+v", name, x)
		}
		if y.Of != "two" || y.Why != "the values do not vary" || y.P.Defined() {
			t.Errorf("%s: %+v", name, y)
		}
		if o.Interactions != (report.Taken{Family: 1, Found: 1}) || o.Assignments != (report.Taken{Family: 1}) {
			t.Errorf("%s: %+v %+v", name, o.Interactions, o.Assignments)
		}
	}
}

// TestAssignment: the chi-square by hand of a table that leans, and what has no test.
func TestAssignment(t *testing.T) {
	// 30 10 / 10 30: E = 20 everywhere, Σ 100/20 = 20.
	lean := func(i int) int32 { return int32((i / 40) ^ map[bool]int{true: 1}[i%40 >= 30]) }
	first := func(i int) int32 { return int32(i / 40) }
	for name, c := range map[string]struct {
		units []int
		pick  func(int) int32
		chi   float64
		why   bool
	}{
		"leans":         {upTo(80), lean, 20, false},
		"the same":      {upTo(80), first, 80, false},
		"one arm alone": {upTo(80), func(int) int32 { return 1 }, 0, true},
		"few":           {upTo(8), lean, 0, true},
	} {
		s := &Store{}
		s.Add(made("x", upTo(80), first, zero))
		s.Add(made("y", c.units, c.pick, zero))
		got := s.Pairs().Pairs[0].Assignment
		if (got.Why != "") != c.why || !c.why && !(math.Abs(float64(got.Chi2)-c.chi) < 1e-9) ||
			c.why == got.P.Defined() {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestNoPair: experiments that share no unit, whose units are another thing, or that name
// one twice are no pair.
func TestNoPair(t *testing.T) {
	pick := func(i int) int32 { return int32(i % 2) }
	s := &Store{}
	s.Add(made("x", upTo(80), pick, zero))
	s.Add(made("apart", []int{100, 101}, pick, zero))
	team := made("teams", upTo(80), pick, zero)
	team.Unit = "team"
	s.Add(team)
	s.Add(made("twice", append(upTo(80), upTo(80)...), pick, zero))
	s.Without("failed")
	if o := s.Pairs(); o.Sharing != 0 || len(o.Pairs) != 0 || o.Experiments != 4 || !slices.Equal(o.Without,
		[]string{"failed"}) {
		t.Errorf("%+v", o)
	}
	if o := (&Store{}).Pairs(); o.Sharing != 0 || o.Pairs == nil {
		t.Errorf("%+v", o)
	}
}

// TestDrawn: what is looked at does not hang on the order in which experiments are added,
// also where there are too many units and the same share of all is drawn.
func TestDrawn(t *testing.T) {
	const most = 3000
	build := func(order []int) *report.Overlap {
		s := &Store{most: most}
		for _, k := range order {
			s.Add(made(fmt.Sprint("e", k), upTo(1000+400*k), func(i int) int32 { return int32(mix(i*7+k) >> 63) },
				func(i int) (float64, float64) { return float64(mix(i+k) % 100), math.NaN() }))
		}
		return s.Pairs()
	}
	want := build([]int{0, 1, 2, 3, 4})
	if want.Share != 0.25 || want.Sharing != 10 || len(want.Pairs) != 10 {
		t.Errorf("%+v", want)
	}
	var rows int64
	for _, p := range want.Pairs {
		rows = max(rows, p.UnitsA, p.UnitsB)
	}
	if rows > 760 || rows < 540 { // a quarter of 2,600
		t.Errorf("%d units are kept", rows)
	}
	for _, order := range [][]int{{4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}} {
		if got := build(order); !reflect.DeepEqual(got, want) {
			t.Errorf("in the order %v it is another", order)
		}
	}
}

// TestFalseAlarms: 40 experiments over the same units that know nothing of each other: of
// 780 pairs about 5 % of the tests lie below 0.05, and next to none is found; the one pair
// that is planted is.
func TestFalseAlarms(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	const n, many = 1200, 40
	arms := make([][]int32, many)
	for k := range arms {
		for range n {
			arms[k] = append(arms[k], int32(rng.IntN(2)))
		}
	}
	for planted := range 2 {
		s := &Store{}
		for k := range many {
			s.Add(made(fmt.Sprintf("e%02d", k), upTo(n), func(i int) int32 { return arms[k][i] },
				func(i int) (float64, float64) {
					y := float64(mix(i*many+k)%1000) / 100
					if planted == 1 && k == 3 && arms[3][i] == 1 && arms[8][i] == 1 {
						y += 3
					}
					return y, math.NaN()
				}))
		}
		o := s.Pairs()
		below := 0
		for _, p := range o.Pairs {
			for _, x := range p.Interaction {
				if x.P < 0.05 {
					below++
				}
			}
		}
		if o.Interactions.Family != 1560 || below < 45 || below > 115 {
			t.Errorf("%d of %d interactions lie below 0.05", below, o.Interactions.Family)
		}
		p := o.Pairs[0]
		if o.Interactions.Found != planted || planted == 1 && (p.A != "e03" || p.B != "e08") {
			t.Errorf("planted %d: found %d, first %s and %s", planted, o.Interactions.Found, p.A, p.B)
		}
	}
}

// TestBounds: of more pairs than are told the rest is counted.
func TestBounds(t *testing.T) {
	s := &Store{}
	for k := range 60 {
		s.Add(made(fmt.Sprintf("e%02d", k), upTo(4), func(i int) int32 { return int32((i + k) % 2) }, zero))
	}
	if o := s.Pairs(); o.Sharing != 1770 || o.Looked != 1770 || len(o.Pairs) != mostTold || o.Untold != 770 {
		t.Errorf("%d share, %d looked at, %d told, %d not", o.Sharing, o.Looked, len(o.Pairs), o.Untold)
	}
}
