package decide

import (
	"strings"

	"uptake/analysis/report"
)

// Rule is one row of the verdict table.
type Rule struct {
	Verdict report.Verdict
	Code    string // its name in results
	Text    string // the rule as a sentence
	// match reports whether the rule fires, with its words where it does.
	match func(*view) (fires bool, say words)
}

// words are the banner and the reasons of a rule that fired, made where they are read:
// experiments that are drawn by the thousand have none.
type words func() (headline string, reasons []string)

// says are words that are there already.
func says(headline string, reasons ...string) words {
	return func() (string, []string) { return headline, reasons }
}

// Rules lists the verdicts in order: the first that matches wins. Where the file
// gives no end, what fires is printed as "Read without a plan".
var Rules = []Rule{
	{report.DoNotUse, "gate_failed", "The groups are not comparable: the split differs from plan, units change arms, " +
		"days of exposures are missing, or a metric that decides lacks values in one arm more than in another.",
		doNotUse},
	{report.KeepRunning, "embargo", "The file keeps the numbers closed for the first days.", embargoed},
	{report.CannotTell, "nothing_to_decide", "There is no group to compare with, or no primary metric to decide by.",
		noComparison},
	{report.DoNotShip, "beyond_limit", "A guardrail lies wholly beyond its limit, or a primary metric wholly on the " +
		"worse side of zero by more than is too small to matter (of several arms also after correction).", doNotShip},
	{report.KeepRunning, "not_ended", "The planned end is not reached, and neither the always-valid band nor a " +
		"planned look has settled it.", keepRunning},
	{report.CannotTell, "not_settled", "The file gives no end, and the always-valid band, which may be read at any " +
		"time, has not settled it.", notSettled},
	{report.CannotTell, "too_few", "An arm has too few units, or too few with a value of a primary metric, to decide " +
		"on.", tooFew},
	{report.Hold, "harm_or_not_safe", "Every primary metric is better, or the same as far as matters, but another " +
		"metric is proven worse and nobody accepted that; or every primary metric is better, not all by too little " +
		"to matter, but a guardrail (or accepted suggestions per unit) is not shown safe.", hold},
	{report.Ship, "ship", "Planned beforehand; every primary metric is better, with chance enough of mattering; " +
		"every guardrail is safe; no metric is proven worse; enough full weeks were seen.", ship},
	{report.LooksPromising, "looks_promising", "Every primary metric is better, every guardrail is safe and no " +
		"metric is proven worse, but not all that shipping asks for is there.", looksPromising},
	{report.NoDifference, "too_small", "The whole interval of every primary metric lies inside the range that is too " +
		"small to matter, and no metric is proven worse.", noDifference},
	{report.CannotTell, "open", "None of the other rules fits at the planned end.", cannotTell},
}

// said is the rule as it fired for an arm: harm that somebody accepted is named, and
// of a chance that is asked for and not yet shown that is said.
func (r Rule) said(v *view) string {
	var passed []string
	for _, h := range v.harms {
		if h.Accepted != "" {
			passed = append(passed, name(h.pair)+" ("+strings.TrimPrefix(acceptedWords[h.Accepted], "accepted ")+")")
		}
	}
	text := r.Text
	if len(passed) > 0 {
		text = strings.Replace(text, "no metric is proven worse", "proven worse is only what was accepted, "+
			strings.Join(passed, ", "), 1)
	}
	if !v.Ended {
		text = strings.Replace(text, "with chance enough of mattering", "with chance enough of mattering (a chance "+
			"that is shown once the planned end is reached)", 1)
	}
	return text
}

// readWithoutPlan is the code of every rule that fires where the file gives no end.
const readWithoutPlan = "read_without_plan"

// worse reports whether a primary metric is worse by more than is too small to
// matter, and stays so after Holm's correction over the arms.
func (v *view) worse(p *pair) bool {
	return p.worse() && !p.small() && (len(v.Arms) < 2 || !(p.overArms >= v.Exp.Statistics.Alpha))
}

func doNotShip(v *view) (bool, words) {
	why, ok := forbids(v)
	if !ok {
		return false, nil
	}
	return true, says("Do not ship: "+why+".", append([]string{sentence(why)}, overstated(v)...)...)
}

// overstated is the warning that goes with every decision before the end.
func overstated(v *view) []string {
	if v.Ended || v.unplanned() {
		return nil
	}
	if v.After {
		return nil
	}
	return []string{"This is decided before the planned end, so the difference is likely overstated."}
}
