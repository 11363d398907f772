package evals

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
)

// told gives a gate its sentence and both readings of failed runs; worst is the verdict with them as the worst score.
// A pass that hangs on them is none, and neither is a failure: what failed runs would turn is not shown.
func (b *board) told(m, v int, g *report.EvalGate, r reading, worst report.GateVerdict) {
	has, bound, not := b.asks(m, *g)
	g.LeftOut, g.AsWorst = g.Verdict, worst
	if worst == g.LeftOut {
		g.Detail = b.detail(*g, r, has, bound, not)
		return
	}
	failed := counted.Sprintf("%d failed runs", b.failedRunsOf(m, v, *g))
	shown := "it is shown"
	switch g.LeftOut {
	case report.GatePass:
	case report.GateFail:
		shown, g.Worse, g.WorseBound, g.ItemsNeeded = not, false, report.Undefined(), 0
	default:
		g.Detail = fmt.Sprintf("%s; with %s as the worst score it would be %s", b.detail(*g, r, has, bound, not),
			failed, gateWords[worst])
		return
	}
	g.Verdict = report.GateInconclusive
	if bound != "" {
		bound = " (" + bound + ")"
	}
	g.Detail = fmt.Sprintf("%s; that hangs on %s: without them %s%s, with them as the worst score it is %s", has,
		failed,
		shown, bound, gateWords[worst])
}

// gateWords are the verdicts of a gate in a sentence.
var gateWords = map[report.GateVerdict]string{report.GatePass: "passed", report.GateFail: "failed",
	report.GateInconclusive: "inconclusive", report.GateNotMeasured: "not measured"}

// failedRunsOf counts the failed runs that a gate can hang on: the version's, and the baseline's but for a limit.
func (b *board) failedRunsOf(m, v int, g report.EvalGate) (n int) {
	for i := range b.among(b.in(g.Category)) {
		n += int(b.sides[m][v][i].errored)
		if g.Rule != "limit" {
			n += int(b.sides[m][b.base][i].errored)
		}
	}
	return n
}

// asks says what has to hold, how far that is shown ("" where it is not said), and that the contrary is.
func (b *board) asks(m int, g report.EvalGate) (has, bound, not string) {
	x := b.metrics[m]
	what := report.Spoken(x.Name)
	if g.Category != "" {
		what += " in " + g.Category
	}
	least := x.amount(math.Abs(float64(g.Bound)))
	switch g.Rule {
	case "superiority":
		has = fmt.Sprintf("%s has to be better than in %s", what, b.e.Baseline)
		bound, not = "by "+least+" at least", "it is shown worse"
	case "noninferiority":
		has = fmt.Sprintf("%s must not be %s worse than in %s", what, x.amount(math.Abs(float64(g.Threshold))),
			b.e.Baseline)
		bound, not = x.worseBy(float64(g.Bound), g.Verdict == report.GateFail), "it is shown to be"
	case "limit":
		side := "at most"
		if !x.Down {
			side = "at least"
		}
		has = fmt.Sprintf("%s has to be %s %s", what, side, x.level(x.Limit))
		bound, not = atBest(g.Verdict == report.GateFail)+" it is "+x.level(float64(g.Bound)), "it is shown not to be"
	}
	if !g.Bound.Defined() {
		bound = ""
	}
	return has, bound, not
}

// detail is a gate's sentence: what has to hold, and whether that is shown.
func (b *board) detail(g report.EvalGate, r reading, has, bound, not string) string {
	switch g.Verdict {
	case report.GatePass:
		return has + joined("; that is shown", bound)
	case report.GateFail:
		s := has + joined("; "+not, bound)
		if r.needed > 0 {
			s += fmt.Sprintf("; once that is mended, about %s items show it in 8 of 10 cases",
				counted.Thousands(r.needed))
		}
		return s
	case report.GateNotMeasured:
		if r.why == "few_clusters" {
			return counted.Sprintf("%s; not measured: %s, fewer than %d", has, b.groupsOf(r.clusters), fewClusters)
		}
		return fmt.Sprintf("%s; not measured: %s items are worth %s independent ones, and %s items are needed", has,
			counted.Thousands(int64(g.Items)), counted.Thousands(int64(g.Effective)), counted.Thousands(r.needed))
	}
	s := has + "; that is not shown"
	if g.Rule != "superiority" {
		s = has + joined("; that is not shown", bound)
	}
	if r.why == "one_more_cluster" {
		s += ", and one more group of items, wholly worse, would undo it"
	}
	return s + toShow(g, r)
}

// soNear is how many times the items that there are it takes before what was seen beyond a gate is said to lie near it.
const soNear = 20

// toShow says how many items decide a gate that is not decided: for it, or where what was seen lies beyond it against.
func toShow(g report.EvalGate, r reading) string {
	if r.needed == 0 {
		return ""
	}
	needed := counted.Thousands(r.needed)
	switch {
	case !r.against:
		return fmt.Sprintf("; about %s items show it in 8 of 10 cases", needed)
	case r.needed >= soNear*int64(g.Items):
		return fmt.Sprintf("; what was seen lies so near that it takes about %s items to show the contrary in 8 of 10 "+
			"cases", needed)
	}
	return fmt.Sprintf("; about %s items show the contrary in 8 of 10 cases", needed)
}

func joined(s, more string) string {
	if more == "" {
		return s
	}
	return s + ": " + more
}

// worseBy says how much worse a difference that bound bounds may be, or that it is none: at worst, or at best.
func (m metric) worseBy(bound float64, best bool) string {
	if bound *= m.sign(); bound < 0 {
		return atBest(best) + " it is " + m.amount(-bound) + " worse"
	}
	return atBest(best) + " it is " + m.amount(bound) + " better"
}

func atBest(best bool) string {
	if best {
		return "at best"
	}
	return "at worst"
}

// level prints a value of the metric: a percentage of a share, or the number itself.
func (m metric) level(v float64) string {
	if m.binary {
		return rounded(100*v) + "%"
	}
	return rounded(v)
}

// amount prints a difference of the metric: points of a share, or the number itself.
func (m metric) amount(v float64) string {
	if m.binary {
		return rounded(100*v) + " points"
	}
	return rounded(v)
}

// rounded prints a number to a tenth, and smaller ones to two digits.
func rounded(v float64) string {
	d := 1
	if a := math.Abs(v); a > 0 && a < 1 {
		d = min(6, 1-int(math.Floor(math.Log10(a))))
	}
	s := strconv.FormatFloat(v, 'f', d, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return strings.Replace(s, "-", "−", 1)
}
