package decide

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
)

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
	case all(v.primaries(), (*pair).small):
		return "what " + name(p) + " changed is too small to matter", true
	case all(v.primaries(), (*pair).better):
		return name(p) + " is " + moved(p), true
	}
	return "", false
}

func hold(v *view) (bool, words) {
	var why []string
	if !all(v.primaries(), (*pair).small) {
		why = v.unsafe()
	}
	if len(why) == 0 && len(v.blocking()) == 0 {
		return false, nil
	}
	what, ok := v.good()
	if !ok {
		return false, nil
	}
	headline := "Hold: " + what
	if len(why) > 0 {
		headline += "; " + why[0]
	}
	return true, says(headline+".", append([]string{v.primaryReason()}, sentences(why)...)...)
}

// primaryReason says what the first primary metric did.
func (v *view) primaryReason() string {
	p := v.primaries()[0]
	return sentence(fmt.Sprintf("%s is %s; %s", name(p), moved(p), fits(p)))
}

// promising reports whether all is well but for what Ship asks beyond.
func promising(v *view) bool {
	return all(v.primaries(), (*pair).better) && v.clearOverArms() && len(v.unsafe()) == 0 && len(v.blocking()) == 0 &&
		!all(v.primaries(), (*pair).small) && !v.weeksMissing()
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

func ship(v *view) (bool, words) {
	if !promising(v) || len(lacking(v)) > 0 {
		return false, nil
	}
	return true, func() (string, []string) {
		p := v.primaries()[0]
		why := []string{v.primaryReason()}
		if v.Ended {
			why = append(why, fmt.Sprintf("Chance of at least the %s you asked for: %s, %s.",
				p.written(p.ask.MinimumEffect), outOf100(float64(p.chance.ChanceEnough)), v.assuming()))
		}
		return fmt.Sprintf("Ship: %s is %s; %s.", name(p), moved(p), fits(p)), append(why, overstated(v)...)
	}
}

// assuming says what the chances start from.
func (v *view) assuming() string {
	if sd := v.Exp.Statistics.PriorSD; sd > 0 {
		return fmt.Sprintf("given lifts that lie within ±%s%% in 2 of 3 cases, as the file says", plain(100*sd))
	}
	return "assuming, as for most changes, that big effects are rare"
}

func looksPromising(v *view) (bool, words) {
	if !promising(v) {
		return false, nil
	}
	return true, func() (string, []string) {
		p := v.primaries()[0]
		why := append([]string{v.primaryReason()}, lacking(v)...)
		return fmt.Sprintf("Looks promising: %s is %s; %s.", name(p), moved(p), fits(p)), append(why, overstated(v)...)
	}
}

func noDifference(v *view) (bool, words) {
	if !all(v.primaries(), (*pair).small) {
		return false, nil
	}
	p := v.primaries()[0]
	return true, says("Too small to matter by your own limit: decide on cost.",
		sentence(fmt.Sprintf("for %s %s, all of it inside ±%s", name(p), fitsIn(p, p.ask.MinimumEffect),
			p.written(p.ask.MinimumEffect))))
}

func cannotTell(v *view) (bool, words) { return true, v.undecided }

// undecided are the words where no other rule fits.
func (v *view) undecided() (headline string, why []string) {
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
	if all(v.primaries(), (*pair).better) && !v.clearOverArms() {
		why = append(why, counted.Sprintf("Corrected by Holm for %d arms, p is %s: not clear of chance.", len(v.Arms),
			pText(v.overArms)))
	}
	// else this were do not ship
	if p, ok := first(v.primaries(), func(p *pair) bool { return p.worse() && !p.small() }); ok {
		return counted.Sprintf("Cannot tell: %s is %s, but with %d arms that can be chance.", name(p), moved(p),
				len(v.Arms)),
			append(why, counted.Sprintf("Corrected by Holm for %d arms, p is %s: not clear of chance.", len(v.Arms),
				pText(p.overArms)))
	}
	if all(v.primaries(), (*pair).better) {
		return "Cannot tell yet: " + lower(why[len(why)-1]), why
	}
	if w, ok := moreWeeks(v); ok {
		return w, append(why, v.nextReading())
	}
	p := v.primaries()[0]
	return fmt.Sprintf("Cannot tell: for %s %s.", name(p), fits(p)), why
}
