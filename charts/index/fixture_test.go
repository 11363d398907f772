package index

import (
	"fmt"
	"math"
	"time"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/say"
)

// interval is a bounded estimate.
func interval(v, lo, hi float64) report.Interval {
	return report.Interval{Value: report.Num(v), Lo: report.Num(lo), Hi: report.Num(hi), Bounded: true}
}

// relative is a lift of the main metric.
func relative(metric, better string, v, lo, hi float64) *report.RowLift {
	return &report.RowLift{Metric: metric, Arm: "treatment", Control: "control", Better: better, Unit: "share",
		Relative: true, Lift: interval(v, lo, hi), Basis: "band"}
}

// looksOf makes a ledger of stretches: a verdict and for how many days.
func looksOf(first string, stretches ...any) []report.LedgerLine {
	day, err := time.Parse(time.DateOnly, first)
	if err != nil {
		panic(err)
	}
	var out []report.LedgerLine
	for i := 0; i < len(stretches); i += 2 {
		for range stretches[i+1].(int) {
			out = append(out, report.LedgerLine{DataTo: day.Format(time.DateOnly) + "T23:59:40Z",
				Verdict: stretches[i].(report.Verdict), Health: "ok", Estimates: []report.LedgerEstimate{}})
			day = day.AddDate(0, 0, 1)
		}
	}
	return out
}

// rowOf is an experiment of 28 days that was read; cases change it.
func rowOf(id string, v report.Verdict, change func(*report.IndexRow)) report.IndexRow {
	r := report.IndexRow{ID: id, Folder: id, File: "experiments/" + id + ".yaml", Owner: "Adoption team",
		Status: report.StatusOK, Verdict: v, Previous: v,
		Headline: doc.VerdictOf(v).Banner, Health: "ok", Alpha: 0.05, Start: "2026-11-01", End: "2026-11-28",
		Timezone: "UTC", DataFrom: "2026-11-01T00:00:09Z", DataTo: "2026-11-28T23:59:40Z",
		LastGood: "2026-11-28T23:59:40Z", Rows: 3_412_770, Bytes: 81_906_480, Seconds: 2.41}
	change(&r)
	return r
}

// night is an index with every status and every verdict, in no order.
func nightIndex() *report.Index {
	x := &report.Index{Schema: report.IndexSchema, ProgramVersion: "1.0.0", DataTo: "2026-11-28T23:59:40Z",
		Changed: []report.Since{
			{Name: "yesterday", Day: "2026-11-27", Verdicts: []report.Turned{{ID: "ranking-by-confidence",
				From: report.KeepRunning, To: report.Ship}, {ID: "tab-key-hint", From: report.KeepRunning,
				To: report.NoDifference}}, New: []string{"error-rate-on-save"}},
			{Name: "last_thursday", Day: "2026-11-26", New: []string{"error-rate-on-save"}}},
		Discoveries: report.Discoveries{Method: "benjamini_hochberg", Level: 0.05, Family: 9, Experiments: 8, Found: 4},
		Evaluations: nightEvals()}
	add := func(r report.IndexRow) { x.Experiments = append(x.Experiments, r) }
	running := func(id string, left int) {
		add(rowOf(id, report.KeepRunning, func(r *report.IndexRow) {
			r.End = time.Date(2026, 11, 28+left, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			r.Needs = []report.Need{{DaysLeft: fixture.Ptr(left)}}
			r.Headline = "Keep running: " + say.Plural(left, "day", "days") + " to go."
			r.Lift = relative("acceptance_rate", "up", 0.021, -0.034, 0.077)
			r.Looks = looksOf("2026-11-01", report.KeepRunning, 28)
		}))
	}
	running("ghost-text-delay", 12)
	running("chat-suggestions-in-review", 2)
	add(rowOf("ranking-by-confidence", report.Ship, func(r *report.IndexRow) {
		r.Previous = report.KeepRunning
		r.Headline = "Ship: acceptance rate is up 7.4%; the true gain is likely between 3.6% and 11.3%."
		r.Lift = relative("acceptance_rate", "up", 0.0741, 0.0362, 0.1134)
		r.Looks = looksOf("2026-11-01", report.KeepRunning, 27, report.Ship, 1)
		r.Ignores = true
	}))
	add(rowOf("inline-completions-v2", report.Hold, func(r *report.IndexRow) {
		r.Headline = "Hold: acceptance rate is up 5.1%; tickets per user may have risen by up to 6.5%; at most 2% is " +
			"allowed."
		r.Needs = []report.Need{{Guardrail: "tickets_per_user"}}
		r.Lift = relative("acceptance_rate", "up", 0.0513, 0.0122, 0.0918)
		r.Looks = looksOf("2026-11-01", report.KeepRunning, 20, report.LooksPromising, 3, report.Hold, 5)
		r.Health, r.Checks, r.Ignores = "warn", []string{"data_gaps", "late_accepts"}, true
		r.Looks[12].Changed = "metrics: tickets_per_user has another margin."
	}))
	add(rowOf("broken-split", report.DoNotUse, func(r *report.IndexRow) {
		r.Headline = "Do not decide on this data: the groups are not comparable."
		r.Needs = []report.Need{{Gate: "srm"}, {Gate: "crossovers"}}
		r.Health, r.Checks = "fail", []string{"srm", "crossovers", "full_weeks"}
		r.Looks = looksOf("2026-11-01", report.KeepRunning, 9, report.DoNotUse, 19)
		r.Owner = ""
	}))
	add(rowOf("latency-cap-200ms", report.DoNotShip, func(r *report.IndexRow) {
		r.Headline = "Do not ship: median latency is up 9.8%; the true rise is likely between 6.1% and 13.4%."
		r.Lift = relative("median_latency", "down", 0.0979, 0.0612, 0.1343)
		r.Looks = looksOf("2026-11-01", report.KeepRunning, 11, report.DoNotShip, 17)
	}))
	add(rowOf("shorter-hints", report.LooksPromising, func(r *report.IndexRow) {
		r.Headline = "Looks promising: time to accept is down 12%; the true fall is likely between 4% and 20%."
		r.Needs = []report.Need{{Plan: "planned"}, {Plan: "minimum_effect"}, {Enough: "time_to_accept"}}
		r.Lift = relative("time_to_accept", "down", -0.12, -0.2, -0.04)
		r.Health, r.Checks = "warn", []string{"planned"}
		r.Looks = looksOf("2026-11-01", report.CannotTell, 14, report.LooksPromising, 14)
	}))
	add(rowOf("tab-key-hint", report.NoDifference, func(r *report.IndexRow) {
		r.Lift = relative("tasks_per_user", "up", 0.0006, -0.0041, 0.0053)
		r.Looks = looksOf("2026-11-01", report.KeepRunning, 27, report.NoDifference, 1)
		r.Previous = report.KeepRunning
	}))
	add(rowOf("onboarding-tour", report.CannotTell, func(r *report.IndexRow) {
		r.Headline = "Cannot tell: a new experiment of about 7 weeks at this traffic would have 80 in 100 to settle " +
			"it at the minimum effect."
		r.Needs = []report.Need{{UnitsMissing: fixture.Ptr(int64(1200))}, {NewWeeks: fixture.Ptr(7)}}
		r.Lift = relative("acceptance_rate", "up", 0.34, -0.21, 0.92)
		r.Looks = looksOf("2026-11-01", report.KeepRunning, 27, report.CannotTell, 1)
		r.Looks[27].Verdict, r.Previous = report.CannotTell, report.CannotTell
	}))
	add(rowOf("error-rate-on-save", report.CannotTell, func(r *report.IndexRow) {
		r.Headline = "Cannot tell: for errors per user no interval can be given."
		r.Needs = []report.Need{{Plan: "end"}}
		r.End = ""
		r.Lift = &report.RowLift{Metric: "errors_per_user", Arm: "treatment", Control: "control", Better: "down",
			Unit: "number", Lift: interval(-0.0142, -0.0311, 0.0027)}
		r.Previous = ""
		r.Looks = looksOf("2026-11-28", report.CannotTell, 1)
	}))
	add(rowOf("all-users-in-march", report.CannotTell, func(r *report.IndexRow) {
		r.Headline = "Cannot tell: there is no comparison group."
		r.Needs = []report.Need{{Plan: "arms"}}
		r.Start, r.End, r.DataFrom, r.DataTo, r.LastGood, r.Owner, r.Alpha, r.Health = "", "", "", "", "", "",
			fixture.Undefined(), "ok"
		r.Rows, r.Bytes, r.Seconds = 812, 31_422, 0.02
	}))
	add(rowOf("unbounded-revenue", report.CannotTell, func(r *report.IndexRow) {
		r.Headline = "Cannot tell: for revenue per user no interval can be given."
		r.Lift = relative("revenue_per_user", "up", 0.04, math.NaN(), math.NaN())
		r.Lift.Lift.Bounded = false
	}))
	add(rowOf("typo-in-the-file", "", func(r *report.IndexRow) {
		*r = report.IndexRow{ID: r.ID, File: r.File, Status: report.StatusFailed, Alpha: fixture.Undefined(),
			Seconds: 0.01,
			Error: &report.RunError{Kind: "file", Detail: "experiments/typo-in-the-file.yaml, line 7: " +
				"metrics[0].rolle is no key of a metric; did you mean role?"}}
	}))
	add(rowOf("export-cut-short", report.Hold, func(r *report.IndexRow) {
		r.Status, r.DataTo, r.LastGood = report.StatusStale, "2026-11-26T23:58:12Z", "2026-11-26T23:58:12Z"
		r.Headline = "Hold: acceptance rate is up 5.1%; tickets per user may have risen by up to 6.5%; at most 2% is " +
			"allowed."
		r.Error = &report.RunError{Kind: "data", Metric: "tickets_per_user", Detail: "exports/part-07.parquet ends " +
			"in the middle of a row group: it was cut short. Export it again."}
		r.Needs = []report.Need{{Guardrail: "tickets_per_user"}}
		r.Lift = relative("acceptance_rate", "up", 0.0513, 0.0122, 0.0918)
		r.Looks = looksOf("2026-11-01", report.KeepRunning, 20, report.Hold, 6)
	}))
	x.FalseAlarms = x.ByChance()
	u := fixture.Undefined()
	x.Overlap = &report.Overlap{Experiments: 11, Share: 0.5, Sharing: 23, Looked: 22, Level: 0.05, LeastCell: 30,
		Assignments: report.Taken{Family: 21, Found: 1}, Interactions: report.Taken{Family: 40, Found: 1},
		Without: []string{"typo-in-the-file", "export-cut-short"},
		Pairs: []report.Pair{
			{A: "inline-completions-v2", B: "ranking-by-confidence", SameExport: true, UnitsA: 9000, UnitsB: 8000,
				Shared: 4100, Assignment: report.Assignment{Chi2: 31, DF: 1, P: 2.6e-8, Q: 5.5e-7},
				Interaction: []report.Interaction{
					{Of: "inline-completions-v2", Metric: "acceptance_rate", Unit: "share", Arm: "treatment",
						Control: "control", With: "ranking-by-confidence", WithArm: "ranked", WithControl: "control",
						Cells: []int64{1000, 1020, 1040, 1040}, Difference: interval(0.021, -0.004, 0.046), SE: 0.0128,
						DF: 3900, P: 0.1, Q: 0.6},
					{Of: "ranking-by-confidence", Metric: "tasks_per_user", Unit: "number", Arm: "ranked",
						Control: "control", With: "inline-completions-v2", WithArm: "treatment", WithControl: "control",
						Cells: []int64{1000, 1020, 1040, 1040}, Difference: interval(-0.8, -1.1, -0.5), SE: 0.15,
						DF: 3800, P: 1e-7, Q: 4e-6}}},
			{A: "broken-split", B: "tab-key-hint", UnitsA: 900, UnitsB: 8000, Shared: 12,
				Assignment: report.Assignment{Chi2: u, DF: u, P: u, Q: u, Why: "a group of both would be expected " +
					"to have 2.5 units, fewer than 5"},
				Interaction: []report.Interaction{{Of: "tab-key-hint", Metric: "tasks_per_user", Unit: "number",
					Arm: "treatment", Control: "control", With: "broken-split", WithArm: "treatment",
					WithControl: "control", Cells: []int64{3, 3, 3, 3}, Difference: report.Interval{Value: u, Lo: u,
						Hi: u}, SE: u, DF: u, P: u, Q: u, Why: "the smallest of the four groups has 3 units, fewer " +
						"than 30"}}},
			{A: "latency-cap-200ms", B: "shorter-hints", SameExport: true, UnitsA: 900, UnitsB: 8000, Shared: 400,
				Assignment: report.Assignment{Chi2: 0.2, DF: 1, P: 0.65, Q: 0.9}}}}
	return x
}

// manyRows repeats the rows of a night, each with numbers of its own.
func manyRows(n int) *report.Index {
	x, rnd := nightIndex(), fixture.Wobble(11)
	from := x.Experiments
	x.Experiments = nil
	for i := range n {
		r := from[i%len(from)]
		if i%len(from) >= 12 && i >= 3*len(from) { // few fail
			r = from[i%3]
		}
		r.ID = fmt.Sprintf("%s-%03d", r.ID, i)
		r.Folder = r.ID
		if r.Lift != nil {
			l := *r.Lift
			shift := report.Num(0.02 * rnd.NormFloat64())
			l.Lift.Value, l.Lift.Lo, l.Lift.Hi = l.Lift.Value+shift, l.Lift.Lo+shift, l.Lift.Hi+shift
			r.Lift = &l
		}
		r.Rows, r.Seconds = 1000+rnd.Int64N(20_000_000), report.Num(20*rnd.Float64())
		x.Experiments = append(x.Experiments, r)
	}
	return x
}

// nightEvals are evaluations with every status and every verdict, in no order.
func nightEvals() []report.EvalRow {
	of := func(id string, v report.EvalVerdict, headline string, change func(*report.EvalRow)) report.EvalRow {
		r := report.EvalRow{ID: id, Folder: id, File: "evals/" + id + ".yaml", Owner: "Models team",
			Status: report.StatusOK, Version: "v2", Verdict: v,
			Headline: headline, Gates: report.GateCounts{Pass: 2}, Needs: []report.EvalNeed{}, Health: "ok",
			Declared: "2026-11-20", Readings: 1, Rows: 2400, Seconds: 0.4}
		change(&r)
		return r
	}
	return []report.EvalRow{
		of("reviewer-model", report.EvalCannotTell, "Cannot tell about v2: correct up 1 point (-1 to +3) over 300 "+
			"items.", func(r *report.EvalRow) {
			r.Gates = report.GateCounts{Pass: 1, Inconclusive: 2, NotMeasured: 1}
			r.Needs = []report.EvalNeed{{Metric: "correct", Rule: "superiority", Verdict: report.GateInconclusive,
				ItemsMissing: 1240},
				{Metric: "severe", Rule: "limit", Verdict: report.GateNotMeasured},
				{Metric: "tone", Rule: "noninferiority", Verdict: report.GateInconclusive, Check: "errors"}}
			r.Readings, r.Owner = 3, ""
		}),
		of("search-rerank", report.EvalShip, "Ship v2: correct up 4 points (+2 to +6) over 1,200 items.",
			func(r *report.EvalRow) {
				r.Previous = report.EvalCannotTell
			}),
		of("summariser-prompt-7", report.EvalRollBack, "Roll back v2: correct down 4 points (-6 to -2) over 1,200 "+
			"items.", func(r *report.EvalRow) {
			r.Gates = report.GateCounts{Fail: 2}
			r.Needs = []report.EvalNeed{{Metric: "correct", Rule: "superiority", Verdict: report.GateFail},
				{Metric: "tone", Category: "billing", Rule: "noninferiority", Verdict: report.GateFail}}
		}),
		of("tone-of-replies", report.EvalAccept, "Accept with a note v2: correct unchanged over 900 items.",
			func(*report.EvalRow) {}),
		of("titles", report.EvalPatch, "Patch v2: correct up 4 points (+2 to +6) over 800 items; tone in billing is "+
			"worse.", func(r *report.EvalRow) {
			r.Status, r.Error = report.StatusStale, &report.RunError{Kind: "data", Detail: "v2.eval ends in the " +
				"middle of a member: it was cut short."}
		}),
		of("typo", "", "", func(r *report.EvalRow) {
			r.Status, r.Folder, r.Gates, r.Error = report.StatusFailed, "", report.GateCounts{},
				&report.RunError{Kind: "file", Detail: "evals/typo.yaml, line 3: basline is no key; did you mean " +
					"baseline?"}
		}),
	}
}
