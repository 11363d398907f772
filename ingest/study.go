package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/analysis/whole"
	"uptake/ingest/format"
)

// WriteStudy writes the study tables as Parquet: units.parquet, and
// unit_days.parquet and suggestions.parquet where the study has them. Columns
// are those of the study's schemas made plain for SQL: text instead of codes,
// the unit's id in every table, variables as exact decimals under the name of
// their metric, and each suggestion's end state at the data cut-off.
func WriteStudy(ctx context.Context, t *study.Tables, dir string) (paths []string, err error) {
	undo, err := whole.Folder(dir)
	if err != nil {
		return nil, fmt.Errorf("the output folder %s cannot be made: %w", dir, whole.Bare(err))
	}
	defer func() {
		if err != nil {
			undo()
		}
	}()
	t.Visit()
	wide := make([]bool, len(t.Shape.Variables))
	// a Parquet column's type stands before its first row: what a later one needs is written anew
	for again := true; again; {
		if paths, again, err = writeStudy(ctx, t, dir, wide); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// writeStudy writes the tables with decimals for the wide variables. again is true
// where a later partition turned out to need that of one more.
func writeStudy(ctx context.Context, t *study.Tables, dir string, wide []bool) (paths []string, again bool, err error) {
	var tables []*studyTable
	var all sums.Tally
	defer func() {
		for _, s := range tables {
			s.abandon()
		}
	}()
	for i := range t.Parts {
		p, err := t.Open(ctx, i)
		if err != nil {
			return nil, false, err
		}
		if widen(t, p, wide) && i > 0 {
			p.Release()
			return nil, true, nil
		}
		records := plainRecords(t, p, wide)
		all.Add(&p.Tally)
		p.Release()
		for k, r := range records {
			if k == len(tables) {
				s, err := newStudyTable(dir, r.name, r.record.Schema())
				if err != nil {
					return nil, false, err
				}
				tables = append(tables, s)
			}
			if err := tables[k].write(r.record); err != nil {
				return nil, false, err
			}
		}
	}
	if err := t.CheckValues(&all); err != nil {
		return nil, false, err
	}
	for _, s := range tables {
		if err := s.finish(); err != nil {
			return nil, false, fmt.Errorf("%s cannot be written: %w", s.path, whole.Bare(err))
		}
	}
	for _, s := range tables {
		if err := s.place(); err != nil {
			return nil, false, fmt.Errorf("%s cannot be put in place: %w", s.path, whole.Bare(err))
		}
		paths = append(paths, s.path)
	}
	return paths, false, nil
}

// widen notes the variables that have a sum beyond an int64 in the partition, and
// reports whether one is new.
func widen(t *study.Tables, p *study.Partition, wide []bool) (more bool) {
	columns := [][]study.Sums{t.Shape.Units(p.Units).Var}
	if p.Days != nil {
		columns = append(columns, t.Shape.Days(p.Days).Var)
	}
	for _, list := range columns {
		for v, c := range list {
			if c.Wide() && !wide[v] && t.Shape.Variables[v].Scale == 0 {
				wide[v], more = true, true
			}
		}
	}
	return more
}

// studyTable is one table being written under a temporary name.
type studyTable struct {
	path   string
	temp   string // "" once it is in place
	file   *os.File
	writer format.Writer
}

func newStudyTable(dir, name string, schema *arrow.Schema) (*studyTable, error) {
	s := &studyTable{path: filepath.Join(dir, name)}
	var err error
	if s.file, err = whole.Create(s.path); err != nil {
		return nil, fmt.Errorf("%s cannot be written: %w", s.path, whole.Bare(err))
	}
	s.temp = s.file.Name()
	if s.writer, err = format.NewWriter(s.file, "parquet", schema, format.WriterOptions{}); err != nil {
		s.abandon()
		return nil, err
	}
	return s, nil
}

func (s *studyTable) write(r arrow.Record) error {
	defer r.Release()
	if r.NumRows() == 0 {
		return nil
	}
	if err := s.writer.Write(r); err != nil {
		return fmt.Errorf("%s cannot be written: %w", s.path, whole.Bare(err))
	}
	return nil
}

// finish makes sure that the whole table is on the disk.
func (s *studyTable) finish() error {
	return errors.Join(s.writer.Close(), s.file.Chmod(0o644), s.file.Sync(), s.file.Close())
}

func (s *studyTable) place() error {
	if err := os.Rename(s.temp, s.path); err != nil {
		return err
	}
	s.temp = ""
	return nil
}

// abandon removes the table unless it is in place.
func (s *studyTable) abandon() {
	s.file.Close()
	if s.temp != "" {
		os.Remove(s.temp)
	}
}

// named is one partition's part of a table.
type named struct {
	name   string
	record arrow.Record
}

// plainRecords makes a partition's tables plain.
func plainRecords(t *study.Tables, p *study.Partition, wide []bool) []named {
	u := t.Shape.Units(p.Units)
	out := []named{{"units.parquet", plain(t, p.Units, nil, nil, wide)}}
	if p.Days != nil {
		out = append(out, named{"unit_days.parquet", plain(t, p.Days, u.Unit, t.Shape.Days(p.Days).UnitRow, wide)})
	}
	if p.Suggestions != nil {
		g := t.Shape.Suggestions(p.Suggestions)
		r := plain(t, p.Suggestions, u.Unit, g.UnitRow, wide)
		out = append(out, named{"suggestions.parquet", withStates(t, g, r)})
	}
	return out
}

// plain turns codes into text, unit rows into ids and scaled integers into decimals.
func plain(t *study.Tables, r arrow.Record, units *array.String, unitRow []int32, wide []bool) arrow.Record {
	var fields []arrow.Field
	var columns []arrow.Array
	variable, step := 0, 0
	for i, f := range r.Schema().Fields() {
		c := r.Column(i)
		switch {
		case f.Name == "unit_row":
			f = arrow.Field{Name: "unit", Type: arrow.BinaryTypes.String}
			c = pickText(units, unitRow)
		case f.Type.ID() == arrow.DICTIONARY:
			d := c.(*array.Dictionary)
			f.Type = arrow.BinaryTypes.String
			c = pickText(d.Dictionary().(*array.String), d.Indices().(*array.Int32).Int32Values())
		case strings.HasPrefix(f.Name, "var_") && units != nil && t.Shape.Variables[variable].Covariate:
			variable++ // known before any of these days
			continue
		case strings.HasPrefix(f.Name, "var_"):
			f.Name = strings.ReplaceAll(strings.TrimPrefix(f.Name, "var_"), ".", "_")
			v := &t.Shape.Variables[variable]
			var open []bool
			if units == nil {
				open = stillOpen(t, t.Shape.Units(r), variable)
				f.Nullable = f.Nullable || open != nil
			}
			if v.Scale > 0 || wide[variable] {
				d := &arrow.Decimal128Type{Precision: 38, Scale: int32(v.Scale)}
				f.Type, c = d, decimals(study.SumsOf(c), r.NumRows(), d, open)
			} else if open != nil {
				c = whole64(study.SumsOf(c), open)
			} else {
				c.Retain()
			}
			variable++
		case strings.HasPrefix(f.Name, "reached_"):
			f.Name, f.Type = strings.ReplaceAll(f.Name, ".", "_"), arrow.PrimitiveTypes.Float64
			c = seconds(c.(*array.Int64), stillOpen(t, t.Shape.Units(r), t.Shape.Steps()[step]))
			step++
		default:
			c.Retain()
		}
		fields, columns = append(fields, f), append(columns, c)
	}
	return made(fields, columns, r.NumRows())
}

// withStates replaces the decision's number by its name and adds whether the
// suggestion is mature and its end state at the data cut-off.
func withStates(t *study.Tables, g study.Suggestions, r arrow.Record) arrow.Record {
	defer r.Release()
	decision, state := array.NewStringBuilder(memory.DefaultAllocator), array.NewStringBuilder(memory.DefaultAllocator)
	mature := array.NewBooleanBuilder(memory.DefaultAllocator)
	for i := range g.UnitRow {
		decision.Append(study.Decision(g.Decision[i]).String())
		s := g.State(i, t.To)
		state.Append(s.String())
		mature.Append(s != study.StateImmature && s != study.StatePending)
	}
	var fields []arrow.Field
	var columns []arrow.Array
	for i, f := range r.Schema().Fields() {
		c := r.Column(i)
		if f.Name == "decision" {
			f.Type, c = arrow.BinaryTypes.String, decision.NewArray()
		} else {
			c.Retain()
		}
		fields, columns = append(fields, f), append(columns, c)
		if f.Name == "seen" {
			fields = append(fields, arrow.Field{Name: "mature", Type: arrow.FixedWidthTypes.Boolean},
				arrow.Field{Name: "state", Type: arrow.BinaryTypes.String})
			columns = append(columns, mature.NewArray(), state.NewArray())
		}
	}
	return made(fields, columns, r.NumRows())
}

func made(fields []arrow.Field, columns []arrow.Array, rows int64) arrow.Record {
	defer func() {
		for _, c := range columns {
			c.Release()
		}
	}()
	return array.NewRecord(arrow.NewSchema(fields, nil), columns, rows)
}

func pickText(words *array.String, codes []int32) arrow.Array {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	b.Reserve(len(codes))
	for _, c := range codes {
		b.Append(words.Value(int(c)))
	}
	return b.NewArray()
}

// stillOpen says of which units a variable's own window is not over, so that it is no
// value yet; nil for a variable without one.
func stillOpen(t *study.Tables, u study.Units, variable int) []bool {
	v := &t.Shape.Variables[variable]
	if v.Window == 0 || !t.HasTime {
		return nil
	}
	reach := t.ReachOf(variable)
	for k, o := range t.Shape.Variables { // both sides of a ratio
		if o.Metric == v.Metric && !o.Covariate {
			reach = reach.Least(t.ReachOf(k))
		}
	}
	open := make([]bool, len(u.Arm))
	for i := range open {
		day := spec.Day(u.Day[i])
		_, done := reach.WindowEnd(int64(u.ExposedAt[i]), v.Window, day, day.Start(t.Zone), t.Zone)
		open[i] = !done
	}
	return open
}

// whole64 is a column of sums that fit, without those of open windows.
func whole64(a study.Sums, open []bool) arrow.Array {
	b := array.NewInt64Builder(memory.DefaultAllocator)
	b.Reserve(len(open))
	for i, yet := range open {
		if _, low := a.Value(i); yet || a.IsNull(i) {
			b.AppendNull()
		} else {
			b.Append(int64(low))
		}
	}
	return b.NewArray()
}

// seconds is a column of microseconds, without those of open windows.
func seconds(a *array.Int64, open []bool) arrow.Array {
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	b.Reserve(a.Len())
	for i := range a.Len() {
		if a.IsNull(i) || open != nil && open[i] {
			b.AppendNull()
		} else {
			b.Append(float64(a.Value(i)) / 1e6)
		}
	}
	return b.NewArray()
}

// decimals gives the sums of a column a type with decimals.
func decimals(a study.Sums, n int64, d *arrow.Decimal128Type, open []bool) arrow.Array {
	b := array.NewDecimal128Builder(memory.DefaultAllocator, d)
	for i := range int(n) {
		if a.IsNull(i) || open != nil && open[i] {
			b.AppendNull()
		} else {
			b.Append(decimal128.New(a.Value(i)))
		}
	}
	return b.NewArray()
}
