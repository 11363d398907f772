package store

import (
	"slices"
	"unsafe"

	"uptake/analysis/counted"
)

// Laid is a partition's rows by unit, and those of a unit by time, role and event id; rows
// that are equal in these keep the order in which they came. Only the rows' heads are moved.
type Laid struct {
	lines []Line
	end   []uint32 // by unit: where its lines end
	rests [][]byte // by chunk

	heads [][]Head // by chunk
	read  []byte   // what of the chunks was in the file
	again []Head   // the heads that were there
	spare []Line
	runs  []int // where each stretch that is in order ends
}

// Line is the head of a row of a laid partition. Where its unit was stands where the rest
// of it is.
type Line = Head

// atBits are those of a place in a chunk, above which stands the chunk. A row that is
// larger stands at the head of its chunk.
const atBits = 15

// Unit gives the rows of a unit.
func (l *Laid) Unit(unit uint32) []Line { return l.lines[l.First(unit):l.end[unit]] }

// First is the number of a unit's first line among all.
func (l *Laid) First(unit uint32) int {
	if unit == 0 {
		return 0
	}
	return int(l.end[unit-1])
}

// Row gives what a line does not hold.
func (l *Laid) Row(x *Line) Packed {
	at := int(x.unit & (1<<atBits - 1))
	return l.rests[x.unit>>atBits][at : at+x.size() : at+x.size()]
}

// Mark makes the line of a number Tied.
func (l *Laid) Mark(n int32) { l.lines[n].word |= flagTied }

// Lay lists the rows in l, whose memory it uses again. Those of a partition that was
// settled are listed as they were.
func (p *Part) Lay(l *Laid) error {
	if len(p.chunks) > 1<<(32-atBits) {
		return counted.Errorf("%d rows are more than can be resolved at a time; split the export by its units, or "+
			"leave rows out that nothing counts", p.rows)
	}
	if err := p.load(l); err != nil {
		return err
	}
	l.lines = sized(l.lines, p.rows)
	if p.laid != nil {
		rest := l.lines
		for _, heads := range l.heads {
			rest = rest[copy(rest, heads):]
		}
		l.end = append(l.end[:0], p.laid...)
		return nil
	}
	l.end = append(l.end[:0], make([]uint32, len(p.ends))...)
	for i, heads := range l.heads {
		units := p.chunks[i].units
		for k := range heads {
			l.end[units[heads[k].unit]]++
		}
	}
	first := uint32(0)
	for u, n := range l.end { // where its lines begin, until they are there
		l.end[u] = first
		first += n
	}
	for i, heads := range l.heads {
		units, at := p.chunks[i].units, uint32(i)<<atBits
		for k := range heads {
			h := &heads[k]
			end := &l.end[units[h.unit]]
			x := &l.lines[*end]
			*x = *h
			x.unit = at
			*end++
			at += uint32(h.size())
		}
	}
	for u := range l.end {
		l.sort(l.Unit(uint32(u)))
	}
	return nil
}

// Leave lets go of the rows, where none waits in the file, and reports whether it did:
// whoever laid them has them.
func (p *Part) Leave() bool {
	if !p.inMemory() {
		return false
	}
	p.chunks, p.laid = nil, nil
	return true
}

func (p *Part) inMemory() bool {
	return !slices.ContainsFunc(p.chunks, func(c chunk) bool { return c.heads == nil })
}

// Fetch has the memory brought near of what is asked for next of units in the order in which
// they are gone through: the rows of the first, and the lines of the one behind it, which
// say where its rows are.
func (l *Laid) Fetch(units []uint32) {
	const most = 512 // rows of a unit that stay near until they are asked for
	if len(units) > 0 {
		rows := l.Unit(units[0])
		for i := range rows[:min(len(rows), most)] {
			l.FetchRow(&rows[i])
		}
	}
	if len(units) > 1 {
		rows := l.Unit(units[1])
		for i := 0; i < min(len(rows), most); i += 5 { // which two lines of memory hold
			fetch((*byte)(unsafe.Pointer(&rows[i])), 2*lineSize)
		}
	}
}

// FetchRow has the memory brought near that Row gives.
func (l *Laid) FetchRow(x *Line) { fetch(&l.rests[x.unit>>atBits][x.unit&(1<<atBits-1)], x.size()) }

// Settle keeps the lines as they are laid, in the place of the heads, where no row waits
// in the file, and reports whether it did.
func (p *Part) Settle(l *Laid) bool {
	if !p.inMemory() {
		return false
	}
	rest := l.lines
	for i := range p.chunks {
		rest = rest[copy(p.chunks[i].heads, rest):]
	}
	p.laid = slices.Clone(l.end)
	return true
}

// load gives l the chunks, those in the file once they were read.
func (p *Part) load(l *Laid) error {
	l.heads, l.rests = sized(l.heads, len(p.chunks)), sized(l.rests, len(p.chunks))
	size, rows := 0, 0
	for i := range p.chunks {
		size, rows = size+p.chunks[i].size, rows+p.chunks[i].rows
	}
	l.read, l.again = slices.Grow(l.read[:0], size), slices.Grow(l.again[:0], rows)
	for i := range p.chunks {
		c := &p.chunks[i]
		if l.heads[i], l.rests[i] = c.heads, c.rest; c.heads != nil {
			continue
		}
		from, row := len(l.read), len(l.again)
		l.read, l.again = l.read[:from+c.size], l.again[:row+c.rows]
		if err := p.spill.read(c, l.again[row:], l.read[from:]); err != nil {
			return err
		}
		l.heads[i], l.rests[i] = l.again[row:], l.read[from+c.rows*headSize:]
	}
	return nil
}

// sort puts the lines of a unit in order. They come as stretches that are in order but for
// lines that stand a few places late, one stretch of each worker's share of the files or
// more, so those lines are moved and the stretches merged: nothing is sorted from nothing.
func (l *Laid) sort(h []Line) {
	l.runs = l.runs[:0]
	first := 0 // of the stretch
	for i := 1; i < len(h); i++ {
		if h[i].before(&h[i-1]) && !lift(h[first:i+1]) {
			l.runs, first = append(l.runs, i), i
		}
	}
	if len(l.runs) == 0 {
		return
	}
	l.runs = append(l.runs, len(h))
	l.spare = sized(l.spare, len(h))
	from, to := h, l.spare
	for len(l.runs) > 1 {
		start, n := 0, 0
		for i := 0; i < len(l.runs); i += 2 {
			middle, end := l.runs[i], l.runs[min(i+1, len(l.runs)-1)]
			merge(to[start:end], from[start:middle], from[middle:end])
			start, l.runs[n] = end, end
			n++
		}
		l.runs = l.runs[:n]
		from, to = to, from
	}
	if &from[0] != &h[0] {
		copy(h, from)
	}
}

// lift moves the last of lines, of which the others are in order, to where it belongs, if
// that is near.
func lift(h []Line) bool {
	const near = 16
	last := len(h) - 1
	x, at := h[last], last-1
	for least := max(0, last-near); at > least && x.before(&h[at-1]); at-- {
	}
	if at > 0 && x.before(&h[at-1]) {
		return false
	}
	copy(h[at+1:], h[at:last])
	h[at] = x
	return true
}

// before is the order of time, role and event id.
func (h *Head) before(o *Head) bool {
	if h.TS != o.TS {
		return h.TS < o.TS
	}
	return h.Role() < o.Role() || h.Role() == o.Role() && h.EventID < o.EventID
}

// merge puts two stretches in order into one; of equal lines those of a come first.
func merge(to, a, b []Line) {
	for len(a) > 0 && len(b) > 0 {
		if b[0].before(&a[0]) {
			to[0], b = b[0], b[1:]
		} else {
			to[0], a = a[0], a[1:]
		}
		to = to[1:]
	}
	copy(to[copy(to, a):], b)
}

func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
