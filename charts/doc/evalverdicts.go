package doc

import (
	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
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

// GateWord is how the verdict of a gate of an evaluation is written.
type GateWord struct {
	Word string
	Tone draw.Tone
}

var evalGates = map[report.GateVerdict]GateWord{
	report.GatePass:         {"passed", draw.Good},
	report.GateFail:         {"failed", draw.Bad},
	report.GateInconclusive: {"inconclusive", draw.Inconclusive},
	report.GateNotMeasured:  {"not measured", draw.Caution},
}

// GateWordOf is how the verdict of a gate is written; the empty word where it is none of them.
func GateWordOf(v report.GateVerdict) GateWord { return evalGates[v] }

var gateRules = map[string]string{"superiority": "better than the baseline", "noninferiority": "no worse than a margin",
	"limit": "within a limit"}

// GateRule says what a gate asks for; a rule that is not known is its own word.
func GateRule(rule string) string {
	if words, ok := gateRules[rule]; ok {
		return words
	}
	return say.Clean(rule)
}
