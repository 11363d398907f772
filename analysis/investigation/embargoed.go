package investigation

import "fmt"

// Embargoed is an investigation that is not made, because the file keeps the numbers
// closed for the first days.
type Embargoed struct{ Last, Opens string }

// Error says when they open.
func (e *Embargoed) Error() string {
	return fmt.Sprintf("the file keeps the numbers closed (embargo), those of ignored suggestions too: they open on "+
		"%s, once the data reach the end of %s; until then uptake readout shows health and counts", e.Opens, e.Last)
}
