package ingest

import (
	"fmt"

	"uptake/analysis/spec"
	"uptake/ingest/event"
)

// tooLarge says that a number is one, but does not fit with its metric's
// decimals, and which scale would do; "" when that is not what is wrong.
func tooLarge(cell *event.Text, i int, v *spec.Variable) string {
	x, found := cell.Number(i)
	if _, _, fits := event.Scaled(x, v.Scale); found != event.Value || fits {
		return ""
	}
	for scale := v.Scale - 1; scale >= 0; scale-- {
		if _, _, fits := event.Scaled(x, scale); fits {
			return fmt.Sprintf(" (too large beside %d decimals; scale: %d fits)", v.Scale, scale)
		}
	}
	return " (too large for any scale)"
}
