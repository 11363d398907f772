package ingest_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// TestColumnsThatNobodyAsksFor: what tells copies apart is read where it can be;
// a list, two columns of one name or ids without all their digits stop nothing
// that does not ask for them.
func TestColumnsThatNobodyAsksFor(t *testing.T) {
	rows := []string{
		"e1,2026-04-01T10:00:00Z,u1,exposure,a,0", "e2,2026-04-01T10:00:00Z,u2,exposure,b,0",
		"e3,2026-04-01T11:00:00Z,u1,buy,,7", "e3,2026-04-01T11:00:00Z,u1,buy,,7", "e4,2026-04-01T11:00:00Z,u2,buy,,9",
		"e4,2026-04-01T11:00:00Z,u2,buy,,8",
	}
	names := []string{"event_id", "ts", "unit", "event", "variant", "value", "group_id"}
	fields := []arrow.Field{}
	for _, n := range names {
		fields = append(fields, arrow.Field{Name: n, Type: arrow.BinaryTypes.String})
	}
	schema := arrow.NewSchema(append(fields, arrow.Field{Name: "tags", Type: arrow.ListOf(arrow.BinaryTypes.String),
		Nullable: true}), nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	var csv strings.Builder
	csv.WriteString(strings.Join(names, ",") + ",note,note\n")
	for i, r := range rows {
		r += ",1.7976e+20"
		fmt.Fprintf(&csv, "%s,n,n\n", r)
		for k, v := range strings.Split(r, ",") {
			b.Field(k).(*array.StringBuilder).Append(v)
		}
		l := b.Field(len(names)).(*array.ListBuilder)
		l.Append(true)
		l.ValueBuilder().(*array.StringBuilder).Append(fmt.Sprint("t", i))
	}
	rec := b.NewRecord()
	var arrows, parquets bytes.Buffer
	w := ipc.NewWriter(&arrows, ipc.WithSchema(schema))
	p, err := pqarrow.NewFileWriter(schema, &parquets, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{w.Write(rec), w.Close(), p.Write(rec), p.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range map[string][]byte{"e.csv": []byte(csv.String()), "e.arrows": arrows.Bytes(),
		"e.parquet": parquets.Bytes()} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
		r, err := export{}.read(t, dir, "experiment: x\nsources: [{path: "+name+"}]\narms: [{name: a, control: "+
			"true}, {name: b}]\nmetrics: [{name: spend, kind: mean, event: buy, field: value, aggregate: sum, role: "+
			"primary}]\n")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a := r.Metrics[0].Arms; a[0].Value != 7 || a[1].Value != 8 {
			t.Errorf("%s: %v and %v, want 7 and 8", name, a[0].Value, a[1].Value)
		}
	}
}
