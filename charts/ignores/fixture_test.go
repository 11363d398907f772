package ignores

import (
	"fmt"

	"uptake/analysis/report"
)

// within is an interval about a value.
func within(v, half report.Num) report.Interval {
	return report.Interval{Value: v, Lo: v - half, Hi: v + half, Bounded: true}
}

// level is a level's share, so far from that elsewhere.
func level(name string, of, count int64, apart report.Num) report.LevelShare {
	return report.LevelShare{Level: name, Of: of, Count: count, Users: 150,
		Share: within(report.Num(count)/report.Num(of), 0.02), Apart: within(apart, 0.03), P: 1e-6, PAdjusted: 2e-6,
		FamilySize: 2}
}

func nothing() report.Interval {
	u := report.Undefined()
	return report.Interval{Value: u, Lo: u, Hi: u}
}

// replay is where a session of the made investigation can be watched.
const replay = "https://replay.example/s?id=41&t=0#x"

// investigation is a report with everything in it, and hostile names.
func investigation() *report.Ignores {
	u := report.Undefined()
	r := &report.Ignores{Schema: report.IgnoresSchema, ProgramVersion: "0.1.0", Experiment: "<script>alert(1)</script>",
		Link: replay, Of: "ignored", Layout: "events", Unit: "user_id", Alpha: 0.05, Attribution: "5m",
		DataFrom: "2026-04-01T00:00:00Z", DataTo: "2026-04-28T10:00:00Z", InputHash: "0f0f0f0f0f0f0f0f",
		Health: report.Health{Status: "ok"},
		Window: &report.WindowLens{Configured: "5m", Seconds: 300, LateShare: 0.021, Late: 21, Accepts: 1000,
			Curves: []report.WindowCurve{{Arm: "all", Points: []report.WindowPoint{
				{Seconds: 10, Accepted: 0.1, Dismissed: 0.05, Ended: 0.01, Ignored: 0.84, SE: 0.01, Lo: 0.82, Hi: 0.86},
				{Seconds: 300, Accepted: 0.25, Dismissed: 0.1, Ended: 0.05, Ignored: 0.6, SE: u, Lo: u, Hi: u}}}},
			Gaps: []report.WindowGap{{Arm: "treatment<b>", Control: "control",
				Points: []report.WindowGapPoint{{Seconds: 10, Gap: within(-0.02, 0.01)},
					{Seconds: 300, Gap: within(0.004, 0.01)}}, OtherAt: 10, ClearFrom: u}},
			RankingAt: 10,
			Times: &report.AnswerTimes{Upto: []report.Num{0.25, 0.5, 1, 2, 4, 8, 300},
				Answers: []report.AnswerTime{{Answer: "accepted", Counts: []int64{0, 20, 300, 700, 200, 100, 50},
					Half: 2}, {Answer: "dismissed", Counts: []int64{50, 200, 100, 50, 20, 10, 5}, Half: 0.5}}}},
		Who: &report.WhoLens{Units: 400, Seen: 6000, Ignored: 3600, Mean: 0.6, Rho: 0.1, A: 5.4, B: 3.6, Shape: "bell",
			Least: 5, Never: 20, Eligible: 380, OfUnits: 0.0526,
			OfIgnores: 0.08, Extra: 0.05, ExtraP: 1e-9, TopDecile: 0.3, MiddleLo: 0.5, MiddleHi: 0.7, With: 0.6,
			Without: 0.57,
			Balance: []report.WhoArm{{Arm: "control", Never: 9, Eligible: 190, P: u}, {Arm: "treatment", Never: 11,
				Eligible: 190, P: 0.64}}},
		Changed: []report.Changed{
			{Compare: "arm", From: "control", To: "treatment", Attribute: "kind`|", SeenFrom: 3000, SeenTo: 2900,
				UsersFrom: 200, UsersTo: 200, MixP: 0.3, MixPAdj: 0.6, RateFrom: 0.59, RateTo: 0.605,
				Total: within(0.015, 0.02), Mix: within(0.001, 0.002), Rate: within(0.014, 0.02)},
			{Compare: "half", From: "2026-04-01 to 2026-04-13", To: "2026-04-14 to 2026-04-27", Attribute: "surface<b>",
				SeenFrom: 2800, SeenTo: 3100, UsersFrom: 390, UsersTo: 380, MixP: 1e-9, MixPAdj: 2e-9, RateFrom: 0.57,
				RateTo: 0.63,
				Total:  within(0.06, 0.01), Mix: within(0.058, 0.008), Rate: within(0.002, 0.008),
				Pooled: []string{"rare"},
				Levels: []report.ChangedLevel{{Level: "search", ShareFrom: 0.12, ShareTo: 0.44, RateFrom: 0.73,
					RateTo: 0.72, Mix: 0.058, Rate: 0.002},
					{Level: "other", ShareFrom: 0.88, ShareTo: 0.56, RateFrom: 0.55, RateTo: u}}}},
		Causes: []report.Cause{
			{Rank: 1, Mechanism: "wrong_audience", Lens: "who", Attribute: "unit", Level: "never-engagers",
				Points: within(0.04, 0.01), Rate: 0.6, RateTo: 0.56, Tied: []int{2}, Users: 20, Badge: "observed",
				Confirmed: true, Rival: "They may be new.", Sentence: "20 users never engage."},
			{Rank: 2, Mechanism: "too_slow", Lens: "where", Attribute: "surface & latency_ms",
				Level: "chat</svg> & over 800", Points: within(0.021, 0.009), Rate: 0.6, RateTo: 0.579, Tied: []int{1},
				Users: 143, Badge: "adjusted",
				Confirmed: true, Rival: "Long answers are slow too.", Sentence: "In chat over 800 ms, 81.0% are " +
					"ignored."}},
		Overall: &report.SplitShare{Outcome: "ignored", Arm: "all", Weighting: "event", Of: "seen", Value: 0.6,
			Lo: 0.58, Hi: 0.62, Count: 3480, Total: 5800, Units: 400},
		Together: &report.Together{Causes: []int{1, 2}, Points: within(0.055, 0.012), Rate: 0.6, RateTo: 0.545,
			Sum: 0.061},
		Where: &report.WhereLens{Overall: 0.6, Looked: 412, Grid: &report.Grid{Rows: "plan<i>", Columns: "surface",
			ColumnLevels: []string{"chat</svg>", "editor", "(none)"}, Overall: 0.6, Least: 100, LeftOut: 2,
			Grid: []report.GridRow{
				{Level: "free\u202e|`", Cells: []report.GridCell{{Seen: 900, Ignored: 729, Users: 300, Rate: 0.81,
					Points: 0.0315}, {Seen: 2000, Ignored: 1200, Users: 310, Rate: 0.6, Points: 0},
					{Seen: 40, Ignored: 30, Users: 12, Rate: u, Points: u}}},
				{Level: "pro", Cells: []report.GridCell{{Seen: 1500, Ignored: 900, Users: 290, Rate: 0.6, Points: 0},
					{Seen: 1400, Ignored: 630, Users: 280, Rate: 0.45, Points: -0.035}, {Rate: u, Points: u}}}}},
			Slices: []report.Slice{
				{Attribute: "locale", Level: "<!channel>", OfUsers: true, Seen: 60, Ignored: 50, Users: 4, Share: 0.02,
					Rate: 0.83, Elsewhere: 0.59, Shrunken: 0.66, Points: within(0.0046, 0.012), P: 0.2,
					Within: nothing(), WithinP: u, Verdict: "Not confirmed: on the other half of the users it may be " +
						"chance."},
				{Attribute: "surface & latency_ms", Level: "chat</svg> & over 800", Seen: 300, Ignored: 243, Users: 143,
					Share: 0.1, Rate: 0.81, Elsewhere: 0.577, Shrunken: 0.79, Points: within(0.021, 0.009), P: 1e-6,
					Within: within(0.17, 0.05), WithinP: 1e-7, Confirmed: true, Verdict: "Confirmed on the other " +
						"half of the users."},
				{Attribute: "plan", Level: "free\u202e|`", Seen: 900, Ignored: 580, Users: 120, Share: 0.3, Rate: 0.644,
					Elsewhere: 0.58, Shrunken: 0.64, Points: within(0.0132, 0.01), P: 0.004,
					Within: within(-0.01, 0.04), WithinP: 0.7, Verdict: "Not confirmed: for the same users it makes " +
						"no clear difference."}}},
		Drivers: []report.Driver{
			{Attribute: "latency_ms", Unit: "doubling", Naive: within(0.051, 0.006), Between: within(0.046, 0.007),
				Within: within(0.043, 0.009), Agree: true, Seen: 6000,
				Sentence: "With latency (doubling) the same user ignores 4.30 points more, all other numbers alike."},
			{Attribute: "length`|<b>", Unit: "doubling", Naive: within(0.034, 0.008), Between: within(0.012, 0.009),
				Within: within(-0.002, 0.01), Seen: 6000,
				Sentence: "A look at length alone would say more."},
			{Attribute: "shown_before", Unit: "yes", Naive: within(0.02, 0.02), Between: within(0.015, 0.02),
				Within: nothing(), Seen: 6000}},
		Requests: &report.RequestLens{Timed: 7000, Arms: []report.RequestShare{{Level: "all", Requests: 7500,
			Shown: 6000, Users: 400, Rate: within(0.8, 0.01)}},
			Bands: []report.RequestShare{{Level: "up to 100 ms", Requests: 3000, Shown: 2850, Users: 390,
				Rate: within(0.95, 0.01)}, {Level: "over 6400 ms", Requests: 4000, Shown: 2400, Users: 380,
				Rate: within(0.6, 0.02)}}},
		Precision: &report.PrecisionLens{Attribute: "type`|", From: "answers", Seen: 6000, Judged: 2400, Good: 1500,
			Overall: within(0.625, 0.02), Sentence: "Of style<b> 38% are good.",
			Levels: []report.PrecisionLevel{{LevelShare: level("style<b>", 900, 342, -0.39), Seen: 2500,
				SeenShare: 0.4167, GoodShare: 0.228, Used: 0.12},
				{LevelShare: level("bug", 1500, 1158, 0.39), Seen: 3500,
					SeenShare: 0.5833, GoodShare: 0.772, Used: 0.31}}},
		ByHand: &report.ByHandLens{Seen: 6000, Unused: 4500, Done: 360, Users: 140, Share: within(0.06, 0.008),
			OfUnused: within(0.08, 0.01), Half: 4.2, Sentence: "6.0% by hand.", Arms: []report.ByHandArm{
				{Arm: "control", Seen: 3000, Done: 210, Share: within(0.07, 0.01), Gap: nothing()},
				{Arm: "treatment<b>", Seen: 3000, Done: 150, Share: within(0.05, 0.01), Gap: within(-0.02, 0.014)}},
			Places: []report.ByHandPart{{Attribute: "surface", Levels: []report.LevelShare{
				level("editor", 4000, 300, 0.045), level("chat</svg>", 2000, 60, -0.045)}},
				{Attribute: "latency_ms", Levels: []report.LevelShare{level("up to 100 ms", 3000, 90, -0.06),
					level("over 100 ms", 3000, 270, 0.06)}}}},
		Kept: []report.KeptArm{{Arm: "all", Accepted: 1500, Stayed: []report.StayedPoint{{Seconds: 30, Found: 1200,
			Old: 1500, Share: within(0.8, 0.02)}, {Seconds: 86400, Found: 600, Old: 1400, Share: within(0.43, 0.03)}},
			Shares: []report.KeptShare{{Outcome: "as_is", Count: 1050, Value: 0.7, Lo: 0.67, Hi: 0.73},
				{Outcome: "partial", Count: 150, Value: 0.1, Lo: 0.08, Hi: 0.12},
				{Outcome: "edited", Count: 225, Value: 0.15, Lo: 0.13, Hi: 0.17}, {Outcome: "reverted", Count: 75,
					Value: 0.05, Lo: 0.04, Hi: 0.06}}}},
		Reliance: &report.RelianceLens{From: "labels", Seen: 6000, Labelled: 800, UsedGood: 180, UsedBad: 40,
			UnusedGood: 230, UnusedBad: 350, Good: 0.5125, Unused: 0.725,
			Under: within(0.561, 0.05), Over: within(0.103, 0.03), Right: within(0.603, 0.04), Bounds: within(0.2875,
				0.03), Sentence: "Of the suggestions not used, 60.3% were wrong."},
		Sessions: []report.Timeline{
			{Cause: 2, User: "u-3f9a", Began: "2026-04-07T09:12:00Z", Session: "session 4c21<b>", Arm: "treatment",
				Link: replay, Steps: []report.TimelineStep{{At: 0, What: "chat <b>", Outcome: "accepted", After: 2.31},
					{At: 41.2, What: "chat, 950 ms", Here: true, Outcome: "ignored", After: u}}},
			{Cause: 2, User: "u-77c0", Arm: "control", Link: "javascript:alert(1)",
				Steps: []report.TimelineStep{{At: 0, What: "chat", Here: true, Outcome: "typed_through", After: 12}}}},
		Plans: []report.NextTest{{Step: "watch", Cause: "unexplained", Rank: 3, Hypothesis: "Something there.",
			Change: "watch sessions there", Apart: "Sessions to watch.",
			Baseline: u, MDE: u, UnitsNeeded: u, Weeks: u, Design: u, Chance: u, ChanceTwice: u},
			{Step: "test", Margins: []string{"5%", "10%"}, Widened: []string{"dismiss_rate"}, Slowest: "dismiss_rate",
				Chance: 0.35, ChanceTwice: 0.81, Cause: "too_slow", Rank: 2, Hypothesis: "A faster answer in chat is " +
					"ignored less.", Change: "a faster model or a shorter answer for half of the users",
				Unit:    "user_id",
				Primary: "acceptance_rate", Guardrails: []string{"kept_per_unit", "dismiss_rate"},
				Apart: "A randomised added delay.", Falsified: "A faster answer is ignored as often.",
				Baseline: 0.246, MDE: 0.021, UnitsNeeded: 4210, Weeks: 3, Design: 2.4}},
		Missing: []report.MissingField{{Field: "labels", Feeds: "reliance", Why: "Nothing tells whether ignoring " +
			"was right."}},
		Cautions: []report.Caution{{Code: "x", Detail: "Something to know."}}}
	for _, w := range []string{"event", "unit", "session"} {
		for _, o := range []struct {
			outcome string
			n       int64
		}{{"accepted", 1500}, {"not_seen", 200}, {"superseded", 100}, {"typed_through", 100}, {"dismissed", 720},
			{"ignored", 3480}} {
			v := report.Num(o.n) / 6100
			r.Split = append(r.Split, report.SplitShare{Outcome: o.outcome, Arm: "all", Weighting: w, Of: "mature",
				Value: v, Lo: v - min(0.02, v/2), Hi: v + min(0.02, v/2), Count: o.n, Total: 6100, Units: 400})
		}
	}
	r.Dose, r.Calibration = curves(), calibrated("acceptance")
	r.Calibration.Labels = calibrated("correctness")
	return r
}

// curves are eight, so that two are folded.
func curves() (out []report.DoseCurve) {
	for i, a := range []struct{ attribute, asks string }{{"latency_ms", "latency"}, {"length", "length"},
		{"position", "position"}, {"group_size", "overload"},
		{"shown_before", "repetition"}, {"earlier_in_session", "desensitization"}, {"days_since_exposure", "novelty"},
		{"hour_of_day", "time_of_day"}} {
		c := report.DoseCurve{Attribute: a.attribute, Asks: a.asks}
		for j := range 4 + 8*(i/7) {
			x := report.Num(j)
			c.Bands = append(c.Bands, report.DoseBand{Level: fmt.Sprintf("%d to %d", 200*j, 200*j+199),
				Seen: 1200 - 100*int64(j%9), Users: 300,
				Rate: within(0.5+0.05*x/report.Num(i+1), 0.02), Within: within(0.52+0.03*x/report.Num(i*i+1), 0.03)})
		}
		out = append(out, c)
	}
	return out
}

// calibrated is a confidence that promises too much at the top.
func calibrated(against string) *report.CalibrationLens {
	c := &report.CalibrationLens{Against: against, Seen: 6000, Brier: 0.181, Reliability: 0.012, Resolution: 0.021,
		Uncertainty: 0.189, WithinBins: 0.001, ECE: 0.062,
		AUC: within(0.671, 0.015), Sentence: "The confidence promises 6.2 points too much on average against " +
			against + "."}
	for j := range 10 {
		x := report.Num(j) / 10
		c.Bins = append(c.Bins, report.CalibrationBin{From: x, To: x + 0.1, Mean: x + 0.05, Seen: 600,
			Observed: within(0.04+0.62*x, 0.03)})
	}
	for _, b := range []report.Num{0.1, 0.3, 0.5} {
		c.Hide = append(c.Hide, report.HidePoint{Below: b, Shown: 1 - b, Acceptance: 0.25 + b/5, Lost: b / 4})
	}
	return c
}
