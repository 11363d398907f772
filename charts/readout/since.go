package readout

import (
	"time"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// dayBefore is the calendar day before that of a data cut-off, "" without one.
func dayBefore(instant string) string {
	t, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return ""
	}
	return t.UTC().AddDate(0, 0, -1).Format(time.DateOnly)
}

// thursdayBefore is the last Thursday before the day of a data cut-off.
func thursdayBefore(instant string) string {
	t, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return ""
	}
	back := (int(t.UTC().Weekday()) - int(time.Thursday) + 7) % 7
	if back == 0 {
		back = 7
	}
	return t.UTC().AddDate(0, 0, -back).Format(time.DateOnly)
}

// lookAt is the last look at data to a day or before it, nil where there is none.
func lookAt(looks []report.LedgerLine, day string) *report.LedgerLine {
	if day == "" {
		return nil
	}
	var at *report.LedgerLine
	for i := range looks {
		if d := say.DayIn(looks[i].DataTo, "UTC"); d != "" && d <= day {
			at = &looks[i]
		}
	}
	return at
}
