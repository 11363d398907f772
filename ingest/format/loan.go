package format

import (
	"math/bits"
	"sync"
	"unsafe"
)

// loan is memory that one batch is made of. What is in it when it comes is
// undefined: it has been another batch's, and everything of it that is used
// is written first. Released, it is lent to the next batch; without that the
// collector has it.
type loan struct {
	held []held
}

type held struct {
	first *byte
	class int
}

func (h held) giveBack() {
	h.spoil()
	lent[h.class].Put(h.first)
}

// lent is memory that came back, by size.
var lent [4 * 64]sync.Pool

// overrun is how many bytes past its end memory of a loan, and a page, may be
// written and read: short texts are moved sixteen bytes at a time.
const overrun = 64

// classOf gives the least class that holds n bytes: sizes go up by quarters of
// powers of two, so that little is lent in vain and nothing by exact size.
func classOf(n int) (class, size int) {
	n = max(n, 256)
	log := bits.Len(uint(n-1)) - 1 // n is in (1<<log, 2<<log]
	quarter := 1 << (log - 2)
	k := (n - 1<<log + quarter - 1) / quarter // 1 to 4
	class = 4*log + k - 1
	return class, sizeOf(class)
}

// sizeOf gives the bytes of memory of a class.
func sizeOf(class int) int {
	log, k := class/4, class%4+1
	return 1<<log + k<<(log-2)
}

// bytes lends memory of n bytes and overrun behind them.
func (l *loan) bytes(n int) []byte {
	class, size := classOf(n + overrun)
	first, _ := lent[class].Get().(*byte)
	if first == nil {
		first = unsafe.SliceData(make([]byte, size))
	}
	l.held = append(l.held, held{first, class})
	return unsafe.Slice(first, size)[:n]
}

// more makes b, of this loan or nil, n bytes longer.
func (l *loan) more(b []byte, n int) []byte {
	size := len(b) + n
	if size+overrun <= cap(b) {
		return b[:size]
	}
	room := size
	if len(b) > 0 {
		room = max(size, 2*len(b))
	}
	out := l.bytes(room)[:size]
	copy(out, b)
	l.giveBack(b)
	return out
}

// giveBack ends the loan of one piece, which nothing refers to any more.
func (l *loan) giveBack(b []byte) {
	first := unsafe.SliceData(b)
	for i, h := range l.held {
		if h.first == first {
			h.giveBack()
			l.held[i] = l.held[len(l.held)-1]
			l.held = l.held[:len(l.held)-1]
			return
		}
	}
}

// release ends it.
func (l *loan) release() {
	for _, h := range l.held {
		h.giveBack()
	}
	l.held = nil
}

// int32s is bytes for n numbers.
func (l *loan) int32s(n int) []int32 { return int32sOf(l.bytes(4 * n)) }

// float64s is bytes for n doubles.
func (l *loan) float64s(n int) []float64 {
	return unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(l.bytes(8*n)))), n)
}

// uint64s is bytes for n hashes.
func (l *loan) uint64s(n int) []uint64 { return uint64sOf(l.bytes(8 * n)) }

// moreUint64s is more for hashes.
func (l *loan) moreUint64s(v []uint64, n int) []uint64 {
	var b []byte
	if v != nil {
		b = unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), 8*cap(v))[:8*len(v)]
	}
	return uint64sOf(l.more(b, 8*n))
}

// uint64sOf views memory of a loan, with its room, as hashes.
func uint64sOf(b []byte) []uint64 {
	return unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(b))), cap(b)/8)[:len(b)/8]
}

// moreInt32s is more for numbers.
func (l *loan) moreInt32s(v []int32, n int) []int32 {
	var b []byte
	if v != nil {
		b = unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), 4*cap(v))[:4*len(v)]
	}
	return int32sOf(l.more(b, 4*n))
}

// int32sOf views memory of a loan, with its room, as numbers.
func int32sOf(b []byte) []int32 {
	return unsafe.Slice((*int32)(unsafe.Pointer(unsafe.SliceData(b))), cap(b)/4)[:len(b)/4]
}
