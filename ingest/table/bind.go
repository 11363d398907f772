package table

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// Binding says of one file which wanted names are constants and which are columns to
// ask the reader for.
type Binding struct {
	ask      []format.Column
	hash     []format.Hash // by asked column, nil where more than its hash is wanted
	at       []int         // by want: place in ask, −1 for constants and for what the file's table says it lacks
	constant []*string     // by want; nil where the file itself has the column
	joined   map[int]int   // want → place among what a join gives
	style    *event.Style
}

// Binding binds the wants in file f.
func (s *Set) Binding(f int) Binding {
	in, file := s.Owner[f], s.Files[f]
	b := Binding{constant: make([]*string, len(s.Wants.List)), at: make([]int, len(s.Wants.List)), style: in.Style}
	for i, x := range s.Wants.List {
		b.at[i] = -1
		if v, ok := in.Source.Set[x.Name]; ok {
			b.constant[i] = &v
			continue
		}
		if k, ok := in.takes(x.Name); ok {
			if b.joined == nil {
				b.joined = map[int]int{}
			}
			b.joined[i] = k
			continue
		}
		path := in.Path(x.Name)
		if k := slices.IndexFunc(file.Hive, func(p source.Pair) bool { return p.Name == path }); k >= 0 {
			v := file.Hive[k].Value
			b.constant[i] = &v
			continue
		}
		if above, _ := spec.DerivedAbove(in.Derived, path); above >= 0 || in.Derives(path) {
			b.at[i] = len(b.ask)
			b.ask = append(b.ask, format.Column{Name: path, Repeats: x.Repeats, Optional: x.Lenient})
		} else if column, ok := file.Column(path); ok {
			b.at[i] = len(b.ask)
			b.ask = append(b.ask, format.Column{Name: column, Repeats: x.Repeats, Optional: x.Lenient})
			if s.Hashes && x.Hashed && len(in.Derived) == 0 { // of which others may be made
				b.hash = append(b.hash, make([]format.Hash, len(b.ask)-len(b.hash))...)
				b.hash[len(b.ask)-1] = b.style.IDHash
			}
		}
	}
	return b
}

// Constant is what every row of the file has for a want, nil where the file itself has
// the column or nothing has.
func (b *Binding) Constant(want int) *string { return b.constant[want] }

// columns gives a block's columns by want.
func (b *Binding) columns(asked []arrow.Array, hashes [][]uint64) []*event.Text {
	out := make([]*event.Text, len(b.at))
	for i, k := range b.at {
		switch {
		case b.constant[i] != nil:
			out[i] = b.style.Constant(*b.constant[i])
		case k < 0:
			out[i] = b.style.Text(nil)
		case hashes != nil && hashes[k] != nil:
			out[i] = b.style.Hashed(hashes[k])
		default:
			out[i] = b.style.Text(asked[k])
		}
	}
	return out
}
