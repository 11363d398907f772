package table

import (
	"context"
	"errors"
	"io"

	"uptake/analysis/fault"
)

// Head visits the first blocks of a file, until they have so many rows.
func (s *Set) Head(ctx context.Context, f, rows int, visit Visit) (err error) {
	defer fault.Catch(&err, "reading "+s.Files[f].Name)
	b := s.Binding(f)
	reader, err := s.open(f, &b)
	if err != nil || reader == nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	for rows > 0 && ctx.Err() == nil {
		block, err := reader.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		decoded, err := block.Decode()
		if err != nil {
			return err
		}
		rows -= decoded.Rows
		if err := visit(s.batch(f, &b, decoded)); err != nil {
			return err
		}
		decoded.Release()
	}
	return ctx.Err()
}
