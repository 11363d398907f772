package job_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"uptake/cmd/uptake/internal/job"
	"uptake/config"
)

// besides are cells of columns that nobody asks for, nil for none: what differs between copies of
// one event that was delivered twice. Their names are before those of what is counted, so that they say which copy
// stays.
type besides struct {
	at, clock                  any // time.Time
	day, amount, fee           any // plain, of a type of their own
	gauge, half, flag, comment any
}

// plain is a numeral or a day, written the same everywhere.
type plain string

// besideValues are such cells, by column, in no order: every two of them are told apart, or are not, in their own way.
func besideValues() [9][]any {
	at := func(second time.Time, fractions ...int) (out []any) {
		for _, f := range fractions {
			out = append(out, second.Add(time.Duration(f)*time.Microsecond))
		}
		return append(out, nil)
	}
	april, march := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 31, 23, 59, 59, 0, time.UTC)
	before := time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)
	fractions := []int{0, 500_000, 510_000, 500_001, 499_999, 50_000, 999_999, 1, 100_000}
	times := slices.Concat(at(april, fractions...), at(march, 0, 999_999), at(before, 0, 250_000),
		at(time.Date(2299, 12, 31, 23, 59, 59, 0, time.UTC), 0))
	return [9][]any{times, times,
		{plain("2026-04-01"), plain("1969-12-31"), plain("2026-10-01"), plain("2299-01-01"), nil},
		{plain("123456789012345678901.5"), plain("12345678901234567890"), plain("-0.000000001"), plain("-12"),
			plain("12.5"), plain("12"), plain("0"), nil},
		{plain("0"), plain("-0.5"), plain("10"), plain("9.7"), plain("90"), plain("9"), plain("-10"), plain("-9.25"),
			plain("9999999999.9999"), nil},
		{0.0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), 1.0, 10.0, 1.5, -1.5, -10.0, 100.0, 2.5e-7,
			9007199254740991.0, 0.1, 9.0, 90.0, 9.7, -0.0625, 1e-300, nil},
		{float32(0.1), float32(16777215), float32(16777214), float32(-2.5), float32(1e-7), float32(3), float32(3.25),
			float32(math.NaN()), nil},
		{true, false, nil}, {"a", "A", "é", "e\u0301", "10", "9", "", nil}}
}

// all are the cells, in the order of besideValues.
func (b *besides) all() [9]*any {
	return [9]*any{&b.at, &b.clock, &b.day, &b.amount, &b.fee, &b.gauge, &b.half, &b.flag, &b.comment}
}

// redraw draws one of them anew.
func (b *besides) redraw(r *rand.Rand) {
	k := r.IntN(9)
	of := besideValues()[k]
	*b.all()[k] = of[r.IntN(len(of))]
}

func drawBesides(r *rand.Rand) besides {
	var b besides
	for range r.IntN(8) {
		b.redraw(r)
	}
	return b
}

// twice are the rows of units of which every event was delivered twice, the two copies being two of the values of a
// column that nobody asks for: all two of all columns, each with another number to count.
func twice() []messyRow {
	r := rand.New(rand.NewPCG(9, 17))
	rows := messy(3, 40)
	text := func(s string) *string { return &s }
	at, plan := time.Date(2026, 4, 13, 12, 0, 0, 0, time.UTC), text("pro")
	for column, of := range besideValues() {
		for i := range of {
			for j := range i {
				unit := text(fmt.Sprintf("u%d", 12+r.IntN(28)))
				for _, v := range []any{of[i], of[j]} {
					items := r.Int64N(1 << 30)
					x := messyRow{id: text(fmt.Sprintf("twice%d_%d_%d", column, i, j)), unit: unit, event: text("task"),
						ts: &at, plan: plan, items: &items}
					*x.beside.all()[column] = v
					rows = append(rows, x)
				}
			}
		}
	}
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

// TestCopiesPushedEqualEmbedded: of two copies that differ in nothing but a column beside those that are counted, the
// one stays that does of the typed columns of a file.
func TestCopiesPushedEqualEmbedded(t *testing.T) {
	for engine, load := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			dir, rows := t.TempDir(), twice()
			writeTyped(t, rows, filepath.Join(dir, "twice"))
			address := load(t, "twice", rows, t.TempDir())
			want := readMessy(t, dir, fmt.Sprintf(messyExperiment, "UTC", "", "path: twice, format: parquet", ""))
			got := readMessy(t, dir, fmt.Sprintf(messyExperiment, "UTC", "engine: "+address, "table: twice", ""))
			if !bytes.Equal(want, got) {
				t.Errorf("the report is another:\n%s", firstDifference(want, got))
			}
		})
	}
}

// writeTyped writes the rows as a Parquet file of typed columns.
func writeTyped(t *testing.T, rows []messyRow, path string) {
	t.Helper()
	of := map[string]arrow.DataType{"text": arrow.BinaryTypes.String, "float8": arrow.PrimitiveTypes.Float64,
		"bigint": arrow.PrimitiveTypes.Int64, "real": arrow.PrimitiveTypes.Float32,
		"boolean": arrow.FixedWidthTypes.Boolean, "date": arrow.FixedWidthTypes.Date32,
		"timestamptz":   arrow.FixedWidthTypes.Timestamp_us,
		"timestamp":     &arrow.TimestampType{Unit: arrow.Microsecond},
		"numeric(14,4)": &arrow.Decimal128Type{Precision: 14, Scale: 4},
		"numeric(30,9)": &arrow.Decimal128Type{Precision: 30, Scale: 9}}
	var fields []arrow.Field
	for _, c := range messyColumns {
		fields = append(fields, arrow.Field{Name: c[0], Type: of[c[1]], Nullable: true})
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for i := range rows {
		for k, c := range rows[i].cells() {
			var err error
			switch c := c.(type) {
			case nil:
				b.Field(k).AppendNull()
			case time.Time:
				b.Field(k).(*array.TimestampBuilder).Append(arrow.Timestamp(c.UnixMicro()))
			case float64:
				b.Field(k).(*array.Float64Builder).Append(c)
			case float32:
				b.Field(k).(*array.Float32Builder).Append(c)
			case int64:
				b.Field(k).(*array.Int64Builder).Append(c)
			default:
				err = b.Field(k).AppendValueFromString(fmt.Sprint(c))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	rec := b.NewRecord()
	w, err := pqarrow.NewFileWriter(rec.Schema(), &out, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err == nil {
		err = errors.Join(w.Write(rec), w.Close(), os.WriteFile(path, out.Bytes(), 0o644))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestCopiesWithoutOrder: copies that differ where no order is known are refused by the columns' names, and where they
// differ in nothing else that matters alone.
func TestCopiesWithoutOrder(t *testing.T) {
	address := os.Getenv("UPTAKE_POSTGRES")
	if address == "" {
		t.Skip("UPTAKE_POSTGRES is not set")
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows := messy(5, 20)
	loadMessy(t, db, "unordered", rows)
	for _, x := range []struct{ change, says string }{
		{"add column zzz text[]; update unordered set zzz = array[plan]", ""},
		{"drop column zzz; update unordered set gauge = 1e17", ""},
		{"alter gauge set default 0; update unordered set gauge = 9007199254740992 + 2 * items", "gauge from 2^53 on"},
		{"add column aaa text[]; update unordered set gauge = 0, aaa = array[items::text]",
			"differ from it in aaa, which no engine puts in "},
	} {
		if _, err := db.Exec("alter table unordered " + x.change); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "experiment.yaml")
		text := fmt.Sprintf(messyExperiment, "UTC", "engine: "+address, "table: unordered", "")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		e, err := config.Load(path, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = job.Run{}.Readout(context.Background(), e)
		if x.says == "" && err != nil || x.says != "" && (err == nil || !strings.Contains(err.Error(), x.says)) {
			t.Errorf("%s: %v, want %q", x.change, err, x.says)
		}
	}
}

// TestCoarseTimesPushedEqualEmbedded: where all times are whole minutes, rows without an id that are equal are rows of
// their own for an engine too.
func TestCoarseTimesPushedEqualEmbedded(t *testing.T) {
	for engine, load := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			rows := messy(1, 160)
			for i := range rows {
				if at := rows[i].ts; at != nil {
					whole := at.Truncate(time.Minute)
					rows[i].ts = &whole
				}
				if i%3 == 0 {
					rows[i].id = nil
					rows = append(rows, rows[i])
				}
			}
			dir := t.TempDir()
			writeMessy(t, rows, filepath.Join(dir, "coarse"))
			address := load(t, "coarse", rows, t.TempDir())
			text := func(at, source string) string { return fmt.Sprintf(messyExperiment, "UTC", at, source, "") }
			want := readMessy(t, dir, text("", "path: coarse, format: csv"))
			got := readMessy(t, dir, text("engine: "+address, "table: coarse"))
			if !bytes.Equal(want, got) {
				t.Errorf("the report is another:\n%s", firstDifference(want, got))
			}
		})
	}
}
