package health

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Logging loss: an arm fell silent where another's units went on so that at least
// silentUnits of it should have; a kind of event is lost where its share of units in one arm is
// more than lossFactor times that in another.
const (
	silentUnits  = 20
	lossFactor   = 2
	kindExpected = 5
)

// Kind is one kind of event: a suggestion role or what a metric counts.
type Kind struct {
	Name       string
	Suggestion bool
	Units      []int64 // by arm: units that ever had one
}

// loggingLoss looks for rows that one arm lost and another did not. It warns
// when an arm's last row lies on an earlier day than another's although, by that
// other arm, 20 or more of its units should have gone on (so many all stopping by
// chance has a probability of about e^−20), and when units that ever had a kind of event are, in one arm, less
// than half the share of another, with p < 0.001 over all nights by the chi-square of
// homogeneity after Holm's correction over the kinds; kinds with fewer than 5
// units expected in an arm stay out. A control that was shown nothing has no
// suggestion events to lose.
//
// Source: Fabijan et al. (2019), Diagnosing sample ratio mismatch, KDD, on loss
// that depends on the arm.
func loggingLoss(f *Facts) (report.Check, bool) {
	var rows int64
	for _, a := range f.Arms {
		rows += a.Rows
	}
	if !f.Compare || rows == 0 {
		return report.Check{}, false
	}
	found := append(f.endedEarly(), f.lostKinds()...)
	if len(found) > 0 {
		return check("warn", "Rows seem to be lost in one arm: %s.", list(found)), true
	}
	if !f.HasTime {
		return check("ok", "No kind of row is missing in one arm alone."), true
	}
	return check("ok", "No arm's rows end while many units of another go on, and no kind of event is missing in one "+
		"arm alone."), true
}

func (f *Facts) endedEarly() []string {
	if !f.HasTime {
		return nil
	}
	var out []string
	for _, a := range f.Arms {
		for _, o := range f.Arms {
			if a.Rows == 0 || o.Rows == 0 || a.Units == 0 || o.Units == 0 || a.LastDay >= o.LastDay {
				continue
			}
			var on int64 // units of the other arm that went on
			for d, n := range o.Ended {
				if d > a.LastDay {
					on += n
				}
			}
			if due := float64(on) / float64(o.Units) * float64(a.Units); due >= silentUnits {
				out = append(out, fmt.Sprintf("the last row of %s is of %s, while %s of %s went on until %s", a.Name,
					a.LastDay, counted.Noun(on, "unit"), o.Name, o.LastDay))
				break
			}
		}
	}
	return out
}

func (f *Facts) lostKinds() []string {
	var p []float64
	var says []string
	for _, k := range f.Kinds {
		var has, not, all []int64
		var names []string
		for i, a := range f.Arms {
			if a.Units == 0 || a.Share == 0 || k.Suggestion && a.Control && a.UnitsShown == 0 {
				continue
			}
			has, not, all, names = append(has, k.Units[i]), append(not, a.Units-k.Units[i]), append(all, a.Units),
				append(names, a.Name)
		}
		if len(all) < 2 {
			continue
		}
		s, pk := homogeneity(has, not, all)
		least, most := 0, 0
		fewest := math.Inf(1)
		for i := range all {
			fewest = math.Min(fewest, s.Expected[i])
			if share(has[i], all[i]) < share(has[least], all[least]) {
				least = i
			}
			if share(has[i], all[i]) > share(has[most], all[most]) {
				most = i
			}
		}
		if fewest < kindExpected {
			continue
		}
		said := ""
		if share(has[most], all[most]) > lossFactor*share(has[least], all[least]) {
			said = counted.Sprintf("%d of %d units (%.1f%%) of %s ever had %s, but %d of %d (%.1f%%) of %s", has[least],
				all[least], percent(has[least], all[least]), names[least],
				report.Spoken(k.Name), has[most], all[most], percent(has[most], all[most]), names[most])
		}
		p, says = append(p, pk), append(says, said)
	}
	var out []string
	for i, a := range stats.Holm(p) {
		if a < f.atNight(unlikely) && says[i] != "" {
			out = append(out, says[i])
		}
	}
	return out
}

func share(part, whole int64) float64 { return percent(part, whole) / 100 }

var loggingWords = Words{
	Meaning: "One arm's rows stop, or lack a kind of event, where another's go on. What was not logged counts as not " +
		"done, so that arm looks worse than it is.",
	Causes: []string{
		"the code that logs differs between the arms or was changed in one",
		"an export job of one arm ended early",
		"the treatment replaces the action that the event stands for",
	},
	Todo: "Compare both arms' logs for the event and the days named here; export again if rows are absent, else use " +
		"a metric that both arms can have.",
}
