package simulate

import (
	"bufio"
	"errors"
	"fmt"

	"uptake/analysis/whole"
	"uptake/ingest/simulate/layout"
)

// told is an export in a vendor's layout while it is written, a file by its name.
type told struct {
	layout layout.Layout
	files  map[string]*bufio.Writer
}

// tell has what follows told in a vendor's layout.
func (p *parts) tell(name string) error {
	l, err := layout.Find(name)
	if err != nil {
		return err
	}
	p.told = &told{l, map[string]*bufio.Writer{}}
	for _, n := range l.Files() {
		h, err := p.create(n)
		if err != nil {
			return errors.Join(err, p.abandon())
		}
		p.told.files[n] = bufio.NewWriterSize(h, 1<<16)
	}
	return nil
}

func (t *told) put(o *Options, rows []event) error {
	for i := range rows {
		e := o.event(&rows[i])
		w := t.files[t.layout.File(&e)]
		for _, line := range t.layout.Lines(&e) {
			if _, err := w.WriteString(line + "\n"); err != nil {
				return fmt.Errorf("the export cannot be written: %w", whole.Bare(err))
			}
		}
	}
	return nil
}

func (t *told) finish() error {
	for _, n := range t.layout.Files() {
		if err := t.files[n].Flush(); err != nil {
			return fmt.Errorf("%s cannot be written: %w", n, whole.Bare(err))
		}
	}
	return nil
}

// event is a row before a vendor tells it. Vendors' times are of milliseconds.
func (o *Options) event(r *event) layout.Event {
	e := layout.Event{ID: string(hexadecimal('e', r.id)), User: r.user + 1, At: r.at / 1000 * 1000,
		Name: kindNames[r.kind], Exposes: r.kind == exposure, Met: r.met,
		Suggestion: r.suggestion, Latency: r.latency, Value: r.value, Experiment: o.Experiment}
	treated := o.user(r.user).treatment
	if e.Exposes {
		treated = r.variant == 2
	}
	if treated {
		e.Arm = layout.Test
	}
	if r.suggestion != 0 {
		e.Surface = surfaces[r.surface]
	}
	return e
}
