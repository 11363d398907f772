package engine

import "time"

// given is the part of Rows that every engine's rows have: a row as text, the record, the first error.
type given struct {
	columns []string
	cells   []string
	there   []bool
	ran     Ran
	err     error
	begun   time.Time
}

func (g *given) Columns() []string { return g.columns }

// Text is a value of the present row, false where it is NULL.
func (g *given) Text(i int) (string, bool) { return g.cells[i], g.there[i] }

func (g *given) Err() error { return g.err }
func (g *given) Ran() Ran   { return g.ran }

// room makes the next row, of n values, all absent.
func (g *given) room(n int) {
	g.ran.Rows++
	if len(g.cells) != n {
		g.cells, g.there = make([]string, n), make([]bool, n)
	}
	for i := range g.cells {
		g.cells[i], g.there[i] = "", false
	}
}

// put sets a value of the present row.
func (g *given) put(i int, s string) {
	g.cells[i], g.there[i] = s, true
	g.ran.Returned += int64(len(s))
}

// over ends the clock.
func (g *given) over() {
	if g.ran.Seconds == 0 {
		g.ran.Seconds = time.Since(g.begun).Seconds()
	}
}

// one reads a single row, for questions that we ask ourselves.
func one(rows Rows, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	if rows.Next() {
		for i := range rows.Columns() {
			s, _ := rows.Text(i)
			out = append(out, s)
		}
	}
	return out, rows.Err()
}
