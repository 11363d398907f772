package evaltool

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"uptake/analysis/scored"
	"uptake/ingest/event"
	"uptake/ingest/phrase"
)

// facts takes what a row says of its run, which is again one that a row spoke of, beside the scores.
func (f *filling) facts(at, item int32, i int, input string, again bool) error {
	g := f.g
	k := g.runs.at(at)
	said := gridAbout{item: item, file: f.fileNo}
	if again {
		said = *g.abouts.at(k.about)
		said.segments = slices.Clone(said.segments)
	} else {
		k.line = int32(min(f.row, math.MaxInt32))
	}
	if input != "" {
		said.input = hash128(input)
		if err := f.oneInput(at, item, &said, input); err != nil {
			return err
		}
	}
	for _, x := range [...]struct {
		from *coded
		to   *int32
	}{{&f.category, &said.category}, {&f.cluster, &said.cluster}, {&f.severity, &said.severity}} {
		if n := x.from.code(i, f.fact); n != 0 {
			*x.to = n
		}
	}
	for s := range f.segments {
		if said.segments == nil {
			said.segments = make([]int32, len(f.segments))
		}
		if n := f.segments[s].code(i, f.fact); n != 0 {
			said.segments[s] = n
		}
	}
	if n := f.error.code(i, f.failing); n != 0 {
		k.error = n
	}
	f.took(at, i, &said)
	expected, output := textAt(f.expected, i), textAt(f.output, i)
	if expected != "" {
		said.expected = hash128(expected)
	}
	g.say(at, &said)
	if output != "" && !f.numbered {
		for int(at) >= len(g.outputs) {
			g.outputs = append(g.outputs, 0)
		}
		g.outputs[at] = xxh3.HashString(output)
	}
	if t := f.textsOf(item, at); t != nil && !again {
		t.Input, t.Expected, t.Output = strings.Clone(input), strings.Clone(expected), strings.Clone(output)
	}
	return nil
}

// oneInput refuses an item that stands for two inputs.
func (f *filling) oneInput(at, item int32, said *gridAbout, input string) error {
	g := f.g
	x := g.itemOf(item)
	if x.asked < 0 || x.asked == at {
		x.asked = at
		return nil
	}
	k := g.runs.at(x.asked)
	first := g.abouts.at(k.about)
	if first.input == said.input {
		return nil
	}
	return fmt.Errorf("versions.%s: the item %q stands for two inputs: %s, row %d, and %s, row %d (%q); give every "+
		"item an id of its own, or name the right column with columns: {item: …}", f.spec.Name, g.items.list[item],
		g.facts.list[first.file], k.line, f.file, f.row, phrase.Cut(input))
}

// took takes the numbers that a row says: the item's weight, and what the run spent.
func (f *filling) took(at int32, i int, said *gridAbout) {
	g := f.g
	for n, col := range f.numbers {
		if col == nil {
			continue
		}
		v, found := col.Number(i)
		if found != event.Value {
			continue
		}
		if n == 0 {
			said.weight = v
			continue
		}
		k := g.runs.at(at)
		if k.spent == 0 {
			g.spent.add(unsaid)
			k.spent = g.spent.n
		}
		to := g.spent.at(k.spent - 1)
		switch n {
		case 1:
			to.Seconds = v / 1000 // of milliseconds
		case 2:
			to.TokensIn = v
		case 3:
			to.TokensOut = v
		case 4:
			to.Cost = v
		}
	}
}

// unsaid is a run that says nothing of what it took.
var unsaid = scored.Spent{Seconds: math.NaN(), TokensIn: math.NaN(), TokensOut: math.NaN(), Cost: math.NaN()}

// textsOf is where a run's texts are kept, nil where they are not.
func (f *filling) textsOf(item, at int32) *scored.Texts {
	g := f.g
	if f.texts == nil || !f.texts(f.spec.Name, g.items.list[item]) {
		return nil
	}
	for int(at) >= len(g.texts) {
		g.texts = append(g.texts, nil)
	}
	if g.texts[at] == nil {
		g.texts[at] = &scored.Texts{Reasons: map[string]string{}}
	}
	return g.texts[at]
}
