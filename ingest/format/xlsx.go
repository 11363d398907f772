package format

import (
	"errors"
	"fmt"
	"io"

	"uptake/ingest/sheet"
)

// An .xlsx file is read as the comma-separated text that one of its sheets is.

const zipMagic = "PK\x03\x04"

// openXLSX puts lines of text in the place of the file's bytes.
func openXLSX(src *source, o *Options) error {
	rows, err := sheet.Open(src.at, src.size, o.Sheet, o.note)
	if err != nil {
		if errors.Is(err, sheet.ErrNoBook) {
			return dataError{src.name + " is a zip archive without a workbook in it; where it is an archive of " +
				"exports, give it a name that ends in .zip", err}
		}
		if isSentence(err) { // of whoever gave the bytes
			return err
		}
		return dataError{fmt.Sprintf("the workbook %s cannot be read: %v", src.name, err), err}
	}
	ahead := readAhead(func() (io.ReadCloser, error) { return rows, nil }, func(err error) error {
		if isSentence(err) {
			return err
		}
		return dataError{fmt.Sprintf("the workbook %s cannot be read on: %v", src.name, err), err}
	})
	src.text, src.at, src.size = newStream(ahead, closers{ahead, src.text.Closer}), nil, 0
	o.CSV = Dialect{Delimiter: ",", Skip: o.CSV.Skip, Header: o.CSV.Header}
	return nil
}
