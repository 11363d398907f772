package ingest

import "io"

// batches reads a small file (stated sums, labels) batch by batch, in order.
func (r *run) batches(f int, visit func(*batch) error) (err error) {
	in := r.owner[f]
	bound := in.bind(r.files[f], &r.wants)
	reader, err := r.open(f, bound.ask)
	if err != nil || reader == nil {
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
