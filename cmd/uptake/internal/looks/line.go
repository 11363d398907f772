package looks

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// lineOf is what a readout says in the ledger.
func lineOf(r *report.Report, fileHash string) report.LedgerLine {
	line := report.LedgerLine{DataTo: r.DataTo, Verdict: r.Decision.Verdict, Code: r.Decision.Code,
		FirstCut: r.Decision.FirstCut, File: fileHash,
		InputHash: string(r.InputHash), Rows: r.Rows.Read, Health: r.Health.Status,
		Estimates: []report.LedgerEstimate{}, Settled: settledOf(r)}
	for _, m := range r.Metrics {
		if r.Embargo != nil {
			break
		}
		if m.Role != "primary" && m.Role != "guardrail" {
			continue
		}
		for _, c := range m.Comparisons {
			a := c.Adjusted()
			e := report.LedgerEstimate{Metric: m.Name, Arm: c.Arm, Control: c.Control, Fixed: a.Abs,
				PAdjusted:  a.PAdjusted,
				Sequential: report.NoInterval("")}
			if a.Sequential != nil {
				e.Sequential = a.Sequential.Abs
			}
			line.Estimates = append(line.Estimates, e)
		}
	}
	return line
}

// See adds what is read now, with what changed since the look before.
func (l *Ledger) See(e *spec.Experiment, r *report.Report) error {
	line := lineOf(r, e.Hash)
	was := l.Last()
	if was == nil || was.File != line.File {
		line.Keys, line.KeysFrom = keysOf(e.Given)
		if before := l.Keys(); was != nil && before != nil {
			line.Changed = difference(before, line.Keys, line.KeysFrom)
		}
	}
	if was != nil {
		line.Late = lateOf(was, r)
	}
	return l.Add(line)
}
