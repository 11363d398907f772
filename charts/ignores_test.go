package charts

import (
	"strings"
	"testing"

	"uptake/analysis/report"
)

// investigation is a report with everything in it, and a hostile name.
func investigation() *report.Ignores {
	u := report.Undefined()
	iv := func(v, lo, hi report.Num) report.Interval {
		return report.Interval{Value: v, Lo: lo, Hi: hi, Bounded: true}
	}
	r := &report.Ignores{Schema: report.IgnoresSchema, Experiment: "<script>alert(1)</script>", Unit: "user_id", Alpha: 0.05, Attribution: "5m", DataTo: "2026-04-28T10:00:00Z",
		Health: report.Health{Status: "ok"},
		Window: &report.WindowLens{Configured: "5m", Seconds: 300, LateShare: 0.021, Late: 21, Accepts: 1000, Curves: []report.WindowCurve{{Arm: "all", Points: []report.WindowPoint{
			{Seconds: 10, Accepted: 0.1, Dismissed: 0.05, Ended: 0.01, Ignored: 0.84, SE: 0.01, Lo: 0.82, Hi: 0.86},
			{Seconds: 300, Accepted: 0.25, Dismissed: 0.1, Ended: 0.05, Ignored: 0.6, SE: u, Lo: u, Hi: u}}}}},
		Who: &report.WhoLens{Units: 400, Seen: 6000, Ignored: 3600, Mean: 0.6, Rho: 0.1, A: 5.4, B: 3.6, Shape: "bell", Least: 5, Never: 20, Eligible: 380, OfUnits: 0.0526,
			OfIgnores: 0.08, Extra: 0.05, ExtraP: 1e-9, TopDecile: 0.3, With: 0.6, Without: 0.57,
			Balance: []report.WhoArm{{Arm: "control", Never: 9, Eligible: 190, P: u}, {Arm: "treatment", Never: 11, Eligible: 190, P: 0.64}}},
		Changed: []report.Changed{{Compare: "half", From: "2026-04-01 to 2026-04-13", To: "2026-04-14 to 2026-04-27", Attribute: "surface<b>", RateFrom: 0.57, RateTo: 0.63,
			Total: iv(0.06, 0.05, 0.07), Mix: iv(0.058, 0.05, 0.066), Rate: iv(0.002, -0.006, 0.01), Pooled: []string{"rare"},
			Levels: []report.ChangedLevel{{Level: "search", ShareFrom: 0.12, ShareTo: 0.44, RateFrom: 0.73, RateTo: 0.72, Mix: 0.058, Rate: 0.002}, {Level: "other", ShareFrom: 0.88, ShareTo: 0.56, RateFrom: 0.55, RateTo: u}}}},
		Causes: []report.Cause{{Rank: 1, Mechanism: "wrong_audience", Lens: "who", Attribute: "unit", Level: "never-engagers", Points: iv(0.04, 0.03, 0.05), Users: 20, Badge: "observed",
			Confirmed: true, Rival: "They may be new.", Sentence: "20 users never engage."}},
		Missing:  []report.MissingField{{Field: "latency_ms", Feeds: "dose", Why: "Slow suggestions cannot be told."}},
		NotBuilt: []report.NotBuilt{{Lens: "drivers", What: "what goes with ignoring"}},
		Cautions: []report.Caution{{Code: "x", Detail: "Something to know."}}}
	for _, w := range []string{"event", "unit", "session"} {
		for o, n := range map[string]int64{"accepted": 1500, "not_seen": 200, "superseded": 100, "typed_through": 100, "dismissed": 600, "ignored": 3600} {
			v := report.Num(n) / 6100
			r.Split = append(r.Split, report.SplitShare{Outcome: o, Arm: "all", Weighting: w, Of: "mature", Value: v, Lo: v - 0.02, Hi: v + 0.02, Count: n, Total: 6100, Units: 400})
		}
	}
	return r
}

// Every output says the same, escapes what the export wrote, and prints no number
// that is none.
func TestIgnoresOutputs(t *testing.T) {
	r := investigation()
	said := map[string]string{"terminal": IgnoresTerminal(r, Options{})}
	for _, o := range ignoresOutputs {
		b, err := o.render(r, Options{Static: true})
		if err != nil {
			t.Fatal(err)
		}
		said[o.name] = string(b)
	}
	for name, text := range said {
		if strings.Contains(text, "NaN") || name == "html" && (strings.Contains(text, "<script>alert") || strings.Contains(text, "surface<b>")) {
			t.Errorf("%s holds NaN or unescaped text", name)
		}
		if name == "json" {
			continue
		}
		flat := strings.Join(strings.Fields(text), " ")
		for _, want := range []string{"59.0%", "plainly ignored", "20 users never engage.", "bserved only", "Only 2.1% of accepts come after the window of 5m",
			"added 5.80 points in the later half of the days", "about 5.0% of the units ignore everything", "latency", "Not built yet in this version", "drivers", "Something to know."} {
			if !strings.Contains(flat, want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
		if strings.Contains(strings.ToLower(flat), " because ") {
			t.Errorf("%s says because of what was only observed", name)
		}
	}
	r.Causes, r.Missing, r.Who, r.Window, r.Changed, r.Split = nil, nil, nil, nil, nil, nil
	r.Health.Status = "fail"
	if text := IgnoresTerminal(r, Options{}); !strings.Contains(text, "No cause is confirmed") || !strings.Contains(text, "nothing is known") {
		t.Errorf("an empty investigation says\n%s", text)
	}
}
