package format

import "sync/atomic"

// hashing is what is asked of a column of which hashes are enough: its texts are then hashed
// where they stand, and nothing is copied.
type hashing struct {
	of    Hash
	empty uint64      // the hash of the empty text
	vain  atomic.Bool // a text of it had to be given, so others may have to
}

// hashing is what is asked of a column, nil where its texts are.
func (o *Options) hashing(column int) *hashing {
	if column >= len(o.Hash) || o.Hash[column] == nil {
		return nil
	}
	h := &hashing{of: o.Hash[column]}
	hash, ok := h.of(nil)
	h.empty = hash
	h.vain.Store(!ok)
	return h
}

// wanted reports whether hashes are to be given.
func (h *hashing) wanted() bool { return h != nil && !h.vain.Load() }

// take gives the batch what was collected of an asked column.
func (b *Batch) take(column int, c *textColumn) {
	if c.hashes == nil {
		b.Columns[column] = c.array()
		return
	}
	b.hashed(column, c.hashes)
}

// hashed gives the batch the hashes of an asked column.
func (b *Batch) hashed(column int, rows []uint64) {
	if b.Hashes == nil {
		b.Hashes = make([][]uint64, len(b.Columns))
	}
	b.Hashes[column] = rows
}
