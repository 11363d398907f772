package health

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestMissingByArm(t *testing.T) {
	for _, c := range []struct {
		name, status, said string
		missing            []int64 // by metric: control, treatment; of 500 each
		deciding           bool
	}{
		{"none", "ok", "Every unit has a value of every metric.", []int64{0, 0, 0, 0}, true},
		{"alike", "ok", "the least p over 2 metrics", []int64{60, 71, 12, 9}, true},
		{"one arm", "fail", "m0 has no value for 0 of 500 in a and 122 of 500 in b (p = ", []int64{0, 122, 3, 4}, true},
		{"of a metric that decides nothing", "warn", "m0 has no value for 40 of 500 in a and 122 of 500 in b",
			[]int64{40, 122, 0, 0}, false},
		{"few, exactly", "ok", "the least p over 2 metrics", []int64{0, 8, 0, 0}, true},
		{"few, exactly, and too uneven", "fail", "m1 has no value for 0 of 500 in a and 14 of 500",
			[]int64{1, 1, 0, 14}, true},
	} {
		f := facts()
		for i := range 2 {
			m, n := c.missing[2*i], c.missing[2*i+1]
			f.Values = append(f.Values, Values{Metric: "m" + string(rune('0'+i)), Deciding: c.deciding,
				Missing: []int64{m, n}, Has: []int64{500 - m, 500 - n}})
		}
		h, g := Run(f)
		got, detail := status(h, "missing_by_arm")
		if got != c.status || !strings.Contains(detail, c.said) || h.Status != map[string]string{"ok": "ok",
			"warn": "warn", "fail": "fail"}[c.status] {
			t.Errorf("%s: %s %q", c.name, got, detail)
		}
		if !g.Arms().Given() || g.Withheld(h) != nil {
			t.Errorf("%s: single metrics keep everything from being compared", c.name)
		}
		for _, name := range []string{"m0", "m1", "other"} {
			if shut := strings.Contains(detail, name+" has no value"); shut == g.Metric(name).Given() {
				t.Errorf("%s: the leave of %s", c.name, name)
			}
		}
	}
	if (Leave{}).Given() || (Gates{}).Metric("m").Given() {
		t.Error("a leave that nobody gave permits")
	}
}

// TestMissingByChance: values that are missing by chance shut no gate more often
// than the level allows, be they many, few, or over three arms.
func TestMissingByChance(t *testing.T) {
	const runs, alpha = 20_000, 0.01
	r := rand.New(rand.NewPCG(8, 8))
	for _, c := range []struct {
		share float64
		units []int64
	}{{0.1, []int64{400, 400}}, {0.005, []int64{400, 400}}, {0.004, []int64{300, 900}},
		{0.006, []int64{200, 200, 200}}} {
		f := facts()
		f.Exp.Statistics.SRMAlpha = alpha
		f.Arms = f.Arms[:0]
		for range c.units {
			f.Arms = append(f.Arms, Arm{Name: "a", Share: 1 / float64(len(c.units))})
		}
		alarms := 0
		for range runs {
			v := Values{Metric: "m", Has: make([]int64, len(c.units)), Missing: make([]int64, len(c.units))}
			for a, n := range c.units {
				for range n {
					if r.Float64() < c.share {
						v.Missing[a]++
					}
				}
				v.Has[a] = n - v.Missing[a]
			}
			if f.unlike(v) < alpha {
				alarms++
			}
		}
		if share := float64(alarms) / runs; share > alpha+4*0.0007 {
			t.Errorf("%g missing of %v: %.4f alarms", c.share, c.units, share)
		}
	}
}
