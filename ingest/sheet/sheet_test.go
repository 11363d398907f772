package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// read gives the lines of a sheet and what is said of it, or the error.
func read(file []byte, sheet string) (text string, notes []string, err error) {
	r, err := Open(bytes.NewReader(file), int64(len(file)), sheet,
		func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) })
	if err != nil {
		return "", notes, err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return string(b), notes, err
}

// TestWritten reads what another program's library writes.
func TestWritten(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	format := func(code string) int {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	at := time.Date(2026, 4, 1, 10, 30, 15, 250e6, time.UTC)
	for cell, c := range map[string]struct {
		value any
		style string
	}{
		"A1": {"id", ""}, "B1": {"when", ""}, "C1": {"value", ""}, "D1": {"note", ""}, "E1": {"ok", ""},
		"A2": {"007", ""}, "B2": {at, "yyyy\\-mm\\-dd hh:mm:ss"}, "C2": {0.1 + 0.2, "0.00%"},
		"D2": {"a, \"b\"\nc & <d>", ""}, "E2": {true, ""},
		"A3": {"1e5", ""}, "B3": {46113, `dd/mm/yyyy;@`}, "C3": {1234567.5, "#,##0.00"}, "D3": {" space ", ""},
		"E3": {false, ""},
		"A5": {123456789012345, "0"}, "B5": {0.5, "h:mm AM/PM"}, "C5": {1.75, "[h]:mm"}, "D5": {"é_x0041_", ""},
		"A6": {1234567890123456, ""}, "B6": {46113.25, `d "days" m`}, "C6": {-3, `"d"0`},
		"D6": {46113, "[$-409]mmmm d, yyyy"},
	} {
		if err := f.SetCellValue("Sheet1", cell, c.value); err != nil {
			t.Fatal(err)
		}
		if c.style != "" {
			f.SetCellStyle("Sheet1", cell, cell, format(c.style))
		}
	}
	f.SetCellStyle("Sheet1", "F90", "H99", format("0")) // touched and empty
	f.NewSheet("Other")
	f.SetCellValue("Other", "C4", "only")
	f.NewSheet("Third")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	text, notes, err := read(b.Bytes(), "")
	want := "id,when,value,note,ok\n" +
		"007,2026-04-01T10:30:15.25,0.3,\"a, \"\"b\"\"\nc & <d>\",true\n" +
		"1e5,2026-04-01,1234567.5,\" space \",false\n\n" +
		"123456789012345,12:00:00,1.75,éA,\n" +
		"1.234567890123456E+15,2026-04-01T06:00:00,-3,2026-04-01,\n"
	if err != nil || strings.TrimRight(text, "\n") != strings.TrimRight(want, "\n") {
		t.Errorf("%q, %v\nexpected %q", text, err, want)
	}
	if len(notes) != 1 ||
		notes[0] != `is read from its sheet "Sheet1" alone; there are rows in "Sheet1", "Other" (name one with sheet: beside the path)` {
		t.Errorf("%q", notes)
	}
	if text, notes, err := read(b.Bytes(), "Other"); err != nil || strings.Trim(text, "\n") != "only" ||
		len(notes) != 0 {
		t.Errorf("%q, %q, %v", text, notes, err)
	}
	if _, _, err := read(b.Bytes(), "other"); err == nil ||
		err.Error() != `it has no sheet "other"; it has "Sheet1", "Other", "Third"` {
		t.Error(err)
	}
}

// packed makes a workbook of one sheet by hand; parts replace or add to its own.
func packed(t *testing.T, rows string, parts map[string]string) []byte {
	t.Helper()
	all := map[string]string{
		"_rels/.rels":                `<Relationships xmlns="x"><Relationship Id="a" Type="http://x/officeDocument" Target="/xl/book.xml"/></Relationships>`,
		"xl/book.xml":                `<?xml version="1.0"?><x:workbook xmlns:x="m" xmlns:r="r"><x:workbookPr/><x:sheets><x:sheet name="one" sheetId="1" r:id="s1"/></x:sheets></x:workbook>`,
		"xl/_rels/book.xml.rels":     `<Relationships><Relationship Id="s1" Type="http://x/worksheet" Target="sheets/one.xml"/><Relationship Id="t" Type="http://x/sharedStrings" Target="texts.xml"/><Relationship Id="y" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
		"xl/texts.xml":               `<sst><si><t>plain</t></si><si><r><t>rich </t></r><r><t xml:space="preserve">text</t></r><rPh><t>said</t></rPh></si><si><t/></si></sst>`,
		"xl/styles.xml":              `<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/sheets/one.xml":          rows,
		"xl/sheets/none/ignored.bin": "x",
	}
	for k, v := range parts {
		all[k] = v
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for k, v := range all {
		if v == "" {
			continue
		}
		w, err := z.Create(k)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, v)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestByHand reads what writers may write and few do.
func TestByHand(t *testing.T) {
	sheet := func(rows string) string { return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>` }
	for _, c := range []struct {
		name, rows string
		parts      map[string]string
		want       string // or "! …", an error
		note       string
	}{
		{"no places",
			sheet(`<row><c t="inlineStr"><is><t>a</t></is></c><c t="s"><v>1</v></c></row><row><c/><c><v>2</v></c></row>`), nil, "a,rich text\n,2", ""},
		{"prefix, comment, CDATA",
			`<x:worksheet xmlns:x="m"><!-- <row> --><x:sheetData><x:row r='3'><x:c r="B3" t='str'><x:v><![CDATA[a & b]]></x:v></x:c></x:row></x:sheetData></x:worksheet>`, nil, "a & b", ""},
		{"table away from the corner",
			sheet(`<row r="4"><c r="C4" t="s"><v>0</v></c><c r="D4" t="s"><v>0</v></c></row><row r="6"><c r="D6"><v>1</v></c></row>`), nil, "plain,plain\n\n,1", ""},
		{"errors", sheet(`<row><c t="e"><v>#N/A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c><v>1</v></c></row>`),
			nil, "1", "has 2 cells whose formula failed (#N/A, #DIV/0!), which are read as missing"},
		{"merged", `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row><row r="3"/></sheetData><mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="C1:D1"/></mergeCells></worksheet>`, nil,
			"1,2\n1,3", "has cells merged over several rows; what one says counts for each of them"},
		{"hidden rows", sheet(`<row hidden="1"><c><v>1</v></c></row>`), nil, "1", "has 1 hidden rows, which are read " +
			"like others"},
		{"days of a Mac", sheet(`<row><c s="1"><v>44651</v></c></row>`),
			map[string]string{
				"xl/book.xml": `<workbook><workbookPr date1904="1"/><sheets><sheet name="one" id="s1"/></sheets></workbook>`}, "2026-04-01", ""},
		{"days of 1900",
			sheet(`<row><c s="1"><v>1</v></c><c s="1"><v>59</v></c><c s="1"><v>60</v></c><c s="1"><v>61</v></c></row>`),
			nil, "1900-01-01,1900-02-28,60,1900-03-01", ""},
		{"a day as text", sheet(`<row><c t="d"><v>2026-04-01T10:00:00</v></c></row>`), nil, "2026-04-01T10:00:00", ""},
		{"hidden sheet", sheet(`<row><c><v>1</v></c></row>`),
			map[string]string{
				"xl/book.xml": `<workbook><sheets><sheet name="one" state="hidden" id="s1"/></sheets></workbook>`},
			`! all its sheets are hidden; name one with sheet: beside the path, of "one"`, ""},
		{"formula", sheet(`<row><c r="A1"><v>1</v></c><c r="AB1"><f>A1</f></c></row>`), nil,
			`! its sheet "one" cannot be read behind row 1: the cell AB1 holds a formula without its result`, ""},
		{"text that is not there", sheet(`<row><c t="s"><v>3</v></c></row>`), nil,
			`the cell A1 names the text "3", of which it has 3`, ""},
		{"cut", `<worksheet><sheetData><row><c><v>1</v></c></row><row>`, nil, "! its XML is damaged", ""},
		{"backwards", sheet(`<row r="2"/><row r="1"/>`), nil, "! row 1 is out of order", ""},
		{"too wide", sheet(`<row><c r="XFE1"><v>1</v></c></row>`), nil, `! its cell "XFE1" is out of order`, ""},
		{"document type", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`, nil, "! its XML has a document type", ""},
		{"no workbook", "", map[string]string{"_rels/.rels": ""}, "! it holds no workbook", ""},
		{"binary", "", map[string]string{
			"_rels/.rels": `<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`, "xl/workbook.bin": "x"}, "! it is a binary workbook (.xlsb)", ""},
		{"OpenDocument", "", map[string]string{"mimetype": "application/x", "content.xml": "<x/>", "_rels/.rels": ""},
			"! it is an OpenDocument spreadsheet (.ods)", ""},
		{"made to do harm", sheet(strings.Repeat(" ", 1<<20)), nil, "", ""},
	} {
		text, notes, err := read(packed(t, c.rows, c.parts), "")
		got := strings.Trim(strings.ReplaceAll(text, ",\n", "\n"), "\n,")
		if err != nil {
			got = "! " + err.Error()
		}
		if want := c.want; got != want && !(err != nil && strings.Contains(got, strings.TrimPrefix(want, "! ")) &&
			want != "") {
			t.Errorf("%s: %q, expected %q", c.name, got, want)
		}
		if got := strings.Join(notes, "|"); got != c.note {
			t.Errorf("%s: says %q, expected %q", c.name, got, c.note)
		}
	}
}

// TestHarm: what is said to unpack to far more than the file takes is not unpacked.
func TestHarm(t *testing.T) {
	file := packed(t, `<worksheet><sheetData/></worksheet>`, nil)
	at := bytes.LastIndex(file, []byte("xl/sheets/one.xml")) - 46 // its record in the table of contents
	copy(file[at+24:], []byte{0, 0, 0, 0x7f})
	if _, _, err := read(file, ""); err == nil || !strings.Contains(err.Error(), "xl/sheets/one.xml unpacks to "+
		"2130706432 bytes") {
		t.Error(err)
	}
}

// TestDamaged: damage anywhere is an error, never a panic.
func TestDamaged(t *testing.T) {
	good := packed(t, `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`,
		nil)
	for at := range good {
		b := bytes.Clone(good)
		b[at] ^= 0x55
		read(b, "")
	}
}

func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><t>a&#10;</t></is></c></row>`)
	f.Fuzz(func(t *testing.T, rows string) {
		text, _, err := read(packed(t, "<worksheet><sheetData>"+rows+"</sheetData></worksheet>", nil), "")
		if err == nil && len(text) > 1<<26 {
			t.Errorf("%d bytes of %d", len(text), len(rows))
		}
	})
}
