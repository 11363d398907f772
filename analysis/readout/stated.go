package readout

import (
	"strings"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// counted takes what the sums state: rows, arms and samples.
func (w *work) counted() (err error) {
	in := w.stated
	if w.r.Rows, err = analysis.Ledger(in.Read, &in.Tally); err != nil {
		return err
	}
	list, all, units, err := analysis.StatedSamples(w.exp, in)
	if err != nil {
		return err
	}
	arms, control := analysis.DeclaredArms(w.exp)
	w.list, w.samples, w.nonZero = list, all, successes(list, all)
	w.by = &compare.Terms{Arms: analysis.NewArms(w.exp, arms, control, units)}
	w.r.Unit, w.r.InputHash = "row", report.Hash(in.Tally.Hash.String())
	return nil
}

// statedFacts are what the checks look at of stated sums.
func statedFacts(arms *analysis.Arms, rows report.Rows) *health.Facts {
	h := &health.Facts{Exp: arms.Exp, Compare: len(arms.Exp.Arms) > 0, Nameless: true, Read: rows.Read,
		Bad: analysis.Bad(rows)}
	for i, name := range arms.Names {
		h.Arms = append(h.Arms, health.Arm{Name: name, Share: arms.Shares[i], Units: arms.Units[i]})
	}
	return h
}

// statedCautions say what sums cannot give, and what was noted when they were read.
func statedCautions(exp *spec.Experiment, in *study.Summary) []report.Caution {
	var out []report.Caution
	if names := unitNames(exp); len(names) > 0 {
		out = append(out, report.Cautionf("also_unavailable", "%s need the units one by one; layout summary has "+
			"their sums only.", strings.Join(names, ", ")))
	}
	for _, n := range in.Notes {
		out = append(out, report.Caution{Code: "note", Detail: n})
	}
	return out
}

// successes counts the units with a value other than 0, which stated sums give
// for proportions only; nil for means.
func successes(list []analysis.Entry, all [][]stats.Sample) [][]int64 {
	out := make([][]int64, len(list))
	for i, e := range list {
		if !e.Kind.Binary {
			continue
		}
		for _, s := range all[i] {
			out[i] = append(out[i], s.Successes)
		}
	}
	return out
}
