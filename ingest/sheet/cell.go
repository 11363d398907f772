package sheet

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// cells reads the next row that there is: its cells that hold something, by column.
// io.EOF behind the last.
func (r *Rows) cells() ([]cell, error) {
	for {
		if err := r.tags.next(); err != nil {
			if err == io.EOF {
				err = errXML // sheetData ends before
			}
			return nil, err
		}
		if r.tags.is("sheetData") && r.tags.close {
			return nil, io.EOF
		}
		if r.tags.is("row") && r.tags.open {
			break
		}
	}
	number, err := strconv.Atoi(r.tags.attr("r"))
	if err != nil {
		number = r.row + 1
	}
	if number <= r.row || number > mostRows {
		return nil, fmt.Errorf("row %d is out of order, so it is damaged", number)
	}
	r.row = number
	var out []cell
	column := -1
	for !r.tags.is("row") || !r.tags.close {
		if err := r.tags.next(); err != nil {
			if err == io.EOF {
				err = errXML
			}
			return nil, err
		}
		if !r.tags.is("c") || !r.tags.open {
			continue
		}
		column++
		if ref := r.tags.attr("r"); ref != "" {
			c, _, ok := place(ref)
			if !ok || c < column {
				return nil, fmt.Errorf("its cell %q is out of order, so it is damaged", clip(ref))
			}
			column = c
		}
		if column >= mostColumns {
			return nil, errors.New("it has more columns than a sheet can have, so it is damaged")
		}
		text, err := r.cell(column)
		if err != nil {
			return nil, err
		}
		if text != "" {
			out = append(out, cell{column, text})
		}
	}
	return r.spread(out), nil
}

// spread puts what merged cells say into each of their rows.
func (r *Rows) spread(cells []cell) []cell {
	for i := range r.merged {
		m := &r.merged[i]
		if r.row < m.from || r.row > m.to {
			continue
		}
		k, there := slices.BinarySearchFunc(cells, m.column, func(c cell, column int) int { return c.column - column })
		switch {
		case r.row == m.from && there:
			m.text = cells[k].text
		case r.row > m.from && !there && m.text != "" && len(cells) > 0:
			cells = slices.Insert(cells, k, cell{m.column, m.text})
		}
	}
	r.merged = slices.DeleteFunc(r.merged, func(m merged) bool { return m.to < r.row })
	return cells
}

// cell reads the cell whose tag is at hand.
func (r *Rows) cell(column int) (string, error) {
	of, style := r.tags.attr("t"), 0
	if s := r.tags.attr("s"); s != "" {
		style, _ = strconv.Atoi(s)
	}
	if r.tags.close {
		return "", nil
	}
	var value []byte
	formula, valued, aside := false, false, false
	for {
		if err := r.tags.next(); err != nil {
			if err == io.EOF {
				err = errXML
			}
			return "", err
		}
		t := r.tags
		switch {
		case t.is("c") && t.close:
			if formula && !valued {
				return "", fmt.Errorf("the cell %s holds a formula without its result; open the workbook in a "+
					"spreadsheet program and save it, so that results are in it", name(column, r.row))
			}
			return r.text(of, style, string(value), column)
		case t.is("f"):
			formula = true
		case t.is("rPh"):
			aside = t.open && !t.close
		case t.is("v") && t.close, t.is("t") && t.close && !aside:
			valued = true
			if !t.open {
				value = append(value, plain(t.text)...)
			}
		}
	}
}

// text is what a cell of a kind says.
func (r *Rows) text(of string, style int, value string, column int) (string, error) {
	switch of {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(r.shared) {
			return "", fmt.Errorf("the cell %s names the text %q, of which it has %d; it is damaged",
				name(column, r.row), clip(value), len(r.shared))
		}
		return r.shared[i], nil
	case "str", "inlineStr":
		return unescaped(value), nil
	case "b":
		if value == "1" || value == "true" {
			return "true", nil
		}
		return "false", nil
	case "e":
		if r.faults++; !slices.Contains(r.failed, value) && len(r.failed) < 5 {
			r.failed = append(r.failed, clip(value))
		}
		return "", nil
	case "d":
		return value, nil
	}
	if value == "" {
		return "", nil
	}
	return r.dates.cell(value, style), nil
}

// name is what people call a cell: AB12.
func name(column, row int) string {
	var letters []byte
	for c := column + 1; c > 0; c = (c - 1) / 26 {
		letters = append(letters, byte('A'+(c-1)%26))
	}
	slices.Reverse(letters)
	return string(letters) + strconv.Itoa(row)
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}
