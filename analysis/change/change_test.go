package change

import (
	"encoding/json"
	"strings"
	"testing"

	"uptake/analysis/report"
)

func within(value, lo, hi float64) report.Interval {
	return report.Interval{Value: report.Num(value), Lo: report.Num(lo), Hi: report.Num(hi), Bounded: true}
}

func unbounded(value float64) report.Interval {
	u := report.Undefined()
	return report.Interval{Value: report.Num(value), Lo: u, Hi: u}
}

// readout is a small one; change alters it.
func readout(change func(*report.Report)) *report.Report {
	r := &report.Report{Schema: report.Schema, Experiment: "chips", Unit: "user", Alpha: 0.05, End: "2026-04-28",
		InputHash: "aa",
		Arms: []report.Arm{{Name: "a", Control: true, Units: 10, PlannedShare: 0.5}, {Name: "b", Units: 11,
			PlannedShare: 0.5}},
		Rows: report.Rows{Read: 100, Used: 90, Dropped: []report.Dropped{{Reason: "duplicate", Kind: "aside",
			Rows: 10}}},
		Health: report.Health{Status: "ok", Checks: []report.Check{{Name: "srm", Status: "ok", Detail: "as planned"}}},
		Metrics: []report.Metric{{Name: "tasks", Role: "primary", Unit: "number", Kind: "mean", Better: "up",
			MinimumEffect: &report.Amount{Text: "2%"},
			Comparisons: []report.Comparison{{Arm: "b", Control: "a", Abs: within(0.2, 0.1, 0.3), Rel: within(0.1, 0.05,
				0.15), P: 0.01, Reading: "better"}}}},
		Decision: report.Decision{Verdict: report.Ship, Code: "ship", Rule: "all is well",
			Headline: "Ship: tasks are up."},
		Cautions: []report.Caution{{Code: "few_units", Detail: "there are 21 units"}}}
	if change != nil {
		change(r)
	}
	return r
}

func TestReadouts(t *testing.T) {
	lift := func(rel report.Interval) func(*report.Report) {
		return func(r *report.Report) { r.Metrics[0].Comparisons[0].Rel = rel }
	}
	for name, c := range map[string]struct {
		change func(*report.Report)
		holds  func(*report.Diff) bool
	}{
		"nothing": {nil, func(d *report.Diff) bool {
			return d.Same && !d.Verdict.Changed && d.Metrics[0].Moved == "same" &&
				len(d.Plan)+len(d.Checks)+len(d.Cautions) == 0
		}},
		"other rows": {func(r *report.Report) { r.InputHash = "bb" }, func(d *report.Diff) bool {
			return !d.Same &&
				d.Metrics[0].Moved == "same"
		}},
		"within": {lift(within(0.12, 0.07, 0.17)), func(d *report.Diff) bool {
			return !d.Same &&
				d.Metrics[0].Moved == "within"
		}},
		"at its end": {lift(within(0.15, 0.1, 0.2)),
			func(d *report.Diff) bool { return d.Metrics[0].Moved == "within" }},
		"beyond": {lift(within(0.16, 0.1, 0.2)),
			func(d *report.Diff) bool { return d.Metrics[0].Moved == "beyond" }},
		"narrower": {lift(within(0.1, 0.06, 0.14)), func(d *report.Diff) bool {
			return !d.Same &&
				d.Metrics[0].Moved == "within"
		}},
		"relative is gone": {lift(unbounded(float64(report.Undefined()))), func(d *report.Diff) bool {
			return d.Metrics[0].Moved == "same" && !d.Same // of the absolute effect
		}},
		"withheld": {func(r *report.Report) {
			r.Withheld = &report.Withheld{Checks: []string{"srm"}}
			c := &r.Metrics[0].Comparisons[0]
			c.Abs, c.Rel, c.P = unbounded(float64(report.Undefined())), unbounded(float64(report.Undefined())),
				report.Undefined()
			r.Health.Checks[0].Status, r.Decision.Verdict = "fail", report.DoNotUse
		}, func(d *report.Diff) bool {
			return d.Metrics[0].Moved == "unknown" && d.To.Withheld && !d.From.Withheld && len(d.Checks) == 1 &&
				d.Checks[0].From == "ok" && d.Checks[0].To == "fail" && d.Verdict.Changed
		}},
		"early": {func(r *report.Report) {
			r.Decision.Early = true
			r.Metrics[0].Comparisons[0].Sequential = &report.Sequential{Abs: within(0.2, -0.1, 0.5), Rel: within(0.1,
				-0.05, 0.25), P: 0.2}
		}, func(d *report.Diff) bool { // the band of before the end is what is printed
			return d.Metrics[0].To.Rel.Lo == -0.05 && d.Metrics[0].To.P == 0.2 && d.Metrics[0].Moved == "within"
		}},
		"a metric more": {func(r *report.Report) {
			r.Metrics = append(r.Metrics, report.Metric{Name: "tickets", Role: "guardrail",
				Comparisons: []report.Comparison{{Arm: "b", Control: "a", Rel: within(0, -1, 1)}}})
		}, func(d *report.Diff) bool {
			return len(d.Metrics) == 2 && d.Metrics[1].From == nil && d.Metrics[1].Moved == "unknown"
		}},
		"a metric less": {func(r *report.Report) { r.Metrics = nil }, func(d *report.Diff) bool {
			return len(d.Metrics) == 1 && d.Metrics[0].To == nil && len(d.Plan) == 5 && d.Plan[0].To == ""
		}},
		"plan": {func(r *report.Report) { r.End = "2026-05-05"; r.Metrics[0].MinimumEffect = nil },
			func(d *report.Diff) bool {
				return len(d.Plan) == 2 && d.Plan[0] == report.DiffPlan{Key: "end", From: "2026-04-28",
					To: "2026-05-05"} &&
					d.Plan[1] == report.DiffPlan{Key: "metrics.tasks.minimum_effect", From: "2%"}
			}},
		"steps of a funnel": {func(r *report.Report) {
			r.Metrics[0].Funnel = &report.Funnel{Within: "7d", Steps: []report.Step{{Name: "shown"}, {Name: "bought",
				Within: "1d"}}}
		}, func(d *report.Diff) bool {
			return !d.Same && len(d.Plan) == 2 && d.Plan[0] == report.DiffPlan{Key: "metrics.tasks.steps",
				To: "shown, bought within 1d"} && d.Plan[1] == report.DiffPlan{Key: "metrics.tasks.within", To: "7d"}
		}},
		"costs of grades": {func(r *report.Report) {
			r.Metrics[0].Graded = &report.Graded{Grades: []report.Grade{{Name: "works"}, {Name: "wrong", Cost: 6}}}
		}, func(d *report.Diff) bool {
			return !d.Same && len(d.Plan) == 1 && d.Plan[0].To == "works 0, wrong 6"
		}},
		"an evaluation": {func(r *report.Report) {
			r.Evaluation = &report.Evaluation{Evals: "prompt-7", Version: "v2", Verdict: report.EvalRollBack,
				GatesHash: "aa", InputHash: "bb"}
		}, func(d *report.Diff) bool {
			return !d.Same && len(d.Plan) == 3 && d.Plan[0] == report.DiffPlan{Key: "evaluation",
				To: "prompt-7, v2: roll back"}
		}},
		"segments": {func(r *report.Report) {
			r.Segments = []report.Segment{{Dimension: "plan", Level: "pro"}, {Dimension: "plan", Level: "free"},
				{Dimension: "platform", Level: "web"}}
		}, func(d *report.Diff) bool {
			return len(d.Plan) == 1 && d.Plan[0] == report.DiffPlan{Key: "segments", To: "plan, platform"} && !d.Same
		}},
		"segments that were asked and are withheld": {func(r *report.Report) {
			r.Segments, r.Withheld = []report.Segment{{Dimension: "plan"}}, &report.Withheld{}
		}, func(d *report.Diff) bool { return len(d.Plan) == 0 }},
		"segments that are closed": {func(r *report.Report) {
			r.Segments, r.Embargo = []report.Segment{{Dimension: "plan"}}, &report.Embargo{}
		}, func(d *report.Diff) bool { return len(d.Plan) == 0 }},
		"segments of too many levels": {func(r *report.Report) {
			r.Segments = []report.Segment{{Dimension: "plan"}}
			r.Cautions = append(r.Cautions, report.Caution{Code: "too_many_levels"})
		}, func(d *report.Diff) bool { return len(d.Plan) == 0 }},
		"rows and units": {func(r *report.Report) {
			r.Arms[1].Units, r.Rows.Read = 12, 101
			r.Rows.Dropped = []report.Dropped{{Reason: "crossover", Rows: 11}}
		}, func(d *report.Diff) bool {
			return d.Arms[1] == report.DiffCount{Name: "b", From: 11, To: 12} && len(d.Rows) == 4 &&
				d.Rows[2] == report.DiffCount{Name: "crossover", To: 11} &&
				d.Rows[3] == report.DiffCount{Name: "duplicate", From: 10} && !d.Same
		}},
		"cautions": {func(r *report.Report) {
			r.Cautions = []report.Caution{{Code: "few_units", Detail: "there are 22 units"}, {Code: "new_one",
				Detail: "x"}, {Code: "new_one", Detail: "y"}}
		}, func(d *report.Diff) bool {
			return len(d.Cautions) == 1 && d.Cautions[0] == report.DiffCaution{State: "new", Code: "new_one",
				Detail: "x"}
		}},
		"rule": {func(r *report.Report) { r.Decision.Code = "other" },
			func(d *report.Diff) bool { return d.Verdict.Changed && d.Verdict.From.Verdict == d.Verdict.To.Verdict }},
	} {
		d, err := Readouts(readout(nil), readout(c.change))
		if err != nil || !c.holds(d) {
			b, _ := json.Marshal(d)
			t.Errorf("%s: %v %s", name, err, b)
		}
	}
	for name, c := range map[string]struct {
		change func(*report.Report)
		says   string
	}{
		"experiment": {func(r *report.Report) { r.Experiment = "fish" }, `two experiments, "chips" and "fish"`},
		"unit":       {func(r *report.Report) { r.Unit = "team" }, "counts units by user, the second by team"},
	} {
		if _, err := Readouts(readout(nil), readout(c.change)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInvestigations(t *testing.T) {
	made := func(of string, causes ...report.Cause) *report.Ignores {
		return &report.Ignores{Schema: report.IgnoresSchema, Experiment: "chips", Unit: "user", Of: of, Alpha: 0.05,
			Causes:  causes,
			Overall: &report.SplitShare{Value: 0.4, Lo: 0.38, Hi: 0.42}}
	}
	slow := report.Cause{Rank: 1, Mechanism: "too_slow", Attribute: "latency_ms", Level: "over 800",
		Points: within(0.04, 0.03, 0.05)}
	odd := report.Cause{Rank: 1, Mechanism: "repeats", Attribute: "again", Level: "yes", Points: within(0.06, 0.05,
		0.07)}
	second := slow
	second.Rank, second.Points = 2, within(0.02, 0.01, 0.03)
	d, err := Investigations(made("ignored", slow), made("ignored", odd, second))
	if err != nil || len(d.Causes) != 2 || d.Causes[0].RankFrom != 0 || d.Causes[0].Moved != "unknown" ||
		d.Causes[1].RankFrom != 1 || d.Causes[1].RankTo != 2 ||
		d.Causes[1].Moved != "beyond" || d.Overall.Moved != "same" || d.Same || d.Verdict != nil {
		t.Errorf("%+v, %v", d, err)
	}
	if d, err = Investigations(made("ignored", slow), made("ignored", slow)); err != nil || !d.Same {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err = Investigations(made("ignored"), made("dismissed")); err == nil || !strings.Contains(err.Error(),
		"same --of") {
		t.Error(err)
	}
}
