package derive

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/format"
)

// maker makes the derived columns of one block, each once.
type maker struct {
	r     *reader
	batch *format.Batch
	made  []arrow.Array // nil where the block has nothing that it is made of
	done  []bool
}

// text views a column of the block, derived before place k or the file's.
func (m *maker) text(name string, k int) (*event.Text, error) {
	list := m.r.columns.List
	if below := spec.DerivedPlace(list[:k], name); below >= 0 {
		a, err := m.column(below)
		return m.r.columns.Style.Text(a), err
	}
	return m.r.columns.Style.Text(m.batch.Columns[m.r.place[name]]), nil
}

// column makes derived column k.
func (m *maker) column(k int) (arrow.Array, error) {
	if m.done[k] {
		return m.made[k], nil
	}
	m.done[k] = true
	d := &m.r.columns.List[k]
	var from, where []*event.Text
	there := len(d.From) == 0
	for _, name := range d.From {
		t, err := m.text(name, k)
		if err != nil {
			return nil, err
		}
		from, there = append(from, t), there || t.Present()
	}
	if !there {
		return nil, nil
	}
	for _, f := range d.Where {
		t, err := m.text(f.Column, k)
		if err != nil {
			return nil, err
		}
		where = append(where, t)
	}
	sieve, cells := event.NewSieve(d.Where, where), newCells(d, m.r.columns.Clock)
	b := array.NewStringBuilder(memory.DefaultAllocator)
	b.Reserve(m.batch.Rows)
	for i := range m.batch.Rows {
		v := ""
		if ok, _, _ := sieve.Pass(i); ok {
			v = first(d, from, i)
			if v = cells.before(v); v != "" && d.At == "" {
				v = cells.after(v)
			}
		}
		if v == "" {
			b.AppendNull()
		} else {
			b.Append(v)
		}
	}
	out := arrow.Array(b.NewArray())
	if d.At != "" {
		inner, err := format.Extract(out, d.At)
		if err != nil {
			return nil, err
		}
		texts := m.r.columns.Style.Text(inner)
		b := array.NewStringBuilder(memory.DefaultAllocator)
		for i := range m.batch.Rows {
			if v := texts.Value(i); v == "" {
				b.AppendNull()
			} else {
				b.Append(cells.after(v))
			}
		}
		out = b.NewArray()
	}
	m.made[k] = out
	return out, nil
}

// first is the first text of row i that is not empty.
func first(d *spec.Derived, from []*event.Text, i int) string {
	if len(from) == 0 {
		return d.Text
	}
	for _, t := range from {
		if v := t.Value(i); v != "" {
			return v
		}
	}
	return ""
}

// cells makes one cell after the other.
type cells struct {
	d      *spec.Derived
	clock  *event.Clock
	values map[string]string
}

func newCells(d *spec.Derived, clock *event.Clock) *cells {
	c := &cells{d: d, clock: clock, values: map[string]string{}}
	for _, v := range d.Values {
		for _, is := range v.Is {
			c.values[is] = v.To
		}
	}
	return c
}

// before decodes a text; what is not written so is empty.
func (c *cells) before(v string) string {
	for _, how := range c.d.Decode {
		if v == "" {
			return ""
		}
		switch how {
		case spec.Base64:
			v = fromBase64(v)
		case spec.JSON:
			var text string
			if v[0] == '"' && json.Unmarshal([]byte(v), &text) == nil {
				v = text
			}
		}
	}
	return v
}

// after makes a time of an epoch, and puts what a text stands for in its place.
func (c *cells) after(v string) string {
	if c.d.Epoch {
		if at, form, found := c.clock.Parse(v); found == event.Value && form >= event.Seconds && form <= event.Nanos {
			v = time.UnixMicro(at).UTC().Format("2006-01-02T15:04:05.999999Z07:00")
		}
	}
	if to, ok := c.values[v]; ok {
		return to
	}
	return v
}

// fromBase64 decodes either alphabet, with padding or without.
func fromBase64(v string) string {
	v = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(strings.TrimSpace(v), "="))
	b, err := base64.RawStdEncoding.DecodeString(v)
	if err != nil {
		return ""
	}
	return string(b)
}
