package doc

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// BudgetSection is the chance that nothing real ends in a wrong word, by word.
func BudgetSection(b *report.Budget, runs string) Section {
	sec := Section{ID: "budget", Topic: "Wrong words", Heading: fmt.Sprintf("Where nothing differs, likely at most "+
		"%s of 100 experiments end in a wrong word", tenth100(b.Total.Hi))}
	t := Table{Caption: "Wrong words of 100 experiments in which nothing differs", Head: []Column{{"Word", false},
		{"Of 100", true}, {"95% interval", true}}}
	row := func(label string, r report.BudgetRow) {
		lo := say.Dash
		switch {
		case r.From == "level":
			lo = "by its level"
		case r.Lo.Defined():
			lo = tenth100(r.Lo) + " to " + tenth100(r.Hi)
		}
		t.Rows = append(t.Rows, []Cell{{Text: label, Sub: why(r)}, {Text: tenth100(r.Chance)}, {Text: lo}})
	}
	for _, r := range b.Rows {
		label, ok := map[string]string{"band": "Early, by the band", "second_reading": "By the second reading",
			"undeclared": "Hold, by a metric not run"}[r.Word]
		if !ok {
			label = VerdictOf(report.Verdict(r.Word)).Word
		}
		row(label, r)
	}
	row("Any of these", b.Total)
	t.Foot = say.UpperFirst(runs) + ". " + b.Combined
	sec.Tables = append(sec.Tables, t)
	for _, f := range b.Facts {
		sec.Notes = append(sec.Notes, say.Sentence(f))
	}
	return sec
}

// why says when a word comes out; nothing of all of them together.
func why(r report.BudgetRow) string {
	if r.Word == "any" {
		return ""
	}
	return r.Why
}

// tenth100 is a chance in 100, to a tenth.
func tenth100(p report.Num) string {
	if !p.Defined() {
		return say.Dash
	}
	return say.Fixed(100*float64(p), 1)
}
