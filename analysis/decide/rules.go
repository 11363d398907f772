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
	{report.DoNotUse, "The groups are not comparable: the split differs from plan, units change arms, days of exposures are missing, or a metric that decides lacks values in one arm more than in another.", doNotUse},
	{report.CannotTell, "There is no group to compare with, or no primary metric to decide by.", noComparison},
	{report.DoNotShip, "A guardrail lies wholly beyond its limit, or a primary metric wholly on the worse side of zero.", doNotShip},
	{report.KeepRunning, "The planned end is not reached, and neither the always-valid band nor a planned look has settled it.", keepRunning},
	{report.CannotTell, "An arm has too few units, or too few with a value of a primary metric, to decide on.", tooFew},
	{report.Hold, "Every primary metric is better, but a guardrail (or accepted suggestions per unit) is not shown safe.", hold},
	{report.Ship, "Planned beforehand; every primary metric is better, with chance enough of mattering; every guardrail is safe; enough full weeks were seen.", ship},
	{report.LooksPromising, "Every primary metric is better by an amount that may matter, every guardrail is safe and enough full weeks were seen.", looksPromising},
	{report.NoDifference, "The whole interval of every primary metric lies inside the range that is too small to matter.", noDifference},
	{report.CannotTell, "None of the other rules fits at the planned end.", cannotTell},
}

func doNotUse(v *view) (bool, string, []string) {
	var why []string
	headline := "Do not decide on this data: values are missing in one arm more than in another."
	for _, c := range v.Health.Checks {
		if c.Status == "fail" {
			why = append(why, c.Detail)
			if c.Name != "missing_by_arm" {
				headline = "Do not decide on this data: the groups are not comparable."
			}
		}
	}
	return len(why) > 0, headline, why
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
	if !ok {
		return false, "", nil
	}
	return true, "Do not ship: " + why + ".", append([]string{sentence(why)}, overstated(v)...)
}

// overstated is the warning that goes with every decision before the end.
func overstated(v *view) []string {
	if v.Ended {
		return nil
	}
	return []string{"This is decided before the planned end, so the difference is likely overstated."}
}

// settled reports whether the always-valid band allows a decision now: data enough, every
// primary metric better, all else shown safe and the asked weeks seen, or every
// primary metric the same as before.
func settled(v *view) bool {
	if len(v.TooFew[v.arm]) > 0 {
		return false
	}
	if all(v.primaries, pair.small) {
		return true
	}
	return all(v.primaries, pair.better) && len(unsafe(v)) == 0 && !(v.Timed && v.Full < v.Exp.Decision.MinWeeks)
}

func keepRunning(v *view) (bool, string, []string) {
	if v.Ended || v.early() && settled(v) {
		return false, "", nil
	}
	var why []string
	headline := "Keep running: the file gives no end, and the data have not settled it."
	if v.Exp.End != spec.NoDay {
		headline = fmt.Sprintf("Keep running: %s to go%s.", count(v.DaysLeft, "day"), v.nextLook())
		why = append(why, fmt.Sprintf("The data do not reach the end of %s.", v.Exp.End))
	}
	why = append(why, v.TooFew[v.arm]...)
	switch {
	case !v.early():
		why = append(why, "Always-valid results are switched off (statistics: sequential), so nothing can be decided before the end.")
	case v.Looks != nil && v.Looks.Reached == 0:
		why = append(why, fmt.Sprintf("No planned look is reached; the first is at the end of %s.", v.Looks.Next))
	case !all(v.primaries, pair.better):
		p, _ := first(v.primaries, func(p pair) bool { return !p.better() })
		switch {
		case !p.bounded():
			why = append(why, fmt.Sprintf("For %s %s.", name(p), noInterval))
		case v.Looks != nil:
			why = append(why, fmt.Sprintf("At look %d of %d %s is not clear of zero (%s).", v.Looks.Reached, len(v.Looks.Days), name(p), fits(p)))
		default:
			why = append(why, fmt.Sprintf("The always-valid band of %s is not clear of zero (%s).", name(p), fits(p)))
		}
	case v.Timed && v.Full < v.Exp.Decision.MinWeeks:
		why = append(why, fmt.Sprintf("%s is better so far, but only %s seen; the decision asks for %d.", upper(name(v.primaries[0])), v.weeksSeen(), v.Exp.Decision.MinWeeks))
	default:
		why = append(why, sentences(unsafe(v))...)
	}
	return true, headline, why
}

// tooFew keeps an arm without the least amount of data from any verdict but
// harm, whatever its interval says.
func tooFew(v *view) (bool, string, []string) {
	why := v.TooFew[v.arm]
	if len(why) == 0 {
		return false, "", nil
	}
	return true, "Cannot tell: " + why[0], why
}

// weeksSeen is "1 full week of exposures was".
func (v *view) weeksSeen() string {
	verb := "were"
	if v.Full == 1 {
		verb = "was"
	}
	return count(v.Full, "full week") + " of exposures " + verb
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

// promising reports whether all is well but for what Ship asks beyond.
func promising(v *view) bool {
	return all(v.primaries, pair.better) && len(unsafe(v)) == 0 && !all(v.primaries, pair.small) && !(v.Timed && v.Full < v.Exp.Decision.MinWeeks)
}

// lacking lists what keeps a promising result from Ship.
func lacking(v *view) []string {
	var why []string
	if !v.Planned {
		why = append(why, "No plan was written before the start (decision: planned), so ship is not possible.")
	}
	if !v.Timed {
		why = append(why, "The rows carry no time, so full weeks cannot be counted.")
	}
	for _, p := range v.primaries {
		switch {
		case !p.ask.MinimumEffect.Given():
			why = append(why, fmt.Sprintf("No minimum_effect is given for %s, so nothing says how much would be enough.", name(p)))
		case p.chance == nil || !p.chance.ChanceEnough.Defined():
			why = append(why, fmt.Sprintf("The chance that %s is better by enough cannot be computed.", name(p)))
		case float64(p.chance.ChanceEnough) < v.Exp.Decision.ChanceEnough:
			s := fmt.Sprintf("%s is better, but not shown to be better by %s", upper(name(p)), p.ask.MinimumEffect.Text)
			if v.Ended {
				s += fmt.Sprintf(": the chance of that is %s, less than the %s asked for", outOf100(float64(p.chance.ChanceEnough)), outOf100(v.Exp.Decision.ChanceEnough))
			}
			why = append(why, s+".")
		}
		if a := p.adjusted; v.several() && float64(a) >= v.Exp.Statistics.Alpha {
			why = append(why, fmt.Sprintf("After Holm's correction over the primary metrics and arms p is %.2g for %s.", float64(a), name(p)))
		}
	}
	return why
}

func ship(v *view) (bool, string, []string) {
	if !promising(v) || len(lacking(v)) > 0 {
		return false, "", nil
	}
	p := v.primaries[0]
	why := []string{sentence(fmt.Sprintf("%s is better: %s", name(p), fits(p)))}
	if v.Ended {
		why = append(why, fmt.Sprintf("The chance that it is better by at least %s is %s, given this data and a sceptical starting point.",
			p.ask.MinimumEffect.Text, outOf100(float64(p.chance.ChanceEnough))))
	}
	return true, fmt.Sprintf("Ship: %s is better; %s.", name(p), fits(p)), append(why, overstated(v)...)
}

func looksPromising(v *view) (bool, string, []string) {
	if !promising(v) {
		return false, "", nil
	}
	p := v.primaries[0]
	why := append([]string{sentence(fmt.Sprintf("%s is better: %s", name(p), fits(p)))}, lacking(v)...)
	return true, fmt.Sprintf("Looks promising: %s is better; %s.", name(p), fits(p)), append(why, overstated(v)...)
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
		why = append(why, fmt.Sprintf("Only %s seen; the decision asks for %d.", v.weeksSeen(), v.Exp.Decision.MinWeeks))
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
