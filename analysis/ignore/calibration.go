package ignore

import (
	"context"
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

const (
	// calibrationBins is how many bins the curve of a confidence has at most.
	calibrationBins = 10
	// mostCalibrated is the rows above which a share of the units is looked at.
	mostCalibrated = 1_000_000
)

// hideBelow are the confidences below which hiding is imagined.
var hideBelow = []float64{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}

// calibration compares the model's confidence with what was accepted and, where
// there are labels, with what was right.
func calibration(_ context.Context, f *Facts, out *report.Ignores) error {
	c := f.columnNamed("confidence")
	if c < 0 {
		return nil
	}
	if !f.spread(c) {
		out.Cautions = append(out.Cautions, report.Cautionf("constant_confidence", "The confidence does not differ "+
			"between the seen suggestions that have one, so it cannot tell which will be accepted."))
		return nil
	}
	l := f.calibrated(c, "acceptance",
		func(row int) (yes, ok bool) { return study.AcceptedStates.Has(f.seen.state[row]), true })
	if f.seen.label != nil {
		if o := f.calibrated(c, "correctness", func(row int) (yes, ok bool) {
			return f.seen.label[row] == good, f.seen.label[row] != unlabelled
		}); o.Seen > 0 {
			l.Labels = o
		}
	}
	out.Calibration = l
	return nil
}

func (f *Facts) calibrated(c int, against string, outcome func(row int) (yes, ok bool)) *report.CalibrationLens {
	k := &f.columns[c]
	d := f.design(-1, 2, mostCalibrated, func(_ *person, row int, to []float64) bool {
		yes, ok := outcome(row)
		if to[0], to[1] = float64(k.values[row]), 0; yes {
			to[1] = 1
		}
		return ok && !math.IsNaN(to[0])
	})
	l := &report.CalibrationLens{Against: against, Seen: int64(len(d.y)), Bins: []report.CalibrationBin{},
		Hide: []report.HidePoint{}, AUC: report.NoInterval("")}
	if len(d.y) == 0 {
		return l
	}
	yes, accepts := make([]bool, len(d.y)), 0
	for i, v := range d.x[1] {
		if yes[i] = v == 1; yes[i] {
			accepts++
		}
	}
	m := stats.Calibrate(d.x[0], yes, d.first, calibrationBins)
	for _, b := range m.Bins {
		l.Bins = append(l.Bins, report.CalibrationBin{From: report.Num(b.Low), To: report.Num(b.High),
			Mean: report.Num(b.Confidence), Seen: b.Rows,
			Observed: inUnit(f.interval(b.Rate, b.SE, math.Max(1, float64(b.Clusters-1)), "clustered"))})
	}
	l.Brier, l.Reliability, l.Resolution, l.Uncertainty = report.Num(m.Brier), report.Num(m.Reliability),
		report.Num(m.Resolution), report.Num(m.Uncertainty)
	l.WithinBins, l.ECE, l.AUC = report.Num(m.Within), report.Num(m.ECE), inUnit(f.interval(m.AUC, m.AUCSE, math.Inf(1),
		"clustered"))
	for _, t := range hideBelow {
		shown, kept := 0, 0
		for i, v := range d.x[0] {
			if v >= t {
				shown++
				if yes[i] {
					kept++
				}
			}
		}
		if shown == 0 || shown == len(d.y) {
			continue
		}
		l.Hide = append(l.Hide, report.HidePoint{Below: report.Num(t), Shown: quotient(int64(shown), int64(len(d.y))),
			Acceptance: quotient(int64(kept), int64(shown)), Lost: quotient(int64(accepts-kept), int64(accepts))})
	}
	l.Sentence = calibrationSentence(l, m)
	return l
}

func inUnit(i report.Interval) report.Interval {
	if i.Lo.Defined() {
		i.Lo, i.Hi = max(i.Lo, 0), min(i.Hi, 1)
	}
	return i
}

// calibrationSentence says whether the confidence tells suggestions apart, and
// whether its scale is right.
func calibrationSentence(l *report.CalibrationLens, m stats.Calibration) string {
	what := map[string]string{"acceptance": "accepted", "correctness": "right"}[l.Against]
	switch {
	case math.IsNaN(m.AUC):
		return fmt.Sprintf("All or none of these suggestions were %s, so nothing tells them apart.", what)
	case l.AUC.Lo.Defined() && l.AUC.Lo <= 0.5 && l.AUC.Hi >= 0.5:
		return fmt.Sprintf("The confidence does not tell which suggestions are %s: a threshold on it cannot help.",
			what)
	case m.AUC < 0.5:
		return fmt.Sprintf("The more confident the model, the less is %s: the confidence points the wrong way.", what)
	case m.AUC < 0.6:
		return fmt.Sprintf("The confidence tells a little of which suggestions are %s: of a pair, the better one has "+
			"the higher confidence in %.0f%% of cases.", what, 100*m.AUC)
	case m.ECE > 0.1:
		return fmt.Sprintf("The confidence tells which suggestions are %s, but on another scale: it is off by %.0f "+
			"points on average. A threshold can be tried.", what, 100*m.ECE)
	}
	return fmt.Sprintf("The confidence tells which suggestions are %s.", what)
}
