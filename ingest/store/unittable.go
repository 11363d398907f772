package store

import "unsafe"

// unitTable finds the number of a unit by the fixed hash of its id. Two ids of one
// hash have two numbers.
type unitTable struct {
	slots []unitSlot // a power of two of them
	used  int
}

type unitSlot struct {
	hash uint64
	unit uint32 // from 1; 0 = free
	// Where the id ends among the names of its shard, and its bytes.
	end, size uint32
}

// first is the slot at which find begins to look.
func (t *unitTable) first(hash uint64) *unitSlot { return &t.slots[int(hash>>8)&(len(t.slots)-1)] }

// fetch has the memory brought near at which find begins to look.
func (t *unitTable) fetch(hash uint64) {
	if len(t.slots) > 0 {
		fetch((*byte)(unsafe.Pointer(t.first(hash))), int(unsafe.Sizeof(unitSlot{})))
	}
}

// named gives where the id ends that find will compare first; false where it has none to compare.
func (t *unitTable) named(hash uint64) (end uint32, some bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	s := t.first(hash)
	return s.end, s.unit != 0 && s.hash == hash && s.size > 0
}

// find gives the number of the unit with an id and its hash, whose shard has the names; where
// there is none, next becomes it, and its id is to follow the names.
func (t *unitTable) find(hash uint64, id string, names []byte, next uint32) (unit uint32, known bool) {
	if 4*t.used >= 3*len(t.slots) {
		t.grow()
	}
	mask := len(t.slots) - 1
	at := int(hash>>8) & mask // the last bits are the partition's
	for ; t.slots[at].unit != 0; at = (at + 1) & mask {
		s := &t.slots[at]
		if s.hash == hash && int(s.size) == len(id) && string(names[s.end-s.size:s.end]) == id {
			return s.unit - 1, true
		}
	}
	t.slots[at] = unitSlot{hash, next + 1, uint32(len(names) + len(id)), uint32(len(id))}
	t.used++
	return next, false
}

func (t *unitTable) grow() {
	old := t.slots
	t.slots = make([]unitSlot, max(1024, 2*len(old)))
	mask := len(t.slots) - 1
	for _, s := range old {
		if s.unit == 0 {
			continue
		}
		at := int(s.hash>>8) & mask
		for t.slots[at].unit != 0 {
			at = (at + 1) & mask
		}
		t.slots[at] = s
	}
}
