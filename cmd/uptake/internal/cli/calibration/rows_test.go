package calibration

import (
	"fmt"
	"math"
	"strings"
)

// rows are all worlds, in the order of the table.
var rows = []row{
	plainAA("A/A, 1 metric, 2 arms", 2, 1, 400),
	plainAA("A/A, 5 metrics, 2 arms", 2, 5, 400),
	plainAA("A/A, 1 metric, 5 arms", 5, 1, 300),
	plainAA("A/A, 5 metrics, 5 arms", 5, 5, 300),
	guardedAA("A/A, 1 guardrail without margin", 1, ""),
	guardedAA("A/A, 3 guardrails without margin", 3, ""),
	guardedAA("A/A, 5 guardrails without margin", 5, ""),
	guardedAA("A/A, 1 guardrail of margin 3%", 1, "3%"),
	guardedAA("A/A, 5 guardrails of margin 3%", 5, "3%"),
	closed("A/A, 100 users an arm, active daily", 100),
	closed("A/A, 300 users an arm, active daily", 300),
	closed("A/A, 1,500 users an arm, active daily", 1500),
	closed("A/A, 5,000 users an arm, active daily", 5000),
	nightly, nightlyAfter, watchedFormula, extended,
	latency("A/A, median latency in steps of 50 ms", "50%", 50, 6.5147),
	latency("A/A, p90 latency in steps of 250 ms", "90%", 250, 6.5603),
	medianOfCounts, heavyUsers,
	hiding, steady, fading, teams, revenueDown, atMargin, worseBy,
	power("power, no other metric", 0, 0, "", 0.03),
	power("power, 5 other metrics", 5, 0, "", 0.05),
	power("power, 5 guardrails of margin 8%", 0, 5, "8%", 0.05),
	acceptancePower,
}

// twoWeeks is an experiment file of two planned weeks over d.csv.
func twoWeeks(layout, columns string, arms int, metrics, rest string) string {
	var a []string
	for i := range arms {
		control := ""
		if i == 0 {
			control = ", control: true"
		}
		a = append(a, fmt.Sprintf("{name: %s, share: 1%s}", names[i], control))
	}
	return fmt.Sprintf("experiment: c\nlayout: %s\nsources: [{path: d.csv}]\ncolumns: {%s}\narms: [%s]\nstart: "+
		"2026-01-05\nend: 2026-01-18\nmetrics:\n%s%s",
		layout, columns, strings.Join(a, ", "), metrics, rest)
}

const planned = "decision: {planned: 2026-01-01, min_weeks: 2}\n"

const unitColumns = "unit: unit, arm: arm, ts: ts"

// values is a metric of units drawn as normal, mean 10 and sd 3, shifted in treatment.
type values struct {
	name, as string // as: what stands in the file beside the name
	shift    float64
}

// table of units: arms by chance, first exposures evenly over the days.
func unitValues(n, arms, days int, metrics ...values) func(*export) {
	return func(x *export) {
		x.head = "unit,arm"
		for _, m := range metrics {
			x.head += "," + m.name
		}
		for i := range n * arms {
			arm := x.arm(arms)
			cells := []any{i, names[arm]}
			for _, m := range metrics {
				v := 10 + 3*x.NormFloat64()
				if arm > 0 {
					v += m.shift
				}
				cells = append(cells, v)
			}
			day := x.day(i, days)
			x.add(day, cells...)
		}
	}
}

func asked(metrics []values) string {
	var b strings.Builder
	for _, m := range metrics {
		fmt.Fprintf(&b, "  - {name: %s, kind: mean, %s}\n", m.name, m.as)
	}
	return b.String()
}

const primary = "role: primary, minimum_effect: 2%"

// others are further metrics without an effect.
func others(k int, as string) []values {
	var out []values
	for i := range k {
		out = append(out, values{name: fmt.Sprintf("o%d", i), as: as})
	}
	return out
}

func plainAA(name string, arms, metrics, n int) row {
	m := append([]values{{name: "y", as: primary}}, others(metrics-1, "role: secondary")...)
	return row{name: name, file: twoWeeks("units", unitColumns, arms, asked(m), planned), draw: unitValues(n, arms, 14,
		m...), words: noEffect(0, ""), sample: 100}
}

func guardedAA(name string, k int, margin string) row {
	as, breaches, because := "role: guardrail, better: down", 0.0, ""
	if margin != "" {
		as += ", margin: " + margin
		// margin 3 % of 10 is .3, the standard error of 400 an arm 3·√(2/400) = .212: breached beyond 1.645 + 1.414 of
		// them.
		breaches = float64(k) * 0.00111
		because = fmt.Sprintf("c, and %d breached beyond 1.645 + .3/.212 standard errors, .00111 each", k)
	}
	m := append([]values{{name: "y", as: primary}}, others(k, as)...)
	return row{name: name, file: twoWeeks("units", unitColumns, 2, asked(m), planned), draw: unitValues(400, 2, 14,
		m...), words: noEffect(breaches, because), sample: 60}
}

const (
	shownColumns = "suggestion_id: id, unit: user, arm: arm, ts: ts, outcome: o"
	shownOutcome = `outcomes: {accepted: ["1"], ignored: ["0"]}` + "\n"
	acceptance   = "  - {name: acceptance_rate, role: primary, minimum_effect: 2%}\n"
)

// closed is a population that is all there from the first day, users active at random.
func closed(name string, n int) row {
	mean := 7.0
	if n > 1000 {
		mean = 2
	}
	return row{name: name, file: twoWeeks("suggestions", shownColumns, 2, acceptance, shownOutcome+planned),
		words: noEffect(0, ""), sample: max(4, 4000/n),
		draw: func(x *export) {
			x.head = "id,user,arm,o"
			id := 0
			for u := range 2 * n {
				arm, p := names[x.arm(2)], 1/(1+math.Exp(0.8+0.5*x.NormFloat64()))
				for range 1 + x.poisson(mean) {
					day := x.day(id, 14)
					x.add(day, id, u, arm, x.chance(p))
					id++
				}
			}
		}}
}

// nightly is read after each of 60 days, the last of them the end.
var nightly = row{name: "A/A, read every night for 60 days", looks: upTo(60), words: noEffect(0, ""), sample: 2,
	file: strings.Replace(twoWeeks("units", unitColumns, 2, asked([]values{{name: "y", as: primary}}), planned),
		"end: 2026-01-18", "end: 2026-03-05", 1),
	draw: unitValues(600, 2, 60, values{name: "y"})}

// nightlyAfter is read every night, before its end after four weeks and after it,
// while the units do what they do: values grow, and differ between units.
var nightlyAfter = row{name: "A/A, end after 28 days, read for 60 nights", looks: upTo(60), words: noEffect(0, ""),
	sample: 1,
	file: strings.Replace(twoWeeks("events", "ts: ts, unit: u, event: e, arm: arm", 2, "  - {name: uses, kind: mean, "+
		"event: v, aggregate: count, role: primary, minimum_effect: 5%}\n",
		"exposure: {event: exposure, variant: arm}\n"+planned), "end: 2026-01-18", "end: 2026-02-01", 1),
	draw: func(x *export) {
		x.head = "u,e,arm"
		for u := range 300 {
			arm, day, rate := names[x.arm(2)], x.IntN(28), 0.4*x.gamma(2)
			if u < 2 { // both arms are there from the first night on
				arm, day = names[u], 0
			}
			x.at = "00:10:00"
			x.add(day, u, "exposure", arm)
			x.at = "12:00:00"
			for d := day; d < 60; d++ {
				for range x.poisson(rate) {
					x.add(d, u, "v", arm)
				}
			}
		}
		x.at = ""
		for d := range 60 { // something is logged late every day, so that a cut after it reaches its end
			x.add(d, 0, "other", names[0])
		}
	}}

func upTo(n int) (out []int) {
	for i := range n {
		out = append(out, i+1)
	}
	return out
}

// extended is read at its end and, as declared before the start, two weeks later.
var extended = row{name: "A/A, one declared extension of 14 days", looks: []int{14, 28}, words: noEffect(0, ""),
	sample: 30,
	file: twoWeeks("units", unitColumns, 2, asked([]values{{name: "y", as: primary}}),
		"decision: {planned: 2026-01-01, min_weeks: 2, extension: 14d}\n"),
	draw: unitValues(800, 2, 28, values{name: "y"})}

// latency is a percentile of latencies rounded to a step, several a user. Their
// logarithm has the mean mu, set so that the percentile lies where one step ends
// and the next begins (675 and 1875 ms), and an sd of √(.3² + .7²) = .7616.
func latency(name, quantile string, step, mu float64) row {
	metric := "latency"
	return row{name: name, sample: 10,
		file: twoWeeks("suggestions", shownColumns, 2, fmt.Sprintf("  - {name: %s, kind: quantile, quantile: %s, "+
			"of: latency_ms, role: primary, better: down}\n", metric, quantile), shownOutcome+planned),
		words: noEffect(0, "", word{name: "p below 5 %", nominal: 0.05, because: "the level of the test",
			said: alarms(metric)}),
		draw: func(x *export) {
			x.head = "id,user,arm,o,latency_ms"
			id := 0
			for u := range 600 {
				arm, own := names[x.arm(2)], mu+0.3*x.NormFloat64()
				for range 1 + x.poisson(7) {
					day := x.day(id, 14)
					ms := math.Round(math.Exp(own+0.7*x.NormFloat64())/step) * step
					x.add(day, id, u, arm, x.chance(0.3), int(ms))
					id++
				}
			}
		}}
}

// medianOfCounts is the median of a count whose distribution is at one half just at a step.
var medianOfCounts = row{name: "A/A, median of counts at a step", sample: 30,
	file: twoWeeks("units", unitColumns, 2, "  - {name: y, kind: quantile, quantile: 50%, role: primary}\n", planned),
	words: noEffect(0, "", word{name: "p below 5 %", nominal: 0.05, because: "the level of the test",
		said: alarms("y")}),
	draw: func(x *export) {
		x.head = "unit,arm,y"
		for i := range 2000 {
			day := x.day(i, 14)
			x.add(day, i, names[x.arm(2)], x.poisson(2.674))
		}
	}}

// heavyUsers is a rate of which few users make most.
var heavyUsers = row{name: "A/A, few heavy users", sample: 20,
	file: twoWeeks("units", unitColumns, 2, "  - {name: rate, kind: ratio, numerator: accepted, denominator: seen, "+
		"role: primary, minimum_effect: 2%}\n", planned),
	words: noEffect(0, "", word{name: "p below 5 %", nominal: 0.05, because: "the level of the test",
		said: alarms("rate")}),
	draw: func(x *export) {
		x.head = "unit,arm,accepted,seen"
		for i := range 240 {
			p := 1 / (1 + math.Exp(0.5+x.NormFloat64()))
			seen := 1 + int(math.Exp(2+1.5*x.NormFloat64()))
			day := x.day(i, 14)
			x.add(day, i, names[x.arm(2)], x.successes(seen, p), seen)
		}
	}}

// aged follows units for two weeks after exposure, exposed over one, and compares
// their first day with later ones; the treatment multiplies what they do by
// 1 + early on day 0 and 1 + late from day 3 on.
func aged(name string, early, late float64, words ...word) row {
	return row{name: name, words: words, sample: 10,
		file: strings.Replace(twoWeeks("events", "ts: ts, unit: u, event: e, arm: arm", 2, "  - {name: uses, kind: "+
			"mean, event: v, aggregate: count, role: primary, minimum_effect: 5%}\n",
			"window: 14d\nexposure: {event: exposure, variant: arm}\n"+planned), "end: 2026-01-18", "end: 2026-01-25",
			1),
		draw: func(x *export) {
			x.head = "u,e,arm"
			for u := range 600 {
				arm, day, rate := x.arm(2), x.IntN(7), 2*x.gamma(1.2)
				x.at = "00:10:00"
				x.add(day, u, "exposure", names[arm])
				x.at = "12:00:00"
				for age := range 14 {
					lift := early + (late-early)*min(1, float64(age)/3)
					for range x.poisson(rate * (1 + lift*float64(arm))) {
						x.add(day+age, u, "v", names[arm])
					}
				}
			}
			x.at = ""
			x.add(20, 0, "other", names[0])
		}}
}

var (
	steady = aged("an effect of 30 % that stays", 0.3, 0.3,
		word{name: "wears off or grows", nominal: 0.05, because: "the level of the interval", said: changes})
	fading = aged("an effect of 60 %, 20 % from day 3 on", 0.6, 0.2,
		word{name: "grows", nominal: 0.025, because: "half the level of the interval", said: grows},
		word{name: "wears off", said: wearsOff, right: true, lost: 0, because: "not fewer than before"})
)

// teams are small: the effect is nil in each of 20.
var teams = row{name: "A/A, 20 teams of 30 users an arm", sample: 10,
	file: twoWeeks("units", unitColumns, 2, "  - {name: rate, kind: ratio, numerator: accepted, denominator: seen, "+
		"role: primary, minimum_effect: 2%}\n", "segments: [team]\n"+planned),
	words: noEffect(0, "", word{name: "teams differ", nominal: 0.05, because: "the level of the test", said: differs}),
	draw: func(x *export) {
		x.head = "unit,arm,team,accepted,seen"
		for i := range 1240 { // 31 an arm, so that few fall below the 30 that a level needs
			p := 1 / (1 + math.Exp(0.5+0.8*x.NormFloat64()))
			seen := 1 + int(math.Exp(2+0.8*x.NormFloat64()))
			day := x.day(i, 14)
			x.add(day, i, names[i%2], fmt.Sprintf("t%d", i/2%20), x.successes(seen, p), seen)
		}
	}}
