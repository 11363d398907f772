package decide

import (
	"fmt"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// alpha says how alpha is shared out and what the verdict rests on; nil without
// anything to compare. critical is that of the first primary metric's comparison.
func (f *Facts) alpha() *report.Alpha {
	if len(f.Arms) == 0 {
		return nil
	}
	u, all := report.Undefined(), report.Num(f.Exp.Statistics.Alpha)
	out := &report.Alpha{Band: u, End: all, Extension: u, Critical: u, By: "none"}
	if f.Exp.Statistics.Sequential && f.Timed && f.Looks == nil {
		out.Band = all * spec.BandShare
	}
	if f.Exp.Decision.Extension > 0 {
		out.End, out.Extension, out.ExtensionDeclared = all*spec.FirstShare, all, f.declared("decision.extension")
	}
	switch {
	case f.Looks != nil && f.Looks.Reached > 0:
		out.By = "look"
	case f.early() && f.Looks == nil:
		out.By = "band"
	case f.Ended:
		out.By = "end"
		if n := f.final(); n != nil {
			out.By, out.Critical = n.By, n.Critical
		}
	}
	return out
}

// final is the reading of the first primary metric that has one.
func (f *Facts) final() *report.Final {
	for _, arm := range f.Arms {
		for _, m := range f.Metrics {
			for _, c := range m.Comparisons {
				if spec.Role(m.Role) == spec.Primary && c.Arm == arm && c.Final != nil {
					return c.Final
				}
			}
		}
	}
	return nil
}

// readingBasis says what the reading at the end, or after a declared extension,
// is held against. It is true of one reading alone, which nothing here can know.
func (f *Facts) readingBasis(level string) string {
	n := f.final()
	switch {
	case n == nil:
		return ""
	case f.unplanned():
		return "That holds where the data are read once."
	}
	share := fmt.Sprintf("%.4g", 100*f.Exp.Statistics.Alpha)
	what := fmt.Sprintf("the reading at the end must stand %.3g standard errors from zero (p below %.3g)",
		float64(n.Critical), float64(n.Level))
	if n.By == "extension" {
		what = fmt.Sprintf("the second reading, after the declared extension, must stand %.3g standard errors from "+
			"zero (p below %.3g)", float64(n.Critical), float64(n.Level))
	}
	others := ""
	switch band := f.Exp.Statistics.Sequential && n.Path != "single"; {
	case band && n.By == "extension":
		others = ", so that it, the first reading at the end and the always-valid band of every day are together " +
			"wrong in " + share + " of 100"
	case n.By == "extension":
		others = ", so that it and the first reading at the end are together wrong in " + share + " of 100"
	case band:
		others = ", so that it and the always-valid band of every day, also after it, are together wrong in " + share +
			" of 100"
	}
	held := "That holds for one reading at the end, declared before the start."
	if f.Exp.Decision.Extension > 0 {
		held = fmt.Sprintf("That holds for one reading at the end and one %s later, both declared before the start%s.",
			counted.Noun(f.Exp.Decision.Extension, "day"), butDeclared(f.declared("decision.extension")))
		if n.By == "end" {
			held = fmt.Sprintf("%.3g of the %s in 100 are left for the second reading, %s later. ",
				100*f.Exp.Statistics.Alpha*(1-spec.FirstShare), share, counted.Noun(f.Exp.Decision.Extension,
					"day")) + held
		}
	}
	return upper(what) + others + ". " + held + fmt.Sprintf(" The printed %s intervals are each of one reading alone.",
		level)
}
