package evaltool

import (
	"fmt"

	"uptake/analysis/scored"
)

// decimals gives the items of versions whose ids are all whole numbers written as decimals (1.0) the ids that the other
// versions have (1), where the texts of the items prove that they are the same; where they do not, all stays as it is.
func decimals(out *scored.Set) {
	var as, others []*scored.Version
	for i := range out.Versions {
		if v := &out.Versions[i]; v.Decimals() {
			as = append(as, v)
		} else {
			others = append(others, v)
		}
	}
	if len(as) == 0 || len(others) == 0 {
		return
	}
	plain := map[string]*scored.About{}
	for _, v := range others {
		for k := range v.Runs {
			plain[v.Runs[k].Item] = v.Runs[k].About
		}
	}
	for _, v := range as {
		if !proven(v, plain) {
			return
		}
	}
	for _, v := range as {
		example := v.Runs[0].Item
		for k := range v.Runs {
			v.Runs[k].Item, _ = scored.Whole(v.Runs[k].Item)
		}
		v.Sort()
		out.Notes = append(out.Notes, scored.Note{Code: "eval_ids_decimal", Detail: fmt.Sprintf("the items of %s are "+
			"whole numbers written as decimals (%s); they are read without, as their texts are those of the other "+
			"version", v.Name, example)})
	}
}

// proven reports whether items of a version have the input or expected text of those with the same whole numbers: at
// least one, all that both have, and 99 of 100 with a text on both sides.
func proven(v *scored.Version, plain map[string]*scored.About) bool {
	pairs, same := 0, 0
	var last *scored.About
	for k := range v.Runs {
		about := v.Runs[k].About
		if about == last {
			continue
		}
		last = about
		id, _ := scored.Whole(about.Item)
		other := plain[id]
		if other == nil {
			continue
		}
		pairs++
		known := false
		for _, h := range [][2][16]byte{{about.InputHash, other.InputHash}, {about.ExpectedHash, other.ExpectedHash}} {
			if h[0] != ([16]byte{}) && h[1] != ([16]byte{}) {
				if known = true; h[0] != h[1] {
					return false
				}
			}
		}
		if known {
			same++
		}
	}
	return pairs > 0 && float64(same) >= 0.99*float64(pairs)
}
