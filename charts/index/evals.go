package index

import (
	"cmp"
	"fmt"
	"slices"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/night"
	"uptake/charts/say"
)

// evalOrder are the states of evaluations, the most pressing first.
var evalOrder = []report.EvalVerdict{report.EvalRollBack, report.EvalPatch, report.EvalShip, report.EvalAccept,
	report.EvalCannotTell}

// sortEvals puts evaluations in the order of page and JSON: by who needs a person, then by id.
func sortEvals(rows []report.EvalRow) {
	rank := func(r report.EvalRow) int {
		if at := slices.Index([]report.Status{report.StatusFailed, report.StatusStale}, r.Status); at >= 0 {
			return at
		}
		return 2 + slices.Index(evalOrder, r.Verdict)
	}
	slices.SortStableFunc(rows, func(a, b report.EvalRow) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ID, b.ID), cmp.Compare(a.File, b.File))
	})
}

// EvalNeedsSomebody reports whether an evaluation needs a person: what failed must be mended,
// and a verdict that says what to do has to be acted on.
func EvalNeedsSomebody(r *report.EvalRow) bool {
	return r.Status != report.StatusOK || r.Verdict != report.EvalCannotTell
}

// evalsView is what the page tells of the evaluations.
type evalsView struct {
	Heading string
	Blocks  []doc.Block
}

func newEvalsView(rows []report.EvalRow) *evalsView {
	if len(rows) == 0 {
		return nil
	}
	v := &evalsView{}
	needy := 0
	for i := range rows {
		r := &rows[i]
		if EvalNeedsSomebody(r) {
			needy++
		}
		v.Blocks = append(v.Blocks, evalBlock(r))
	}
	v.Heading = needText(needy, len(rows), "evaluation")
	return v
}

// needText says how many of several need somebody.
func needText(needy, of int, what string) string {
	all := say.Plural(of, what, what+"s")
	switch {
	case of == 1:
		return "The one " + what + map[bool]string{true: " needs somebody", false: " needs nobody"}[needy == 1]
	case needy == 0:
		return "None of " + all + " needs somebody"
	case needy == 1:
		return "1 of " + all + " needs somebody"
	}
	return say.Count(int64(needy)) + " of " + all + " need somebody"
}

func evalBlock(r *report.EvalRow) doc.Block {
	w := night.EvalWord(r.Status, r.Verdict)
	b := doc.Block{Title: say.Name(r.ID), Tone: w.Tone, Mark: w.Mark, Word: w.Word}
	if r.Status != report.StatusFailed && r.Folder != "" {
		ending := "html"
		if slices.Contains([]string{"md", "json"}, r.Pages) {
			ending = r.Pages
		}
		b.Link = night.Beside(r.Folder, "evals."+ending)
	}
	line := func(label, value string) {
		if value != "" {
			b.Lines = append(b.Lines, doc.Line{Label: label, Value: value})
		}
	}
	line("Found", say.Sentence(r.Headline))
	line("Would unblock it", night.EvalUnblockSentence(r))
	if g := r.Gates; r.Status != report.StatusFailed {
		line("Gates", say.OrElse(gatesText(g), "none is declared"))
	}
	if r.Previous != "" && r.Previous != r.Verdict {
		line("Was", doc.EvalVerdictOf(r.Previous).Word)
	}
	if r.Readings > 1 {
		line("Readings", fmt.Sprintf("the %s under these gates: each is one more chance to pass by luck",
			ordinal(r.Readings)))
	}
	if r.Owner != "" {
		line("Owner", say.Name(r.Owner))
	}
	line("File", say.Cap(say.Clean(r.File), 300))
	return b
}

func gatesText(g report.GateCounts) string {
	var parts []string
	for _, x := range []struct {
		n  int
		of report.GateVerdict
	}{{g.Pass, report.GatePass}, {g.Fail, report.GateFail}, {g.Inconclusive, report.GateInconclusive},
		{g.NotMeasured, report.GateNotMeasured}} {
		if x.n > 0 {
			parts = append(parts, say.Count(int64(x.n))+" "+doc.GateWordOf(x.of).Word)
		}
	}
	return joined(parts, ", ")
}

// ordinal is a number as the place of something.
func ordinal(n int) string {
	ending := "th"
	if n%100 < 11 || n%100 > 13 {
		ending = map[int]string{1: "st", 2: "nd", 3: "rd"}[n%10]
		if ending == "" {
			ending = "th"
		}
	}
	return say.Count(int64(n)) + ending
}
