package health

import (
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// facts is a healthy two-week study.
func facts() *Facts {
	f := &Facts{Exp: &spec.Experiment{Start: 100, End: 113, MaxBadRows: 0.01,
		Statistics: spec.Statistics{SRMAlpha: 0.001, MaxImmature: 0.2}, Decision: spec.Decision{Planned: 99,
			MinWeeks: 2, MinUnits: 100}},
		Compare: true, HasTime: true, Ended: true, To: spec.Day(114).Start(nil) - 1, Suggestions: true,
		Attributed: true, Accepts: 100, Read: 10_000, Equal: 10, Unnamed: sums.Unnamed{Words: map[string]int64{"": 10}},
		Segments: []Segment{{"plan", []Level{{"", []int64{10, 12}}, {"pro", []int64{300, 290}}}}},
		Arms: []Arm{{Name: "a", Control: true, Share: 0.5, Units: 1000, UnitsShown: 900, Shown: 5000, Immature: 10,
			Rows: 1000, LastDay: 113},
			{Name: "b", Share: 0.5, Units: 1010, UnitsShown: 905, Shown: 5000, Immature: 10, Rows: 1000, LastDay: 113}}}
	f.Before = []Before{{"tasks_per_user", []stats.Sample{stats.FromMoments(1000, 3, 4), stats.FromMoments(1010, 3.1,
		4)}}}
	f.Kinds = []Kind{{"shown", true, []int64{900, 905}}, {"purchase", false, []int64{100, 105}}}
	f.Logged = []study.Logged{{Sources: []string{"events.csv"}, Days: map[spec.Day]study.DayRows{}}}
	for d := spec.Day(100); d < 114; d++ {
		f.Days = append(f.Days, Day{d, 140, []int64{70, 70}})
		f.Logged[0].Days[d] = study.DayRows{Rows: 700, Units: study.ManyUnits}
	}
	return f
}

// daily makes n days, from the hundredth on, with the same first exposures each.
func daily(n int, a, b int64) []Day {
	var out []Day
	for d := range n {
		out = append(out, Day{spec.Day(100 + d), a + b, []int64{a, b}})
	}
	return out
}

// empty adds an arm planned to have none, with units all of the first day.
func empty(f *Facts, units, crossing int64) {
	f.Before[0].Samples = append(f.Before[0].Samples, stats.FromMoments(0, 0, 0))
	for i := range f.Kinds {
		f.Kinds[i].Units = append(f.Kinds[i].Units, 0)
	}
	f.Arms = append(f.Arms, Arm{Name: "off", Units: units, Crossing: crossing})
	for i := range f.Days {
		f.Days[i].Arms = append(f.Days[i].Arms, units)
		units = 0
	}
	for i := range f.Segments[0].Levels {
		f.Segments[0].Levels[i].Units = append(f.Segments[0].Levels[i].Units, f.Arms[2].Units)
	}
}

func status(h report.Health, name string) (string, string) {
	for _, c := range h.Checks {
		if c.Name == name {
			return c.Status, c.Detail
		}
	}
	return "absent", ""
}

func TestHealthy(t *testing.T) {
	h, _ := Run(facts())
	if h.Status != "ok" || len(h.Checks) != len(Checks)-6 {
		t.Errorf("%+v", h)
	}
	for _, c := range h.Checks {
		if !strings.HasSuffix(c.Detail, ".") {
			t.Errorf("%s says %q", c.Name, c.Detail)
		}
	}
}

// primary is a primary metric of which 25 units of each arm have a value.
func primary(statistic, lift, lo, hi float64) Primary {
	return Primary{Name: "tasks_per_user", NonZero: []int64{25, 25},
		Comparisons: []report.Comparison{{Arm: "b", Control: "a", Statistic: report.Num(statistic),
			Abs: report.Interval{Value: 1}, Rel: report.Interval{Value: report.Num(lift), Lo: report.Num(lo),
				Hi: report.Num(hi)}}}}
}

// TestAfter: the checks that look at results warn at their boundaries, and
// never where the data must not be decided on.
func TestAfter(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name, check, want, says string
		change                  func(*Facts)
	}{
		{"nothing special", "too_good", "ok", "", func(*Facts) {}},
		{"obd-men: large but wide", "too_good", "ok", "", func(f *Facts) {
			f.Primaries[0] = primary(2.2, 0.5014, 0.0431, 1.23)
		}},
		{"large, the interval touches a quarter", "too_good", "ok", "", func(f *Facts) {
			f.Primaries[0] = primary(4, 0.51, 0.25, 0.9)
		}},
		{"large, the interval clear of a quarter", "too_good", "warn", "tasks per user in b differs by +51% (+26% to " +
			"+90%)", func(f *Facts) { f.Primaries[0] = primary(4, 0.51, 0.26, 0.9) }},
		{"half exactly", "too_good", "ok", "", func(f *Facts) { f.Primaries[0] = primary(4, 0.5, 0.26, 0.9) }},
		{"a large fall", "too_good", "warn", "differs by −60% (−80% to −26%)",
			func(f *Facts) { f.Primaries[0] = primary(-4, -0.6, -0.8, -0.26) }},
		{"no upper bound", "too_good", "warn", "+26% to no bound", func(f *Facts) {
			f.Primaries[0] = primary(4, 0.6, 0.26, inf)
		}},
		{"ten standard errors", "too_good", "ok", "", func(f *Facts) { f.Primaries[0] = primary(10, 0.3, 0.24, 0.36) }},
		{"above ten standard errors", "too_good", "warn", "differs by −30%, 10.1 standard errors",
			func(f *Facts) { f.Primaries[0] = primary(-10.1, -0.3, -0.36, -0.24) }},
		{"many standard errors of a small lift", "too_good", "ok", "", func(f *Facts) {
			f.Primaries[0] = primary(29, 0.06, 0.056, 0.064)
		}},
		{"nothing compared", "too_good", "absent", "",
			func(f *Facts) { f.Primaries[0].Comparisons[0].Abs.Value = report.Undefined() }},
		{"the split fails", "too_good", "absent", "",
			func(f *Facts) { f.Arms[1].Units = 1400; f.Primaries[0] = primary(50, 5, 4, 6) }},
		{"shown alike", "triggered_srm", "ok", "a 900 of 1,000 (90.0%)", func(*Facts) {}},
		// chi-square of the 2×2 table 10.62, p 0.0011
		{"just alike", "triggered_srm", "ok", "", func(f *Facts) { f.Arms[1].Units, f.Arms[1].UnitsShown = 1000, 852 }},
		// 11.01, p 0.00090
		{"shown differently", "triggered_srm", "warn", "reaches arms differently", func(f *Facts) {
			f.HasTime, f.Arms[1].Units, f.Arms[1].UnitsShown = false, 1000, 851
		}},
		{"not so differently that nightly looks tell it", "triggered_srm", "ok", "p = 0.0009",
			func(f *Facts) { f.Arms[1].Units, f.Arms[1].UnitsShown = 1000, 851 }},
		{"so differently that nightly looks tell it", "triggered_srm", "warn", "below 3.1e-05",
			func(f *Facts) { f.Arms[1].Units, f.Arms[1].UnitsShown = 1000, 825 }},
		{"everybody shown", "triggered_srm", "ok", "p = 1", func(f *Facts) {
			f.Arms[0].UnitsShown, f.Arms[1].UnitsShown = 1000, 1010
		}},
		{"control shows none", "triggered_srm", "absent", "", func(f *Facts) { f.Arms[0].UnitsShown = 0 }},
		{"the only other arm shows none", "triggered_srm", "absent", "", func(f *Facts) { f.Arms[1].UnitsShown = 0 }},
		{"shown differently, but the split fails", "triggered_srm", "absent", "", func(f *Facts) {
			f.Arms[1].Units, f.Arms[1].UnitsShown = 1400, 851
		}},
		{"enough", "minimum_data", "ok", "at least 100 units", func(*Facts) {}},
		{"100 units", "minimum_data", "ok", "", func(f *Facts) { f.Arms[0].Units, f.Arms[1].Units = 100, 100 }},
		{"99 units", "minimum_data", "warn", "b has 99 units; a decision needs 100", func(f *Facts) {
			f.Arms[0].Units, f.Arms[1].Units = 100, 99
		}},
		{"as few as the file allows", "minimum_data", "ok", "", func(f *Facts) {
			f.Arms[0].Units, f.Arms[1].Units, f.Exp.Decision.MinUnits = 50, 50, 50
		}},
		{"24 with a value", "minimum_data", "warn", "a has 24 units with any tasks per user",
			func(f *Facts) { f.Primaries[0].NonZero[0] = 24 }},
		{"values not counted", "minimum_data", "ok", "", func(f *Facts) { f.Primaries[0].NonZero = nil }},
		{"no arms", "minimum_data", "absent", "", func(f *Facts) { f.Compare, f.Arms[0].Units = false, 3 }},
	} {
		f := facts()
		f.Primaries = []Primary{primary(2, 0.02, 0.01, 0.03)}
		c.change(f)
		h, _ := Run(f)
		RunAfter(f, &h)
		s, detail := status(h, c.check)
		if s != c.want || !strings.Contains(detail, c.says) {
			t.Errorf("%s: %s is %s %q, want %s %q", c.name, c.check, s, detail, c.want, c.says)
		}
		if s == "warn" && h.Status != "warn" {
			t.Errorf("%s: the whole is %s", c.name, h.Status)
		}
	}
}

// TestChecks: what makes each check speak, and how the whole rolls up.
func TestChecks(t *testing.T) {
	for _, c := range []struct {
		name, check, want, whole, says string
		change                         func(*Facts)
	}{
		{"uneven split", "srm", "fail", "fail", "1000", func(f *Facts) { f.Arms[1].Units = 1400 }},
		{"planned 1:3", "srm", "ok", "ok", "", func(f *Facts) {
			f.Arms[0].Share, f.Arms[1].Share, f.Arms[1].Units, f.Arms[1].UnitsShown = 0.25, 0.75, 3000, 2700
			f.Days, f.Segments, f.Kinds = daily(14, 70, 210), nil, nil
		}},
		// p 0.00053190, by lgamma of ln B
		{"once too often", "srm_sequential", "ok", "warn", "repeated looks",
			func(f *Facts) { f.Days = daily(1, 500, 648) }},
		// p 0.00047551
		{"one more", "srm_sequential", "fail", "fail", "below 0.0005",
			func(f *Facts) { f.Days = daily(1, 500, 649); f.Arms[1].Units = 1001 }},
		{"made good again", "srm_sequential", "fail", "fail", "0.00048, reached on 1970-04-11",
			func(f *Facts) { f.Days = append(daily(1, 500, 649), daily(1, 649, 500)...) }},
		{"no time", "srm_sequential", "absent", "ok", "", func(f *Facts) { f.HasTime = false }},
		{"no time", "srm", "ok", "ok", "p = 0.82.", func(f *Facts) { f.HasTime = false }},
		{"with time", "srm", "ok", "ok", "one look", func(*Facts) {}},
		{"uneven before the end", "srm", "warn", "warn", "held against 0.0005 once, at the end",
			func(f *Facts) { f.Ended, f.Arms[1].Units = false, 1400 }},
		// chi-square 11.995
		{"half the level at the end", "srm", "ok", "ok", "p = 0.00053", func(f *Facts) {
			f.Arms[0].Units, f.Arms[1].Units = 1000, 1161
		}},
		// 12.283
		{"below half the level at the end", "srm", "fail", "fail", "below 0.0005", func(f *Facts) {
			f.Arms[0].Units, f.Arms[1].Units = 1000, 1163
		}},
		{"all the level without time", "srm", "fail", "fail", "below 0.001", func(f *Facts) {
			f.HasTime, f.Arms[0].Units, f.Arms[1].Units = false, 1000, 1161
		}},
		{"an uneven level", "srm_segments", "warn", "warn", "In 1 of 2 segment levels the arms are not split as " +
			"planned; worst in plan pro: a 300 (250.0 expected), b 200 (250.0 expected); chi-square 20.00",
			func(f *Facts) {
				f.Segments[0].Levels = append(f.Segments[0].Levels[:1], Level{"pro", []int64{300, 200}},
					Level{"team", []int64{70, 50}})
			}},
		{"an uneven level of (missing)", "srm_segments", "warn", "warn", "plan (missing)",
			func(f *Facts) { f.Segments[0].Levels[0].Units = []int64{200, 300} }},
		{"29 expected", "srm_segments", "absent", "ok", "",
			func(f *Facts) { f.Segments[0].Levels = []Level{{"x", []int64{19, 39}}} }},
		{"30 expected", "srm_segments", "ok", "ok", "least p after Holm's correction is 0.0098",
			func(f *Facts) { f.Segments[0].Levels = []Level{{"x", []int64{20, 40}}} }},
		{"no population", "population", "absent", "ok", "", func(*Facts) {}},
		{"as the population", "population", "ok", "ok",
			"Of 2 levels of the population none is a tenth of its share away from it beyond chance; the furthest is " +
				"plan team, 41.7 % of the units for 40 %.", func(f *Facts) {
				f.Segments[0].Levels = []Level{{"", []int64{250, 250}}, {"pro", []int64{350, 350}},
					{"team", []int64{250,
						250}}} // 500 of 1200
				f.Population = []spec.Population{{Segment: "plan",
					Levels: []spec.LevelShare{{Name: "pro", Share: 0.6}, {Name: "team", Share: 0.4}}}}
			}},
		{"a level is missing", "population", "warn", "warn",
			"plan team is 20 % of them (200 of 1,000; 95 % interval 17.6 to 22.6 %) and 40 % of the population, so " +
				"there are fewer than there should be; chi-square 166.7,", func(f *Facts) {
				f.Segments[0].Levels = []Level{{"pro", []int64{400, 400}}, {"team", []int64{100,
					100}}} // (200-400)²/400 + (800-600)²/600
				f.Population = []spec.Population{{Segment: "plan",
					Levels: []spec.LevelShare{{Name: "pro", Share: 0.6}, {Name: "team", Share: 0.4}}}}
			}},
		{"a level has nobody", "population", "warn", "warn", "plan free is 0 % of them (0 of 590;", func(f *Facts) {
			f.Population = []spec.Population{{Segment: "plan", Levels: []spec.LevelShare{{Name: "free", Share: 0.5},
				{Name: "pro", Share: 0.5}}}}
		}},
		{"the rest of a population", "population", "warn", "warn",
			"plan of other levels is 40 % of them (400 of 1,000;",
			func(f *Facts) {
				f.Segments[0].Levels = []Level{{"pro", []int64{300, 300}}, {"team", []int64{100, 100}}, {"free",
					[]int64{100, 100}}}
				f.Population = []spec.Population{{Segment: "plan", Levels: []spec.LevelShare{{Name: "pro",
					Share: 0.8}}}}
			}},
		{"levels that the population has not", "population", "ok", "ok",
			" 100 units are in levels of plan that the population does not list.", func(f *Facts) {
				f.Segments[0].Levels = []Level{{"pro", []int64{300, 300}}, {"team", []int64{200, 200}},
					{"free", []int64{50,
						50}}}
				f.Population = []spec.Population{{Segment: "plan",
					Levels: []spec.LevelShare{{Name: "pro", Share: 0.6}, {Name: "team", Share: 0.4}}}}
			}},
		{"a segment that nothing can be told of beside one that is uneven", "population", "warn", "warn",
			"over 2 levels. The segment platform, whose population is declared, has too many levels or none in the " +
				"data, so who is missing cannot be told. 612 units are in levels of country that the population does " +
				"not list, of 612,",
			func(f *Facts) {
				f.Segments = []Segment{{Name: "country", Levels: []Level{{"DE", []int64{306, 306}}}},
					{Name: "plan", Levels: []Level{{"pro", []int64{400, 400}}, {"team", []int64{100, 100}}}}}
				half := []spec.LevelShare{{Name: "a", Share: 0.5}, {Name: "b", Share: 0.5}}
				f.Population = []spec.Population{{Segment: "platform", Levels: half},
					{Segment: "country", Levels: half},
					{Segment: "plan", Levels: []spec.LevelShare{{Name: "pro", Share: 0.6}, {Name: "team", Share: 0.4}}}}
			}},
		{"a segment that nothing can be told of beside one that is even", "population", "warn", "warn",
			"the furthest is plan pro, 60 % of the units for 60 %. The segment platform, whose population",
			func(f *Facts) {
				f.Segments[0].Levels = []Level{{"pro", []int64{300, 300}}, {"team", []int64{200, 200}}}
				f.Population = []spec.Population{{Segment: "platform",
					Levels: []spec.LevelShare{{Name: "ios", Share: 1}}},
					{Segment: "plan", Levels: []spec.LevelShare{{Name: "pro", Share: 0.6}, {Name: "team", Share: 0.4}}}}
			}},
		{"levels by other names", "population", "warn", "warn",
			"612 units are in levels of plan that the population does not list, of 612", func(f *Facts) {
				f.Segments[0].Levels = []Level{{"PRO", []int64{306, 306}}}
				f.Population = []spec.Population{{Segment: "plan",
					Levels: []spec.LevelShare{{Name: "pro", Share: 0.6}, {Name: "team", Share: 0.4}}}}
			}},
		{"a tenth off by chance", "population", "ok", "ok", "the furthest is plan team, 34 % of the units for 40 %",
			func(f *Facts) { // p = 0.08
				f.Segments[0].Levels = []Level{{"pro", []int64{66, 66}}, {"team", []int64{34, 34}}}
				f.Population = []spec.Population{{Segment: "plan",
					Levels: []spec.LevelShare{{Name: "pro", Share: 0.6}, {Name: "team", Share: 0.4}}}}
			}},
		{"29 expected of a level", "population", "ok", "ok", "Too few units to hold against", func(f *Facts) {
			f.Segments[0].Levels = []Level{{"pro", []int64{33, 33}}, {"team", []int64{3, 3}}}
			f.Population = []spec.Population{{Segment: "plan", Levels: []spec.LevelShare{{Name: "pro", Share: 0.6},
				{Name: "team", Share: 0.4}}}}
		}},
		{"a population of too many levels", "population", "warn", "warn", "has too many levels or none in the data",
			func(f *Facts) {
				f.Population = []spec.Population{{Segment: "city", Levels: []spec.LevelShare{{Name: "pro",
					Share: 0.6}}}}
			}},
		{"no segments", "srm_segments", "absent", "ok", "", func(f *Facts) { f.Segments = nil }},
		// 14·p = 0.0014
		{"Holm over 14 days", "srm_days", "ok", "ok", "", func(f *Facts) { f.Days[3].Arms = []int64{47, 93} }},
		{"an uneven day", "srm_days", "warn", "warn", "In 1 of 14 days the arms are not split as planned; worst in " +
			"1970-04-14: a 46 (70.0 expected), b 94 (70.0 expected)", func(f *Facts) {
			f.Days[3].Arms = []int64{46, 94}
		}},
		{"few units", "srm", "ok", "ok", "approximate", func(f *Facts) {
			f.Arms[0].Units, f.Arms[1].Units, f.Arms[0].UnitsShown, f.Arms[1].UnitsShown = 3, 4, 2, 3
		}},
		{"no arms", "srm", "none", "ok", "no arms", func(f *Facts) { f.Compare = false }},
		{"empty arm", "empty_arm", "warn", "fail", "b", func(f *Facts) { f.Arms[1].Units = 0 }},
		{"rows that name no unit", "crossovers", "absent", "ok", "", func(f *Facts) { f.Nameless = true }},
		{"some crossovers", "crossovers", "ok", "ok", "5 of 2,015", func(f *Facts) { f.Arms[1].Crossing = 5 }},
		{"many crossovers", "crossovers", "warn", "warn", "100 of 2,110", func(f *Facts) { f.Arms[1].Crossing = 100 }},
		{"1 % crossovers", "crossovers", "ok", "ok", "20 of 2,000 units (1.00%)", func(f *Facts) {
			f.Arms[0].Units, f.Arms[1].Units, f.Arms[0].Crossing, f.Arms[1].Crossing = 990, 990, 10, 10
		}},
		{"above 1 % crossovers", "crossovers", "warn", "warn", "21 of 2,001", func(f *Facts) {
			f.Arms[0].Units, f.Arms[1].Units, f.Arms[0].Crossing, f.Arms[1].Crossing = 990, 990, 10, 11
		}},
		{"10 % crossovers", "crossovers", "warn", "warn", "200 of 2,000", func(f *Facts) {
			f.Arms[0].Units, f.Arms[1].Units, f.Arms[0].Crossing, f.Arms[1].Crossing = 900, 900, 100, 100
		}},
		{"above 10 % crossovers", "crossovers", "fail", "fail", "Assignment leak: 201 of 2,001 units (10.04%) were " +
			"seen in two arms, more than 10%.", func(f *Facts) {
			f.Arms[0].Units, f.Arms[1].Units, f.Arms[0].Crossing, f.Arms[1].Crossing = 900, 900, 100, 101
		}},
		{"few but uneven crossovers", "crossovers", "warn", "warn", "uneven between the arms they were first seen " +
			"in: a 15 of 1,015 (1.48%), b 0 of 1,010 (0.00%); p = 0.00011", func(f *Facts) {
			f.HasTime, f.Arms[0].Crossing = false, 15
		}},
		{"not so uneven that nightly looks tell it", "crossovers", "ok", "ok", "",
			func(f *Facts) { f.Arms[0].Crossing = 15 }},
		{"so uneven that nightly looks tell it", "crossovers", "warn", "warn", "p = 4.6e-06",
			func(f *Facts) { f.Arms[0].Crossing = 21 }},
		{"alike before", "imbalance", "ok", "ok", "least p after Holm's correction is 0.26", func(*Facts) {}},
		{"different before", "imbalance", "warn", "warn", "tasks per user was 3 in a and 3.5 in b (p = 2.4e-08",
			func(f *Facts) { f.Before[0].Samples[1] = stats.FromMoments(1010, 3.5, 4) }},
		{"just alike", "imbalance", "ok", "ok", "is 0.001.",
			func(f *Facts) { f.Before[0].Samples[1] = stats.FromMoments(1010, 3.2934, 4) }},
		{"Holm over two metrics", "imbalance", "ok", "ok", "2 comparisons", func(f *Facts) {
			f.Before[0].Samples[1] = stats.FromMoments(1010, 3.3, 4)
			f.Before = append(f.Before, Before{"spend", []stats.Sample{stats.FromMoments(1000, 3, 4),
				stats.FromMoments(1010, 3, 4)}})
		}},
		{"one metric alone", "imbalance", "warn", "warn", "", func(f *Facts) {
			f.HasTime, f.Before[0].Samples[1] = false, stats.FromMoments(1010, 3.3, 4)
		}},
		{"one metric alone, looked at every night", "imbalance", "ok", "ok", "is 0.00079",
			func(f *Facts) { f.Before[0].Samples[1] = stats.FromMoments(1010, 3.3, 4) }},
		{"nothing varies", "imbalance", "absent", "ok", "", func(f *Facts) {
			f.Before[0].Samples = []stats.Sample{stats.FromMoments(1000, 3, 0), stats.FromMoments(1010, 3, 0)}
		}},
		{"no covariates", "imbalance", "absent", "ok", "", func(f *Facts) { f.Before = nil }},
		{"nothing lost", "logging_loss", "ok", "ok", "", func(*Facts) {}},
		{"a day short", "logging_loss", "warn", "warn", "the last row of b is of 1970-04-23, while 20 units of a " +
			"went on until 1970-04-24", func(f *Facts) {
			f.Arms[1].LastDay, f.Arms[0].Ended = 112, map[spec.Day]int64{112: 980, 113: 20}
		}},
		{"a day short where few went on", "logging_loss", "ok", "ok", "", func(f *Facts) {
			f.Arms[1].LastDay, f.Arms[0].Ended = 112, map[spec.Day]int64{112: 981, 113: 19}
		}},
		{"a day short without time", "logging_loss", "ok", "ok", "", func(f *Facts) {
			f.Arms[1].LastDay, f.Arms[0].Ended, f.HasTime = 112, map[spec.Day]int64{113: 1000}, false
		}},
		{"half the share", "logging_loss", "ok", "ok", "", func(f *Facts) { f.Kinds[1].Units = []int64{200, 101} }},
		{"less than half", "logging_loss", "warn", "warn", "101 of 1,010 units (10.0%) of b ever had purchase, but " +
			"203 of 1,000 (20.3%) of a", func(f *Facts) { f.Kinds[1].Units = []int64{203, 101} }},
		{"none at all", "logging_loss", "warn", "warn", "0 of 1,000 units (0.0%) of a ever had purchase",
			func(f *Facts) { f.Kinds[1].Units = []int64{0, 20} }},
		{"a rare kind", "logging_loss", "ok", "ok", "", func(f *Facts) { f.Kinds[1].Units = []int64{0, 9} }},
		{"large but not unlikely", "logging_loss", "ok", "ok", "", func(f *Facts) {
			f.Kinds[1].Units = []int64{5, 17}
		}},
		{"control without suggestions", "logging_loss", "ok", "warn", "", func(f *Facts) {
			f.Arms[0].UnitsShown, f.Kinds[0].Units[0] = 0, 0
		}},
		{"another arm without suggestions", "logging_loss", "warn", "warn", "of b ever had shown",
			func(f *Facts) { f.Arms[1].UnitsShown, f.Kinds[0].Units[1] = 0, 0 }},
		{"nothing counted", "logging_loss", "absent", "ok", "", func(f *Facts) {
			f.Arms[0].Rows, f.Arms[1].Rows = 0, 0
		}},
		{"no arm planned empty", "zero_share", "absent", "ok", "", func(*Facts) {}},
		{"nobody there", "zero_share", "ok", "ok", "No unit is in off", func(f *Facts) { empty(f, 0, 0) }},
		{"a thousandth there", "zero_share", "warn", "warn", "2 of 2,000 units (0.1%) found in off",
			func(f *Facts) { f.Arms[0].Units, f.Arms[1].Units = 999, 999; empty(f, 1, 1) }},
		{"more there", "zero_share", "fail", "fail", "more than 0.1%", func(f *Facts) {
			f.Arms[0].Units, f.Arms[1].Units = 999, 998
			empty(f, 2, 0)
		}},
		{"the split leaves them out", "srm", "fail", "fail", "a 1000 (1072.0 expected), b 1144 (1072.0 expected); " +
			"chi-square 9.67, p = 0.0019", func(f *Facts) {
			f.Arms[1].Units = 1144
			f.Exp.Statistics.SRMAlpha = 0.004
			empty(f, 2, 0)
		}},
		{"as do the days", "srm_sequential", "ok", "warn", "", func(f *Facts) { empty(f, 1, 0) }},
		{"and the segments", "srm_segments", "ok", "warn", "", func(f *Facts) { empty(f, 1, 0) }},
		{"an arm planned empty is empty", "empty_arm", "ok", "ok", "All 2 arms", func(f *Facts) { empty(f, 0, 0) }},
		{"a day without first exposures", "data_gaps", "ok", "ok", "lacks a day",
			func(f *Facts) { f.Days[5].Units = 0 }},
		{"a missing day", "data_gaps", "fail", "fail", "events.csv on 1970-04-16 (Thu)",
			func(f *Facts) { delete(f.Logged[0].Days, 105) }},
		{"a day short of two weeks", "full_weeks", "warn", "warn", "1 full week",
			func(f *Facts) { f.To = spec.Day(113).Start(nil) - 1 }},
		{"no plan", "planned", "warn", "warn", "does not say", func(f *Facts) { f.Exp.Decision.Planned = spec.NoDay }},
		{"planned before", "planned", "ok", "ok", "written on 1970-04-10, before the start.",
			func(f *Facts) { f.Exp.Decision.Planned = 99 }},
		{"planned on the day of the start", "planned", "ok", "ok", "written on 1970-04-11, the day of the start.",
			func(f *Facts) { f.Exp.Decision.Planned = 100 }},
		{"planned late", "planned", "warn", "warn", "after the start, so",
			func(f *Facts) { f.Exp.Decision.Planned = 101 }},
		{"planned before the first exposure", "planned", "ok", "ok", "before the start (the file gives none; the " +
			"first exposure was on 1970-04-11).", func(f *Facts) {
			f.Exp.Start, f.Exp.Decision.Planned = spec.NoDay, 99
		}},
		{"planned on the day of the first exposure", "planned", "ok", "ok", "the day of the start (the file gives " +
			"none; the first exposure was on 1970-04-11).", func(f *Facts) {
			f.Exp.Start, f.Exp.Decision.Planned = spec.NoDay, 100
		}},
		{"planned after the first exposure", "planned", "warn", "warn", "after the start (the file gives none; the " +
			"first exposure was on 1970-04-11), so", func(f *Facts) {
			f.Exp.Start, f.Exp.Decision.Planned = spec.NoDay, 101
		}},
		{"planned, and neither start nor days", "planned", "warn", "warn", "nothing shows whether that was before " +
			"the start. The date is believed.", func(f *Facts) {
			f.Exp.Start, f.Exp.Decision.Planned, f.Days = spec.NoDay, 99, nil
		}},
		{"immature", "maturity", "warn", "warn", "limit 20%", func(f *Facts) { f.Arms[1].Immature = 1001 }},
		{"immature at the limit", "maturity", "ok", "ok", "", func(f *Facts) { f.Arms[1].Immature = 1000 }},
		{"no attribution", "maturity", "absent", "ok", "", func(f *Facts) { f.Attributed = false }},
		{"one arm shown none", "coverage", "warn", "warn", "a 0 of 1,000", func(f *Facts) { f.Arms[0].UnitsShown = 0 }},
		{"late accepts by the default window", "late_accepts", "warn", "warn", "6 of 100",
			func(f *Facts) { f.LateAccepts = 6 }},
		{"late accepts by a given window", "late_accepts", "ok", "ok", "",
			func(f *Facts) { f.LateAccepts = 6; f.Exp.Suggestions.AttributionGiven = true }},
		{"bad rows", "bad_rows", "warn", "warn", "11 of 10,000", func(f *Facts) { f.Bad = 11 }},
		{"few bad rows", "bad_rows", "ok", "ok", "", func(f *Facts) { f.Bad = 10 }},
		{"copies that differ", "copies", "warn", "warn", "101 rows (1.01% of those read) bear the event id of " +
			"another row and differ from it in a column, asked for or not; of such rows the earliest counts.",
			func(f *Facts) { f.Differing = 101 }},
		{"copies of a suggestion", "copies", "warn", "warn", "bear the event id, or without one the suggestion id, " +
			"of another row", func(f *Facts) { f.Differing, f.Exp.Layout = 101, spec.Suggestions }},
		{"copies of a unit, undated", "copies", "warn", "warn", "are of the same unit and arm as another row and " +
			"differ from it in a column, asked for or not; of such rows the least by its columns counts.",
			func(f *Facts) { f.Differing, f.Exp.Layout, f.HasTime = 101, spec.Units, false }},
		{"copies at another time", "copies", "warn", "warn", "11 rows (0.11% of those read) bear the event id of " +
			"another row and differ from it, 11 of them (0.11%) in their time too, so they are no second delivery of " +
			"it", func(f *Facts) { f.Differing, f.Redated = 11, 11 }},
		{"few copies at another time", "copies", "ok", "ok", "10 rows", func(f *Facts) {
			f.Differing, f.Redated = 10, 10
		}},
		{"few copies that differ", "copies", "ok", "ok", "100 rows", func(f *Facts) { f.Differing = 100 }},
	} {
		f := facts()
		c.change(f)
		h, _ := Run(f)
		s, detail := status(h, c.check)
		if s != c.want || h.Status != c.whole || !strings.Contains(detail, c.says) {
			t.Errorf("%s: %s is %s (whole %s) %q, want %s (whole %s)", c.name, c.check, s, h.Status, detail, c.want,
				c.whole)
		}
	}
}

// TestUnnamed: a tenth of a percent of rows without a unit is the rule, more is
// told with what stands in the unit's place.
func TestUnnamed(t *testing.T) {
	f := facts()
	f.Unnamed = sums.Unnamed{}
	if _, ok := unnamed(f); ok {
		t.Error("a check of nothing")
	}
	f.Unnamed.Count("", "")
	f.Unnamed.Words[""] = 10
	if c, _ := unnamed(f); c.Status != "ok" || c.Detail != "10 of 10,000 rows (0.10%) name no unit and are set aside; "+
		"in its place stands nothing in 10." {
		t.Errorf("%s: %s", c.Status, c.Detail)
	}
	for _, w := range []string{"NA", "NA", "null", "None", "nan", "nil", "undefined"} {
		f.Unnamed.Count(w, map[string]string{"NA": "b"}[w])
	}
	want := `17 of 10,000 rows (0.17%) name no unit and are set aside; in its place stands nothing in 10, "NA" in 2, "None" in 1, "nan" in 1, "nil" in 1, 2 other words. Rows among them that name an arm: b 2.`
	if c, _ := unnamed(f); c.Status != "warn" || c.Detail != want {
		t.Errorf("%s: %s", c.Status, c.Detail)
	}
}

// TestEqualRows: more than a few rows told to be copies by their looks alone warn,
// unless the experiment file asks for it.
func TestEqualRows(t *testing.T) {
	f := facts()
	for _, c := range []struct {
		equal  int64
		rule   spec.Duplicates
		status string
		detail string
	}{
		{200, "", "ok", "200 rows (2.00%) without an id equal another in every column and are set aside as its " +
			"copies. Where they are events of their own, duplicates: keep counts them."},
		{201, "", "warn", "201 rows (2.01%) without an id equal another in every column and are set aside as its " +
			"copies. Where they are events of their own, duplicates: keep counts them."},
		{201, spec.ByRow, "ok", "201 rows (2.01%) equal another in every column and are set aside as its copies, as " +
			"duplicates: row asks."},
	} {
		f.Equal, f.Exp.Duplicates = c.equal, c.rule
		if got, _ := equalRows(f); got.Status != c.status || got.Detail != c.detail {
			t.Errorf("%s: %s", got.Status, got.Detail)
		}
	}
}
