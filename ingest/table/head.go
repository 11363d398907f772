package table

import "errors"

// errEnough ends a file before its end.
var errEnough = errors.New("enough rows were seen")

// Head visits the first blocks of a file, until they have so many rows.
func (s *Set) Head(f, rows int, visit Visit) error {
	err := s.cut(f, func(t task) error {
		err := s.decode(t, func(b *Batch) error {
			rows -= b.Rows
			return visit(b)
		})
		if err == nil && rows <= 0 {
			return errEnough
		}
		return err
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}
