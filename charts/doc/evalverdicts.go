package doc

import (
	"uptake/analysis/report"
	"uptake/charts/draw"
)

// evalVerdicts are how the verdicts of an evaluation are written.
var evalVerdicts = map[report.EvalVerdict]VerdictWord{
	report.EvalShip:       {Word: "Ship", Tone: draw.Good, Mark: "up"},
	report.EvalPatch:      {Word: "Patch", Tone: draw.Caution, Mark: "bars"},
	report.EvalRollBack:   {Word: "Roll back", Tone: draw.Bad, Mark: "down"},
	report.EvalAccept:     {Word: "Accept with a note", Tone: draw.Promising, Mark: "equals"},
	report.EvalCannotTell: {Word: "Cannot tell", Tone: draw.Inconclusive, Mark: "question"},
}

// EvalVerdictOf is how a verdict of an evaluation is written, that nothing can be told where
// it is none of them.
func EvalVerdictOf(v report.EvalVerdict) VerdictWord {
	if w, ok := evalVerdicts[v]; ok {
		return w
	}
	return evalVerdicts[report.EvalCannotTell]
}
