package decide

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// Rule is one row of the verdict table.
type Rule struct {
	Verdict report.Verdict
	Code    string // its name in results
	Text    string // the rule as a sentence
	// match reports whether the rule fires, with the banner and the reasons.
	match func(*view) (ok bool, headline string, reasons []string)
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

func embargoed(v *view) (bool, string, []string) {
	if v.Embargo == nil {
		return false, "", nil
	}
	return true, fmt.Sprintf("Keep running: the numbers open on %s.", v.Embargo.Opens), []string{
		counted.Sprintf("The file keeps them closed for the first %d days of exposures (embargo); they open once the "+
			"data reach the end of %s.", v.Embargo.Days, v.Embargo.Last)}
}

func noComparison(v *view) (bool, string, []string) {
	switch {
	case v.Exp.ArmsAny:
		return true, "Cannot tell: the arms are taken as they are found, and none is the control." + across(v),
			acrossReasons(v)
	case v.arm == "":
		return true, "Cannot tell: there is no comparison group.", []string{"No arms are declared, so there is no " +
			"comparison group."}
	case len(v.primaries()) == 0:
		if failed := v.Exp.Failed(spec.Primary); failed != nil {
			return true, "Cannot tell: " + lower(failed[0]), failed
		}
		return true, "Cannot tell: no metric is declared as primary.", []string{"No metric has the role primary, so " +
			"there is nothing to decide by."}
	}
	return false, "", nil
}

// forbids finds what would forbid shipping: the first that is beyond its limit or worse.
func forbids(v *view) (string, bool) {
	if g, ok := first(v.guards(), func(p pair) bool { return p.cmp.State == "breached" }); ok {
		verb := "rose"
		if g.got.Better != "down" {
			verb = "fell"
		}
		return fmt.Sprintf("%s %s by %s; at most %s was allowed", name(g), verb, g.least(), g.written(g.ask.Margin)),
			true
	}
	if p, ok := first(v.primaries(), v.worse); ok {
		return fmt.Sprintf("%s is worse: %s; %s", name(p), moved(p), fits(p)), true
	}
	return "", false
}

// worse reports whether a primary metric is worse by more than is too small to
// matter, and stays so after Holm's correction over the arms.
func (v *view) worse(p pair) bool {
	return p.worse() && !p.small() && (len(v.Arms) < 2 || !(p.overArms >= v.Exp.Statistics.Alpha))
}

func doNotShip(v *view) (bool, string, []string) {
	why, ok := forbids(v)
	if !ok {
		return false, "", nil
	}
	return true, "Do not ship: " + why + ".", append([]string{sentence(why)}, overstated(v)...)
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

// settled reports whether the always-valid band allows a decision now: data enough, every
// primary metric better, all else shown safe, none proven worse and the asked weeks
// seen, or every primary metric the same as before. Where no end is given nothing
// more will come, so what is not shown safe is said and not waited for.
func settled(v *view) bool {
	ready := len(v.blocking()) == 0 && len(v.unsafe()) == 0 || v.unplanned()
	switch {
	case len(v.TooFew[v.arm]) > 0:
		return false
	case all(v.primaries(), pair.small):
		return len(v.blocking()) == 0 || v.unplanned()
	}
	return all(v.primaries(), pair.better) && ready && !v.weeksMissing()
}

// weeksMissing reports whether fewer full weeks were seen than the decision asks for.
func (v *view) weeksMissing() bool { return v.Timed && v.Full < v.Exp.Decision.MinWeeks }

func keepRunning(v *view) (bool, string, []string) {
	if v.Ended || v.unplanned() || v.early() && settled(v) {
		return false, "", nil
	}
	why := []string{fmt.Sprintf("The data do not reach the end of %s.", v.Exp.End)}
	if !v.early() {
		why = append(why, v.TooFew[v.arm]...)
		why = append(why, "Always-valid results are switched off (statistics: sequential), so nothing can be decided "+
			"before the end.")
	} else {
		why = append(why, unsettled(v)...)
	}
	return true, fmt.Sprintf("Keep running: %s to go%s.", counted.Noun(v.DaysLeft, "day"), v.nextLook()), why
}

// notSettled stands for keepRunning where the file gives no end: nobody is told to
// go on with what may be finished.
func notSettled(v *view) (bool, string, []string) {
	if v.Ended || !v.unplanned() || settled(v) {
		return false, "", nil
	}
	why := append(unsettled(v), "The file gives no end, so the data are read by the band that holds however often it "+
		"is read, which is wider. If the experiment is finished, give its end: then they are read once, by a "+
		"narrower one.")
	return true, "Cannot tell: " + lower(why[0]), why
}

// unsettled lists what the always-valid band, or the last planned look, leaves open.
func unsettled(v *view) []string {
	why := append([]string{}, v.TooFew[v.arm]...)
	switch {
	case v.Looks != nil && v.Looks.Reached == 0:
		why = append(why, fmt.Sprintf("No planned look is reached; the first is at the end of %s.", v.Looks.Next))
	case !all(v.primaries(), pair.better):
		p, _ := first(v.primaries(), func(p pair) bool { return !p.better() })
		switch {
		case !p.bounded():
			why = append(why, fmt.Sprintf("For %s %s.", name(p), noInterval))
		case v.Looks != nil:
			why = append(why, counted.Sprintf("At look %d of %d %s is not clear of zero: %s.", v.Looks.Reached,
				len(v.Looks.Days), name(p), fits(p)))
		default:
			why = append(why, fmt.Sprintf("By the always-valid band %s is not clear of zero: %s.", name(p), fits(p)))
		}
	case v.weeksMissing():
		why = append(why, fmt.Sprintf("So far only %s seen; the decision asks for %d.", v.weeksSeen(),
			v.Exp.Decision.MinWeeks))
	default:
		why = append(why, sentences(v.unsafe())...)
	}
	return why
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
	return counted.Noun(v.Full, "full week") + " of exposures " + verb
}

// unsafe lists what keeps a good result from being shown harmless.
func (v *view) unsafe() []string {
	var why []string
	for _, g := range v.guards() {
		switch {
		case g.cmp.State == "safe":
		default:
			allowed := g.written(g.ask.Margin)
			i, unit, scale := g.in(g.ask.Margin, g.by)
			if !i.Lo.Defined() || !i.Hi.Defined() {
				why = append(why, fmt.Sprintf("whether %s stays within its limit of %s is not known: %s", name(g),
					allowed, noInterval))
				continue
			}
			way := "risen"
			if g.got.Better != "down" {
				way = "fallen"
			}
			most := plain(scale*math.Abs(float64(g.worst(i)))) + unit
			if most == allowed {
				most = "more than " + allowed
			} else {
				most = "up to " + most
			}
			why = append(why, fmt.Sprintf("%s may have %s by %s; at most %s is allowed", name(g), way, most, allowed))
		}
	}
	if s := v.lessShown(); s != "" {
		why = append(why, s)
	}
	return why
}

// good reports whether every primary metric is better or, all of them, the same as
// far as matters, and says it of the first.
func (v *view) good() (string, bool) {
	switch p := v.primaries()[0]; {
	case all(v.primaries(), pair.small):
		return "what " + name(p) + " changed is too small to matter", true
	case all(v.primaries(), pair.better):
		return name(p) + " is " + moved(p), true
	}
	return "", false
}

func hold(v *view) (bool, string, []string) {
	what, ok := v.good()
	var why []string
	if !all(v.primaries(), pair.small) {
		why = v.unsafe()
	}
	if !ok || len(why) == 0 && len(v.blocking()) == 0 {
		return false, "", nil
	}
	headline := "Hold: " + what
	if len(why) > 0 {
		headline += "; " + why[0]
	}
	return true, headline + ".", append([]string{v.primaryReason()}, sentences(why)...)
}

// primaryReason says what the first primary metric did.
func (v *view) primaryReason() string {
	p := v.primaries()[0]
	return sentence(fmt.Sprintf("%s is %s; %s", name(p), moved(p), fits(p)))
}

// promising reports whether all is well but for what Ship asks beyond.
func promising(v *view) bool {
	return all(v.primaries(), pair.better) && v.clearOverArms() && len(v.unsafe()) == 0 && len(v.blocking()) == 0 &&
		!all(v.primaries(), pair.small) && !v.weeksMissing()
}

// clearOverArms reports whether the primary metrics stay better after Holm's
// correction over the arms; with one arm there is nothing to correct.
func (v *view) clearOverArms() bool {
	return len(v.Arms) < 2 || v.overArms < v.Exp.Statistics.Alpha
}

// lacking lists what keeps a promising result from Ship.
func lacking(v *view) []string {
	var why []string
	switch {
	case v.unplanned():
		why = append(why, "The file gives no end, so this is read without a plan, and ship is not possible.")
	case !v.Planned:
		why = append(why, "No plan was written before the start (decision: planned), so ship is not possible.")
	}
	if !v.Timed {
		why = append(why, "The rows carry no time, so full weeks cannot be counted.")
	}
	for _, p := range v.primaries() {
		switch {
		case !p.ask.MinimumEffect.Given():
			why = append(why, fmt.Sprintf("No minimum_effect is given for %s, so nothing says how much would be "+
				"enough.", name(p)))
		case p.chance == nil || !p.chance.ChanceEnough.Defined():
			why = append(why, fmt.Sprintf("The chance that %s is better by enough cannot be computed.", name(p)))
		case float64(p.chance.ChanceEnough) < v.Exp.Decision.ChanceEnough:
			s := fmt.Sprintf("%s is better, but not shown to be better by the %s you asked for", upper(name(p)),
				p.written(p.ask.MinimumEffect))
			if v.Ended {
				s += fmt.Sprintf(": the chance of that is %s, less than the %s that shipping asks for",
					outOf100(float64(p.chance.ChanceEnough)), outOf100(v.Exp.Decision.ChanceEnough))
			}
			why = append(why, s+".")
		}
	}
	return why
}

func ship(v *view) (bool, string, []string) {
	if !promising(v) || len(lacking(v)) > 0 {
		return false, "", nil
	}
	p := v.primaries()[0]
	why := []string{v.primaryReason()}
	if v.Ended {
		why = append(why, fmt.Sprintf("Chance of at least the %s you asked for: %s, %s.",
			p.written(p.ask.MinimumEffect), outOf100(float64(p.chance.ChanceEnough)), v.assuming()))
	}
	return true, fmt.Sprintf("Ship: %s is %s; %s.", name(p), moved(p), fits(p)), append(why, overstated(v)...)
}

// assuming says what the chances start from.
func (v *view) assuming() string {
	if sd := v.Exp.Statistics.PriorSD; sd > 0 {
		return fmt.Sprintf("given lifts that lie within ±%s%% in 2 of 3 cases, as the file says", plain(100*sd))
	}
	return "assuming, as for most changes, that big effects are rare"
}

func looksPromising(v *view) (bool, string, []string) {
	if !promising(v) {
		return false, "", nil
	}
	p := v.primaries()[0]
	why := append([]string{v.primaryReason()}, lacking(v)...)
	return true, fmt.Sprintf("Looks promising: %s is %s; %s.", name(p), moved(p), fits(p)),
		append(why, overstated(v)...)
}

func noDifference(v *view) (bool, string, []string) {
	if !all(v.primaries(), pair.small) {
		return false, "", nil
	}
	p := v.primaries()[0]
	return true, "Too small to matter by your own limit: decide on cost.",
		[]string{sentence(fmt.Sprintf("for %s %s, all of it inside ±%s", name(p), fitsIn(p, p.ask.MinimumEffect),
			p.written(p.ask.MinimumEffect)))}
}

func cannotTell(v *view) (bool, string, []string) {
	var why []string
	for _, p := range v.primaries() {
		if p.better() {
			why = append(why, sentence(fmt.Sprintf("%s is %s; %s", name(p), moved(p), fits(p))))
		} else {
			why = append(why, sentence(fmt.Sprintf("for %s %s", name(p), fits(p))))
		}
	}
	if v.weeksMissing() {
		why = append(why, fmt.Sprintf("Only %s seen; the decision asks for %d.", v.weeksSeen(),
			v.Exp.Decision.MinWeeks))
	}
	if all(v.primaries(), pair.better) && !v.clearOverArms() {
		why = append(why, counted.Sprintf("Corrected by Holm for %d arms, p is %s: not clear of chance.", len(v.Arms),
			pText(v.overArms)))
	}
	// else this were do not ship
	if p, ok := first(v.primaries(), func(p pair) bool { return p.worse() && !p.small() }); ok {
		return true, counted.Sprintf("Cannot tell: %s is %s, but with %d arms that can be chance.", name(p), moved(p),
				len(v.Arms)),
			append(why, counted.Sprintf("Corrected by Holm for %d arms, p is %s: not clear of chance.", len(v.Arms),
				pText(p.overArms)))
	}
	if all(v.primaries(), pair.better) {
		return true, "Cannot tell yet: " + lower(why[len(why)-1]), why
	}
	if w, ok := moreWeeks(v); ok {
		return true, w, append(why, v.nextReading())
	}
	p := v.primaries()[0]
	return true, fmt.Sprintf("Cannot tell: for %s %s.", name(p), fits(p)), why
}
