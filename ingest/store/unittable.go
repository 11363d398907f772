package store

import "unsafe"

// unitTable finds the number of a unit by the fixed hash of its id. Two ids of one
// hash have two numbers: whoever asks says whether a number is the one that is meant.
type unitTable struct {
	slots []unitSlot // a power of two of them
	used  int
}

type unitSlot struct {
	hash uint64
	unit uint32 // from 1; 0 = free
}

// fetch has the memory brought near at which first and find begin to look.
func (t *unitTable) fetch(hash uint64) {
	if len(t.slots) > 0 {
		fetch((*byte)(unsafe.Pointer(&t.slots[int(hash>>8)&(len(t.slots)-1)])), 1)
	}
}

// first gives the unit, from 1, that stands where find begins to look for a hash.
func (t *unitTable) first(hash uint64) uint32 {
	if len(t.slots) == 0 {
		return 0
	}
	return t.slots[int(hash>>8)&(len(t.slots)-1)].unit
}

// find gives the number of the unit with the hash for which same holds; where there
// is none, next becomes it.
func (t *unitTable) find(hash uint64, next uint32, same func(uint32) bool) (unit uint32, known bool) {
	if 4*t.used >= 3*len(t.slots) {
		t.grow()
	}
	mask := len(t.slots) - 1
	at := int(hash>>8) & mask // the last bits are the partition's
	for ; t.slots[at].unit != 0; at = (at + 1) & mask {
		if s := &t.slots[at]; s.hash == hash && same(s.unit-1) {
			return s.unit - 1, true
		}
	}
	t.slots[at] = unitSlot{hash, next + 1}
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
