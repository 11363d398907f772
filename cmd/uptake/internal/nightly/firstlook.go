package nightly

import (
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// firstLook is the last day of data of the first look that the file plans: of the first
// of its planned looks, else when the weeks are over that a decision asks for, else the
// planned end; never before the numbers open. "" where rows carry no time.
func firstLook(e *spec.Experiment, r *report.Report) string {
	if r.Looks != nil && len(r.Looks.Days) > 0 && e.Embargo == 0 {
		return r.Looks.Days[0]
	}
	start := e.Start
	if start == spec.NoDay {
		from, err := time.Parse(time.RFC3339, r.DataFrom)
		if err != nil {
			return ""
		}
		start = spec.DayOf(from.UnixMicro(), zoneOf(r.Timezone))
	}
	look := start + max(spec.Day(7*max(e.Decision.MinWeeks, 1)), spec.Day(e.Embargo)) - 1
	if e.End != spec.NoDay {
		look = min(look, e.End)
	}
	return look.String()
}

// reached reports whether the data reach the planned end.
func reached(r *report.Report) bool {
	if r.End == "" || r.Decision.Early || r.Decision.Code == "not_ended" || r.Embargo != nil {
		return false
	}
	to, err := time.Parse(time.RFC3339, r.DataTo)
	return err != nil || to.In(zoneOf(r.Timezone)).Format(time.DateOnly) >= r.End
}

func zoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
