package resolve

// table finds small numbers by fixed hashes, for one unit after another: it is not
// cleared between units, what stands in it is of the unit at hand only where the turn
// says so. The zero table is ready after begin.
type table struct {
	slots []slot // a power of two of them
	used  int
	turn  uint32
}

type slot struct {
	key    uint64
	turn   uint32
	number int32
}

// begin forgets the last unit's numbers.
func (t *table) begin() {
	if t.used, t.turn = 0, t.turn+1; t.turn == 0 { // once in four billion units
		clear(t.slots)
		t.turn = 1
	}
}

// find returns the number of a key, or gives it next, which is not negative.
func (t *table) find(key uint64, next int32) (number int32, known bool) {
	if 2*t.used >= len(t.slots) {
		t.grow()
	}
	s := t.at(key)
	if s.turn == t.turn {
		return s.number, true
	}
	*s = slot{key, t.turn, next}
	t.used++
	return next, false
}

// has returns the number of a key, −1 without.
func (t *table) has(key uint64) int32 {
	if t.used == 0 {
		return -1
	}
	if s := t.at(key); s.turn == t.turn {
		return s.number
	}
	return -1
}

// at is the slot that a key has, or may take.
func (t *table) at(key uint64) *slot {
	mask := len(t.slots) - 1
	i := int(key) & mask
	for t.slots[i].turn == t.turn && t.slots[i].key != key {
		i = (i + 1) & mask
	}
	return &t.slots[i]
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, max(64, 2*len(old)))
	for _, s := range old {
		if s.turn == t.turn {
			*t.at(s.key) = s
		}
	}
}
