package decide

import (
	"fmt"

	"uptake/analysis/counted"
)

// settled reports whether the always-valid band allows a decision now: data enough, every
// primary metric better, all else shown safe, none proven worse and the asked weeks
// seen, or every primary metric the same as before. Where no end is given nothing
// more will come, so what is not shown safe is said and not waited for.
func settled(v *view) bool {
	ready := len(v.blocking()) == 0 && len(v.unsafe()) == 0 || v.unplanned()
	switch {
	case len(v.TooFew[v.arm]) > 0:
		return false
	case all(v.primaries(), (*pair).small):
		return len(v.blocking()) == 0 || v.unplanned()
	}
	return all(v.primaries(), (*pair).better) && ready && !v.weeksMissing()
}

// weeksMissing reports whether fewer full weeks were seen than the decision asks for.
func (v *view) weeksMissing() bool { return v.Timed && v.Full < v.Exp.Decision.MinWeeks }

func keepRunning(v *view) (bool, words) {
	if v.Ended || v.unplanned() || v.early() && settled(v) {
		return false, nil
	}
	why := []string{fmt.Sprintf("The data do not reach the end of %s.", v.Exp.End)}
	if !v.early() {
		why = append(why, v.TooFew[v.arm]...)
		why = append(why, "Always-valid results are switched off (statistics: sequential), so nothing can be decided "+
			"before the end.")
	} else {
		why = append(why, unsettled(v)...)
	}
	return true, says(fmt.Sprintf("Keep running: %s to go%s.", counted.Noun(v.DaysLeft, "day"), v.nextLook()), why...)
}

// notSettled stands for keepRunning where the file gives no end: nobody is told to
// go on with what may be finished.
func notSettled(v *view) (bool, words) {
	if v.Ended || !v.unplanned() || settled(v) {
		return false, nil
	}
	why := append(unsettled(v), "The file gives no end, so the data are read by the band that holds however often it "+
		"is read, which is wider. If the experiment is finished, give its end: then they are read once, by a "+
		"narrower one.")
	return true, says("Cannot tell: "+lower(why[0]), why...)
}

// unsettled lists what the always-valid band, or the last planned look, leaves open.
func unsettled(v *view) []string {
	why := append([]string{}, v.TooFew[v.arm]...)
	switch {
	case v.Looks != nil && v.Looks.Reached == 0:
		why = append(why, fmt.Sprintf("No planned look is reached; the first is at the end of %s.", v.Looks.Next))
	case !all(v.primaries(), (*pair).better):
		p, _ := first(v.primaries(), func(p *pair) bool { return !p.better() })
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
func tooFew(v *view) (bool, words) {
	why := v.TooFew[v.arm]
	if len(why) == 0 {
		return false, nil
	}
	return true, says("Cannot tell: "+why[0], why...)
}

// weeksSeen is "1 full week of exposures was".
func (v *view) weeksSeen() string {
	verb := "were"
	if v.Full == 1 {
		verb = "was"
	}
	return counted.Noun(v.Full, "full week") + " of exposures " + verb
}
