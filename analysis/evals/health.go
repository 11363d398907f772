package evals

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// Check is one look at what was read, before any number is believed.
type Check struct {
	Name string
	run  func(*board) report.Check
}

// Checks are those of an evaluation. None of them stops it: what cannot be compared at all is
// an error.
var Checks = []Check{
	{"items_paired", (*board).itemsPaired},
	{"items_proved", (*board).itemsProved},
	{"failed_runs", (*board).failedRuns},
	{"empty_scores", (*board).emptyScores},
	{"scorer_failures", (*board).scorerFailures},
	{"even_repeats", (*board).evenRepeats},
	{"groups_named", (*board).groupsNamed},
}

func (b *board) health() report.Health {
	out := report.Health{Status: "ok", Checks: []report.Check{}}
	for _, c := range Checks {
		r := c.run(b)
		r.Name, r.P, r.Chi2, r.DF = c.Name, report.Undefined(), report.Undefined(), report.Undefined()
		if r.Status == "warn" {
			out.Status = "warn"
		}
		out.Checks = append(out.Checks, r)
	}
	return out
}

func ok(format string, args ...any) report.Check {
	return report.Check{Status: "ok", Detail: counted.Sprintf(format, args...)}
}

// decided are the places of the metrics that are looked at: the declared ones, all where none is.
func (b *board) decided() (out []int) {
	for m, x := range b.metrics {
		if !x.left && (x.declared || !b.anyDeclared()) {
			out = append(out, m)
		}
	}
	return out
}

// itemsPaired: nearly every item was scored in both versions.
func (b *board) itemsPaired() report.Check {
	worst, paired, all, name := 1.0, 0, 0, ""
	unrun := b.unrun()
	for _, m := range b.decided() {
		for _, c := range b.out.Metrics[m].Comparisons {
			n := c.Paired + len(c.OnlyBaseline) + len(c.OnlyVersion) + unrun
			if share := float64(c.Paired) / float64(n); name == "" || share < worst {
				worst, paired, all, name = share, c.Paired, n, c.Version
			}
		}
	}
	if worst >= 0.95 {
		return ok("%d of %d items have a score in %s and in %s", paired, all, b.e.Baseline, name)
	}
	return report.Check{Status: "warn",
		Detail: counted.Sprintf("%d of %d items have a score in %s and in %s, and the comparison is about those alone",
			paired, all, b.e.Baseline, name),
		Meaning: "Items without a partner are left out of every difference. What is left may be easier, or harder, " +
			"than what users bring.",
		Causes: []string{"one version was run over an older data set", "runs failed and were not repeated, or were " +
			"left out of the export", "ids changed"},
		Todo: "Run both versions over the same items, and read below which are missing and why."}
}

// unrun counts the items of the declared data set that no version has a run of.
func (b *board) unrun() int {
	run := make([]bool, len(b.items))
	n := len(b.items)
	for v := range b.versions {
		for _, g := range b.groups[v] {
			if !run[g.item] {
				run[g.item] = true
				n--
			}
		}
	}
	return n
}

// itemsProved: input or expected texts show that one id is one item.
func (b *board) itemsProved() report.Check {
	without := 0
	for _, x := range b.items {
		if x.input == none && x.expected == none {
			without++
		}
	}
	if without == 0 {
		return ok("input or expected text stands beside every id, and is the same in all versions")
	}
	return report.Check{Status: "warn",
		Detail: counted.Sprintf("%d of %d items carry neither input nor expected text: their ids are taken at their "+
			"word", without, len(b.items)),
		Meaning: "Where ids are numbered anew, other questions are compared with each other without a sign.",
		Causes:  []string{"the export leaves texts out"},
		Todo:    "Export the input or the expected text too, or name its column under columns."}
}

// failedRuns: runs fail seldom, and as often in every version.
func (b *board) failedRuns() report.Check {
	most, least, name, runs := 0.0, 1.0, "", 0
	for _, v := range b.out.Versions {
		share := float64(v.Errored) / float64(max(v.Runs, 1))
		if share >= most {
			most, name, runs = share, v.Version, v.Errored
		}
		least = min(least, share)
	}
	if most <= 0.05 && most-least <= 0.02 {
		return ok("at most %d runs of a version failed", runs)
	}
	return report.Check{Status: "warn", Detail: counted.Sprintf("%d runs of %s failed, %.1f%% of its runs", runs, name,
		100*most),
		Meaning: "A version that fails on hard items looks better than it is, because what failed has no score.",
		Causes:  []string{"time-outs", "rate limits", "answers that could not be read"},
		Todo:    "Run what failed again. What decides was also read with failed runs as the worst score."}
}

// emptyScores: scores are there, and as often in every version.
func (b *board) emptyScores() report.Check {
	return b.shareOf("are empty or no number", func(v report.EvalMetricVersion) int { return v.Missing + v.Absent },
		"Runs without a score count nowhere. Where they are the doubtful ones, both versions look better than they "+
			"are.",
		[]string{"the scorer gave no number", "a field was left out of the export"}, "Score again what has no score.")
}

// scorerFailures: the scorer worked.
func (b *board) scorerFailures() report.Check {
	return b.shareOf("are missing because the scorer failed",
		func(v report.EvalMetricVersion) int { return v.JudgeFailed },
		"What the scorer failed on has no score: that is the judge's failure, not the version's.",
		[]string{"the judge timed out", "its answer could not be read"}, "Score again what has no score.")
}

// shareOf warns where more than 2 in 100 scores of a metric and version are what of counts.
func (b *board) shareOf(words string, of func(report.EvalMetricVersion) int, meaning string, causes []string,
	todo string) report.Check {
	most, name, version, count := 0.0, "", "", 0
	for _, m := range b.decided() {
		for _, v := range b.out.Metrics[m].Versions {
			n := of(v)
			share := float64(n) / float64(max(v.Runs+v.Missing+v.Absent+v.JudgeFailed, 1))
			if share > most {
				most, name, version, count = share, b.metrics[m].Name, v.Version, n
			}
		}
	}
	if most <= 0.02 {
		return ok("%d scores of a metric %s, at most", count, words)
	}
	return report.Check{Status: "warn", Detail: fmt.Sprintf("%.1f%% of the scores of %s in %s %s (%s)", 100*most, name,
		version, words, counted.Thousands(int64(count))), Meaning: meaning, Causes: causes, Todo: todo}
}

// evenRepeats: items were run as often as each other.
func (b *board) evenRepeats() report.Check {
	least, most := int32(math.MaxInt32), int32(0)
	for v := range b.versions {
		for _, g := range b.groups[v] {
			least, most = min(least, g.runs), max(most, g.runs)
		}
	}
	least = min(least, most)
	if least == most {
		return ok("every item was run %d times in every version", most)
	}
	return report.Check{Status: "warn",
		Detail:  counted.Sprintf("items were run between %d and %d times; every item weighs the same", least, most),
		Meaning: "An item with fewer runs is measured less surely, and weighs no less.",
		Causes:  []string{"a run was stopped", "part of the items was run again"},
		Todo:    "Run every item as often in every version."}
}

// groupsNamed: what hangs together is said to.
func (b *board) groupsNamed() report.Check {
	if b.clustered {
		return ok("items come in %d groups that hang together", b.clusters)
	}
	for _, x := range b.metrics {
		if x.declared && x.Role != spec.Secondary {
			return report.Check{Status: "warn",
				Detail: "no item names the source, conversation or family that it comes from: all are taken as " +
					"independent",
				Meaning: "Items from one document or one template rise and fall together. Taken as independent they " +
					"make intervals too narrow, up to three times.",
				Causes: []string{"the data set has no such column", "its name is not known"},
				Todo: "Name the column under columns: {cluster: …}; where items are independent, this is right as " +
					"it is."}
		}
	}
	return ok("all items are taken as independent")
}
