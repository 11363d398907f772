package ignore

import (
	"slices"

	"uptake/analysis/report"
)

// answerSteps are the upper ends of the bins of answers, in seconds.
var answerSteps = []float64{0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 240, 480, 900, 1800, 3600, 7200, 4 * 3600, 8 * 3600,
	16 * 3600, 86400, 2 * 86400, 4 * 86400, 8 * 86400, 16 * 86400}

// answerTimes counts the answers by how long they took; nil without one.
func (f *Facts) answerTimes() *report.AnswerTimes {
	var upto []int64
	for _, s := range answerSteps {
		if at := int64(s * 1e6); at < f.window {
			upto = append(upto, at)
		}
	}
	upto = append(upto, f.window)
	names := [endings]string{byAccept - 1: "accepted", byDismiss - 1: "dismissed", byEnding - 1: "ended"}
	var counts [endings][]int64
	for k := range counts {
		counts[k] = make([]int64, len(upto))
	}
	for i := range f.units {
		for _, e := range f.units[i].ends {
			if e.cause == 0 {
				continue
			}
			bin, _ := slices.BinarySearch(upto, e.at)
			counts[e.cause-1][min(bin, len(upto)-1)]++
		}
	}
	out := &report.AnswerTimes{Answers: []report.AnswerTime{}}
	for _, at := range upto {
		out.Upto = append(out.Upto, report.Num(float64(at)/1e6))
	}
	for k, list := range counts {
		var all, sum int64
		for _, n := range list {
			all += n
		}
		if all == 0 {
			continue
		}
		a := report.AnswerTime{Answer: names[k], Counts: list, Half: report.Undefined()}
		for b, n := range list {
			if sum += n; 2*sum >= all && !a.Half.Defined() {
				a.Half = out.Upto[b]
			}
		}
		out.Answers = append(out.Answers, a)
	}
	if len(out.Answers) == 0 {
		return nil
	}
	return out
}
