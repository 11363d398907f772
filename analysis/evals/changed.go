package evals

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// mostChanges is how many changes of gates are kept, the latest of them.
const mostChanges = 100

// readings counts how often these gates were read on other data, and says what was declared otherwise
// when the evaluation was read before: gates that change after their numbers were seen prove less.
func (b *board) readings(out *report.Evals, before *report.Evals) {
	rules := b.e.Rules()
	out.Rules, out.GatesHash, out.Readings, out.Changed = []report.EvalRule{}, spec.HashRules(rules), 1,
		[]report.EvalChange{}
	for _, r := range rules {
		out.Rules = append(out.Rules, report.EvalRule(r))
	}
	if before == nil {
		return
	}
	same := before.GatesHash == out.GatesHash
	if before.GatesHash == "" { // of a program that did not say it
		same = before.ConfigHash == out.ConfigHash
	}
	seen := before.InputHash == out.InputHash
	out.Changed = append(out.Changed, before.Changed...)
	if same {
		if out.Readings = before.Readings; !seen {
			out.Readings++
		}
	} else if before.GatesHash != "" {
		changed := changes(before.Rules, out.Rules)
		for i := range changed {
			changed[i].SameRuns = seen
		}
		out.Changed = append(out.Changed, changed...)
		b.caution(report.Cautionf("gates_changed", "%s; %s", changed.said(), map[bool]string{
			true:  "the runs are the same as then, so these gates were written after their numbers were seen",
			false: "readings are counted anew"}[seen]))
	}
	out.Changed = out.Changed[max(0, len(out.Changed)-mostChanges):]
	if out.Readings > 1 {
		b.caution(report.Cautionf("read_before",
			"these gates were read %d times on other data: every reading is one more chance to pass by luck",
			out.Readings))
	}
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
