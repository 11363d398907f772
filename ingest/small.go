package ingest

import (
	"io"

	"uptake/ingest/format"
	"uptake/ingest/source"
)

// batches reads a small file (stated sums, labels) batch by batch, in order.
func (r *run) batches(f int, visit func(*batch) error) (err error) {
	in, file := r.owner[f], r.files[f]
	bound := in.bind(file, &r.wants)
	reader, err := format.Open(format.Input{Name: file.Name, Open: func() (io.ReadCloser, error) { return source.Open(file) }}, bound.ask,
		format.Options{Format: in.source.Format})
	if err != nil {
		return err
	}
	defer reader.Close()
	if err := r.checkNames(in, f, reader); err != nil {
		return err
	}
	for {
		block, err := reader.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		rows, err := block.Decode()
		if err != nil {
			return err
		}
		if err := visit(&batch{in: in, file: f, rows: rows, columns: bound.columns(rows)}); err != nil {
			return err
		}
	}
}
