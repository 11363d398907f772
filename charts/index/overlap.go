package index

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// shownPairs is how many pairs of experiments the page tells; the JSON has more.
const shownPairs = 20

// overlapSection tells of experiments that run over the same units; nil where there are no
// two whose units are known.
func overlapSection(o *report.Overlap) *doc.Section {
	if o == nil {
		return nil
	}
	s := &doc.Section{ID: "overlap", Topic: "Together", Heading: "Experiments over the same units"}
	if o.Sharing == 0 {
		s.Lead = []string{"No two of " + say.Plural(o.Experiments, "experiment", "experiments") + " share a unit, so " +
			"none can be in another's way."}
		s.Lead = append(s.Lead, withoutText(o)...)
		return s
	}
	s.Lead = []string{fmt.Sprintf("%s of %s %s units. %s %s: does the arm of one tell the arm of the other, and is "+
		"the lift of one another where units are in an arm of the other?",
		say.Plural(o.Sharing, "pair", "pairs"), say.Plural(o.Experiments, "experiment", "experiments"),
		map[bool]string{true: "shares", false: "share"}[o.Sharing == 1],
		say.Plural(o.Looked, "pair", "pairs"), map[bool]string{true: "was looked at",
			false: "were looked at"}[o.Looked == 1]) + beyondText(o)}
	s.Lead = append(s.Lead, takenText(o)...)
	s.Lead = append(s.Lead, withoutText(o)...)
	t := doc.Table{Caption: "Pairs, those first that stand out most", Long: true,
		Head: []doc.Column{{Text: "Experiments"}, {Text: "Shared units", Num: true}, {Text: "Arm tells arm"},
			{Text: "Whose lift, and where"}, {Text: "Other by", Num: true}, {Text: "q", Num: true}}}
	for i := range o.Pairs[:min(len(o.Pairs), shownPairs)] {
		t.Rows = append(t.Rows, pairRow(&o.Pairs[i], o.Level))
	}
	if more := o.Sharing - len(t.Rows); more > 0 {
		t.Foot = say.Plural(more, "more pair is", "more pairs are") + " not shown here; index.json has " +
			say.Plural(len(o.Pairs), "pair", "pairs") + ". "
	}
	t.Foot += fmt.Sprintf("An interaction is the lift in the other's arm less the lift in its control, in the "+
		"metric's unit, with a 95%% interval (Welch, by the four groups of units, none of fewer than %s); of a pair "+
		"the one with the least q is shown. Tests are corrected over all pairs (Benjamini and Hochberg). They are "+
		"those of one reading: who looks every night finds more by chance.", say.Count(o.LeastCell))
	s.Tables = []doc.Table{t}
	return s
}

// beyondText says what was not looked at.
func beyondText(o *report.Overlap) string {
	t := ""
	if o.Looked < o.Sharing {
		t = " The others share fewer units and were not looked at."
	}
	if o.Share < 1 {
		t += " The units are many, so one in " + say.Count(int64(1/float64(o.Share)+0.5)) + " was looked at, drawn " +
			"by the hash of its id, the same in every experiment; numbers of units are of these."
	}
	return t
}

// takenText says how many tests stand out.
func takenText(o *report.Overlap) []string {
	line := func(t report.Taken, none, what, found string) string {
		if t.Family == 0 {
			return none
		}
		return fmt.Sprintf("%s %s: %s at a false discovery rate of %s.", say.Plural(t.Family, what, what+"s"), found,
			say.Plural(t.Found, "stands out", "stand out"), say.Share(o.Level))
	}
	return []string{line(o.Assignments, "No pair has units enough to tell whether it is assigned independently.",
		"pair", "tested for independent assignment"),
		line(o.Interactions, "No pair has units enough to tell an interaction.", "interaction", "tested")}
}

// withoutText names experiments that are in no pair for want of a result.
func withoutText(o *report.Overlap) []string {
	if len(o.Without) == 0 {
		return nil
	}
	var names []string
	for _, id := range o.Without {
		names = append(names, say.Name(id))
	}
	return []string{"Not looked at, as this run has no result of them: " + joined(names, ", ") + "."}
}

func pairRow(p *report.Pair, level report.Num) []doc.Cell {
	of := func(units int64) string { return say.Share(report.Num(float64(p.Shared) / float64(units))) }
	names := doc.Cell{Text: say.Name(p.A) + " and " + say.Name(p.B)}
	if !p.SameExport {
		names.Sub = "of exports of their own; the same ids are taken to be the same units"
	}
	tells := doc.Cell{Text: "Not known", Sub: say.Sentence(p.Assignment.Why)}
	if p.Assignment.P.Defined() {
		tells = doc.Cell{Text: "No sign of it", Sub: "q " + say.P(p.Assignment.Q)}
		if p.Assignment.Q <= level {
			tells.Text, tells.Tone = "Yes: not independent", draw.Bad
		}
	}
	row := []doc.Cell{names, {Text: say.Count(p.Shared), Sub: of(p.UnitsA) + " and " + of(p.UnitsB)}, tells}
	var x *report.Interaction
	for i := range p.Interaction {
		if y := &p.Interaction[i]; x == nil || y.Q.Defined() && !(x.Q <= y.Q) {
			x = y
		}
	}
	if x == nil {
		return append(row, doc.Cell{Text: "Nothing to compare"}, doc.Cell{Text: say.Dash}, doc.Cell{Text: say.Dash})
	}
	where := doc.Cell{Text: say.MetricTitle(x.Metric) + " of " + say.Name(x.Of) + ", " + say.Name(x.Arm), Sub: "in " +
		say.Name(x.WithArm) + " of " + say.Name(x.With)}
	if !x.P.Defined() {
		where.Sub += ": " + strings.TrimSuffix(say.Sentence(x.Why), ".")
	}
	by := map[bool]doc.Cell{true: doc.IntervalCell(x.Difference, say.Points), false: doc.IntervalCell(x.Difference,
		say.Plain)}[x.Unit == "share"]
	q := doc.Cell{Text: say.P(x.Q)}
	if x.Q <= level {
		q.Tone = draw.Caution
	}
	return append(row, where, by, q)
}
