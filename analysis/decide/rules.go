package decide

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// Rule is one row of the verdict table.
type Rule struct {
	Verdict report.Verdict
	Text    string // the rule as a sentence
	// match reports whether the rule fires, with the banner and the reasons.
	match func(*view) (ok bool, headline string, reasons []string)
}

// Rules lists the verdicts in order: the first that matches wins.
var Rules = []Rule{
	{report.DoNotUse, "The groups are not comparable: the split differs from plan or days of exposures are missing.", doNotUse},
	{report.CannotTell, "There is no group to compare with, or no primary metric to decide by.", noComparison},
	{report.DoNotShip, "At the planned end a guardrail lies wholly beyond its limit, or a primary metric wholly on the worse side of zero.", doNotShip},
	{report.KeepRunning, "The planned end is not reached, and no always-valid band has settled it.", keepRunning},
	{report.Hold, "Every primary metric is better, but a guardrail (or accepted suggestions per unit) is not shown safe.", hold},
	{report.LooksPromising, "Every primary metric is better by an amount that may matter, every guardrail is safe and enough full weeks were seen.", looksPromising},
	{report.NoDifference, "The whole interval of every primary metric lies inside the range that is too small to matter.", noDifference},
	{report.CannotTell, "None of the other rules fits at the planned end.", cannotTell},
}

func doNotUse(v *view) (bool, string, []string) {
	var why []string
	for _, c := range v.Health.Checks {
		if c.Status == "fail" {
			why = append(why, c.Detail)
		}
	}
	return len(why) > 0, "Do not decide on this data: the groups are not comparable.", why
}

func noComparison(v *view) (bool, string, []string) {
	switch {
	case v.arm == "":
		return true, "Cannot tell: there is no comparison group.", []string{"No arms are declared, so there is no comparison group."}
	case len(v.primaries) == 0:
		return true, "Cannot tell: no metric is declared as primary.", []string{"No metric has the role primary, so there is nothing to decide by."}
	}
	return false, "", nil
}

// harm finds what would forbid shipping.
func harm(v *view) (string, bool) {
	if g, ok := first(v.guards, func(p pair) bool { return p.cmp.State == "breached" }); ok {
		return fmt.Sprintf("%s is beyond its limit (%s)", name(g), fits(g)), true
	}
	if p, ok := first(v.primaries, pair.worse); ok {
		return fmt.Sprintf("%s is worse (%s)", name(p), fits(p)), true
	}
	return "", false
}

func doNotShip(v *view) (bool, string, []string) {
	why, ok := harm(v)
	if !ok || !v.Ended {
		return false, "", nil
	}
	return true, "Do not ship: " + why + ".", []string{sentence(why)}
}

func keepRunning(v *view) (bool, string, []string) {
	if v.Ended {
		return false, "", nil
	}
	var why []string
	headline := "Keep running: the file gives no end, and no always-valid band is computed that could settle it."
	if v.Exp.End == spec.NoDay {
		why = append(why, "No end is given, so only an always-valid band may decide, and this version computes none.")
	} else {
		headline = fmt.Sprintf("Keep running: %s to go.", count(v.DaysLeft, "day"))
		why = append(why, fmt.Sprintf("The data do not reach the end of %s, and no always-valid band is computed that could settle it earlier.", v.Exp.End))
	}
	if h, ok := harm(v); ok {
		why = append(why, fmt.Sprintf("So far %s, but an interval read before the end is wrong too often to stop on.", h))
	}
	return true, headline, why
}

// unsafe lists what keeps a good result from being shown harmless.
func unsafe(v *view) []string {
	var why []string
	for _, g := range v.guards {
		if g.cmp.State != "safe" {
			why = append(why, fmt.Sprintf("we cannot rule out that %s gets worse than agreed (%s)", name(g), fits(g)))
		}
	}
	if p, ok := first(v.primaries, pair.conditional); ok && v.accepted != nil {
		a := *v.accepted
		if down := a.cmp.Abs.Value; !down.Defined() || down < 0 || a.cmp.State == "down" {
			why = append(why, fmt.Sprintf("%s can rise by showing less, and accepted suggestions per unit are not shown to hold up (%s)", name(p), fits(a)))
		}
	}
	return why
}

func hold(v *view) (bool, string, []string) {
	why := unsafe(v)
	if !all(v.primaries, pair.better) || len(why) == 0 {
		return false, "", nil
	}
	return true, fmt.Sprintf("Hold: %s is better; %s.", name(v.primaries[0]), why[0]), sentences(why)
}

func looksPromising(v *view) (bool, string, []string) {
	if !all(v.primaries, pair.better) || len(unsafe(v)) > 0 || all(v.primaries, pair.small) || v.Timed && v.Full < v.Exp.Decision.MinWeeks {
		return false, "", nil
	}
	p := v.primaries[0]
	why := []string{sentence(fmt.Sprintf("%s is better: %s", name(p), fits(p)))}
	if !v.Planned {
		why = append(why, "No plan was written before the start (decision: planned), so ship is not possible.")
	}
	if p.ask.MinimumEffect.Given() {
		why = append(why, "The chance that it helps enough is not computed in this version, so ship is not possible.")
	} else {
		why = append(why, "No minimum_effect is given, so nothing says how much would be enough.")
	}
	if !v.Timed {
		why = append(why, "The rows carry no time, so full weeks cannot be counted.")
	}
	if a := p.cmp.PAdjusted; a.Defined() && float64(a) >= v.Exp.Statistics.Alpha {
		why = append(why, fmt.Sprintf("After Holm's correction over all primary and secondary comparisons p is %.2g.", float64(a)))
	}
	return true, fmt.Sprintf("Looks promising: %s is better; %s.", name(p), fits(p)), why
}

func noDifference(v *view) (bool, string, []string) {
	if !all(v.primaries, pair.small) {
		return false, "", nil
	}
	p := v.primaries[0]
	return true, "Same as before: decide on cost.",
		[]string{sentence(fmt.Sprintf("for %s %s, all of it inside ±%s", name(p), fits(p), p.ask.MinimumEffect.Text))}
}

func cannotTell(v *view) (bool, string, []string) {
	var why []string
	for _, p := range v.primaries {
		if p.better() {
			why = append(why, sentence(fmt.Sprintf("%s is better: %s", name(p), fits(p))))
		} else {
			why = append(why, sentence(fmt.Sprintf("for %s %s", name(p), fits(p))))
		}
	}
	if v.Timed && v.Full < v.Exp.Decision.MinWeeks {
		why = append(why, fmt.Sprintf("Only %s of exposures were seen; the decision asks for %d.", count(v.Full, "full week"), v.Exp.Decision.MinWeeks))
	}
	if all(v.primaries, pair.better) {
		return true, "Cannot tell yet: " + lower(why[len(why)-1]), why
	}
	if w, ok := moreWeeks(v); ok {
		return true, "Cannot tell yet: " + w + " at this traffic would settle it.", why
	}
	p := v.primaries[0]
	return true, fmt.Sprintf("Cannot tell: for %s %s.", name(p), fits(p)), why
}
