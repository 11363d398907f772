package store

import (
	"encoding/binary"
	"slices"
	"unsafe"

	"uptake/analysis/counted"
)

// Laid is a partition's rows by unit, and those of a unit by time, role and event id; rows
// that are equal in these keep the order in which they came. Only the rows' heads are moved.
type Laid struct {
	lines []Line
	end   []uint32 // by unit: where its lines end

	chunks []laidChunk
	least  int64 // of the times that are near, to most; NoTime without one
	most   int64
	read   []byte // what of the chunks was in the file
	spare  []Line
	runs   []int // where each stretch that is in order ends
}

// laidChunk is what a chunk's lines are read with.
type laidChunk struct {
	memory []byte
	blocks []Place
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
	return l.chunks[x.unit>>atBits].memory[at : at+x.size() : at+x.size()]
}

// RowAt is Row with its Place.
func (l *Laid) RowAt(x *Line) (Packed, Place) {
	c, at := &l.chunks[x.unit>>atBits], int(x.unit&(1<<atBits-1))
	row := c.memory[at : at+x.size() : at+x.size()]
	if x.word&flagFar != 0 {
		return row, Place(binary.LittleEndian.Uint64(c.memory[at-farSize+8:]))
	}
	_ = row[fixedSize-1]
	return row, c.blocks[row[18]]<<blockBits | Place(binary.LittleEndian.Uint16(row[16:]))
}

// Place is where the row of a line was read.
func (l *Laid) Place(x *Line) Place {
	_, place := l.RowAt(x)
	return place
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
		l.asSettled(p)
		return nil
	}
	l.end = append(l.end[:0], make([]uint32, len(p.ends))...)
	for i := range l.chunks {
		c, memory := &p.chunks[i], l.chunks[i].memory
		for at := len(memory) - headSize; at >= len(memory)-c.rows*headSize; at -= headSize {
			l.end[c.units[binary.LittleEndian.Uint32(memory[at+16:])]]++
		}
	}
	first := uint32(0)
	for u, n := range l.end { // where its lines begin, until they are there
		l.end[u] = first
		first += n
	}
	l.least, l.most = NoTime, NoTime
	for i := range l.chunks {
		c, memory, rest := &p.chunks[i], l.chunks[i].memory, 0
		for at := len(memory) - headSize; at >= len(memory)-c.rows*headSize; at -= headSize {
			var h Head
			c.head(memory[at:], &h)
			if h.word&flagFar != 0 {
				h.far(memory[rest:])
				rest += farSize
			} else if h.TS != NoTime {
				if l.most = max(l.most, h.TS); l.least == NoTime || h.TS < l.least {
					l.least = h.TS
				}
			}
			end := &l.end[c.units[h.unit]]
			h.unit = uint32(i)<<atBits | uint32(rest)
			rest += h.size()
			l.lines[*end] = h
			*end++
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
	return !slices.ContainsFunc(p.chunks, func(c chunk) bool { return c.memory == nil })
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
func (l *Laid) FetchRow(x *Line) {
	fetch(&l.chunks[x.unit>>atBits].memory[x.unit&(1<<atBits-1)], x.size())
}

// Settle keeps the lines as they are laid, in the place of the heads, where no row waits
// in the file and all times are near each other, and reports whether it did.
func (p *Part) Settle(l *Laid) bool {
	if !p.inMemory() || uint64(l.most-l.least) >= -noTime {
		return false
	}
	rest := l.lines
	for i := range p.chunks {
		c := &p.chunks[i]
		c.first = l.least
		for at := len(c.memory) - headSize; at >= len(c.memory)-c.rows*headSize; at -= headSize {
			h, since := rest[0], int64(noTime)
			if rest = rest[1:]; h.word&flagFar != 0 {
				h.word &= 1<<sizeShift - 1
			} else if h.TS != NoTime {
				since = h.TS - l.least
			}
			h.put(c.memory[at:], since)
		}
	}
	p.laid = slices.Clone(l.end)
	return true
}

// asSettled lists the rows as they were settled.
func (l *Laid) asSettled(p *Part) {
	rest := l.lines
	for i := range p.chunks {
		c := &p.chunks[i]
		l.least, l.most = c.first, c.first // of all chunks, of which the times are near it
		for at := len(c.memory) - headSize; at >= len(c.memory)-c.rows*headSize; at -= headSize {
			h := &rest[0]
			c.head(c.memory[at:], h)
			if h.word&flagFar != 0 {
				h.far(l.chunks[h.unit>>atBits].memory[h.unit&(1<<atBits-1)-farSize:])
			}
			rest = rest[1:]
		}
	}
	l.end = append(l.end[:0], p.laid...)
}

// load gives l the chunks, those in the file once they were read.
func (p *Part) load(l *Laid) error {
	l.chunks = sized(l.chunks, len(p.chunks))
	size := 0
	for i := range p.chunks {
		if c := &p.chunks[i]; c.memory == nil {
			size += c.rests + c.rows*headSize
		}
	}
	l.read = slices.Grow(l.read[:0], size)
	for i := range p.chunks {
		c := &p.chunks[i]
		l.chunks[i] = laidChunk{c.memory, c.blocks}
		if c.memory != nil {
			continue
		}
		from, to := len(l.read), len(l.read)+c.rests+c.rows*headSize
		l.read = l.read[:to]
		if err := p.spill.read(c, l.read[from:to]); err != nil {
			return err
		}
		l.chunks[i].memory = l.read[from:to:to]
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
