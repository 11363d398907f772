package warehouse

import (
	"fmt"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// rulesOf are the rules of suggestions by the names that reports give them: each is met by the
// rows for which its condition holds, those of suggestions that count but for the first two.
func (s *statement) rulesOf() [][2]string {
	before := "(closed_pos IS NULL OR pos < closed_pos)"
	return [][2]string{
		{"shown_again", fmt.Sprintf("about = 1 AND role = %d AND opens = 0", shown)},
		{"decision_without_shown", fmt.Sprintf("about = 1 AND role <> %d AND (begun IS NULL OR orphan = 1) AND t >= t0",
			shown)},
		{"late_decision", fmt.Sprintf("counts = 1 AND role IN (%s, %d) AND late = 1 AND %s", ending, edited, before)},
		{"later_decision", fmt.Sprintf("counts = 1 AND role IN (%s) AND later = 1 AND orphan = 0", ending)},
		{"hidden", fmt.Sprintf("counts = 1 AND role = %d AND pos = closed_pos", hidden)},
		{"change_without_accept", fmt.Sprintf("counts = 1 AND (role = %d AND (later = 0 OR closer <> %d) OR role = %d "+
			"AND later = 1 AND closer <> %d)", reverted, accepted, edited, accepted)},
		{"edited_without_accept", fmt.Sprintf("counts = 1 AND role = %d AND pos = closed_pos", edited)},
		{"change_after_edit_window", fmt.Sprintf("counts = 1 AND change = %d", tooLate)},
		{"edit_too_small", fmt.Sprintf("counts = 1 AND change = %d", slight)},
		{"edited_after_accept", "counts = 1 AND pos = reworked_pos AND (undone_pos IS NULL OR pos < undone_pos)"},
		{"reverted_after_accept", "counts = 1 AND pos = undone_pos"},
		{"not_seen", "state >= 0 AND unseen = 1"},
	}
}

// accepts are the conditions of rows that accept a suggestion that counts, in time and late.
func (s *statement) accepts() (inTime, late string) {
	const of = "counts = 1 AND role IN (" + accepting + ") AND "
	return of + "pos = closed_pos", of + "late = 1 AND (closed_pos IS NULL OR pos < closed_pos)"
}

// suggestionsOf are the columns of by_unit that count suggestions: name and condition of the
// rows that are counted.
func (s *statement) suggestionsOf() [][2]string {
	var out [][2]string
	add := func(name, condition string) { out = append(out, [2]string{name, condition}) }
	answered := fmt.Sprintf("role IN (%s)", ending)
	since := []string{"t0 IS NOT NULL AND ghost = 0", "about = 1", "about = 1 AND t >= t0",
		"about = 1 AND t >= t0 AND " + s.inWindow("t")}
	for step, condition := range since {
		add(fmt.Sprintf("raw_shown%d", step), fmt.Sprintf("%s AND role = %d", condition, shown))
		add(fmt.Sprintf("raw_accepted%d", step), fmt.Sprintf("%s AND role = %d", condition, accepted))
		add(fmt.Sprintf("raw_answered%d", step), condition+" AND "+answered)
	}
	for st := range study.NumStates {
		add(fmt.Sprintf("state%d", st), fmt.Sprintf("state = %d", st))
	}
	accept := fmt.Sprintf("decision BETWEEN %d AND %d", study.Accepted, study.Reverted)
	add("young_accepted", fmt.Sprintf("state = %d AND %s", study.StateImmature, accept))
	add("unseen_undecided", fmt.Sprintf("state = %d AND decision = 0", study.StateNotSeen))
	add("first_accepted", fmt.Sprintf("state >= 0 AND (%s OR decision = 0 AND late_role IN (%s))", accept, accepting))
	add("first_ignored", "state >= 0 AND decision = 0 AND late_role IS NULL")
	inTime, late := s.accepts()
	add("accepts", inTime+" OR "+late)
	add("late_accepts", late)
	for _, rule := range s.rulesOf() {
		add("rule_"+rule[0], rule[1])
	}
	return out
}

// kindsOf are the numbers of the roles that are read.
func (p *Plan) kindsOf() (out []int) {
	for k, role := range spec.Roles {
		if p.suggests && role != unread[0] && role != unread[1] {
			out = append(out, k+1)
		}
	}
	return out
}

// suggestedPerUnit are the columns of by_unit about suggestions.
func (s *statement) suggestedPerUnit() []string {
	var out []string
	if !s.suggests {
		return nil
	}
	for _, c := range s.suggestionsOf() {
		out = append(out, "SUM("+one(c[1])+") AS "+c[0])
	}
	for _, k := range s.kindsOf() {
		did := one(fmt.Sprintf("about = 1 AND t >= t0 AND role = %d", k))
		out = append(out, fmt.Sprintf("MAX(%s) AS role%d", did, k))
	}
	end := fmt.Sprintf("closed_at <= %d", s.cut.To)
	if s.Exp.Window > 0 {
		end += fmt.Sprintf(" AND closed_at - t0 <= %d", s.Exp.Window.Microseconds())
	}
	return append(out, fmt.Sprintf("MIN(CASE WHEN state >= 0 AND decision BETWEEN %d AND %d AND %s THEN closed_at "+
		"END) AS first_accept", study.Accepted, study.Reverted, end))
}

// totalsOf adds up over units what suggestedPerUnit says, and the steps of the adoption funnel.
func (s *statement) totalsOf(a *asked, total func(x, as string)) {
	if !s.suggests {
		return
	}
	for _, c := range s.suggestionsOf() {
		total(c[0], "sum_"+c[0])
	}
	for _, k := range s.kindsOf() {
		total(fmt.Sprintf("role%d", k), fmt.Sprintf("sum_role%d", k))
	}
	some := func(set study.States) string { return "(" + s.inStates(set) + ") > 0" }
	total(one(some(study.AllStates)), "sum_reached")
	for step, set := range funnel {
		if set != 0 {
			total(one(some(set)), fmt.Sprintf("sum_step%d", step))
		}
	}
	outcome := "1 = 0"
	if k := s.outcome(a); k >= 0 {
		_, _, x := s.limbs(a.values[k])
		outcome = x + " > 0"
	}
	total(one(some(funnel[sums.StepKept])+" AND "+outcome), fmt.Sprintf("sum_step%d", sums.StepOutcome))
}

// funnel holds the end states one of which takes a unit to a step of the adoption funnel; each
// set holds the next.
var funnel = [sums.FunnelSteps]study.States{sums.StepShown: study.MatureStates, sums.StepSeen: study.SeenStates,
	sums.StepAccepted: study.AcceptedStates, sums.StepKept: study.KeptStates}

// inStates adds up a unit's suggestions in some end states.
func (s *statement) inStates(set study.States) string {
	var out []string
	for st := range study.NumStates {
		if set.Has(st) {
			out = append(out, fmt.Sprintf("state%d", st))
		}
	}
	return strings.Join(out, " + ")
}

// outcome is the place among the values of the one that ends the funnel, −1 without.
func (p *Plan) outcome(a *asked) int {
	name := sums.OutcomeMetric(p.Exp)
	for k, v := range a.values {
		if v.of == ofVariable && v.last < 0 && name != "" && p.variable[v.variable].Name == name {
			return k
		}
	}
	return -1
}
