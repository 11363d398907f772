package decide

import (
	"slices"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// Needs lists what would unblock a decision, by the report alone: nothing where one
// is reached (ship, do not ship, no difference that matters), the failed checks where
// the data must not be decided on, and otherwise what is short, open or not in
// the file, the likeliest to help first. Every need is one that the report shows.
func Needs(r *report.Report) []report.Need {
	out := []report.Need{}
	switch r.Decision.Verdict {
	case report.Ship, report.DoNotShip, report.NoDifference:
		return out
	case report.DoNotUse:
		for _, c := range r.Health.Checks {
			if c.Status == "fail" {
				out = append(out, report.Need{Gate: c.Name})
			}
		}
		return out
	}
	asked := *r
	n := needs{&asked, &out}
	if lacks := undecidable(r); lacks != "" {
		n.plan(lacks)
		return out
	}
	if e := r.Embargo; e != nil {
		n.End, n.Looks = e.Last, nil
	}
	n.days()
	n.data()
	if r.Embargo != nil {
		return out
	}
	n.opposed()
	n.file()
	if w := r.Decision.NewWeeks; w > 0 {
		out = append(out, report.Need{NewWeeks: &w})
	}
	return out
}

// DaysLeft is how many calendar days of data are to come to the end of a day that is
// not reached; to is the data's cut-off in microseconds UTC.
func DaysLeft(end spec.Day, to int64, zone *time.Location) int {
	return max(1, int(end-spec.DayOf(to, zone)))
}

// still says what a verdict may wait for: the weeks of a new experiment where the
// rule that fired names them, and the declared second reading.
func (v *view) still(code string) (weeks int, second string) {
	if !slices.Contains(unsettledRules, code) {
		return 0, ""
	}
	if v.awaited() {
		return 0, (v.Exp.End + spec.Day(v.Exp.Decision.Extension)).String()
	}
	if code == "open" && !all(v.primaries(), (*pair).better) && !slices.ContainsFunc(v.primaries(),
		func(p *pair) bool { return p.worse() && !p.small() }) {
		if n, ok := newWeeks(v); ok {
			return n, ""
		}
	}
	return 0, ""
}

// unsettledRules are those of which a second reading may change the verdict.
var unsettledRules = []string{"too_few", "harm_or_not_safe", "looks_promising", "open"}

// needs adds to a list of needs.
type needs struct {
	*report.Report
	out *[]report.Need
}

func (n needs) add(x report.Need) {
	if !slices.Contains(*n.out, x) {
		*n.out = append(*n.out, x)
	}
}

func (n needs) plan(lacks string) { n.add(report.Need{Plan: lacks}) }

// undecidable is what is missing without which nothing can ever be decided.
func undecidable(r *report.Report) string {
	control := slices.ContainsFunc(r.Arms, func(a report.Arm) bool { return a.Control })
	primary := slices.ContainsFunc(r.Metrics, func(m report.Metric) bool { return m.Role == string(spec.Primary) })
	switch {
	case len(r.Arms) < 2:
		return "arms"
	case !control:
		return "control"
	case !primary:
		return "primary"
	}
	return ""
}

// days counts to the day at which more can be decided.
func (n needs) days() {
	left := func(day string) (int, bool) {
		end, err := spec.ParseDay(day)
		to, errTo := time.Parse(time.RFC3339, n.DataTo)
		if err != nil || errTo != nil {
			return 0, false
		}
		zone, err := time.LoadLocation(n.Timezone)
		if err != nil {
			zone = time.UTC
		}
		return DaysLeft(end, to.UnixMicro(), zone), true
	}
	if n.Decision.Verdict == report.KeepRunning {
		if l := n.Looks; l != nil && l.Next != "" && l.Next != n.End {
			if d, ok := left(l.Next); ok {
				n.add(report.Need{NextLook: &d})
			}
		}
		if d, ok := left(n.End); ok {
			n.add(report.Need{DaysLeft: &d})
		}
	} else if d, ok := left(n.Decision.SecondReading); ok {
		n.add(report.Need{DaysLeft: &d})
	}
}

// data says what the data are short of: the planned units, else those that every arm
// needs, and what else the checks ask for before anything is decided.
func (n needs) data() {
	var units int64
	least := int64(-1)
	for _, a := range n.Arms {
		units += a.Units
		if !(a.PlannedShare <= 0) && (least < 0 || a.Units < least) {
			least = a.Units
		}
	}
	missing := n.Decision.PlannedUnits - units
	if missing <= 0 && least >= 0 {
		missing = n.Decision.MinUnits - least
	}
	if missing > 0 {
		n.add(report.Need{UnitsMissing: &missing})
	}
	for _, c := range n.Health.Checks {
		weeks := c.Name == "full_weeks" && n.Decision.Verdict != report.KeepRunning // which the days left say
		few := c.Name == "minimum_data" && n.Decision.MinUnits == 0                 // which the units say
		if c.Status == "warn" && (weeks || few) {
			n.add(report.Need{Gate: c.Name})
		}
	}
}

// opposed says what speaks against an arm that is better: harm that nobody accepted,
// and guardrails that are not shown safe.
func (n needs) opposed() {
	arm := n.arm()
	before := len(*n.out)
	for _, h := range n.Decision.Harms {
		if h.Arm == arm && h.Accepted == "" && n.role(h.Metric) != spec.Primary {
			n.add(report.Need{Harm: h.Metric})
		}
	}
	if n.Decision.Verdict != report.Hold {
		return
	}
	for _, m := range n.Metrics {
		if m.Role != string(spec.Guardrail) || m.Margin == nil {
			continue
		}
		for _, c := range m.Comparisons {
			if c.Arm == arm && c.Reading != "safe" && c.Reading != "breached" {
				n.add(report.Need{Guardrail: m.Name})
			}
		}
	}
	if len(*n.out) == before { // the rule holds for one more reason
		n.add(report.Need{Guardrail: spec.Accepted})
	}
}

// file says what the experiment file lacks for the strongest verdict.
func (n needs) file() {
	if n.End == "" {
		n.plan("end")
	}
	if n.Decision.Verdict != report.LooksPromising {
		return
	}
	// else nothing shows whether the plan came first, and time is what lacks
	known := n.Planned == "" || n.Start != "" || n.DataTo != ""
	if n.End != "" && known && slices.ContainsFunc(n.Health.Checks,
		func(c report.Check) bool { return c.Name == "planned" && c.Status != "ok" }) {
		n.plan("planned")
	}
	if slices.ContainsFunc(n.Metrics, func(m report.Metric) bool {
		return m.Role == string(spec.Primary) && m.MinimumEffect == nil
	}) {
		n.plan("minimum_effect")
	}
	if n.DataTo == "" {
		n.plan("time")
	}
	if !slices.ContainsFunc(*n.out, func(x report.Need) bool { return x.Plan != "" }) { // the one thing left
		for _, m := range n.Metrics {
			if m.Role == string(spec.Primary) {
				n.add(report.Need{Enough: m.Name})
				return
			}
		}
	}
}

// arm is the one that the verdict is about.
func (n needs) arm() string {
	for _, a := range n.Decision.Arms {
		if a.Verdict == n.Decision.Verdict {
			return a.Arm
		}
	}
	return ""
}

func (n needs) role(metric string) spec.Role {
	for _, m := range n.Metrics {
		if m.Name == metric {
			return spec.Role(m.Role)
		}
	}
	return ""
}
