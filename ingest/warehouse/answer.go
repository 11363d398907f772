package warehouse

import (
	"context"
	"fmt"
	"math/big"

	"uptake/analysis/counted"
	"uptake/ingest/warehouse/engine"
)

// mostRows is how many rows an answer may have: sums are few.
const mostRows = 1_000_000

// answer is what a statement gave.
type answer struct {
	place map[string]int
	rows  [][]Cell
	ran   engine.Ran
}

// all asks one statement, and reads the answer to its end.
func all(ctx context.Context, e engine.Engine, sql string) (*answer, error) {
	rows, err := e.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	a := &answer{place: map[string]int{}}
	names := rows.Columns()
	for i, n := range names {
		a.place[n] = i
	}
	for rows.Next() {
		if len(a.rows) == mostRows {
			rows.Close()
			return nil, tooMany()
		}
		cells := make([]Cell, len(names))
		for i := range cells {
			text, ok := rows.Text(i)
			cells[i] = Cell{text, !ok}
		}
		a.rows = append(a.rows, cells)
	}
	if err := rows.Err(); err != nil {
		rows.Close()
		return nil, err
	}
	a.ran = rows.Ran()
	return a, rows.Close()
}

func tooMany() error {
	return counted.Errorf("the answer has more than %d rows, where sums were asked for: is one of the columns event, "+
		"variant or unit bound to another?", mostRows)
}

// row is one row of an answer. What is no number is kept as its error.
type row struct {
	a     *answer
	cells []Cell
	err   error
}

func (r *row) cell(name string) Cell {
	i, ok := r.a.place[name]
	if !ok {
		if r.err == nil {
			r.err = fmt.Errorf("the answer has no column %s", name)
		}
		return Cell{Null: true}
	}
	return r.cells[i]
}

func (r *row) null(name string) bool   { return r.cell(name).Null }
func (r *row) text(name string) string { return r.cell(name).Text }

// whole is a number of any size; NULL, the sum of no rows, is 0.
func (r *row) whole(name string) *big.Int {
	c := r.cell(name)
	if c.Null {
		return new(big.Int)
	}
	z, ok := new(big.Int).SetString(c.Text, 10)
	if !ok {
		if r.err == nil {
			r.err = fmt.Errorf("the column %s holds %q, where a whole number was asked for", name, c.Text)
		}
		return new(big.Int)
	}
	return z
}

// int is a number of 64 bits.
func (r *row) int(name string) int64 {
	z := r.whole(name)
	if !z.IsInt64() && r.err == nil {
		r.err = fmt.Errorf("the column %s holds %s, which is beyond 64 bits", name, z)
	}
	return z.Int64()
}

// count is a number that cannot be below 0.
func (r *row) count(name string) int64 {
	n := r.int(name)
	if n < 0 && r.err == nil {
		r.err = fmt.Errorf("the column %s counts %d", name, n)
	}
	return n
}

// limbs is h·10^9 + l; either may be missing.
func (r *row) limbs(h, l string) *big.Int {
	z := new(big.Int)
	if _, ok := r.a.place[h]; ok {
		z.Mul(r.whole(h), big.NewInt(1_000_000_000))
	}
	return z.Add(z, r.whole(l))
}
