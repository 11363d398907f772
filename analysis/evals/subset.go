package evals

import "iter"

// subset is the places of some items, in their order; nil = all items.
type subset []int32

// in is the items of a category, all for "".
func (b *board) in(category string) subset {
	if category == "" {
		return nil
	}
	if s := b.byCategory[category]; s != nil {
		return s
	}
	return subset{}
}

// size is how many items there are among s.
func (b *board) size(s subset) int {
	if s == nil {
		return len(b.items)
	}
	return len(s)
}

// by parts the items by what each has; those that have nothing are in no part.
func (b *board) by(of func(item) string) map[string]subset {
	parts := map[string]subset{}
	for i, x := range b.items {
		if name := of(x); name != "" {
			parts[name] = append(parts[name], int32(i))
		}
	}
	return parts
}

// among goes through the places of items.
func (b *board) among(s subset) iter.Seq[int] {
	return func(yield func(int) bool) {
		if s == nil {
			for i := range b.items {
				if !yield(i) {
					return
				}
			}
			return
		}
		for _, i := range s {
			if !yield(int(i)) {
				return
			}
		}
	}
}
