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
	slices.SortFunc(rank, func(a, b int32) int { return strings.Compare(g.items.list[a], g.items.list[b]) })
	out := make([]int32, 0, g.runs.n)
	for _, item := range rank {
		from := len(out)
		if int(item) >= len(g.of) {
			continue
		}
		for at := g.of[item]; at >= 0; at = g.runs.at(at).next {
			out = append(out, at)
		}
		group := out[from:]
		if !g.numbered && !g.long {
			for _, at := range group {
				g.runs.at(at).order = g.hash(at)
			}
			slices.SortStableFunc(group, func(a, b int32) int {
				return cmp.Compare(g.runs.at(a).order, g.runs.at(b).order)
			})
			for n, at := range group {
				g.runs.at(at).repeat = int32(n) + 1
			}
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
		for at := g.of[item]; at >= 0; at = g.runs.at(at).next {
			if !g.runs.at(at).errored {
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
				if s := m.state(at); s != scored.Absent {
					list = append(list, one{*m.values.at(at), s})
				}
			}
			slices.SortFunc(list, func(a, b one) int { return cmp.Compare(key(a), key(b)) })
			for i, o := range list {
				*m.values.at(runs[i]), *m.states.at(runs[i]) = o.v, o.s
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
	binary.LittleEndian.PutUint64(b[:], k.output)
	h.Write(b[:])
	for _, m := range g.scores {
		s := m.state(at)
		v := math.NaN()
		if s != scored.Absent {
			v = *m.values.at(at)
		}
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(v))
		b[8] = byte(s)
		h.Write(b[:])
	}
	for _, v := range []float64{k.seconds, k.in, k.out, k.cost} {
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(v))
		h.Write(b[:8])
	}
	return h.Sum64()
}
