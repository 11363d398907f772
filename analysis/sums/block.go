package sums

import (
	"uptake/analysis/counted"
	"uptake/analysis/moment"
)

// Add adds the sums of other units.
func (b *Block) Add(o Block) error {
	if len(*b) == 0 {
		*b = o.Clone()
		return nil
	}
	if len(o) == 0 {
		return nil
	}
	if len(*b) != len(o) {
		return counted.Errorf("sums of %d and of %d columns do not merge", len(*b), len(o))
	}
	for c := range *b {
		if err := addMoments(&(*b)[c], o[c]); err != nil {
			return err
		}
	}
	return nil
}

func addMoments(to *[]moment.Moment, o []moment.Moment) error {
	if len(*to) != 0 && len(o) != 0 && len(*to) != len(o) {
		return counted.Errorf("sums of %d and of %d arms do not merge", len(*to), len(o))
	}
	for a, m := range o {
		if a == len(*to) {
			*to = append(*to, moment.Moment{})
		}
		if err := (*to)[a].Merge(m); err != nil {
			return err
		}
	}
	return nil
}

// Merge returns the sum of two blocks over disjoint units.
func (b Block) Merge(o Block) (Block, error) {
	out := b.Clone()
	return out, out.Add(o)
}

// Clone returns a copy that shares nothing.
func (b Block) Clone() Block {
	out := make(Block, len(b))
	for c := range b {
		for _, m := range b[c] {
			out[c] = append(out[c], m.Clone())
		}
	}
	return out
}
