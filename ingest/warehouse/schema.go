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
	Single   Kind = "floating-point numbers of 32 bits"
	Decimal  Kind = "decimals"
	Long     Kind = "decimals of more digits than a double holds"
	Boolean  Kind = "true and false"
	Instant  Kind = "times with a zone"
	WallTime Kind = "times without a zone"
	Date     Kind = "calendar days"
	Other    Kind = "something else"
)

// floating reports whether a column of the kind may hold what is no number, or infinite.
func (k Kind) floating() bool { return k == Double || k == Single }

// number reports whether engines read a number out of it as uptake does.
func (k Kind) number() bool { return k == Whole || k == Decimal || k.floating() }

// time reports whether it holds instants, or what a clock shows at one.
func (k Kind) time() bool { return k == Instant || k == WallTime }

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
	if len(rows) == 1 && len(rows[0]) == 1 {
		var err error
		if rows, err = fieldsOf(rows[0][0].Text); err != nil {
			return nil, err
		}
	}
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
			c.Kind = Long
		}
		out = append(out, c)
	}
	return out, nil
}

// fieldsOf takes the type of a row apart into rows of name, type and nothing. Names stand in it
// without quotes, so one with a sign that parts them cannot be told.
func fieldsOf(row string) (out [][]Cell, err error) {
	in, is := strings.CutPrefix(row, "struct<")
	if !is || !strings.HasSuffix(in, ">") {
		return nil, fmt.Errorf("the engine describes a row as %q, expected struct<name:type,…>", row)
	}
	in = strings.TrimSuffix(in, ">") + ","
	depth, from := 0, 0
	for i, c := range in {
		switch c {
		case '<', '(':
			depth++
		case '>', ')':
			depth--
		case ',':
			if depth > 0 {
				continue
			}
			name, kind, is := strings.Cut(in[from:i], ":")
			if !is || depth < 0 {
				return nil, fmt.Errorf("the engine describes a column as %q, expected name:type; give a view in which "+
					"no column's name has a comma, a colon or a bracket", in[from:i])
			}
			out, from = append(out, []Cell{{Text: name}, {Text: kind}, {Null: true}}), i+1
		}
	}
	return out, nil
}

// Cell is one value of an answer, as text.
type Cell struct {
	Text string
	Null bool
}
