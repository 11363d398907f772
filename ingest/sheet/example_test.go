package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"

	"uptake/ingest/sheet"
)

// A sheet becomes lines: text, numbers as they are held, and an empty cell where nothing stands.
func ExampleOpen() {
	const head = `<?xml version="1.0"?><`
	const of = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	const kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	var b bytes.Buffer
	book := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"_rels/.rels", `Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="a" Type="` + kind + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `workbook` + of + `><sheets><sheet name="Results" sheetId="1" r:id="b"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels",
			`Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
				`<Relationship Id="b" Type="` + kind + `worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `worksheet` + of + `><sheetData>` +
			`<row r="1"><c r="A1" t="inlineStr"><is><t>item</t></is></c><c r="B1" t="inlineStr"><is><t>note</t></is></c>` +
			`<c r="C1" t="inlineStr"><is><t>score</t></is></c></row>` +
			`<row r="2"><c r="A2"><v>7</v></c><c r="C2"><v>0.83</v></c></row></sheetData></worksheet>`},
	} {
		w, _ := book.Create(part[0])
		io.WriteString(w, head+part[1])
	}
	book.Close()

	rows, err := sheet.Open(bytes.NewReader(b.Bytes()), int64(b.Len()), "", func(string, ...any) {})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer rows.Close()
	text, err := io.ReadAll(rows)
	fmt.Print(string(text), err)
	// Output:
	// item,note,score
	// 7,,0.83
	// <nil>
}
