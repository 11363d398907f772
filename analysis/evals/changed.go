package evals

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// What is kept of earlier readings, the latest of each.
const (
	mostChanges = 100 // changes of gates
	mostGates   = 100 // gates that were read
	mostInputs  = 500 // data that one of them was read on
)

// readings counts on how many data these gates were read, whatever others were declared in between, and
// says what was declared otherwise when the evaluation was read before: gates that change after their
// numbers were seen prove less.
func (b *board) readings(out *report.Evals, before *report.Evals) {
	rules := b.e.Rules()
	out.Rules, out.GatesHash, out.Changed = []report.EvalRule{}, spec.HashRules(rules), []report.EvalChange{}
	for _, r := range rules {
		out.Rules = append(out.Rules, report.EvalRule(r))
	}
	own := report.EvalRead{GatesHash: out.GatesHash}
	for _, r := range readOf(before, out) {
		if r.GatesHash == out.GatesHash {
			own = r
		} else {
			out.Read = append(out.Read, r)
		}
	}
	earlier := own.Readings
	if !slices.Contains(own.InputHashes, out.InputHash) {
		own.Readings++
		own.InputHashes = append(slices.Clone(own.InputHashes), out.InputHash)
	}
	own.InputHashes = own.InputHashes[max(0, len(own.InputHashes)-mostInputs):]
	out.Readings, out.Read = own.Readings, append(out.Read, own)
	out.Read = out.Read[max(0, len(out.Read)-mostGates):]
	if before != nil {
		b.changed(out, before, earlier)
	}
	if out.Readings > 1 {
		b.caution(report.Cautionf("read_before",
			"these gates were read %d times on other data: every reading is one more chance to pass by luck",
			out.Readings))
	}
}

// readOf is how often which gates were read until the result before.
func readOf(before, now *report.Evals) []report.EvalRead {
	switch {
	case before == nil:
		return nil
	case len(before.Read) > 0:
		return before.Read
	case before.GatesHash == "" && before.ConfigHash != now.ConfigHash: // of a program that said no rules
		return nil
	}
	return []report.EvalRead{{GatesHash: cmp.Or(before.GatesHash, now.GatesHash), Readings: max(before.Readings, 1),
		InputHashes: []string{before.InputHash}}}
}

// changed says which rules are others than at the reading before; earlier is how often those of now
// had been read until then.
func (b *board) changed(out, before *report.Evals, earlier int) {
	out.Changed = append(out.Changed, before.Changed...)
	if before.GatesHash != "" && before.GatesHash != out.GatesHash {
		seen := before.InputHash == out.InputHash
		changed := changes(before.Rules, out.Rules)
		for i := range changed {
			changed[i].SameRuns = seen
		}
		out.Changed = append(out.Changed, changed...)
		after := "readings are counted anew"
		switch {
		case earlier > 0:
			after = fmt.Sprintf("these gates had been read %s before, which counts", times(earlier))
		case seen:
			after = "the runs are the same as then, so these gates were written after their numbers were seen"
		}
		b.caution(report.Cautionf("gates_changed", "%s; %s", changed.said(), after))
	}
	out.Changed = out.Changed[max(0, len(out.Changed)-mostChanges):]
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return counted.Sprintf("%d times", n)
}

// changeList is what is declared otherwise.
type changeList []report.EvalChange

// changes lists the keys of rules whose values differ, both lists being sorted by key.
func changes(was, is []report.EvalRule) (out changeList) {
	for len(was) > 0 || len(is) > 0 {
		switch {
		case len(is) == 0 || len(was) > 0 && was[0].Key < is[0].Key:
			out = append(out, report.EvalChange{Key: was[0].Key, Was: was[0].Value})
			was = was[1:]
		case len(was) == 0 || is[0].Key < was[0].Key:
			out = append(out, report.EvalChange{Key: is[0].Key, Is: is[0].Value})
			is = is[1:]
		default:
			if was[0].Value != is[0].Value {
				out = append(out, report.EvalChange{Key: is[0].Key, Was: was[0].Value, Is: is[0].Value})
			}
			was, is = was[1:], is[1:]
		}
	}
	return out
}

// said is the first changes in a sentence.
func (l changeList) said() string {
	var parts []string
	for i, c := range l {
		if i == 3 {
			parts = append(parts, fmt.Sprintf("%d more", len(l)-i))
			break
		}
		switch {
		case c.Was == "":
			parts = append(parts, fmt.Sprintf("%s is %s and was not given", c.Key, c.Is))
		case c.Is == "":
			parts = append(parts, fmt.Sprintf("%s was %s and is not given", c.Key, c.Was))
		default:
			parts = append(parts, fmt.Sprintf("%s is %s and was %s", c.Key, c.Is, c.Was))
		}
	}
	return "since the last reading gates were changed: " + strings.Join(parts, ", ")
}
