package warehouse

import (
	"fmt"
	"strconv"
	"strings"
)

// Kind is what a column of a table holds, as far as SQL may be asked about it.
type Kind string

// The kinds.
const (
	Text     Kind = "text"
	Whole    Kind = "whole numbers"
	Double   Kind = "floating-point numbers"
	Decimal  Kind = "decimals"
	Boolean  Kind = "true and false"
	Instant  Kind = "times with a zone"
	WallTime Kind = "times without a zone"
	Other    Kind = "something else"
)

// Column is one column of a table.
type Column struct {
	Name string
	Type string // as the engine calls it
	Kind Kind
}

// mostDigits is how many digits of a decimal a double always holds, and gives back.
const mostDigits = 15

// Schema reads what Dialect.Describe asked for: name, type and, of decimals, the digits.
func (d *Dialect) Schema(rows [][]Cell) ([]Column, error) {
	var out []Column
	for _, r := range rows {
		if len(r) != 3 || r[0].Null || r[1].Null {
			return nil, fmt.Errorf("the engine describes its columns in %d parts, expected name, type and digits",
				len(r))
		}
		c := Column{Name: r[0].Text, Type: r[1].Text, Kind: d.Types(strings.ToLower(r[1].Text))}
		digits := r[2].Text
		if _, in, ok := strings.Cut(c.Type, "("); ok { // decimal(18,4)
			digits, _, _ = strings.Cut(strings.TrimRight(in, ")"), ",")
		}
		if n, err := strconv.Atoi(strings.TrimSpace(digits)); c.Kind == Decimal && (err != nil || n > mostDigits) {
			c.Kind = Other
		}
		out = append(out, c)
	}
	return out, nil
}

// Cell is one value of an answer, as text.
type Cell struct {
	Text string
	Null bool
}
