package warehouse

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"uptake/ingest/warehouse/engine"
)

// poor is an engine whose memory holds the units in so many parts; every query gives one row with its own text.
type poor struct {
	parts int
	sent  []string
	err   error // of what it has the memory for
}

type noMemory struct{ error }

func (noMemory) OutOfMemory() bool { return true }

func (e *poor) Query(_ context.Context, sql string) (engine.Rows, error) {
	e.sent = append(e.sent, sql)
	var k, of int
	if n, _ := fmt.Sscanf(sql, "%d of %d", &k, &of); n == 2 && of < e.parts {
		return nil, noMemory{errors.New("too little memory")}
	}
	return &oneRow{text: sql}, e.err
}

func (*poor) Explain(context.Context, string) (engine.Cost, error) { return engine.Cost{}, nil }
func (*poor) Close() error                                         { return nil }

type oneRow struct {
	text string
	done bool
}

func (*oneRow) Columns() []string         { return []string{"x"} }
func (r *oneRow) Next() bool              { was := r.done; r.done = true; return !was }
func (r *oneRow) Text(int) (string, bool) { return r.text, true }
func (*oneRow) Err() error                { return nil }
func (*oneRow) Close() error              { return nil }
func (r *oneRow) Ran() engine.Ran         { return engine.Ran{Query: r.text, Rows: 1} }

func parts(p Pass) string { return fmt.Sprintf("%d of %d", p.K, p.Of) }

// TestMoreParts: where an engine runs out of memory, the statement begins anew in more parts, all of which are asked
// once; what comes later keeps to them.
func TestMoreParts(t *testing.T) {
	e := &poor{parts: 16}
	k := &asking{engine: e, passes: 1, most: MostPasses}
	for i := range 2 {
		a, err := k.byUnits(context.Background(), "units", parts)
		if err != nil || len(a.rows) != 16 {
			t.Fatalf("%d rows, %v", len(a.rows), err)
		}
		for p, cells := range a.rows {
			if want := fmt.Sprintf("%d of 16", p); cells[0].Text != want || k.asked[i].Runs[p].Query != want {
				t.Errorf("part %d is %q", p, cells[0].Text)
			}
		}
	}
	if got := strings.Join(e.sent[:3], ", "); got != "0 of 1, 0 of 4, 0 of 16" || len(e.sent) != 2+16+16 {
		t.Errorf("%d queries, first %s", len(e.sent), got)
	}
	if x := k.asked[0]; x.About != "units" || x.SQL != "0 of 16" || len(x.Runs) != 16 {
		t.Errorf("the record is %q, %q, %d queries", x.About, x.SQL, len(x.Runs))
	}
}

// TestPartsOfManyRows: no part has more rows than it may where more parts can be had, and those asked for are kept.
func TestPartsOfManyRows(t *testing.T) {
	for _, c := range []struct {
		rows               int64
		passes, most, want int
	}{{0, 1, 256, 1}, {rowsAPart, 1, 256, 1}, {rowsAPart + 1, 1, 256, 2}, {3 * rowsAPart, 1, 256, 4},
		{3 * rowsAPart, 16, 256, 16}, {100 * rowsAPart, 1, 8, 8}, {1000 * rowsAPart, 1, 256, 256}} {
		k := &asking{passes: c.passes, most: c.most}
		if k.holds(c.rows); k.passes != c.want {
			t.Errorf("%d rows in %d parts of at most %d: %d, want %d", c.rows, c.passes, c.most, k.passes, c.want)
		}
	}
}

// TestNoMoreParts: it gives up where parts cannot get smaller, and tries nothing again that fails for another reason.
func TestNoMoreParts(t *testing.T) {
	e := &poor{parts: 1000}
	k := &asking{engine: e, passes: 1, most: MostPasses}
	if _, err := k.byUnits(context.Background(), "units", parts); !engine.OutOfMemory(err) ||
		!strings.Contains(err.Error(), "in 256 parts") || len(e.sent) != 5 || k.asked != nil {
		t.Errorf("%v after %v", err, e.sent)
	}
	e = &poor{parts: 16}
	k = &asking{engine: e, passes: 1, most: 8}
	if _, err := k.byUnits(context.Background(), "units", parts); !engine.OutOfMemory(err) ||
		!strings.Contains(err.Error(), "with the units in 8 parts; more of them could read more than max_bytes") {
		t.Errorf("%v after %v", err, e.sent)
	}
	e = &poor{err: errors.New("no such column")}
	k = &asking{engine: e, passes: 4}
	if _, err := k.byUnits(context.Background(), "units", parts); !errors.Is(err, e.err) || len(e.sent) != 1 {
		t.Errorf("%v after %v", err, e.sent)
	}
}
