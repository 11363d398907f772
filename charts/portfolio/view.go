package portfolio

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/out"
	"uptake/charts/say"
)

// Write writes portfolio.html, portfolio.json and portfolio.csv into dir, whole or
// not at all.
func Write(dir string, p *report.Portfolio) error {
	table, err := table(p)
	if err != nil {
		return fmt.Errorf("portfolio.csv: %w", err)
	}
	_, err = Document.Write(dir, p, out.Options{Formats: []string{"html", "json"}}, out.File{Name: "portfolio.csv",
		Content: table})
	return err
}

func newView(p *report.Portfolio, o out.Options) *doc.View {
	v := &doc.View{What: "portfolio", Back: true, Title: "Finished experiments", Cut: p.DataTo, Level: "95%",
		Program: o.Program(p.ProgramVersion)}
	v.Meta = []string{say.Plural(p.Finished, "finished", "finished") + ", " + say.Plural(p.Running, "other is not",
		"others are not")}
	if p.DataTo != "" {
		v.Meta = append(v.Meta, "Data to "+say.Instant(p.DataTo))
	}
	v.Verdict = doc.Banner{VerdictWord: doc.VerdictWord{Word: "Finished", Tone: draw.Inconclusive, Mark: "bars"},
		Headline: fmt.Sprintf("%d of %s gave an answer, %d shipped.", p.Learned, say.Plural(p.Finished,
			"finished experiment", "finished experiments"), p.Won),
		Basis: "an answer is ship, do not ship, hold or no difference that matters, of experiments whose data reach " +
			"their planned end"}
	rate := func(label string, n report.Num, part int, what string) doc.Card {
		k := doc.Card{Label: label, Big: say.Unknown, Sub: "No experiment is finished."}
		if n.Defined() {
			k.Big, k.Sub = say.Share(n), counted.Sprintf("%d of %d %s.", part, p.Finished, what)
		}
		return k
	}
	v.Cards = []doc.Card{rate("Learning rate", p.LearningRate, p.Learned, "gave an answer"), rate("Win rate", p.WinRate,
		p.Won, "shipped")}
	for _, c := range p.Cautions {
		v.Cautions = append(v.Cautions, say.Sentence(c.Detail))
	}
	total := doc.Table{Caption: "What was shipped came to", Long: true, Head: []doc.Column{{Text: "Main metric"},
		{Text: "Finished", Num: true}, {Text: "Shipped", Num: true}, {Text: "Sum as measured", Num: true},
		{Text: "Sum drawn to the mean", Num: true}, {Text: "Mean lift", Num: true}, {Text: "Spread", Num: true}}}
	for _, m := range p.Metrics {
		total.Rows = append(total.Rows, []doc.Cell{{Text: say.MetricTitle(m.Metric)},
			{Text: say.Count(int64(m.Experiments))}, {Text: say.Count(int64(m.Shipped))},
			liftCell(report.Interval{Value: m.Raw, Lo: report.Undefined(), Hi: report.Undefined()}), liftCell(m.Total),
			liftCell(report.Interval{Value: m.Mean, Lo: report.Undefined(), Hi: report.Undefined()}),
			liftCell(report.Interval{Value: m.Spread, Lo: report.Undefined(), Hi: report.Undefined()})})
	}
	total.Foot = "Lifts relative to control. What ships is picked because it looked good, so the sum as measured is " +
		"too large. Each lift is drawn to the mean of those with the same main metric, the more the wider its " +
		"interval (empirical Bayes, normal within and between, the spread by the moments of DerSimonian and Laird; " +
		"95% intervals, in which the mean is not taken as known and the spread is). A sum takes effects as adding " +
		"up. " + say.Dash + " means not known."
	each := doc.Table{Caption: "Every finished experiment", Long: true, Head: []doc.Column{{Text: "Experiment"},
		{Text: "Verdict"}, {Text: "Main metric"}, {Text: "Lift as measured", Num: true}, {Text: "Drawn to the mean",
			Num: true}, {Text: "q", Num: true}}}
	for _, x := range p.Experiments {
		each.Rows = append(each.Rows, []doc.Cell{{Text: say.Name(x.ID)}, {Text: doc.VerdictOf(x.Verdict).Word},
			{Text: say.OrElse(say.MetricTitle(x.Metric), say.Dash)}, liftCell(x.Lift), liftCell(x.Shrunken),
			{Text: say.P(x.Q)}})
	}
	if t := doc.Discoveries(p.Discoveries, "that are finished"); t != "" {
		each.Foot = t + " q is the false discovery rate from which on a comparison is found."
	}
	v.Sections = []doc.Section{
		{ID: "total", Topic: "Total", Heading: "What the shipped lifts come to", Tables: []doc.Table{total}},
		{ID: "each", Topic: "Experiments", Heading: say.Plural(p.Finished, "finished experiment",
			"finished experiments"), Tables: []doc.Table{each}},
	}
	return v
}

func liftCell(iv report.Interval) doc.Cell { return doc.IntervalCell(iv, say.Percent) }

// table has a finished experiment a row, lifts as shares of control.
func table(p *report.Portfolio) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"experiment", "family", "verdict", "metric", "arm", "lift", "lift_lo", "lift_hi", "drawn",
		"drawn_lo", "drawn_hi", "rows", "data_to", "q"}}
	for _, x := range p.Experiments {
		rows = append(rows, []string{out.CSVText(x.ID), out.CSVText(x.Family), string(x.Verdict), out.CSVText(x.Metric),
			out.CSVText(x.Arm),
			x.Lift.Value.Text(), x.Lift.Lo.Text(), x.Lift.Hi.Text(), x.Shrunken.Value.Text(), x.Shrunken.Lo.Text(),
			x.Shrunken.Hi.Text(), strconv.FormatInt(x.Rows, 10), x.DataTo, x.Q.Text()})
	}
	err := w.WriteAll(rows)
	return b.Bytes(), err
}
