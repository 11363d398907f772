package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"uptake/analysis/study"
)

// variable gives one unit's value of a variable.
func variable(t *testing.T, tables *study.Tables, unit string, k int) (value int64, missing bool) {
	t.Helper()
	missing = true
	eachUnit(t, tables, func(u study.Units, row int) {
		if u.Unit.Value(row) == unit {
			_, lo := u.Var[k].Value(row)
			value, missing = int64(lo), u.Var[k].IsNull(row)
		}
	})
	return value, missing
}

// What is dated by its day alone stands for the whole of it, on either side of
// an exposure. Every table holds one unit an arm; value is the treated one's.
func TestWholeDays(t *testing.T) {
	const head = `
experiment: x
start: 2026-04-01
end: 2026-04-14
timezone: America/New_York
sources: [{path: export.csv}]
arms: [{name: a, control: true}, {name: b}]
`
	const other = "2026-04-10 08:00:00,other,exposure,a,\n2026-04-10 08:00:00,other,task,,1\n"
	metric := func(more string) string {
		return head + "metrics: [{name: tasks, kind: mean, event: task, field: value, aggregate: sum, scale: 0, " +
			"role: primary}]\n" + more
	}
	for _, c := range []struct {
		name, experiment, rows string
		value                  float64
		dropped                string
		to                     string
	}{
		{"facts by day, exposure by clock", metric(""), "2026-04-09,u,task,,1\n2026-04-10 " +
			"08:29:00,u,exposure,b,\n2026-04-10,u,task,,10\n2026-04-11,u,task,,100\n", 110, "before_exposure",
			"2026-04-12T03:59:59.999999Z"},
		{"facts by clock, exposure by day", metric(""),
			"2026-04-09 23:59:59,u,task,,1\n2026-04-10,u,exposure,b,\n2026-04-10 00:10:00,u,task,,10\n2026-04-10 " +
				"23:50:00,u,task,,100\n", 110, "before_exposure", "2026-04-11T03:59:59.999999Z"},
		{"a window of days holds the day of the exposure and no more than its days", metric("window: 2d\n"),
			"2026-04-10 08:29:00,u,exposure,b,\n2026-04-10,u,task,,1\n2026-04-11,u,task,,10\n2026-04-12,u,task,,100\n",
			11, "after_window", "2026-04-13T03:59:59.999999Z"},
		{"a window from a day ends with a day", metric("window: 2d\n"), "2026-04-10,u,exposure,b,\n2026-04-10 " +
			"00:00:01,u,task,,1\n2026-04-11 23:59:59,u,task,,10\n2026-04-12 00:00:00,u,task,,100\n", 11, "after_window",
			"2026-04-12T04:00:00Z"},
		{"by clock as ever", metric("window: 2d\n"), "2026-04-10 08:29:00,u,exposure,b,\n2026-04-10 " +
			"08:28:59,u,task,,1\n2026-04-12 08:28:59,u,task,,10\n2026-04-12 08:29:00,u,task,,100\n", 10,
			"before_exposure after_window", "2026-04-12T12:29:00Z"},
		{"slashes are days too", metric(""), "2026/4/10,u,exposure,b,\n2026/4/10,u,task,,7\n", 7, "",
			"2026-04-11T03:59:59.999999Z"},
		{"a day in April is of the zone", metric(""), "2026-04-01,u,exposure,b,\n2026-04-01 23:30:00,u,task,,7\n", 7,
			"", "2026-04-10T12:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := readoutOf(t, c.experiment, "ts,unit,event,variant,value\n"+c.rows+other)
			if got := float64(r.Metrics[0].Arms[1].Value); got != c.value {
				t.Errorf("value %g, want %g", got, c.value)
			}
			var dropped []string
			for _, d := range r.Rows.Dropped {
				if d.Rows > 0 {
					dropped = append(dropped, d.Reason)
				}
			}
			if got := strings.Join(dropped, " "); got != c.dropped {
				t.Errorf("dropped %q, want %q", got, c.dropped)
			}
			if r.DataTo != c.to {
				t.Errorf("the data reach to %s, want %s", r.DataTo, c.to)
			}
		})
	}
}

// A look-back of n days before an exposure holds the n days before it, across
// the change of the clocks too, and is missing where the data begin later.
func TestLookBackByDays(t *testing.T) {
	for _, c := range []struct {
		name, exposed, first string
		covariate            int64
	}{
		{"exposure by clock", "2026-03-10 08:29:00", "2026-03-07", 11},
		{"exposure by day", "2026-03-10", "2026-03-07", 11},
		{"data from a clock of the first day", "2026-03-10", "2026-03-07 09:00:00", 11},
		{"data begin a day late", "2026-03-10 08:29:00", "2026-03-08", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := "ts,unit,event,variant\n" + c.first + ",first,task,\n"
			for _, u := range []string{"u,b", "v,a"} {
				id, arm, _ := strings.Cut(u, ",")
				rows += fmt.Sprintf("%s,%s,exposure,%s\n", c.exposed, id, arm)
				for k, day := range []string{"2026-03-07", "2026-03-09", "2026-03-10"} {
					if day < c.first[:10] {
						continue
					}
					for range []int{1, 10, 100}[k] {
						rows += fmt.Sprintf("%s,%s,task,\n", day, id)
					}
				}
			}
			_, _, tables := collected(t, `
experiment: x
start: 2026-03-01
timezone: America/New_York
duplicates: keep
sources: [{path: export.csv}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: tasks, kind: mean, event: task, role: primary}]
statistics: {cuped: 3d}
`, rows)
			for i, v := range tables.Shape.Variables {
				got, missing := variable(t, tables, "u", i)
				switch {
				case v.Covariate && (missing != (c.covariate == 0) || !missing && got != c.covariate):
					t.Errorf("the covariate is %d (missing %v), want %d", got, missing, c.covariate)
				case !v.Covariate && got != 100:
					t.Errorf("tasks are %d, want 100", got)
				}
			}
		})
	}
}

// Data of whole days reach the end of their last day: the experiment has ended,
// windows of days are complete, and no day is added.
func TestWholeDaysReachTheEnd(t *testing.T) {
	rows := "ts,unit,event,variant\n"
	for u := range 240 {
		id, arm := fmt.Sprintf("u%d", u), []string{"a", "b"}[u%2]
		rows += fmt.Sprintf("2026-04-%02d,%s,exposure,%s\n", 1+u%8, id, arm)
		for d := 1 + u%8; d <= 14; d++ {
			if (u*7+d*3)%(3+u%2) == 0 {
				rows += fmt.Sprintf("2026-04-%02d,%s,task,\n", d, id)
			}
		}
	}
	for zone, to := range map[string]string{"UTC": "2026-04-14T23:59:59.999999Z",
		"Asia/Tokyo": "2026-04-14T14:59:59.999999Z"} {
		r := readoutOf(t, `
experiment: x
start: 2026-04-01
end: 2026-04-14
timezone: `+zone+`
window: 7d
complete_windows: true
sources: [{path: export.csv}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: tasks, kind: mean, event: task, role: primary}]
decision: {planned: 2026-03-20, min_weeks: 2}
`, rows)
		if r.DataTo != to {
			t.Errorf("%s: the data reach to %s, want %s", zone, r.DataTo, to)
		}
		if n := r.Metrics[0].Arms[0].Units + r.Metrics[0].Arms[1].Units; n != 240 {
			t.Errorf("%s: %d units have complete windows, want all 240: the last begins on the 8th", zone, n)
		}
		for _, why := range r.Decision.Reasons {
			if strings.Contains(why, "do not reach") {
				t.Errorf("%s: %s", zone, why)
			}
		}
		if last := r.Series[len(r.Series)-1].Day; last != "2026-04-14" {
			t.Errorf("%s: the series ends on %s", zone, last)
		}
	}
}

// Days that a database wrote as midnights stand for whole days where a source
// holds nothing else, and the page says so; one other time among them and they
// are instants.
func TestMidnightsOfASource(t *testing.T) {
	for odd, want := range map[string]string{"": "2026-04-14T21:59:59.999999Z",
		"2026-04-10 08:00:00,u1,task,\n": "2026-04-13T22:00:00Z"} {
		rows := "ts,unit,event,variant\n"
		for u := range 30 {
			rows += fmt.Sprintf("2026-04-%02d 00:00:00,u%d,exposure,%s\n2026-04-14 00:00:00,u%d,task,\n", 1+u%8, u,
				[]string{"a", "b"}[u%2], u)
		}
		r := readoutOf(t, `
experiment: x
start: 2026-04-01
end: 2026-04-14
timezone: Europe/Berlin
sources: [{path: export.csv}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: tasks, kind: mean, event: task, role: primary}]
`, rows+odd)
		if r.DataTo != want {
			t.Errorf("with %q the data reach to %s, want %s", odd, r.DataTo, want)
		}
		if said := strings.Contains(fmt.Sprint(r.Cautions), "All times of export.csv are "+
			"midnights"); said != (odd == "") {
			t.Errorf("with %q the notes are %v", odd, r.Cautions)
		}
	}
}
