package pack

import (
	"bytes"
	"encoding/gob"

	"uptake/ingest/format"
)

// aside is what few blocks have beside columns. Texts of rows may be of any bytes.
type aside struct {
	Index []int32 // where rows were left out
	Bad   []format.BadRow
}

func appendAside(b []byte, batch *format.Batch) ([]byte, error) {
	if len(batch.RowIndex) == 0 && len(batch.Bad) == 0 {
		return b, nil
	}
	to := bytes.NewBuffer(b)
	err := gob.NewEncoder(to).Encode(aside{batch.RowIndex, batch.Bad})
	return to.Bytes(), err
}

func (a *aside) read(b []byte) error { return gob.NewDecoder(bytes.NewReader(b)).Decode(a) }
