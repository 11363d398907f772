package ingest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/ingest"
	"uptake/ingest/format"
)

// writeTable writes a small table as CSV text shows it, in any format. A column
// is text unless its name in the header carries an Arrow type, such as
// unit:float64; an empty cell is null.
func writeTable(t *testing.T, path, as, table string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(table), "\n")
	var fields []arrow.Field
	for _, h := range strings.Split(lines[0], ",") {
		name, kind, typed := strings.Cut(h, ":")
		f := arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
		if typed {
			f.Type = map[string]arrow.DataType{"float64": arrow.PrimitiveTypes.Float64,
				"float32": arrow.PrimitiveTypes.Float32, "int64": arrow.PrimitiveTypes.Int64,
				"bool": arrow.FixedWidthTypes.Boolean, "time": arrow.FixedWidthTypes.Timestamp_us}[kind]
		}
		fields = append(fields, f)
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for _, line := range lines[1:] {
		for c, cell := range strings.Split(line, ",") {
			if cell == "" {
				b.Field(c).AppendNull()
			} else if err := b.Field(c).AppendValueFromString(cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w, err := format.NewWriter(file, as, schema, format.WriterOptions{})
	if err == nil {
		if err = w.Write(b.NewRecord()); err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// export is one run: an experiment file, the tables beside it by their name
// without an ending, and what the file cannot say yet.
type export struct {
	file   string
	tables map[string]string
	change func(*spec.Experiment)
}

// run writes the tables in a format, with FORMAT in the experiment file
// replaced by its ending, and reads them.
func (x export) run(t *testing.T, as string) (*report.Report, error) {
	t.Helper()
	dir, ending := t.TempDir(), strings.Replace(as, "ipc-stream", "arrows", 1)
	for name, table := range x.tables {
		writeTable(t, filepath.Join(dir, name+"."+ending), as, table)
	}
	return x.read(t, dir, strings.ReplaceAll(x.file, "FORMAT", ending))
}

// read runs an experiment file over what lies in a folder.
func (x export) read(t *testing.T, dir, file string) (*report.Report, error) {
	t.Helper()
	e := loaded(t, dir, file)
	if x.change != nil {
		x.change(e)
	}
	if e.Layout == spec.Summary {
		in, err := ingest.Summary(context.Background(), e, ingest.Options{})
		if err != nil {
			return nil, err
		}
		return readout.AnalyzeSummary(context.Background(), e, in, readout.Options{})
	}
	demand := analysis.Needs(e)
	tables, err := ingest.Collect(context.Background(), e, demand, ingest.Options{})
	if err != nil {
		return nil, err
	}
	return readout.Analyze(context.Background(), e, demand, tables, readout.Options{})
}

// dropped gives the rows that left by reason.
func dropped(r *report.Report) map[string]int64 {
	out := map[string]int64{}
	for _, d := range r.Rows.Dropped {
		out[d.Reason] = d.Rows
	}
	return out
}
