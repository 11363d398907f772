package ingest

import (
	"fmt"

	"uptake/analysis/spec"
	"uptake/ingest/event"
)

// span is the days that bound first exposures, in microseconds, half-open.
type span struct{ from, to int64 }

func newSpan(e *spec.Experiment) span {
	s := span{-1 << 63, 1<<63 - 1}
	if e.Start != spec.NoDay {
		s.from = e.Start.Start(e.Zone)
	}
	if e.End != spec.NoDay {
		s.to = (e.End + 1).Start(e.Zone)
	}
	return s
}

func (s span) holds(ts int64) bool { return ts >= s.from && ts < s.to }

// disagree says that a time column is written in two ways.
func (b *batch) disagree(w *worker, i int, t *event.Text, name string, form, bound event.Form) error {
	return fmt.Errorf("%s, row %d: the %s column %q holds %q, which is %s, while other rows hold %s; write the whole column in one way, or give each source its own entry under sources",
		w.run.files[b.file].Name, b.place(i).Row(), name, b.in.path(name), t.Value(i), form, bound)
}
