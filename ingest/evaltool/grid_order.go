package evaltool

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"uptake/analysis/scored"
)

// ordered puts the grid's runs by item and repeat, and numbers those without numbers so that
// the order of rows does not matter.
func (g *grid) ordered() []int32 {
	slices.SortFunc(g.scores, func(a, b *gridScore) int { return strings.Compare(a.name, b.name) })
	if g.long && !g.numbered {
		g.sortScores()
	}
	rank := make([]int32, len(g.items.list))
	for i := range rank {
		rank[i] = int32(i)
	}
	byName := func(a, b int32) int { return strings.Compare(g.items.list[a], g.items.list[b]) }
	if !slices.IsSortedFunc(rank, byName) {
		slices.SortFunc(rank, byName)
	}
	out := make([]int32, 0, g.runs.n)
	for _, item := range rank {
		from := len(out)
		for at := g.itemOf(item).last; at >= 0; at = g.runs.at(at).next {
			out = append(out, at)
		}
		group := out[from:]
		slices.Reverse(group) // as they were read, which is the order of most numbers
		if !g.numbered && !g.long {
			g.number(group)
			continue
		}
		slices.SortFunc(group, func(a, b int32) int { return int(g.runs.at(a).repeat - g.runs.at(b).repeat) })
	}
	if g.numbered { // as the table has them, from 1 on where it begins at 0
		least := int32(math.MaxInt32)
		for at := range g.runs.n {
			least = min(least, g.runs.at(at).repeat)
		}
		if least > 1 {
			for at := range g.runs.n {
				g.runs.at(at).repeat--
			}
		}
	}
	return out
}

// number numbers an item's runs by what they hold.
func (g *grid) number(group []int32) {
	type held struct {
		hash uint64
		at   int32
	}
	list := make([]held, len(group))
	for n, at := range group {
		list[n] = held{g.hash(at), at}
	}
	slices.SortStableFunc(list, func(a, b held) int { return cmp.Compare(a.hash, b.hash) })
	for n, x := range list {
		group[n], g.runs.at(x.at).repeat = x.at, int32(n)+1
	}
}

// sortScores puts the scores of an item's runs in an order that does not depend on the
// order of rows: of a row a score, nothing says which belong together.
func (g *grid) sortScores() {
	type one struct {
		v float64
		s scored.State
	}
	key := func(o one) uint64 {
		var b [9]byte
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(o.v))
		b[8] = byte(o.s)
		return xxh3.Hash(b[:])
	}
	for item := range g.of {
		var runs []int32
		for at := g.of[item].last; at >= 0; at = g.runs.at(at).next {
			if g.runs.at(at).error == 0 {
				runs = append(runs, at)
			}
		}
		if len(runs) < 2 {
			continue
		}
		slices.SortFunc(runs, func(a, b int32) int { return int(g.runs.at(a).repeat - g.runs.at(b).repeat) })
		for _, m := range g.scores {
			var list []one
			for _, at := range runs {
				if v, s := m.At(int(at)); s != scored.Absent {
					list = append(list, one{v, s})
				}
			}
			slices.SortFunc(list, func(a, b one) int { return cmp.Compare(key(a), key(b)) })
			for i, o := range list {
				m.Set(int(runs[i]), o.v, o.s)
			}
		}
	}
}

// hash is of what a run holds.
func (g *grid) hash(at int32) uint64 {
	k := g.runs.at(at)
	h := xxh3.New()
	h.WriteString(g.facts.list[k.error])
	var b [9]byte
	output := uint64(0)
	if int(at) < len(g.outputs) {
		output = g.outputs[at]
	}
	binary.LittleEndian.PutUint64(b[:], output)
	h.Write(b[:])
	for _, m := range g.scores {
		v, s := m.At(int(at))
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(v))
		b[8] = byte(s)
		h.Write(b[:])
	}
	spent := unsaid
	if k.spent > 0 {
		spent = *g.spent.at(k.spent - 1)
	}
	for _, v := range []float64{spent.Seconds, spent.TokensIn, spent.TokensOut, spent.Cost} {
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(v))
		h.Write(b[:8])
	}
	return h.Sum64()
}
