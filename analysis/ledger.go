package analysis

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Ledger accounts for every row: read = used + dropped, checked. Reasons come in
// the order in which they are tried, only those that occurred.
func Ledger(read int64, t *sums.Tally) (report.Rows, error) {
	rows := report.Rows{Read: read, Used: t.Used, Dropped: []report.Dropped{}, Notes: []report.Note{}}
	sum := t.Used
	for r := sums.Reason(0); r < sums.NumReasons; r++ {
		n := t.Dropped[r]
		if n == 0 {
			continue
		}
		sum += n
		d := report.Dropped{Reason: r.String(), Kind: "aside", Rows: n}
		if r.Bad() {
			d.Kind = "bad"
		}
		d.Example = example(t.Example[r])
		rows.Dropped = append(rows.Dropped, d)
	}
	if sum != read {
		return rows, &MismatchError{"the number of rows used and dropped", sum, read}
	}
	for _, n := range []report.Note{{Name: "duplicates_with_other_payload", Count: t.DiffersFromKept,
		Example: example(t.Differs)}, {Name: "crossover_units", Count: t.Crossovers}} {
		if n.Count > 0 {
			rows.Notes = append(rows.Notes, n)
		}
	}
	return rows, nil
}

// Counted is the ledger of the study's rows, refused where too many cells are broken.
func Counted(t *study.Tables, all *sums.Tally) (report.Rows, error) {
	if err := t.CheckValues(all); err != nil {
		return report.Rows{}, err
	}
	if err := t.CheckCopies(all); err != nil {
		return report.Rows{}, err
	}
	return Ledger(t.Read, all)
}

func example(x *sums.Example) *report.Example {
	if x == nil {
		return nil
	}
	return &report.Example{File: x.File, Row: x.Row, Value: x.Shown()}
}

// Bad counts the rows that nobody meant to be as they are.
func Bad(rows report.Rows) int64 {
	var n int64
	for _, d := range rows.Dropped {
		if d.Kind == "bad" {
			n += d.Rows
		}
	}
	return n
}

// Attributed reports whether an attribution window applies: always for events,
// and for suggestion rows that carry the time of the decision.
func Attributed(exp *spec.Experiment, t *study.Tables) bool {
	return HasSuggestions(exp) && (exp.Layout == spec.Events || t.HasDecisionTime)
}
