package charts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"uptake/analysis/health"
	"uptake/analysis/report"
)

// The reports that the tests draw: made by hand, so that charts is tested
// without the analysis. The numbers are plausible, not computed from rows.

// fixtures names every hand-made report.
func fixtures() map[string]*report.Report {
	out := map[string]*report.Report{
		"hold":        holdReport(),
		"three-arms":  threeArmsReport(),
		"split-fails": splitFailsReport(),
		"one-group":   oneGroupReport(),
	}
	for _, r := range out {
		for i := range r.Metrics {
			for j := range r.Metrics[i].Comparisons {
				read(&r.Metrics[i], &r.Metrics[i].Comparisons[j])
			}
		}
	}
	return out
}

// read gives a comparison the reading that goes with its state.
func read(m *report.Metric, c *report.Comparison) {
	state := c.State
	if !c.Abs.Lo.Defined() && !c.Rel.Lo.Defined() {
		state = "none"
	}
	good, bad := "better", "worse"
	if m.Better == "down" {
		good, bad = bad, good
	}
	c.Reading = map[string]string{"up": good, "down": bad, "open": "unclear", "safe": "safe", "breached": "breached", "none": "none"}[state]
	if c.Reading == "unclear" && m.Role == "guardrail" {
		c.Reading = "open"
	}
}

func und() report.Num { return report.Undefined() }

// wobble is a fixed source of small differences.
func wobble(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }

// planted describes one metric of a made report.
type planted struct {
	name, kind, role, better, unit string
	builtin                        bool
	base, spread                   float64 // control value, and its standard error at 20,000 units
	lift                           float64 // relative
	minimum, margin                float64 // relative, 0 = none
}

// estimate makes one arm's value.
func estimate(arm string, p planted, units int64, lift float64) report.Estimate {
	v := p.base * (1 + lift)
	se := p.spread * math.Sqrt(20000/float64(units))
	return report.Estimate{Arm: arm, Units: units, Value: report.Num(v), SE: report.Num(se), Lo: report.Num(v - 1.96*se), Hi: report.Num(v + 1.96*se),
		Numerator: report.Num(math.Round(v * float64(units))), Denominator: report.Num(units), EffectiveUnits: report.Num(float64(units) * 0.93)}
}

// compare makes a comparison whose interval and p agree.
func compare(p planted, arm string, units int64, lift float64) report.Comparison {
	se := p.spread * math.Sqrt(2*20000/float64(units))
	d := p.base * lift
	z := d / se
	c := report.Comparison{Arm: arm, Control: "control", SE: report.Num(se), DF: report.Num(2*units - 2), Statistic: report.Num(z),
		P: report.Num(math.Erfc(math.Abs(z) / math.Sqrt2)), Method: "welch"}
	c.Log10P = report.Num(math.Log10(float64(c.P)))
	c.PAdjusted = report.Num(math.Min(1, 3*float64(c.P)))
	c.Abs = report.Interval{Value: report.Num(d), Lo: report.Num(d - 1.96*se), Hi: report.Num(d + 1.96*se), Method: "welch", Bounded: true}
	r := se / p.base
	c.Rel = report.Interval{Value: report.Num(lift), Lo: report.Num(lift - 1.96*r*(1-0.02)), Hi: report.Num(lift + 1.96*r*(1+0.03)), Method: "fieller", Bounded: true}
	lo, hi := float64(c.Rel.Lo), float64(c.Rel.Hi)
	switch {
	case p.role == "guardrail":
		c.State = "open"
		worst, best := hi, lo
		if p.better != "down" {
			worst, best = -lo, -hi
		}
		if worst < p.margin {
			c.State = "safe"
		} else if best > p.margin {
			c.State = "breached"
		}
		c.PAdjusted = und()
	case lo > 0:
		c.State = "up"
	case hi < 0:
		c.State = "down"
	case p.minimum > 0 && lo > -p.minimum && hi < p.minimum:
		c.State = "none"
	default:
		c.State = "open"
	}
	if p.role == "diagnostic" {
		c.PAdjusted = und()
	}
	return c
}

// metric makes a metric with one comparison per lift.
func metricOf(p planted, units int64, arms map[string]float64, order []string) report.Metric {
	m := report.Metric{Name: p.name, Kind: p.kind, Role: p.role, Better: p.better, Builtin: p.builtin, Unit: p.unit, SoFarShare: und()}
	if p.minimum > 0 {
		m.MinimumEffect = &report.Amount{Text: fmt.Sprintf("%g%%", p.minimum*100), Rel: report.Num(p.minimum), Abs: report.Num(p.minimum * p.base)}
	}
	if p.margin > 0 {
		m.Margin = &report.Amount{Text: fmt.Sprintf("%g%%", p.margin*100), Rel: report.Num(p.margin), Abs: report.Num(p.margin * p.base)}
	}
	m.Arms = append(m.Arms, estimate("control", p, units, 0))
	for _, a := range order {
		m.Arms = append(m.Arms, estimate(a, p, units, arms[a]))
		m.Comparisons = append(m.Comparisons, compare(p, a, units, arms[a]))
	}
	return m
}

// eight are the metrics of the readout in the README: one primary, three
// secondary, two guardrails, and diagnostics.
var eight = []planted{
	{"acceptance_rate", "ratio", "primary", "up", "share", true, 0.2417, 0.0034, 0.074, 0.02, 0},
	{"tasks_per_user", "mean", "secondary", "up", "number", false, 6.31, 0.052, 0.0131, 0.01, 0},
	{"ever_accepted", "proportion", "secondary", "up", "share", true, 0.612, 0.0034, 0.021, 0, 0},
	{"revenue_per_user", "mean", "secondary", "up", "number", false, 41.7, 1.31, -0.018, 0, 0},
	{"tickets_per_user", "mean", "guardrail", "down", "number", false, 0.084, 0.0016, 0.011, 0, 0.02},
	{"crash_free_users", "proportion", "guardrail", "up", "share", false, 0.9712, 0.0012, 0.0007, 0, 0.005},
	{"ignore_rate", "ratio", "diagnostic", "down", "share", true, 0.5231, 0.0041, -0.061, 0, 0},
	{"dismiss_rate", "ratio", "diagnostic", "down", "share", true, 0.1344, 0.0027, 0.012, 0, 0},
	{"shown_per_unit", "mean", "diagnostic", "up", "number", true, 38.2, 0.46, -0.006, 0, 0},
	{"seen_per_unit", "mean", "diagnostic", "up", "number", true, 31.0, 0.39, -0.004, 0, 0},
	{"accepted_per_unit", "mean", "diagnostic", "up", "number", true, 7.49, 0.12, 0.069, 0, 0},
}

// base is a report without arms or results.
func base() *report.Report {
	return &report.Report{Schema: report.Schema, ProgramVersion: "1.0.0", Experiment: "inline-suggestions-v2",
		Hypothesis: "Ranking suggestions by the model's confidence makes more of them worth accepting.",
		Owner:      "Adoption team", Link: "https://example.org/plans/inline-suggestions-v2",
		Layout: "events", Unit: "user_id", Alpha: 0.05, Timezone: "UTC", Start: "2026-04-01", End: "2026-04-28", Planned: "2026-03-30",
		Window: "14d", Attribution: "5m", DataFrom: "2026-04-01T00:00:04Z", DataTo: "2026-04-28T23:59:51Z",
		InputHash: "7d0e6f6a3a1f4b0c9e5d2b8a11c0ffee"}
}

// holdReport is the full readout: two arms, 28 days, segments, suggestions.
func holdReport() *report.Report {
	r := base()
	const units = 20000
	r.Arms = []report.Arm{{Name: "control", Control: true, Units: 20102, PlannedShare: 0.5}, {Name: "treatment", Units: 19987, PlannedShare: 0.5}}
	for _, p := range eight {
		m := metricOf(p, units, map[string]float64{"treatment": p.lift}, []string{"treatment"})
		r.Metrics = append(r.Metrics, m)
	}
	r.Metrics[3].SoFar, r.Metrics[3].SoFarShare = true, 0.31
	r.Metrics[3].Cautions = []report.Caution{{Code: "heavy_tail", Detail: "The largest 20 of 40,089 units hold 11% of the revenue; the mean depends on them."}}
	r.Series = series("acceptance_rate", "treatment", 0.074, 28)
	r.Segments = segments()
	r.Adoption, r.Novelty, r.Moved = adoption([]string{"control", "treatment"}), lasting(), moved()
	r.Differences = []report.Heterogeneity{{Dimension: "platform", Metric: "acceptance_rate", Arm: "treatment", Control: "control", Levels: 2, Q: 0.4, DF: 1, Method: "welch_james", Statistic: 0.4, DF1: 1, DF2: 20314.2, P: 0.53, PAdjusted: 0.53, I2: 0, Tau: 0, Cautions: []report.Caution{}}}
	r.Suggestions = suggestions([]string{"control", "treatment"})
	r.Rows = rows()
	r.Bridge = bridge([]string{"control", "treatment"})
	r.Health = healthOf()
	r.Decision = report.Decision{Verdict: report.Hold,
		Rule:     "The primary metric is up and at least one guardrail may pass its limit.",
		Headline: "Hold: acceptance is up 7.4%; we cannot rule out more tickets than agreed",
		Reasons: []string{"Acceptance rate rose in treatment: the true gain is likely between 3.6% and 11.3%.",
			"Tickets per user may be up by as much as 6.5%; the limit is 2%."},
		Basis: "The fixed 95% intervals, read once, at the planned end.",
		Arms:  []report.ArmDecision{{Arm: "treatment", Verdict: report.Hold, Rule: "The primary metric is up and at least one guardrail may pass its limit."}}}
	r.Cautions = []report.Caution{{Code: "attribution_default", Detail: "3.1% of accepts came later than 5 minutes after the suggestion was shown and do not count."}}
	return r
}

// series makes a lift that settles as days add up.
func series(metric, arm string, lift float64, days int) []report.Point {
	rnd := wobble(3)
	var out []report.Point
	start := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	for d := 1; d <= days; d++ {
		half := 0.039 * math.Sqrt(28/float64(d))
		v := lift + 0.4*half*(2*rnd.Float64()-1)
		if d == days {
			v = lift
		}
		p := report.Point{Metric: metric, Arm: arm, Control: "control", Day: start.AddDate(0, 0, d-1).Format(time.DateOnly),
			Units: int64(40089 * (1 - math.Exp(-float64(d)/7)))}
		p.Rel = report.Interval{Value: report.Num(v), Lo: report.Num(v - half), Hi: report.Num(v + half*1.03), Method: "fieller", Bounded: true}
		p.Abs = report.Interval{Value: report.Num(v * 0.2417), Lo: report.Num((v - half) * 0.2417), Hi: report.Num((v + half) * 0.2417), Method: "delta", Bounded: true}
		if d == 1 { // one day without enough data
			p.Rel = report.Interval{Value: und(), Lo: und(), Hi: und(), Method: "fieller"}
			p.Abs = p.Rel
		}
		out = append(out, p)
	}
	return out
}

// segments makes three dimensions of the primary metric.
func segments() []report.Segment {
	var out []report.Segment
	for _, d := range []struct {
		dimension string
		levels    map[string][2]float64 // lift, share of units
		order     []string
	}{
		{"platform", map[string][2]float64{"linux": {0.071, 0.31}, "macos": {0.094, 0.42}, "windows": {0.038, 0.27}}, []string{"linux", "macos", "windows"}},
		{"plan", map[string][2]float64{"free": {0.112, 0.6}, "team": {0.044, 0.3}, "enterprise": {-0.061, 0.1}}, []string{"free", "team", "enterprise"}},
		{"country", map[string][2]float64{"DE": {0.081, 0.2}, "JP 日本": {0.13, 0.05}, "US": {0.067, 0.55}, "other": {0.071, 0.2}}, []string{"DE", "JP 日本", "US", "other"}},
	} {
		for _, level := range d.order {
			x := d.levels[level]
			units := int64(20000 * x[1])
			m := metricOf(eight[0], units, map[string]float64{"treatment": x[0]}, []string{"treatment"})
			s := report.Segment{Dimension: d.dimension, Level: level, Metric: "acceptance_rate", Arms: m.Arms, Comparisons: m.Comparisons}
			if units < 1500 {
				s.Cautions = []report.Caution{{Code: "small_segment", Detail: fmt.Sprintf("only %d units in each arm.", units)}}
			}
			out = append(out, s)
		}
	}
	return out
}

func suggestions(arms []string) *report.Suggestions {
	s := &report.Suggestions{}
	for i, a := range arms {
		k := int64(i)
		o := report.Outcomes{Arm: a, Immature: 8120 - 90*k, Pending: 5011, NotSeen: 81200 + 300*k, Accepted: 121400 + 11800*k, Edited: 21900 - 400*k, Partial: 9100 + 300*k,
			Reverted: 5900 - 210*k, Dismissed: 84100 + 900*k, Superseded: 31000, TypedThrough: 12100, Ignored: 328000 - 20100*k}
		o.Shown = o.Immature + o.NotSeen + o.Accepted + o.Edited + o.Partial + o.Reverted + o.Dismissed + o.Superseded + o.TypedThrough + o.Ignored
		s.Outcomes = append(s.Outcomes, o)
		for _, rw := range rateWords {
			for j, ww := range weightWords {
				v := map[string]float64{"acceptance": 0.2417, "ignore": 0.5231, "dismiss": 0.1344, "edit": 0.0411, "non_use": 0.7583}[rw.Rate] * (1 + 0.05*float64(k) + 0.03*float64(j))
				rate := report.Rate{Rate: rw.Rate, Weighting: ww.Weighting, Arm: a, Value: report.Num(v), SE: 0.003, Lo: report.Num(v - 0.0059), Hi: report.Num(v + 0.0059), Numerator: 1000, Denominator: 4000, Units: 19000}
				if ww.Weighting == "per_session" && rw.Rate == "edit" {
					rate.Value, rate.SE, rate.Lo, rate.Hi = und(), und(), und(), und()
				}
				s.Rates = append(s.Rates, rate)
			}
		}
	}
	s.Rules = []report.Note{{Name: "accept_beats_dismiss", Count: 214}, {Name: "late_accept_flagged", Count: 8121}}
	return s
}

func rows() report.Rows {
	return report.Rows{Read: 3_412_770, Used: 2_955_031, Dropped: []report.Dropped{
		{Reason: "bad_time", Kind: "bad", Rows: 212, Example: &report.Example{File: "exports/part-07.csv", Row: 88123, Value: "2026-13-01 00:00:00"}},
		{Reason: "outside_dates", Kind: "aside", Rows: 40_112, Example: &report.Example{File: "exports/part-01.csv", Row: 12, Value: "2026-03-31T23:59:58Z"}},
		{Reason: "duplicate", Kind: "aside", Rows: 18_904, Example: &report.Example{File: "exports/part-03.csv", Row: 912, Value: "evt_01J9"}},
		{Reason: "crossover", Kind: "aside", Rows: 1_511, Example: &report.Example{File: "exports/part-02.csv", Row: 4, Value: "u-10021"}},
		{Reason: "unexposed", Kind: "aside", Rows: 397_000},
	}, Notes: []report.Note{{Name: "duplicates_with_other_payload", Count: 17}}}
}

func bridge(arms []string) []report.Bridge {
	var out []report.Bridge
	for _, rate := range []string{"acceptance", "ignore"} {
		for i, a := range arms {
			n, d := int64(171_204+12000*i), int64(702_900)
			if rate == "ignore" {
				n = int64(339_000 - 20000*i)
			}
			b := report.Bridge{Rate: rate, Arm: a}
			for _, rule := range []string{"raw", "duplicates", "before_exposure", "crossovers", "late_answers", "immature", "not_seen", "superseded"} {
				b.Steps = append(b.Steps, report.BridgeStep{Rule: rule, Numerator: n, Denominator: d})
				n, d = n-n/90, d-d/40
			}
			out = append(out, b)
		}
	}
	return out
}

// said puts the words of the checks that did not pass beside them, as a run does.
func said(h report.Health) report.Health {
	for i := range h.Checks {
		c := &h.Checks[i]
		for _, k := range append(slices.Clone(health.Checks), health.After...) {
			if k.Name == c.Name && (c.Status == "warn" || c.Status == "fail") {
				c.Meaning, c.Causes, c.Todo = k.Words.Meaning, slices.Clone(k.Words.Causes), k.Words.Todo
			}
		}
	}
	return h
}

func healthOf() report.Health {
	return said(report.Health{Status: "warn", Checks: []report.Check{
		{Name: "srm", Status: "ok", P: 0.5654, Chi2: 0.3305, DF: 1, Detail: "20,102 and 19,987 units against 50% and 50% planned: p = 0.57.",
			Arms: []report.CheckArm{{Arm: "control", Observed: 20102, Expected: 20044.5}, {Arm: "treatment", Observed: 19987, Expected: 20044.5}}},
		{Name: "crossovers", Status: "ok", P: und(), Chi2: und(), DF: und(), Detail: "31 of 40,120 units were seen in two arms and are left out."},
		{Name: "maturity", Status: "ok", P: und(), Chi2: und(), DF: und(), Detail: "1.1% of suggestions were shown too late to be judged; the limit is 20%."},
		{Name: "full_weeks", Status: "ok", P: und(), Chi2: und(), DF: und(), Detail: "28 days are 4 full weeks."},
		{Name: "data_gaps", Status: "warn", P: und(), Chi2: und(), DF: und(), Detail: "No rows of exports/*.parquet on 2026-04-12 (Sun). By the weeks around some would be expected; the export may not be complete."},
		{Name: "planned", Status: "ok", P: und(), Chi2: und(), DF: und(), Detail: "The plan was written on 2026-03-30, before the start."},
	}})
}

// threeArmsReport has two treatments, a settled winner among them and a breached guardrail.
func threeArmsReport() *report.Report {
	r := base()
	r.Experiment, r.Hypothesis, r.Link, r.Owner = "ghost-text-length", "", "", ""
	r.Arms = []report.Arm{{Name: "control", Control: true, Units: 9011, PlannedShare: 1.0 / 3}, {Name: "long", Units: 8995, PlannedShare: 1.0 / 3}, {Name: "short-and-fast", Units: 9030, PlannedShare: 1.0 / 3}}
	lifts := map[string][2]float64{"acceptance_rate": {-0.031, 0.122}, "tasks_per_user": {0.002, 0.019}, "tickets_per_user": {0.171, -0.051}, "crash_free_users": {-0.0002, 0.0004}}
	for _, p := range eight {
		l, ok := lifts[p.name]
		if !ok {
			continue
		}
		r.Metrics = append(r.Metrics, metricOf(p, 9000, map[string]float64{"long": l[0], "short-and-fast": l[1]}, []string{"long", "short-and-fast"}))
	}
	r.Series = append(series("acceptance_rate", "long", -0.031, 14), series("acceptance_rate", "short-and-fast", 0.122, 14)...)
	r.Suggestions = suggestions([]string{"control", "long", "short-and-fast"})
	r.Rows, r.Health, r.Bridge = rows(), healthOf(), bridge([]string{"control", "long", "short-and-fast"})
	r.DataTo = "2026-04-14T23:59:51Z"
	r.Set = []string{"statistics.alpha=0.05"}
	r.Decision = report.Decision{Verdict: report.KeepRunning, Headline: "Keep running: 14 days to go", Rule: "The planned end has not been reached.",
		Basis: "Nothing yet: intervals are read at the planned end.", Arms: []report.ArmDecision{
			{Arm: "long", Verdict: report.DoNotShip, Rule: "A guardrail is wholly beyond its limit.", Reasons: []string{"Tickets per user are up 17%."}},
			{Arm: "short-and-fast", Verdict: report.KeepRunning, Rule: "The planned end has not been reached."}}}
	return r
}

// withhold makes what the analysis gives where a gate is shut: no comparison has a
// number, and the report says why.
func withhold(r *report.Report, check, reason string) {
	r.Withheld = &report.Withheld{Checks: []string{check}, Reason: reason}
	none := report.Interval{Value: und(), Lo: und(), Hi: und()}
	for i := range r.Metrics {
		for j := range r.Metrics[i].Comparisons {
			c := &r.Metrics[i].Comparisons[j]
			*c = report.Comparison{Arm: c.Arm, Control: c.Control, Abs: none, Rel: none, SE: und(), DF: und(), Statistic: und(), P: und(), Log10P: und(), PAdjusted: und(),
				State: "none", StateSoFar: "none", Cautions: []report.Caution{{Code: check + "_failed", Detail: reason}}}
		}
	}
	r.Segments, r.Series, r.Differences, r.Moved, r.Novelty = nil, nil, nil, nil, nil
	if a := r.Adoption; a != nil {
		a.Steps = nil
		if a.First != nil {
			a.First.Comparisons = nil
		}
	}
	r.Health.Checks = slices.DeleteFunc(r.Health.Checks, func(k report.Check) bool { return k.Name == "too_good" })
}

func splitFailsReport() *report.Report {
	r := holdReport()
	withhold(r, "srm", "The arms are not split as planned, so no lift is shown.")
	r.Experiment = "broken-split"
	r.Arms[1].Units = 18411
	r.Health.Status = "fail"
	r.Health.Checks[0].Status, r.Health.Checks[0].P, r.Health.Checks[0].Chi2 = "fail", 7.1e-18, 74.25
	r.Health.Checks[0].Detail = "20,102 and 18,411 units against 50% and 50% planned: p < 0.0001; 4.4% of treatment is missing."
	r.Health.Checks[0].Arms = []report.CheckArm{{Arm: "control", Observed: 20102, Expected: 19256.5}, {Arm: "treatment", Observed: 18411, Expected: 19256.5}}
	r.Health = said(r.Health)
	r.Decision = report.Decision{Verdict: report.DoNotUse, Headline: "Do not decide on this data: the groups are not comparable",
		Rule: "The split differs from the plan (p < 0.001).", Reasons: []string{"Find out why treatment lost units before reading anything else."}}
	return r
}

// oneGroupReport describes one group: no arms, no comparisons, no suggestions, no time.
func oneGroupReport() *report.Report {
	r := base()
	r.Experiment, r.Layout, r.Unit, r.Planned = "all-users-in-march", "units", "row", ""
	r.Start, r.End, r.DataFrom, r.DataTo, r.Hypothesis, r.Link, r.Window, r.Attribution = "", "", "", "", "", "", "", ""
	r.Arms = []report.Arm{{Name: "all", Units: 812, PlannedShare: 1}}
	for _, p := range eight[:3] {
		m := report.Metric{Name: p.name, Kind: p.kind, Role: p.role, Better: p.better, Unit: p.unit, SoFarShare: und()}
		m.Arms = []report.Estimate{estimate("all", p, 812, 0)}
		r.Metrics = append(r.Metrics, m)
	}
	r.Rows = report.Rows{Read: 812, Used: 812}
	r.Decision = report.Decision{Verdict: report.CannotTell, Headline: "Cannot tell: there is no comparison group", Rule: "Without two arms there is nothing to compare."}
	return r
}
