package ignore

import (
	"math"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// A level that one side lacks is pooled, and with it the rarest others until both
// sides of the pool have suggestions.
func TestPool(t *testing.T) {
	names := []string{"a", "b", "c", "d"}
	for _, c := range []struct {
		from, to []int64
		levels   []string
		pooled   []string
		ok       bool
	}{
		{[]int64{10, 5, 0, 3}, []int64{10, 0, 7, 3}, []string{"a", "d", "other"}, []string{"b", "c"}, true},
		{[]int64{10, 5, 3, 9}, []int64{10, 0, 2, 9}, []string{"a", "d", "other"}, []string{"b", "c"}, true},
		{[]int64{10, 5, 3, 9}, []int64{10, 5, 2, 9}, names, nil, true},
		{[]int64{10, 0, 0, 0}, []int64{0, 0, 0, 10}, []string{"other"}, []string{"a", "d"}, false},
		{[]int64{10, 0, 0, 0}, []int64{8, 0, 0, 10}, []string{"other"}, []string{"a", "d"}, false},
	} {
		k := &kitagawa{}
		at, ok := k.pool(names, [2][]int64{c.from, c.to})
		if ok != c.ok || !slices.Equal(k.levels, c.levels) || !slices.Equal(k.pooled, c.pooled) {
			t.Errorf("%v to %v: levels %v, pooled %v, %v", c.from, c.to, k.levels, k.pooled, ok)
		}
		for l, n := range names {
			if c.from[l]+c.to[l] > 0 && k.levels[at[l]] != n && !slices.Contains(c.pooled, n) {
				t.Errorf("%s goes to %s", n, k.levels[at[l]])
			}
		}
	}
}

// In a resample a level may be missing on one side: it takes the other side's rate,
// so that it moves the mix alone.
func TestSplitOfMissingLevel(t *testing.T) {
	s := splitOf([]int64{50, 50, 10, 30, 100, 0, 20, 0}, 2)
	if math.Abs(s.Total-(0.2-0.4)) > 1e-12 || s.RateByCell[1] != 0 ||
		math.Abs(s.Composition-(0.5*0.2-0.5*0.6)) > 1e-12 {
		t.Errorf("%+v", s)
	}
}

// Periods are set against each other where the same users come, often or seldom, and
// not where they are others or a few that stayed.
func TestSameUsersIn(t *testing.T) {
	r := &period{from: 0, mid0: 10, mid1: 10, to: 20}
	for name, c := range map[string]struct {
		days func(u int) []int64 // when user u is shown something
		ok   bool
	}{
		"all, always":  {func(int) []int64 { return []int64{1, 11} }, true},
		"all, seldom":  {func(u int) []int64 { return [][]int64{{1}, {11}, {2, 12}, {50}}[u%4] }, true},
		"replaced":     {func(u int) []int64 { return [][]int64{{1}, {11}}[u%2] }, false},
		"a few stayed": {func(u int) []int64 { return [][]int64{{1, 11}, {1}, {1}, {1}}[u%4] }, false},
	} {
		f := &Facts{}
		for u := range 400 {
			p := person{from: len(f.seen.shown)}
			f.seen.shown = append(f.seen.shown, c.days(u)...)
			p.to = len(f.seen.shown)
			f.units = append(f.units, p)
		}
		if users, both, ok := f.sameUsersIn(r); ok != c.ok {
			t.Errorf("%s: %v users, %d in both, compared: %v", name, users, both, ok)
		}
	}
}

// TestUnbalancedSaysWhichWay: a mix that alone lowers the rate is said to lower it.
func TestUnbalancedSaysWhichWay(t *testing.T) {
	f := &Facts{of: report.Investigated[0]}
	for mix, want := range map[report.Num]string{
		0.0125:  "that alone moves the ignore rate up by 1.25 points",
		-0.0125: "that alone moves the ignore rate down by 1.25 points",
	} {
		c := f.unbalanced(&report.Changed{Attribute: "platform", From: "control", To: "treatment",
			Mix: report.Interval{Value: mix}})
		if c.Code != "balance_alarm" || !strings.Contains(c.Detail, want) {
			t.Errorf("%v: %s: %s; want %q", mix, c.Code, c.Detail, want)
		}
	}
}
