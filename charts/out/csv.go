package out

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
)

// byteOrderMark tells a spreadsheet that what follows is UTF-8.
const byteOrderMark = "\ufeff"

// csvZip is every table of a result as CSV, a file a table in one archive: the single
// numbers under the name of the document, then every list that has rows. Nothing in it is
// dated.
func csvZip(name string, result any) ([]byte, error) {
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, t := range tablesOf(name, result) {
		f, err := archive.CreateHeader(&zip.FileHeader{Name: t.name + ".csv", Method: zip.Deflate})
		if err == nil {
			_, err = f.Write([]byte(byteOrderMark))
		}
		if err == nil {
			err = t.write(f)
		}
		if err != nil {
			return nil, fmt.Errorf("the table %s: %w", t.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("the archive cannot be closed: %w", err)
	}
	return b.Bytes(), nil
}

// write writes the head and the rows. A row of one empty cell is quoted: an empty line is
// no row to those who read CSV.
func (t *csvTable) write(to io.Writer) error {
	w := csv.NewWriter(to)
	w.Write(t.head)
	for _, row := range t.rows {
		if len(row) == 1 && row[0] == "" {
			w.Flush()
			if _, err := io.WriteString(to, "\"\"\n"); err != nil {
				return err
			}
			continue
		}
		w.Write(row)
	}
	w.Flush()
	return w.Error()
}
