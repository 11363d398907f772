package analysis

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
)

// BadRowsError is more broken rows than the experiment allows.
type BadRowsError struct {
	Bad, Read int64
	Limit     float64 // share of rows read
	Dropped   []report.Dropped
}

// Error names the reasons with an example of each.
func (e *BadRowsError) Error() string {
	var why []string
	for _, d := range e.Dropped {
		s := fmt.Sprintf("%s %d", d.Reason, d.Rows)
		if x := d.Example; x != nil {
			s += fmt.Sprintf(" (such as %s row %d: %q)", x.File, x.Row, x.Value)
		}
		why = append(why, s)
	}
	return fmt.Sprintf("%d of %d rows (%.3g%%) are broken, more than max_bad_rows allows (%.3g%%): %s",
		e.Bad, e.Read, 100*float64(e.Bad)/float64(e.Read), 100*e.Limit, strings.Join(why, "; "))
}

// MissingArmError is a declared arm that no unit is in.
type MissingArmError struct {
	Arm  string
	Seen []string // arm values that do occur
}

// Error lists what the export holds instead.
func (e *MissingArmError) Error() string {
	if len(e.Seen) == 0 {
		return fmt.Sprintf("the arm %q never occurs in the export, and no other arm does either", e.Arm)
	}
	var q []string
	for _, s := range e.Seen {
		q = append(q, fmt.Sprintf("%q", s))
	}
	return fmt.Sprintf("the arm %q never occurs in the export, which has %s", e.Arm, strings.Join(q, ", "))
}

// NoUnitsError is a study in which no unit is left.
type NoUnitsError struct {
	Read    int64
	Dropped []report.Dropped
}

// Error lists where the rows went.
func (e *NoUnitsError) Error() string {
	if e.Read == 0 {
		return "the sources hold no rows"
	}
	var why []string
	for _, d := range e.Dropped {
		why = append(why, fmt.Sprintf("%s %d", d.Reason, d.Rows))
	}
	if why == nil {
		return fmt.Sprintf("none of the %d rows read exposes a unit", e.Read)
	}
	return fmt.Sprintf("no unit is left of the %d rows read; rows were set aside as %s", e.Read, strings.Join(why, ", "))
}

// MismatchError is a sum that does not add up: a fault of this program, not of
// the data.
type MismatchError struct {
	What      string
	Got, Want int64
}

// Error states both sides of the sum.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("internal check failed: %s is %d where %d is expected; please report this", e.What, e.Got, e.Want)
}
