package format

import (
	"uptake/analysis/counted"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

// bounded refuses to allocate what only a damaged file asks for: running out
// of memory cannot be turned into an error, this can.
type bounded struct {
	memory.Allocator
	most int
}

// maxAllocation is more than any buffer of a record batch or page may hold.
const maxAllocation = 1 << 31

// smallAllocation is what a file of any size may ask for, and mostPacked how many
// bytes one byte of a larger one may stand for: buffers of one repeated value pack
// that well.
const (
	smallAllocation = 64 << 20
	mostPacked      = 1 << 14
)

func newBounded() memory.Allocator { return bounded{memory.NewGoAllocator(), maxAllocation} }

// boundedBy is for a file of so many bytes.
func boundedBy(size int64) memory.Allocator {
	most := max(smallAllocation, min(size, maxAllocation/mostPacked)*mostPacked)
	return bounded{memory.NewGoAllocator(), int(most)}
}

func (b bounded) Allocate(size int) []byte {
	b.check(size)
	return b.Allocator.Allocate(size)
}

func (b bounded) Reallocate(size int, old []byte) []byte {
	b.check(size)
	return b.Allocator.Reallocate(size, old)
}

func (b bounded) check(size int) {
	if size < 0 || size > b.most {
		panic(counted.Sprintf("it asks for %d bytes in one piece", size))
	}
}
