package warehouse

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/ingest/format"
)

// Rows of a table leave the engine as text, like all that does, and become a Parquet file with the table's own column
// names and types: what is read of it is read by the rules for files. Every column goes along, since each may tell
// which of two copies of an event stays.

// aboutFetched is what the statement of a table's rows is about.
const aboutFetched = "Every row of the table, to be read as rows of a file are."

// beyondText stands for a time or a day that no four digits of a year write.
const beyondText = "beyond"

// Relation is a table of an engine.
type Relation struct {
	Written string // as the file has it
	Columns []Column
}

// Relations are the tables that the sources of an experiment name, each once.
func (s *Session) Relations(ctx context.Context, exp *spec.Experiment, demand spec.Demand) ([]*Relation, error) {
	var out []*Relation
	for i, x := range exp.Sources {
		r := relationOf(out, x.Written)
		if r == nil {
			r = &Relation{x.Written, s.Columns}
			if i > 0 {
				var err error
				if r.Columns, err = s.columns(ctx, x.Relation); err != nil {
					return nil, err
				}
			}
			out = append(out, r)
		}
		if len(r.Columns) == 0 {
			return nil, noTable(x.Written)
		}
		if err := r.refuse(exp, demand, x); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// relationOf is the table with a name among those that were described, nil where it is not.
func relationOf(list []*Relation, written string) *Relation {
	for _, r := range list {
		if r.Written == written {
			return r
		}
	}
	return nil
}

// refuse refuses columns that the experiment reads and of which no type of a file is known.
func (r *Relation) refuse(exp *spec.Experiment, demand spec.Demand, x spec.Source) error {
	one := *exp
	one.Sources = []spec.Source{x}
	p := &Plan{Exp: &one, Demand: demand, Columns: r.Columns}
	names := slices.Concat(spec.Canonical, exp.Segments)
	for _, f := range p.filters() {
		names = append(names, f.Column)
	}
	for _, v := range demand.Variables {
		names = append(names, v.Agg.Field)
	}
	for _, name := range names {
		if c, ok := p.column(name); ok && c.Kind == Other {
			return fmt.Errorf("columns.%s: the column %q of %s is of the type %s, which every engine writes as text "+
				"in its own way; give a view in which it is text, a number or a time", name, c.Name, r.Written, c.Type)
		}
	}
	return nil
}

// noTable says that there is no such table.
func noTable(name string) error {
	return fmt.Errorf("sources: the engine has no table %s, or no column of it that this user may read; name one as "+
		"schema.table or catalog.schema.table", name)
}

// RowsOf is the statement of a table's rows.
func (d *Dialect) RowsOf(r *Relation) string {
	var list []string
	for i, c := range r.Columns {
		list = append(list, fmt.Sprintf("%s AS c%d", d.sent(c), i+1))
	}
	return "SELECT\n  " + strings.Join(list, ",\n  ") + "\nFROM " + d.table(strings.Split(r.Written, ".")) + d.Suffix
}

// sent is a column as the text that stands for its value, NULL where there is none.
func (d *Dialect) sent(c Column) string {
	x := d.Quote(c.Name)
	switch c.Kind {
	case Boolean:
		return "CASE WHEN " + x + " THEN 'true' WHEN NOT " + x + " THEN 'false' END"
	case Instant, WallTime, Date:
		in, text := d.Day(x)
		if c.Kind != Date {
			in, text = d.Stamp(x, c.Kind == Instant)
		}
		return "CASE WHEN " + in + " THEN " + text + " WHEN " + x + " IS NOT NULL THEN '" + beyondText + "' END"
	case Other:
		return d.printed(x, c.Type)
	}
	return d.cast(x, d.Text)
}

// Record is what the engine was asked so far, in order.
func (s *Session) Record() []Asked { return s.asked }

// EstimateRows is what reading a table's rows would cost, by the engine's own estimate.
func (s *Session) EstimateRows(ctx context.Context, r *Relation) (Estimate, error) {
	cost, err := s.engine.Explain(ctx, s.d.RowsOf(r))
	return Estimate{aboutFetched, cost}, err
}

// Fetch asks for a table's rows and writes them to w as Parquet, some thousands at a time. told is called now and
// then with the number of rows so far; it may be nil.
func (s *Session) Fetch(ctx context.Context, r *Relation, w io.Writer, told func(rows int64)) error {
	sql := s.d.RowsOf(r)
	rows, err := s.engine.Query(ctx, sql)
	if err != nil {
		return err
	}
	defer rows.Close()
	into := newFetched(r)
	defer into.release()
	out, err := format.NewWriter(w, "parquet", into.schema, format.WriterOptions{Codec: "snappy", RowGroup: 32 << 10})
	if err != nil {
		return err
	}
	if n := len(rows.Columns()); n != len(r.Columns) {
		return broken(counted.Errorf("it has %d columns, not %d", n, len(r.Columns)))
	}
	for rows.Next() {
		if err := into.take(rows); err != nil {
			return err
		}
		if into.rows%rowsAtATime > 0 {
			continue
		}
		if err := into.write(out); err != nil {
			return err
		}
		if told != nil {
			told(into.rows)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if err := into.write(out); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	s.asked = append(s.asked, fetchedBy(sql, rows.Ran()))
	return nil
}
