package warehouse

import (
	"fmt"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// The first steps of the bridge count rows; they are of units seen in two arms too.
const (
	bridgeRaw = iota
	bridgeDuplicates
	bridgeBefore
	bridgeAfter
	bridgeCrossovers
	bridgeRepeats
	bridgeFirst
	bridgeLate
)

// suggested takes in what the rules of suggestions made of the rows of an arm's units.
func (f *folding) suggested(r *row, arm int, crossed bool) {
	if !f.p.suggests {
		return
	}
	t := &f.r.Tally
	b := &t.Bridge[arm]
	for step := bridgeRaw; step <= bridgeAfter; step++ {
		shown, answered := r.count(fmt.Sprintf("sum_raw_shown%d", step)),
			r.count(fmt.Sprintf("sum_raw_answered%d", step))
		b.Shown[step] += shown
		b.Accepted[step] += r.count(fmt.Sprintf("sum_raw_accepted%d", step))
		b.Ignored[step] += shown - answered
		if step < bridgeAfter || crossed {
			continue
		}
		b.Shown[bridgeCrossovers] += shown
		b.Accepted[bridgeCrossovers] += r.count(fmt.Sprintf("sum_raw_accepted%d", step))
		b.Ignored[bridgeCrossovers] += shown - answered
		b.Accepted[bridgeRepeats] += r.count(fmt.Sprintf("sum_raw_accepted%d", step))
		b.Ignored[bridgeRepeats] -= answered
	}
	if crossed {
		return
	}
	all := f.tallied(r)
	for _, step := range []int{bridgeRepeats, bridgeFirst, bridgeLate} {
		b.Shown[step] += all.Shown
	}
	b.Ignored[bridgeRepeats] += all.Shown
	b.Accepted[bridgeFirst] += r.count("sum_first_accepted")
	b.Ignored[bridgeFirst] += r.count("sum_first_ignored")
	b.Accepted[bridgeLate] += all.Accepted
	b.Ignored[bridgeLate] += all.Ignored
	t.Accepts += r.count("sum_accepts")
	t.LateAccepts += r.count("sum_late_accepts")
	for name, i := range r.a.place {
		if rule, is := strings.CutPrefix(name, "sum_rule_"); is && !r.cells[i].Null {
			if n := r.count(name); n > 0 {
				t.Rules[rule] += n
			}
		}
	}
	for _, k := range f.p.kindsOf() {
		t.Arms[arm].Units[k-1] += r.count(fmt.Sprintf("sum_role%d", k))
	}
}

// in adds up an arm's suggestions in some end states.
func (f *folding) in(r *row, set study.States) (n int64) {
	for st := range study.NumStates {
		if set.Has(st) {
			n += r.count(fmt.Sprintf("sum_state%d", st))
		}
	}
	return n
}

// tallied are all suggestions of the units of a row, whatever the cut-off makes of them.
func (f *folding) tallied(r *row) sums.Counts {
	c := f.mature(r)
	c.Shown += f.in(r, study.StatesOf(study.StateImmature, study.StatePending))
	c.Accepted += r.count("sum_young_accepted")
	c.Ignored += f.in(r, study.StatesOf(study.StatePending))
	return c
}

// mature are those of which the windows are over.
func (f *folding) mature(r *row) sums.Counts {
	return sums.Counts{Shown: f.in(r, study.MatureStates), Accepted: f.in(r, study.AcceptedStates),
		Ignored: f.in(r, study.IgnoredStates) + r.count("sum_unseen_undecided")}
}

// suggestions takes in the end states of an arm's units that are in the result.
func (f *folding) suggestions(r *row, arm int) {
	if !f.p.suggests {
		return
	}
	b, all := &f.r.Bridge[arm], f.tallied(r)
	addCounts(&b.Tallied, all)
	if f.unfinished(r) {
		return
	}
	mature := f.mature(r)
	seen := sums.Counts{Shown: mature.Shown - f.in(r, study.StatesOf(study.StateNotSeen)), Accepted: mature.Accepted,
		Ignored: mature.Ignored - r.count("sum_unseen_undecided")}
	chosen := seen
	chosen.Shown -= f.in(r, study.StatesOf(study.StateSuperseded))
	addCounts(&b.Finished, all)
	addCounts(&b.Mature, mature)
	addCounts(&b.Seen, seen)
	addCounts(&b.Chosen, chosen)
	for st := range study.NumStates {
		f.r.Outcomes[arm][st] += r.count(fmt.Sprintf("sum_state%d", st))
	}
	f.r.Shown[arm] += r.count("sum_reached")
	d := &f.r.Adoption[arm]
	d.Funnel[sums.StepExposed] += r.count("units")
	for step := sums.StepShown; step < sums.FunnelSteps; step++ {
		d.Funnel[step] += r.count(fmt.Sprintf("sum_step%d", step))
	}
}

func addCounts(to *sums.Counts, c sums.Counts) {
	to.Shown, to.Accepted, to.Ignored = to.Shown+c.Shown, to.Accepted+c.Accepted, to.Ignored+c.Ignored
}

// firsts takes the answer of the statement of that name in.
func (f *folding) firsts(from *answer) error {
	for _, cells := range from.rows {
		r := &row{a: from, cells: cells}
		arm, n := int(r.int("arm")), r.count("units")
		if arm < 0 || arm >= f.arms() {
			return fmt.Errorf("the answer has an arm number %d, where there are %d", arm, f.arms())
		}
		at := sums.Wait{Censored: n}
		if r.int("accepted") == 1 {
			at = sums.Wait{Over: n}
		}
		f.r.Adoption[arm].First.Add(r.count("minute"), at)
		if r.err != nil {
			return r.err
		}
	}
	for arm, d := range f.r.Adoption {
		n := int64(0)
		for _, at := range d.First {
			n += at.Over + at.Censored
		}
		if n != d.Funnel[sums.StepExposed] {
			return counted.Errorf("the engine counts %d units of %s, and %d by when they first accepted",
				d.Funnel[sums.StepExposed], f.p.Exp.Arms[arm].Name, n)
		}
	}
	return nil
}

// hasSuggestions reports whether rows are about suggestions, or the file asks for what is made
// of them whatever rows say.
func hasSuggestions(e *spec.Experiment, events map[string]bool) bool {
	for _, m := range e.Metrics {
		if m.Builtin {
			return true
		}
	}
	for role, names := range e.Suggestions.Events {
		for _, n := range names {
			if events[n] && role != unread[0] && role != unread[1] {
				return true
			}
		}
	}
	return len(events) >= manyEvents
}
