package cli

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/ingest/format"
	"uptake/ingest/simulate"
)

func readCSV(t *testing.T, path string) (header []string, rows [][]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[0], all[1:]
}

func (w *twinWorld) column(name string) int { return slices.Index(w.header, name) }

// without leaves columns out.
func without(header []string, rows [][]string, drop ...string) ([]string, [][]string) {
	keep := func(r []string) (out []string) {
		for i, v := range r {
			if !slices.Contains(drop, header[i]) {
				out = append(out, v)
			}
		}
		return out
	}
	var out [][]string
	for _, r := range rows {
		out = append(out, keep(r))
	}
	return keep(header), out
}

// write writes rows of text as typed columns of the simulator's schema; it
// returns the ending of the file's name.
func (w *twinWorld) write(path string, header []string, rows [][]string, name, compression string) string {
	w.t.Helper()
	var fields []arrow.Field
	for _, h := range header {
		i := simulate.Schema.FieldIndices(h)[0]
		fields = append(fields, simulate.Schema.Field(i))
	}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for _, r := range rows {
		for i, v := range r {
			if err := appendText(b.Field(i), v); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	rec := b.NewRecord()
	defer rec.Release()
	ending := format.Ending(name, compression)
	f, err := os.Create(path + ending)
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	out, err := format.NewWriter(f, name, schema, format.WriterOptions{Compression: compression})
	if err == nil {
		err = out.Write(rec)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return ending
}

func appendText(b array.Builder, s string) error {
	if s == "" {
		b.AppendNull()
		return nil
	}
	switch b := b.(type) {
	case *array.TimestampBuilder:
		at, err := time.Parse(time.RFC3339Nano, s)
		b.Append(arrow.Timestamp(at.UnixMicro()))
		return err
	case *array.Float64Builder:
		v, err := strconv.ParseFloat(s, 64)
		b.Append(v)
		return err
	case *array.Int64Builder:
		v, err := strconv.ParseInt(s, 10, 64)
		b.Append(v)
		return err
	}
	b.(*array.StringBuilder).Append(s)
	return nil
}

// nested writes NDJSON as an analytics product would: the event's properties
// in an object of their own, times as milliseconds and a fraction would lose
// digits, so as text with an offset; numbers as numbers, keys in any order.
func (w *twinWorld) nested() string {
	path := filepath.Join(w.folder(), "nested.ndjson")
	f, err := os.Create(path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	zone := time.FixedZone("", 5*3600+1800)
	top := []string{"user_id", "platform", "plan"}
	numbers := []string{"position", "latency_ms", "visible_ms", "confidence", "length", "edit_ratio", "value"}
	for _, r := range w.rows {
		row, properties, meta := map[string]any{}, map[string]any{}, map[string]any{}
		for i, name := range w.header {
			switch v := r[i]; {
			case name == "timestamp":
				at, err := time.Parse(time.RFC3339Nano, v)
				if err != nil {
					w.t.Fatal(err)
				}
				meta["at"] = at.In(zone).Format(time.RFC3339Nano)
			case slices.Contains(top, name):
				row[name] = v
			case v == "":
			case name == "event_name" || name == "event_id":
				meta[name] = v
			case slices.Contains(numbers, name):
				properties[name] = json.Number(v)
			default:
				properties[name] = v
			}
		}
		row["properties"], row["meta"] = properties, map[string]any{"event": meta}
		b, err := json.Marshal(row)
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := f.Write(append(b, '\n')); err != nil {
			w.t.Fatal(err)
		}
	}
	columns := "columns: {ts: meta.event.at, unit: user_id, event: meta.event.event_name, event_id: " +
		"meta.event.event_id, session: properties.session_id"
	for _, name := range []string{"experiment", "variant", "suggestion_id", "surface", "model", "visible_ms",
		"edit_ratio", "value"} {
		columns += ", " + name + ": properties." + name
	}
	text := w.path(path)
	i := strings.Index(text, "columns: {")
	j := i + strings.Index(text[i:], "\n")
	return text[:i] + columns + "}" + text[j:]
}
