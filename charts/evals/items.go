package evals

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// itemsSection is the ledger: what was read, what could be paired, and why the rest could not.
func (s *subject) itemsSection() *doc.Section {
	used, read := s.Ledger.Used, s.Ledger.Read
	sec := &doc.Section{ID: "items", Topic: "Items", Heading: fmt.Sprintf("%s of %s are compared", say.Count(used),
		say.Plural(read, "run", "runs"))}
	t := doc.Table{Caption: "What was read of each version", Head: []doc.Column{{Text: "Version"}, {Text: "Runs",
		Num: true}, {Text: "Items", Num: true}, {Text: "Failed runs", Num: true}, {Text: "Items not run", Num: true},
		{Text: "Items known by"}, {Text: "Repeats"}}}
	for i := range s.Versions {
		v := &s.Versions[i]
		repeats := "by the tool's numbers"
		if !v.Numbered {
			repeats = "told apart by what they hold"
		}
		if v.Runs == v.Items {
			repeats = "none"
		}
		failed := doc.Cell{Text: say.Count(int64(v.Errored))}
		if len(v.ErroredOf) > 0 {
			failed.Sub = say.List(firstOf(v.ErroredOf))
		}
		tool := say.Name(v.Tool)
		if v.ToolVersion != "" {
			tool += " " + say.Name(v.ToolVersion)
		}
		notRun := doc.Cell{Text: say.Count(int64(v.NotRun)), Sub: say.List(firstOf(v.NotRunOf))}
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.Name(v.Version), Sub: tool}, {Text: say.Count(int64(v.Runs))},
			{Text: say.Count(int64(v.Items))}, failed, notRun, {Text: say.Name(v.Key)}, {Text: repeats}})
	}
	t.Foot = "Not run: items that the data set or another version has, and of which the version has no run."
	sec.Tables = append(sec.Tables, t, s.statesTable())
	if f := s.statesFigure(); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	d := doc.Table{Caption: "Items that are not paired", Head: []doc.Column{{Text: "Metric"}, {Text: "Paired",
		Num: true}, {Text: "Only in " + say.Name(s.Baseline), Num: true}, {Text: "Only in the version", Num: true}}}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		for j := range m.Comparisons {
			c := &m.Comparisons[j]
			d.Rows = append(d.Rows, []doc.Cell{{Text: s.rowName(m, c.Version)}, {Text: say.Count(int64(c.Paired))},
				unpaired(c.OnlyBaseline), unpaired(c.OnlyVersion)})
		}
	}
	if len(d.Rows) > 0 {
		d.Foot = "In brackets why the other version has no score."
		sec.Tables = append(sec.Tables, d)
	}
	if len(s.Ledger.Dropped) > 0 {
		l := doc.Table{Caption: "Runs that are not compared", Head: []doc.Column{{Text: "Reason"}, {Text: "Runs",
			Num: true}}}
		for _, x := range s.Ledger.Dropped {
			l.Rows = append(l.Rows, []doc.Cell{{Text: say.Sentence(report.EvalReason(x.Reason).Words())},
				{Text: say.Count(x.Rows)}})
		}
		sec.Tables = append(sec.Tables, l)
	}
	return sec
}

var unpairedWords = map[string]string{"not_run": "not run", "errored": "failed", "judge_failed": "scorer failed",
	"missing": "empty score", "absent": "no such score"}

// unpaired is how many items one side alone scored, and the first of them with the reason.
func unpaired(list []report.Unpaired) doc.Cell {
	c := doc.Cell{Text: say.Count(int64(len(list)))}
	var some []string
	for i, u := range list {
		if i == 5 {
			some = append(some, fmt.Sprintf("%d more", len(list)-i))
			break
		}
		some = append(some, say.Name(u.Item)+" ("+unpairedWords[u.Why]+")")
	}
	c.Sub = say.List(some)
	return c
}

// firstOf names the first of a list that has itself the first alone.
func firstOf(list []string) []string {
	if len(list) <= 5 {
		return names(list, 5)
	}
	return append(names(list[:5], 5), "more")
}

func names(list []string, most int) (out []string) {
	for i, x := range list {
		if i == most {
			return append(out, fmt.Sprintf("%d more", len(list)-i))
		}
		out = append(out, say.Name(x))
	}
	return out
}
