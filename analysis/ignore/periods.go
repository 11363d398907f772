package ignore

import (
	"slices"
	"time"

	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// period is a pair of stretches of days that are set against each other.
type period struct {
	name                 string      // week | half
	earlier, later       [2]spec.Day // first and last day, both included
	from, mid0, mid1, to int64       // µs: earlier is [from, mid0), later [mid1, to)
}

// leastDays is how many days of mature suggestions each pair takes.
var leastDays = map[string]int{"week": 14, "half": 4}

// periods are the last full week against the one before, and the later half of
// the days against the earlier, as far as there are enough days whose suggestions
// are all mature.
func periods(exp *spec.Experiment, t *study.Tables) []period {
	if !t.HasTime {
		return nil
	}
	zone := exp.Zone
	if zone == nil {
		zone = time.UTC
	}
	first := spec.DayOf(t.From, zone)
	if exp.Start != spec.NoDay && exp.Start > first {
		first = exp.Start
	}
	open := exp.Suggestions.Attribution
	if len(exp.Suggestions.Events["edited"])+len(exp.Suggestions.Events["reverted"]) > 0 {
		open += exp.Suggestions.EditWindow
	}
	if exp.Layout == spec.Suggestions && !t.HasDecisionTime {
		open = 0
	}
	last := spec.DayOf(t.To+1-open.Microseconds(), zone) - 1
	// What the file compares stands alone; without it both are looked at.
	wanted := func(name string) bool {
		periods := slices.ContainsFunc(exp.Compare, func(c spec.Contrast) bool { return c.From == "" })
		return !periods || slices.ContainsFunc(exp.Compare, func(c spec.Contrast) bool { return c.By == name })
	}
	var out []period
	add := func(name string, a0, a1, b0, b1 spec.Day) {
		out = append(out, period{name, [2]spec.Day{a0, a1}, [2]spec.Day{b0, b1}, a0.Start(zone), (a1 + 1).Start(zone),
			b0.Start(zone), (b1 + 1).Start(zone)})
	}
	if int(last-first)+1 >= leastDays["week"] && wanted("week") {
		add("week", last-13, last-7, last-6, last)
	}
	if n := last - first + 1; int(n) >= leastDays["half"] && wanted("half") {
		add("half", first, first+n/2-1, first+n/2, last)
	}
	return out
}

// side is 0 for a suggestion shown in the earlier stretch, 1 in the later, −1 in neither.
func (p *period) side(shown int64) int {
	switch {
	case shown >= p.from && shown < p.mid0:
		return 0
	case shown >= p.mid1 && shown < p.to:
		return 1
	}
	return -1
}

func (p *period) text(days [2]spec.Day) string { return days[0].String() + " to " + days[1].String() }
