package decide

import (
	"encoding/json"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// night is a readout that keeps running with nine days to go; cases spoil it.
func night() *report.Report {
	effect := &report.Amount{Text: "2%", Rel: 0.02}
	return &report.Report{End: "2026-04-28", DataTo: "2026-04-19T23:59:00Z", Timezone: "UTC", Planned: "2026-03-30",
		Arms: []report.Arm{{Name: "a", Control: true, Units: 1000, PlannedShare: 0.5}, {Name: "b", Units: 990,
			PlannedShare: 0.5}},
		Metrics: []report.Metric{
			{Name: "acceptance_rate", Role: "primary", MinimumEffect: effect,
				Comparisons: []report.Comparison{{Arm: "b", Reading: "better"}}},
			{Name: "tickets", Role: "guardrail", Margin: effect,
				Comparisons: []report.Comparison{{Arm: "b", Reading: "safe"}}}},
		Health: report.Health{Status: "ok", Checks: []report.Check{{Name: "srm", Status: "ok"},
			{Name: "planned", Status: "ok"}}},
		Decision: report.Decision{Verdict: report.KeepRunning,
			Arms: []report.ArmDecision{{Arm: "b", Verdict: report.KeepRunning}}}}
}

// TestNeeds: what each verdict waits for, and what it does not.
func TestNeeds(t *testing.T) {
	verdict := func(r *report.Report, v report.Verdict) { r.Decision.Verdict, r.Decision.Arms[0].Verdict = v, v }
	check := func(r *report.Report, name, status string) {
		r.Health.Checks = append(r.Health.Checks, report.Check{Name: name, Status: status})
	}
	harm := func(metric, arm, accepted string) report.Harm {
		return report.Harm{Metric: metric, Arm: arm, Accepted: accepted}
	}
	for _, c := range []struct {
		name   string
		spoil  func(*report.Report)
		expect string
	}{
		{"days to the end", func(*report.Report) {}, `[{"days_left":9}]`},
		{"the last row lies late on the last day but one", func(r *report.Report) { r.DataTo = "2026-04-27T23:59:00Z" },
			`[{"days_left":1}]`},
		{"the last day has begun", func(r *report.Report) { r.DataTo = "2026-04-28T06:00:00Z" }, `[{"days_left":1}]`},
		{"days are those of the file's zone", func(r *report.Report) {
			r.DataTo, r.Timezone = "2026-04-19T23:59:00Z", "Asia/Tokyo"
		}, `[{"days_left":8}]`},
		{"a zone that nobody knows", func(r *report.Report) { r.Timezone = "Mars/Olympus" }, `[{"days_left":9}]`},
		{"a planned look comes first", func(r *report.Report) {
			r.Looks = &report.PlannedLooks{Days: []string{"2026-04-14", "2026-04-21", "2026-04-28"}, Reached: 1,
				Next: "2026-04-21"}
		}, `[{"next_look":2},{"days_left":9}]`},
		{"the last look is the end", func(r *report.Report) {
			r.Looks = &report.PlannedLooks{Days: []string{"2026-04-14", "2026-04-28"}, Reached: 1, Next: "2026-04-28"}
		}, `[{"days_left":9}]`},
		{"planned units", func(r *report.Report) { r.Decision.PlannedUnits = 4000 },
			`[{"days_left":9},{"units_missing":2010}]`},
		{"planned units are there", func(r *report.Report) { r.Decision.PlannedUnits = 1990 }, `[{"days_left":9}]`},
		{"planned units go before the least", func(r *report.Report) {
			r.Decision.PlannedUnits, r.Decision.MinUnits = 4000, 1500
		}, `[{"days_left":9},{"units_missing":2010}]`},
		{"the least in the smallest arm", func(r *report.Report) { r.Decision.MinUnits = 1500 },
			`[{"days_left":9},{"units_missing":510}]`},
		{"an arm planned empty needs none", func(r *report.Report) {
			r.Decision.MinUnits = 1500
			r.Arms = append(r.Arms, report.Arm{Name: "off", PlannedShare: 0})
		}, `[{"days_left":9},{"units_missing":510}]`},
		{"weeks are in the days", func(r *report.Report) { check(r, "full_weeks", "warn") }, `[{"days_left":9}]`},
		{"harm so far", func(r *report.Report) { r.Decision.Harms = []report.Harm{harm("revenue", "b", "")} },
			`[{"days_left":9},{"harm":"revenue"}]`},

		{"gates that failed", func(r *report.Report) {
			verdict(r, report.DoNotUse)
			check(r, "full_weeks", "warn")
			check(r, "data_gaps", "fail")
			r.Health.Checks[0].Status = "fail"
		}, `[{"gate":"srm"},{"gate":"data_gaps"}]`},
		{"ship", func(r *report.Report) { verdict(r, report.Ship); r.Decision.PlannedUnits = 4000 }, `[]`},
		{"do not ship", func(r *report.Report) {
			verdict(r, report.DoNotShip)
			r.Decision.Harms = []report.Harm{harm("revenue", "b", "")}
		}, `[]`},
		{"no difference", func(r *report.Report) { verdict(r, report.NoDifference) }, `[]`},

		{"hold for harm", func(r *report.Report) {
			verdict(r, report.Hold)
			r.Decision.Harms = []report.Harm{harm("revenue", "b", ""), harm("latency", "b", "before_start"),
				harm("errors", "c", ""), harm("revenue", "b", "")}
		}, `[{"harm":"revenue"}]`},
		{"hold for a guardrail", func(r *report.Report) {
			verdict(r, report.Hold)
			r.Metrics[1].Comparisons[0].Reading = "open"
		}, `[{"guardrail":"tickets"}]`},
		{"hold for a guardrail without interval", func(r *report.Report) {
			verdict(r, report.Hold)
			r.Metrics[1].Comparisons[0].Reading = "none"
		}, `[{"guardrail":"tickets"}]`},
		{"hold for accepted per unit", func(r *report.Report) { verdict(r, report.Hold) },
			`[{"guardrail":"accepted_per_unit"}]`},
		{"a second reading is to come", func(r *report.Report) {
			verdict(r, report.Hold)
			r.DataTo, r.Decision.SecondReading = "2026-04-28T23:00:00Z", "2026-05-12"
			r.Metrics[1].Comparisons[0].Reading = "open"
		}, `[{"days_left":14},{"guardrail":"tickets"}]`},

		{"promising, no plan", func(r *report.Report) {
			verdict(r, report.LooksPromising)
			r.Health.Checks[1].Status = "warn"
		}, `[{"plan":"planned"}]`},
		{"promising, a plan and neither start nor time", func(r *report.Report) {
			verdict(r, report.LooksPromising)
			r.Health.Checks[1].Status, r.Planned, r.Start, r.DataTo = "warn", "2026-03-30", "", ""
		}, `[{"plan":"time"}]`},
		{"promising, no end", func(r *report.Report) {
			verdict(r, report.LooksPromising)
			r.Health.Checks[1].Status, r.End = "warn", ""
		}, `[{"plan":"end"}]`},
		{"promising, no minimum effect, no time", func(r *report.Report) {
			verdict(r, report.LooksPromising)
			r.Metrics[0].MinimumEffect, r.DataTo = nil, ""
		}, `[{"plan":"minimum_effect"},{"plan":"time"}]`},
		{"promising, not by enough", func(r *report.Report) { verdict(r, report.LooksPromising) },
			`[{"enough":"acceptance_rate"}]`},

		{"one group", func(r *report.Report) { verdict(r, report.CannotTell); r.Arms = r.Arms[:1] },
			`[{"plan":"arms"}]`},
		{"no control arm", func(r *report.Report) { verdict(r, report.CannotTell); r.Arms[0].Control = false },
			`[{"plan":"control"}]`},
		{"no primary metric", func(r *report.Report) { verdict(r, report.CannotTell); r.Metrics[0].Role = "secondary" },
			`[{"plan":"primary"}]`},
		{"no end", func(r *report.Report) { verdict(r, report.CannotTell); r.End = "" }, `[{"plan":"end"}]`},
		{"too few units", func(r *report.Report) {
			verdict(r, report.CannotTell)
			r.Decision.MinUnits = 1500
			check(r, "minimum_data", "warn")
		}, `[{"units_missing":510}]`},
		{"too few units that did anything", func(r *report.Report) {
			verdict(r, report.CannotTell)
			check(r, "minimum_data", "warn")
		}, `[{"gate":"minimum_data"}]`},
		{"too few weeks at the end", func(r *report.Report) {
			verdict(r, report.CannotTell)
			check(r, "full_weeks", "warn")
		}, `[{"gate":"full_weeks"}]`},
		{"read, and open", func(r *report.Report) { verdict(r, report.CannotTell); r.Decision.NewWeeks = 7 },
			`[{"new_weeks":7}]`},
		{"nothing is known to help", func(r *report.Report) { verdict(r, report.CannotTell) }, `[]`},
	} {
		r := night()
		c.spoil(r)
		if b, _ := json.Marshal(Needs(r)); string(b) != c.expect {
			t.Errorf("%s: %s, want %s", c.name, b, c.expect)
		}
	}
}

// TestStill: what is still to come stands in the decision of the rules that it can change.
func TestStill(t *testing.T) {
	unclear := func(f *Facts) {
		f.Metrics[0].Comparisons[0] = comparison(-0.04, 0.08, open)
	}
	for _, c := range []struct {
		name   string
		change func(*Facts)
		weeks  bool
		second string
	}{
		{"nothing is open", func(*Facts) {}, false, ""},
		{"open", unclear, true, ""},
		{"open without an effect asked", func(f *Facts) { unclear(f); f.Exp.Metrics[0].MinimumEffect = spec.Amount{} },
			false, ""},
		{"a second reading is declared", func(f *Facts) { unclear(f); declare(f) }, false, "1970-02-04"},
		{"a second reading is declared, and it is harm",
			func(f *Facts) { f.Metrics[1].Comparisons[0].State = "breached"; declare(f) }, false, ""},
		{"no group to compare with", func(f *Facts) { f.Arms = nil }, false, ""},
	} {
		f := readout()
		c.change(f)
		d := Decide(f)
		if (d.NewWeeks > 0) != c.weeks || d.SecondReading != c.second {
			t.Errorf("%s: %s, %d weeks, second reading %q", c.name, d.Verdict, d.NewWeeks, d.SecondReading)
		}
	}
}

// declare adds a second reading two weeks after the end.
func declare(f *Facts) {
	f.Exp.Decision.Extension = 14
	c := &f.Metrics[0].Comparisons[0]
	c.Final = &report.Final{By: "end", Critical: 2, Abs: c.Abs, Rel: c.Rel, P: c.P, State: c.State}
}
