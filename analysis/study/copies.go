package study

import (
	"fmt"

	"uptake/analysis/counted"
	"uptake/analysis/sums"
)

// mostRedated is the share of rows read that may bear the id of another row and another
// time, where the column of ids was taken by its name alone.
const mostRedated = 0.001

// CheckCopies refuses the study when rows share an event id and differ, in their time at
// least, and nobody said that the column names events: then it may be a counter of each
// process, and rows that are no copies would be lost as such. t is the tally of all rows.
func (s *Tables) CheckCopies(t *sums.Tally) error {
	if !s.AssumedID || float64(t.Redated) <= mostRedated*float64(s.Read) {
		return nil
	}
	first, instead := "", "the column that names every event once with columns: {event_id: …}"
	if x := t.Differs; x != nil {
		first = fmt.Sprintf(", such as %s, row %d (%q)", x.File, x.Row, x.Value)
	}
	if s.EventIDLike != "" {
		instead = fmt.Sprintf("the column that names every event once, which may be %q: columns: {event_id: %q}",
			s.EventIDLike, s.EventIDLike)
	}
	return counted.Errorf("%d of %d rows (%.2g %%) bear the event_id of another row and another time%s: the column "+
		"only bears the name, and counted as copies these rows would be lost. Bind %s; "+
		"without one take rows that are equal in every column for copies (duplicates: row); or, where ids are right "+
		"and rows were changed, say so with columns: {event_id: event_id}",
		t.Redated, s.Read, 100*float64(t.Redated)/float64(s.Read), first, instead)
}
