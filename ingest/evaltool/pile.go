package evaltool

// pile is a list that grows by blocks, so that what is in it is never copied to make room.
type pile[T any] struct {
	blocks [][]T
	n      int32
}

const pileBlock = 1 << 13

// add puts one more behind the others.
func (p *pile[T]) add(v T) {
	k := int(p.n / pileBlock)
	if k == len(p.blocks) {
		room := 0 // the first block grows as it is filled: most tables are small
		if k > 0 {
			room = pileBlock
		}
		p.blocks = append(p.blocks, make([]T, 0, room))
	}
	p.blocks[k] = append(p.blocks[k], v)
	p.n++
}

// at is the place of the i-th, from 0 on.
func (p *pile[T]) at(i int32) *T { return &p.blocks[i/pileBlock][i%pileBlock] }
