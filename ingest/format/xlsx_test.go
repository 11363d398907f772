package format

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestXLSX: what stands around a table in a sheet, and what only looks like a workbook.
func TestXLSX(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"Export of April"}, {"made by hand"}, {"id", "arm"}, {7, "a"}, {"007", "b"}, {},
		{1e17, ""}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		f.SetSheetRow("Sheet1", cell, &row)
	}
	var b, locked, archive bytes.Buffer
	z := zip.NewWriter(&archive)
	w, _ := z.Create("a.csv")
	io.WriteString(w, "id\n1\n")
	if err := f.Write(&b); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if err := f.Write(&locked, excelize.Options{Password: "word"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, column string
		file         []byte
		o            Options
		want         string // values parted by |, or "! …"
		note         string
	}{
		{"x.xlsx", "id", b.Bytes(), Options{}, "7|007|1E+17", "begins with 2 lines before the header"},
		{"x", "arm", b.Bytes(), Options{CSV: Dialect{Skip: 2}}, "a|b|", ""},
		{"x.xlsx", "n", b.Bytes(), Options{Format: "xlsx", CSV: Dialect{Skip: 3, Header: []string{"n", "a"}}},
			"7|007|1E+17", ""},
		{"x.xlsx", "id", b.Bytes(), Options{Sheet: "May"},
			`! the workbook x.xlsx cannot be read: it has no sheet "May"; it has "Sheet1"`, ""},
		{"x.xlsx", "id", b.Bytes(), Options{CSV: Dialect{Delimiter: ";"}}, "! csv: {…} says how delimited text is " +
			"written, but x.xlsx is xlsx", ""},
		{"x.csv", "id", []byte("id\n1\n"), Options{Sheet: "May"}, "! sheet: May names a sheet of a workbook, but " +
			"x.csv is csv; leave sheet out", ""},
		{"x.xlsx", "id", locked.Bytes(), Options{}, "! x.xlsx is a spreadsheet behind a password, which has to be " +
			"saved without one", ""},
		{"x.xls", "id", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1........"), Options{}, "! x.xls is an old Office " +
			"document (.xls) or a newer one behind a password", ""},
		{"x.xlsx", "id", []byte("id\n1\n"), Options{},
			`! x.xlsx is named like xlsx but does not begin like it: it is text that begins "id`, ""},
		{"export", "id", archive.Bytes(), Options{}, "! export is a zip archive without a workbook in it; where it " +
			"is an archive of exports, give it a name that ends in .zip", ""},
		{"x.xlsx", "id", b.Bytes()[:b.Len()-40], Options{}, "! the workbook x.xlsx cannot be read: it is no whole " +
			"zip archive", ""},
	} {
		var notes []string
		c.o.Note = func(n string) { notes = append(notes, n) }
		rows, err := columnOf(c.file, c.column, c.o, c.name)
		got := strings.Join(rows, "|")
		if err != nil {
			got = "! " + err.Error()
		}
		if got != c.want && !(err != nil && strings.HasPrefix(got, c.want)) {
			t.Errorf("%s %v: %s, expected %s", c.name, c.o.CSV, got, c.want)
		}
		if c.note != "" && !slices.ContainsFunc(notes, func(n string) bool { return strings.HasPrefix(n, c.note) }) {
			t.Errorf("%s: %q", c.name, notes)
		}
	}
}
