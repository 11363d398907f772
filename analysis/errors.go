package analysis

import (
	"fmt"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
)

// NoUnitsError is a study in which no unit is left: rows were kept, but none
// exposes anybody.
type NoUnitsError struct {
	Read    int64
	Dropped []report.Dropped
}

// Error lists where the rows went.
func (e *NoUnitsError) Error() string {
	var why []string
	for _, d := range e.Dropped {
		why = append(why, fmt.Sprintf("%s %d", d.Reason, d.Rows))
	}
	if why == nil {
		return counted.Sprintf("none of the %d rows read exposes a unit", e.Read)
	}
	return counted.Sprintf("no unit is left of the %d rows read; rows were set aside as %s", e.Read,
		strings.Join(why, ", "))
}

// MismatchError is a sum that does not add up: a fault of this program, not of
// the data.
type MismatchError struct {
	What      string
	Got, Want int64
}

// Error states both sides of the sum.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("internal check failed: %s is %d where %d is expected; please report this", e.What, e.Got,
		e.Want)
}
