package readout

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// reasonWords says in words why rows left, in the order in which reasons are tried.
var reasonWords = []struct{ Reason, Words string }{
	{"bad_time", "the time could not be read"},
	{"outside_dates", "outside the experiment's dates"},
	{"filtered", "set aside by a filter of the experiment file"},
	{"other_event", "an event that no metric needs"},
	{"other_experiment", "another experiment"},
	{"outside", "outside the test, as the experiment file says"},
	{"missing_unit", "no unit"},
	{"unknown_arm", "an arm that was not declared"},
	{"bad_value", "the value could not be read"},
	{"duplicate", "a repeat of another row"},
	{"crossover", "a unit seen in two arms"},
	{"unexposed", "a unit that was never exposed"},
	{"before_exposure", "before the unit's first exposure"},
	{"after_window", "after the unit's window"},
}

// ruleWords says what a step of the bridge did.
var ruleWords = []struct{ Rule, Words string }{
	{"raw", "Raw: every such event over every shown event"},
	{"duplicates", "Repeated rows left out"},
	{"before_exposure", "Before first exposure left out"},
	{"after_window", "After the unit's window left out"},
	{"crossovers", "Units seen in two arms left out"},
	{"repeats", "A suggestion logged as shown again counts once"},
	{"first_decision", "Only the first decision on a suggestion counts"},
	{"late_answers", "Answers after the window no longer count"},
	{"immature", "Suggestions too young to judge left out"},
	{"not_seen", "Suggestions never on screen left out"},
	{"superseded", "Suggestions replaced by the system left out"},
}

// noteWords says what is counted beside the ledger.
var noteWords = []struct{ Rule, Words string }{
	{"duplicates_with_other_payload", "Rows that bear an event id of another row and differ from it"},
	{"crossover_units", "Units seen in two arms"},
}

func wordsOf(key string, table []struct{ Rule, Words string }) string {
	for _, w := range table {
		if w.Rule == key {
			return w.Words
		}
	}
	return say.MetricTitle(key)
}

func reasonText(reason string) string {
	for _, w := range reasonWords {
		if w.Reason == reason {
			return say.UpperFirst(w.Words)
		}
	}
	return say.MetricTitle(reason)
}

// rowsSection accounts for every row, and walks from the raw ratio to ours.
func (s *subject) rowsSection() doc.Section {
	sec := doc.Section{ID: "rows", Topic: "Rows", Closing: "Rows"}
	sec.Heading = say.Count(s.Rows.Used) + " of " + say.Plural(s.Rows.Read, "row", "rows") + " used"
	sec.Lead = []string{s.ledgerSum()}
	sec.Tables = s.bridgeTables()
	if len(sec.Tables) > 0 {
		sec.Lead = append(sec.Lead, "Your own acceptance or ignore rate is probably the first line of a bridge "+
			"below; each line applies one more rule, and the last is the rate of this page.")
	}
	if t := s.ledgerTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	if t := s.cellsTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	if t := s.immatureTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	if len(s.Rows.Notes) > 0 {
		t := doc.Table{Caption: "Counted beside that", Head: []doc.Column{{Text: "What"}, {Text: "Number", Num: true},
			{Text: "For example"}}}
		for _, n := range s.Rows.Notes {
			t.Rows = append(t.Rows, []doc.Cell{{Text: wordsOf(n.Name, noteWords)}, {Text: say.Count(n.Count)},
				exampleCell(n.Example)})
		}
		sec.Tables = append(sec.Tables, t)
	}
	return sec
}

// ledgerSum is the row ledger as one checked sum.
func (s *subject) ledgerSum() string {
	var aside, broken int64
	for _, d := range s.Rows.Dropped {
		if d.Kind == "bad" {
			broken += d.Rows
		} else {
			aside += d.Rows
		}
	}
	t := fmt.Sprintf("%s read = %s used + %s set aside + %s unreadable.", say.Plural(s.Rows.Read, "row", "rows"),
		say.Count(s.Rows.Used), say.Count(aside), say.Count(broken))
	if s.Rows.Used+aside+broken != s.Rows.Read {
		t += " These do not add up: the ledger is incomplete."
	}
	return t
}

func (s *subject) ledgerTable() doc.Table {
	t := doc.Table{Caption: "Rows that left, by the first reason that applied",
		Head: []doc.Column{{Text: "Reason"}, {Text: "Kind"}, {Text: "Rows", Num: true},
			{Text: "Of all rows", Num: true}, {Text: "For example"}}}
	for _, d := range s.Rows.Dropped {
		of := say.Dash
		if s.Rows.Read > 0 {
			of = say.Share(report.Num(float64(d.Rows) / float64(s.Rows.Read)))
		}
		kind, tn := "set aside", draw.Tone("")
		if d.Kind == "bad" {
			kind, tn = "unreadable", draw.Bad
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: reasonText(d.Reason), Sub: say.Name(d.Reason)},
			{Text: kind, Tone: tn}, {Text: say.Count(d.Rows)}, {Text: of}, exampleCell(d.Example)})
	}
	return t
}

func exampleCell(e *report.Example) doc.Cell {
	if e == nil {
		return doc.Cell{Text: say.Dash}
	}
	c := doc.Cell{Text: say.Name(e.File) + ", row " + say.Count(e.Row)}
	if say.Clean(e.Value) != "" {
		c.Sub = say.Name(e.Value)
	}
	return c
}

// bridgeTables is one table per rate: one line per rule, one column per arm.
func (s *subject) bridgeTables() []doc.Table {
	var rates, arms []string
	steps := map[[2]string][]report.BridgeStep{}
	for _, b := range s.Bridge {
		rates, arms = appendNew(rates, b.Rate), appendNew(arms, b.Arm)
		steps[[2]string{b.Rate, b.Arm}] = b.Steps
	}
	var out []doc.Table
	for _, rate := range rates {
		t := doc.Table{Caption: "Bridge: from the raw " + rateName(rate) + " to ours",
			Head: []doc.Column{{Text: "Rule applied"}}}
		var rules []string
		for _, a := range arms {
			t.Head = append(t.Head, doc.Column{Text: say.Name(a), Num: true})
			for _, st := range steps[[2]string{rate, a}] {
				rules = appendNew(rules, st.Rule)
			}
		}
		for _, rule := range rules {
			row := []doc.Cell{{Text: wordsOf(rule, ruleWords)}}
			for _, a := range arms {
				row = append(row, bridgeCell(steps[[2]string{rate, a}], rule))
			}
			t.Rows = append(t.Rows, row)
		}
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}

func bridgeCell(steps []report.BridgeStep, rule string) doc.Cell {
	for _, st := range steps {
		if st.Rule == rule {
			c := doc.Cell{Text: say.Dash, Sub: say.Count(st.Numerator) + " / " + say.Count(st.Denominator)}
			if st.Denominator > 0 {
				c.Text = say.Fixed(100*float64(st.Numerator)/float64(st.Denominator), 2) + "%"
			}
			return c
		}
	}
	return doc.Cell{Text: say.Dash}
}

func appendNew(list []string, v string) []string {
	for _, x := range list {
		if x == v {
			return list
		}
	}
	return append(list, v)
}

func rateName(rate string) string {
	for _, w := range rateWords {
		if w.Rate == rate {
			return w.Name
		}
	}
	return say.Metric(rate)
}
