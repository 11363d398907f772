package evals

import (
	"fmt"

	"uptake/charts/doc"
	"uptake/charts/out"
	"uptake/charts/say"
)

var glossary = []doc.Term{
	{Word: "Item", Meaning: "One thing that every version was run over: a question, a document, a conversation. It " +
		"is the unit: repeats are averaged within it."},
	{Word: "Paired difference",
		Meaning: "The version's score less the baseline's on the same item. Its mean is far surer than the " +
			"difference of two means, because what makes an item hard is in both."},
	{Word: "Gate", Meaning: "A criterion declared beforehand. It is passed where it is shown to hold, not where the " +
		"number merely looks so."},
	{Word: "Margin", Meaning: "What a version may lose. A gate with a margin is passed where a loss as large as that " +
		"is ruled out."},
	{Word: "Not measured",
		Meaning: "Too few items: even if none of them were worse, a loss of the margin could not be ruled out."},
	{Word: "Failed run", Meaning: "A run that ended in an error. It has no score. Everything that decides is also " +
		"read with failed runs as the worst score; where that changes a gate, nothing is decided."},
}

// trustSection says how the evaluation was made, and how to make it again.
func (s *subject) trustSection(o out.Options) doc.Section {
	sec := doc.TrustSection(glossary)
	line := sec.Line
	line("Program", say.Program(s.ProgramVersion), false)
	for _, v := range s.Versions {
		line("Files of "+say.Name(v.Version), say.List(names(v.Files, 6)), true)
	}
	line("Errors", "CR3 by cluster with Satterthwaite's degrees of freedom; of 0/1 scores a gate also has to pass "+
		"Tango's score test on items after the design effect, and to stand one more group of items that is wholly "+
		"worse", false)
	line("Alpha", say.Declared(float64(s.Alpha), false)+": a gain two-sided, a margin or limit one-sided", false)
	line("Readings under these gates", fmt.Sprint(s.Readings), false)
	line("Gates, hash", say.Name(s.GatesHash), true)
	line("Evaluation file, hash", say.Name(s.ConfigHash), true)
	line("Input hash", say.Name(s.InputHash), true)
	for _, set := range s.Set {
		line("Changed with --set", say.Cap(say.Clean(set), 200), true)
	}
	line("Made again by", say.Cap(say.Clean(say.OrElse(o.Command, "uptake evals EVALS.yaml")), 500), true)
	return sec
}
