package health

import (
	"math"
	"strings"
	"testing"
	"time"

	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// days makes a stream of rows: one entry a day from the hundredth on, each with as
// many units as rows, up to those that are counted.
func days(rows ...int64) map[spec.Day]study.DayRows {
	out := map[spec.Day]study.DayRows{}
	for i, n := range rows {
		if n > 0 {
			out[spec.Day(100+i)] = study.DayRows{Rows: n, Units: int(min(n, study.ManyUnits))}
		}
	}
	return out
}

// level repeats n for so many days, without the days named.
func level(count int, n int64, without ...int) []int64 {
	out := make([]int64, count)
	for i := range out {
		out[i] = n
	}
	for _, d := range without {
		out[d] = 0
	}
	return out
}

// dried is a closed population whose units are exposed once each: of those left, so
// large a part comes every day.
func dried(count int, units, part float64) []int64 {
	out := make([]int64, count)
	for i := range out {
		out[i] = int64(math.Round(units * part))
		units -= units * part
	}
	return out
}

// weekly keeps the days of a stream that fall on the same weekday as one of days.
func weekly(rows []int64, on ...int) []int64 {
	out := make([]int64, len(rows))
	for i, n := range rows {
		for _, d := range on {
			if i%7 == d {
				out[i] = n
			}
		}
	}
	return out
}

func TestDataGaps(t *testing.T) {
	for _, c := range []struct {
		name, want, says string
		rows             []int64
		change           func(*Facts)
	}{
		{"every day", "ok", "", level(28, 500), nil},
		{"a day within", "fail", "events.csv on 1970-04-21 (Tue). That", level(28, 500, 10), nil},
		{"a day of two weeks", "fail", "", level(14, 500, 5), nil},
		{"the first weekend of two weeks", "fail", "1970-04-12 (Sun), 1970-04-13 (Mon)", level(14, 500, 1, 2), nil},
		{"the last weekend but a day", "fail", "", level(14, 500, 11, 12), nil},
		{"a week", "fail", "", level(28, 500, 7, 8, 9, 10, 11, 12, 13), nil},
		{"ten days", "fail", "", level(35, 500, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19), nil},
		{"less than two weeks", "ok", "", level(7, 500, 3), nil},
		{"20 units, 20 rows", "fail", "", level(28, 20, 10), nil},
		{"19 units", "warn", "By the weeks around", level(28, 19, 10), nil},
		{"a few rows", "ok", "", level(28, 2, 10), nil},
		{"one weekday of two", "warn", "", append(level(21, 500, 10, 17), level(14, 500)...), nil},
		{"working days", "ok", "", weekly(level(28, 500), 0, 1, 2, 3, 4), nil},
		{"working days, one missing", "fail", "", weekly(level(28, 500, 8), 0, 1, 2, 3, 4), nil},
		{"one day a week", "ok", "", weekly(level(28, 500), 3), nil},
		{"one day a week, one missing", "ok", "", weekly(level(28, 500, 10), 3), nil},
		{"one day in two weeks", "ok", "", level(29, 500, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19,
			20, 21, 22, 23, 24, 25, 26, 27), nil},
		{"a closed population exposed once", "ok", "", dried(14, 600, 0.5), nil},
		{"a closed population exposed once, a day missing", "fail", "",
			append(append([]int64{}, dried(28, 6000, 0.05)[:9]...),
				append([]int64{0}, dried(28, 6000, 0.05)[10:]...)...), nil},
		{"a closed population exposed in a week, and one latecomer", "ok", "",
			append([]int64{200, 200, 200, 100, 100, 50, 50}, append(level(18, 0), 1)...), nil},
		{"a closed population, a latecomer a week", "ok", "", append([]int64{200, 200, 200, 100, 100, 50, 50},
			weekly(level(21, 1), 3)...), nil},
		{"a rising share, a day missing", "fail", "", []int64{30, 30, 30, 30, 30, 30, 30, 900, 900, 0, 900, 900, 900,
			900, 3000, 3000, 3000, 3000, 3000, 3000, 3000}, nil},
		{"all is done, and one straggler", "warn", "1970-05-01 (Fri)", append(level(20, 500), 0, 1), nil},
		{"a day missing before a thin week", "fail", "", append(level(20, 500), 0, 1, 1, 30, 30, 30, 30, 30), nil},
		{"it begins late", "warn", "1970-04-11 (Sat)", level(28, 500, 0), nil},
		{"it ends early", "warn", "1970-05-08 (Fri)", level(28, 500, 27), nil},
		{"the last day is not over", "ok", "", level(28, 500, 27), func(f *Facts) { f.To -= 4 * 3600e6 }},
		{"the past ends where it begins", "ok", "", level(28, 500),
			func(f *Facts) { f.Exp.Statistics.CUPED = 14 * 24 * time.Hour }},
		{"a day of the past", "fail", "", level(28, 500, 6), func(f *Facts) {
			f.Exp.Start, f.Exp.Statistics.CUPED, f.Days = 114, 14*24*time.Hour, f.Days[14:]
		}},
		{"a day of the past that nobody looks at", "ok", "", level(28, 500, 6), func(f *Facts) {
			f.Exp.Start, f.Days = 114, f.Days[14:]
		}},
		{"after the last window", "ok", "", level(28, 500, 20), func(f *Facts) {
			f.Exp.End, f.Exp.Window = 106, 7*24*time.Hour
		}},
		{"within a metric's own window", "fail", "", level(28, 500, 20), func(f *Facts) {
			f.Exp.End, f.Exp.Window, f.Exp.Metrics = 106, 7*24*time.Hour, []spec.Metric{{Window: 15 * 24 * time.Hour}}
		}},
		{"assignments", "warn", "", level(28, 500, 10), func(f *Facts) { f.Logged[0].Assigned = true }},
		{"an event of exposures", "fail", "event exposure of events.csv on 1970-04-21 (Tue)", level(28, 500, 10),
			func(f *Facts) { f.Logged[0].Event = "exposure" }},
		{"exposures after the end", "ok", "", level(28, 500, 25), func(f *Facts) {
			f.Logged[0].Event, f.Exp.End = "exposure", 120
		}},
		{"one of two sources", "fail", "sales.csv on 1970-04-21 (Tue)", level(28, 500), func(f *Facts) {
			f.Logged = append(f.Logged, study.Logged{Sources: []string{"sales.csv"}, Days: days(level(28, 60, 10)...)})
		}},
		{"no times", "absent", "", nil, func(f *Facts) { f.HasTime = false }},
	} {
		f := facts()
		f.Exp.Start, f.Exp.End = spec.NoDay, spec.NoDay
		f.To = spec.Day(100+max(len(c.rows), 28)).Start(nil) - 1
		if len(c.rows) > 0 && len(c.rows) != 28 {
			f.To = spec.Day(100+len(c.rows)).Start(nil) - 1
		}
		f.Days = daily(28, 70, 70)
		f.Logged[0].Days = days(c.rows...)
		if c.change != nil {
			c.change(f)
		}
		got, ok := dataGaps(f)
		if !ok {
			got.Status = "absent"
		}
		if got.Status != c.want || !strings.Contains(got.Detail, c.says) {
			t.Errorf("%s: %s %q, want %s %q", c.name, got.Status, got.Detail, c.want, c.says)
		}
	}
}
