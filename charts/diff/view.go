package diff

import (
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/out"
	"uptake/charts/say"
)

// newView turns a comparison of two results into what is printed of it.
func newView(d *report.Diff, o out.Options) *doc.View {
	v := &doc.View{What: "comparison", Title: "What changed in " + say.Name(d.Experiment), Cut: d.To.DataTo,
		Level:   say.Level(d.To.Level),
		Verdict: banner(d), Program: o.Program(d.ProgramVersion)}
	if full := say.Clean(d.Experiment); full != say.Name(d.Experiment) {
		v.FullTitle = say.Cap(full, 1000)
	}
	v.Meta = []string{"Two readouts"}
	if d.Of == report.IgnoresSchema {
		v.Meta[0] = "Two investigations"
	}
	if d.From.DataTo != "" || d.To.DataTo != "" {
		v.Meta = append(v.Meta, "Before: data to "+sideDay(d.From), "Now: data to "+sideDay(d.To))
	}
	v.Cautions = cautions(d)
	v.Sections = append(doc.Changes(d), trustSection(d, o))
	return v
}

func sideDay(s report.DiffSide) string {
	if s.DataTo == "" {
		return say.Dash
	}
	return say.Instant(s.DataTo)
}

// banner is the verdict of the later result, and what is another.
func banner(d *report.Diff) doc.Banner {
	b := doc.Banner{VerdictWord: doc.VerdictWord{Word: "Changed", Tone: draw.Inconclusive, Mark: "bars"},
		Headline: doc.ChangeLine(d)}
	if d.Same {
		b.Word, b.Mark, b.Headline = "The same", "equals", "Both results have the same numbers, of the same rows."
	}
	v := d.Verdict
	if v == nil {
		return b
	}
	b.VerdictWord = doc.VerdictOf(v.To.Verdict)
	if v.Changed {
		b.Reasons = []string{"Before: " + say.Sentence(said(v.From)), "Now: " + say.Sentence(said(v.To))}
		b.Rule = say.Sentence(v.To.Rule)
	}
	return b
}

// said is a decision's headline, the words of its verdict where it has none.
func said(d report.DiffDecision) string {
	return say.OrElse(d.Headline, doc.VerdictOf(d.Verdict).Banner)
}

// cautions are about the comparison itself.
func cautions(d *report.Diff) (out []string) {
	if d.From.DataTo != "" && d.To.DataTo != "" && d.To.DataTo < d.From.DataTo {
		out = append(out, "The data of the second result end before those of the first: what is called now is the "+
			"older of both.")
	}
	if d.From.ProgramVersion != d.To.ProgramVersion {
		out = append(out, "They were made by "+say.Program(d.From.ProgramVersion)+" and "+
			say.Program(d.To.ProgramVersion)+": read in the changelog what may differ for that.")
	}
	if d.From.Level != d.To.Level {
		out = append(out, "Their intervals are of "+say.Level(d.From.Level)+" before and of "+say.Level(d.To.Level)+
			" now.")
	}
	if d.From.Withheld || d.To.Withheld {
		which := "In both results"
		switch {
		case !d.To.Withheld:
			which = "In the result of before"
		case !d.From.Withheld:
			which = "In the result of now"
		}
		out = append(out, which+" a gate is shut, and nothing compares the arms.")
	}
	return out
}

// trustSection says of what the comparison was made.
func trustSection(d *report.Diff, o out.Options) doc.Section {
	s := doc.TrustSection([]doc.Term{
		{Word: "Within the interval of before",
			Meaning: "The later estimate lies in the interval that the earlier result gave. It shows nothing new."},
		{Word: "Beyond the interval of before",
			Meaning: "The later estimate lies outside. Rows came or went that are unlike the earlier ones, or " +
				"something else was asked: look at plan, rows and health."},
	})
	s.Line("Input hash before", say.Clean(d.From.InputHash), true)
	s.Line("Input hash now", say.Clean(d.To.InputHash), true)
	s.Line("Made with before", say.Program(d.From.ProgramVersion), false)
	s.Line("Made with now", say.Program(d.To.ProgramVersion), false)
	s.Line("Command", say.Clean(o.Command), true)
	return s
}
