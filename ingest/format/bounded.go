package format

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

// bounded refuses to allocate what only a damaged file asks for: running out
// of memory cannot be turned into an error, this can.
type bounded struct{ memory.Allocator }

// maxAllocation is more than any buffer of a record batch or page may hold.
const maxAllocation = 1 << 31

func newBounded() memory.Allocator { return bounded{memory.NewGoAllocator()} }

func (b bounded) Allocate(size int) []byte {
	check(size)
	return b.Allocator.Allocate(size)
}

func (b bounded) Reallocate(size int, old []byte) []byte {
	check(size)
	return b.Allocator.Reallocate(size, old)
}

func check(size int) {
	if size < 0 || size > maxAllocation {
		panic(fmt.Sprintf("it asks for %d bytes in one piece", size))
	}
}
