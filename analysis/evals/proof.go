package evals

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/scored"
)

// proof stops where one id means different things: within a version, or between two, by the
// hash of input and expected text. Ids that are places in a file need that proof.
func (b *board) proof() error {
	for v := range b.versions {
		for k := range b.groups[v] {
			if err := b.oneInput(v, b.runsOf(v, &b.groups[v][k])); err != nil {
				return err
			}
		}
	}
	base := make([]*scored.Run, len(b.items)) // the first of the baseline's runs
	for k := range b.groups[b.base] {
		g := &b.groups[b.base][k]
		base[g.item] = &b.runsOf(b.base, g)[0]
	}
	for _, v := range b.others() {
		if err := b.proofOf(v, base); err != nil {
			return err
		}
	}
	b.leaks()
	return nil
}

// oneInput refuses runs of one item with two inputs.
func (b *board) oneInput(v int, runs []scored.Run) error {
	first := &runs[0]
	for i := range runs[1:] {
		r := &runs[1+i]
		if r.InputHash != first.InputHash && r.InputHash != none && first.InputHash != none {
			return fmt.Errorf("version %s: item %s has one input in %s, line %d, and another in %s, line %d; one id "+
				"has to mean one item: name a column that tells them apart under columns: {item: …}", b.versions[v],
				r.Item, first.File, first.Line, r.File, r.Line)
		}
	}
	return nil
}

var none [16]byte

func (b *board) proofOf(v int, base []*scored.Run) error {
	pairs, held, same := 0, 0, 0
	var unlike []string
	for k := range b.groups[v] {
		g := &b.groups[v][k]
		x, y := &b.runsOf(v, g)[0], base[g.item]
		if y == nil {
			continue
		}
		pairs++
		known, alike := false, true
		for _, h := range [][2][16]byte{{x.InputHash, y.InputHash}, {x.ExpectedHash, y.ExpectedHash}} {
			if h[0] != none && h[1] != none {
				known = true
				alike = alike && h[0] == h[1]
			}
		}
		if !known {
			continue
		}
		held++
		if alike {
			same++
			continue
		}
		if len(unlike) < 3 {
			unlike = append(unlike, fmt.Sprintf("%s (%s, line %d, and %s, line %d)", x.Item, y.File, y.Line, x.File,
				x.Line))
		}
	}
	name, baseline := b.versions[v], b.versions[b.base]
	if held > 0 && float64(same) < 0.99*float64(held) {
		return counted.Errorf("%d of %d items with one id have another input or expected text in %s than in %s, such "+
			"as %s; the ids do not name the same items, so that they cannot be paired: name the column that does "+
			"under columns: {item: …}",
			held-same, held, name, baseline, strings.Join(unlike, "; "))
	}
	if held > same {
		b.caution(report.Cautionf("text_differs",
			"%d of %d paired items have another input or expected text in %s than in %s, such as %s", held-same, held,
			name,
			baseline, strings.Join(unlike, "; ")))
	}
	if (b.read[v].Position || b.read[b.base].Position) && held < pairs {
		return counted.Errorf("items of %s and %s are known by their place in a file alone (%s), and %d of %d carry "+
			"neither input nor expected text that would prove that the places are the same; name an id under "+
			"columns: {item: …}",
			baseline, name, b.read[v].Key, pairs-held, pairs)
	}
	return nil
}

// leaks counts texts that stand under several ids: they are kept apart, and hang together.
func (b *board) leaks() {
	more, example := 0, ""
	firsts := make(map[[16]byte]int32, len(b.items))
	for i, x := range b.items {
		if x.input == none {
			continue
		}
		first, again := firsts[x.input]
		if !again {
			firsts[x.input] = int32(i)
			continue
		}
		if more++; example == "" {
			example = b.items[first].id + " and " + x.id
		}
	}
	if more > 0 {
		b.caution(report.Cautionf("one_text_under_several_ids",
			"%d items have the input of another item (%s); they count apart: name what they come from under columns: "+
				"{cluster: …}", more, example))
	}
}

// sameScores says that every score of a version is that of the baseline, which two readings of one file are.
func (b *board) sameScores(v int) {
	spread := false
	for m, x := range b.metrics {
		if x.left {
			continue
		}
		p := b.pair(m, v, false, nil)
		if len(p.diff) < fewClusters || slices.ContainsFunc(p.diff, func(d float64) bool { return d != 0 }) {
			return
		}
		spread = spread || slices.Min(p.base) < slices.Max(p.base)
	}
	if spread {
		b.out.Cautions = append(b.out.Cautions, report.Cautionf("same_scores", "every score of %s is that of %s, item "+
			"by item (%s and %s): look whether one file stands under both names", b.versions[v], b.versions[b.base],
			quoted(b.read[v].Files), quoted(b.read[b.base].Files)))
	}
}
