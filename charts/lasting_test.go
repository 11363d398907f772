package charts

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/say"
)

func around(v, half float64) report.Interval {
	return report.Interval{Value: report.Num(v), Lo: report.Num(v - half), Hi: report.Num(v + half), Bounded: true}
}

func adoption(arms []string) *report.Adoption {
	a := &report.Adoption{Outcome: "tasks_per_user", First: &report.TimeToFirst{Horizon: 14}}
	for i, arm := range arms {
		k := int64(i) * 300
		f := report.FunnelArm{Arm: arm}
		for _, st := range []struct {
			step  string
			units int64
		}{{"exposed", 20000}, {"shown", 19000}, {"seen", 18500 + k}, {"accepted", 14200 + k}, {"kept", 13900 + k}, {"outcome", 9100 + k}} {
			p := report.Num(float64(st.units) / 20000)
			f.Steps = append(f.Steps, report.FunnelStep{Step: st.step, Units: st.units, Share: p, Lo: p - 0.006, Hi: min(p+0.006, 1)})
		}
		a.Funnel = append(a.Funnel, f)
		s := report.Num(0.05 * float64(i))
		a.First.Arms = append(a.First.Arms, report.FirstArm{Arm: arm, Units: 20000, Accepted: 14200 + k, Median: 1.5 - s, Restricted: 4.2 - s, SE: 0.04,
			Curve: []report.CurvePoint{{Days: 1.0 / 24, Share: 0.2, Lo: 0.19, Hi: 0.21}, {Days: 1, Share: 0.44 + s, Lo: 0.43 + s, Hi: 0.45 + s}, {Days: 14, Share: 0.71 + s, Lo: 0.70 + s, Hi: 0.72 + s}}})
		if i > 0 {
			for j, step := range []string{"shown", "seen", "accepted", "kept", "outcome"} {
				e := report.StepEffect{Step: step, Arm: arm, Control: arms[0], Abs: around(0.015, 0.009), Rel: around(0.021, 0.013), SE: 0.0045, Statistic: 3.3, P: 0.00083, PAdjusted: report.Num(0.0033)}
				if j == 0 { // the same in both arms
					e.Abs, e.Rel, e.Statistic, e.P, e.PAdjusted = around(0, 0.0043), around(0, 0.0045), 0, 1, 1
				}
				a.Steps = append(a.Steps, e)
			}
			a.First.Comparisons = append(a.First.Comparisons, report.FirstComparison{Arm: arm, Control: arms[0], Chi2: 12.3, P: 0.00045, Restricted: around(-0.05, 0.03)})
		}
	}
	return a
}

func lasting() []report.Novelty {
	return []report.Novelty{{Metric: "acceptance_rate", Arm: "treatment", Control: "control", Days: 14, Units: 31000,
		Ages: []report.AgeEffect{{From: 0, To: 0, Abs: around(0.031, 0.01), Rel: around(0.128, 0.04)}, {From: 1, To: 2, Abs: around(0.022, 0.01), Rel: around(0.09, 0.04)},
			{From: 7, To: 13, Abs: around(0.016, 0.011), Rel: around(0.066, 0.045)}},
		Change:   report.Change{EarlyFrom: 0, EarlyTo: 0, LateFrom: 7, LateTo: 13, Log: around(-0.0566, 0.051), Ratio: report.Interval{Value: -0.055, Lo: -0.102, Hi: -0.0056, Method: "delta", Bounded: true}, SE: 0.026, DF: 30412, Statistic: -2.18, P: 0.0295, Log10P: -1.53, Method: "delta", State: "down", Cautions: []report.Caution{}},
		Cautions: []report.Caution{},
		Cohorts: []report.CohortEffect{{Name: "early", From: "2026-04-01", To: "2026-04-07", Units: 16000, Abs: around(0.021, 0.012), Rel: around(0.087, 0.05)},
			{Name: "late", From: "2026-04-08", To: "2026-04-14", Units: 15000, Abs: around(0.018, 0.013), Rel: around(0.074, 0.05)}},
		Difference: around(-0.003, 0.018), P: 0.74}}
}

func moved() []report.Moved {
	return []report.Moved{{Metric: "acceptance_rate", Arm: "treatment", Control: "control", PerUnit: 0.8046, Volume: -0.103, Rate: 0.9076, Opposite: true}}
}

// TestBeforeTheEndNothingIsReadOnce: intervals that may be read once are not
// shown before the planned end; estimates are.
func TestBeforeTheEndNothingIsReadOnce(t *testing.T) {
	r := holdReport()
	r.Decision.Early, r.Decision.Verdict = true, report.KeepRunning
	v := newView(prepare(r), Options{})
	seen, steps := 0, 0
	for _, sec := range v.Sections {
		if sec.ID != "lasting" && sec.ID != "adoption" {
			continue
		}
		for _, tb := range sec.Tables {
			if !strings.Contains(tb.Caption, "since exposure") && !strings.Contains(tb.Caption, "Exposed early") && !strings.Contains(tb.Caption, "first accept") && !strings.Contains(tb.Caption, "each step") {
				continue
			}
			if strings.Contains(tb.Caption, "each step") {
				steps = len(tb.Rows)
				for _, row := range tb.Rows {
					if row[3].Text != say.Dash || row[4].Text != say.Dash {
						t.Errorf("%s: p %q and %q before the end", tb.Caption, row[3].Text, row[4].Text)
					}
				}
			}
			for _, row := range tb.Rows {
				for _, c := range row[1:] {
					if strings.Contains(c.Text+c.Sub, " to ") && !strings.Contains(c.Sub, ", n ") {
						t.Errorf("%s: %q %q is an interval", tb.Caption, c.Text, c.Sub)
					}
					seen++
				}
			}
		}
	}
	if steps != 5 {
		t.Errorf("%d steps of the funnel were looked at", steps)
	}
	if seen < 10 {
		t.Errorf("only %d cells were looked at", seen)
	}
}
