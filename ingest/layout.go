package ingest

import (
	"math"
	"slices"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/phrase"
	"uptake/ingest/resolve"
	"uptake/ingest/store"
)

// layout reads the rows of one layout of the export.
type layout interface {
	// ask adds the columns the layout needs and fixes the packed rows' format
	// and the rules of resolving.
	ask(r *run)
	// required lists the names that every file must have.
	required() []string
	// rows takes a batch's rows through the reasons and packs what is needed.
	rows(w *worker, b *batch) error
	// prepare readies what layouts have in common for a batch.
	prepare(b *batch) prepared
	// dictionaries gives the words behind the codes of segments and attributes, once all rows are read.
	dictionaries() study.Dictionaries
}

// layouts is the table of layouts that become study tables; layout summary,
// which has no units, is read by Summary.
func newLayout(l spec.Layout) layout {
	switch l {
	case spec.Suggestions:
		return &suggestionRows{}
	case spec.Units:
		return &unitRows{}
	}
	return &eventRows{}
}

// common is what every layout needs of the experiment: filters, segments and
// attributes, with the words behind their codes.
type common struct {
	scope    scope
	filters  []spec.Filter
	filterAt []int
	segAt    []int
	segWords []*event.Words
	textAt   []int
	texts    []*event.Words
	numberAt []int
	traitAt  []int
	traits   []spec.Trait
	grade    int        // the text that is a suggestion's grade, read only when declared > 0
	declared int32      // how many grades are declared; their codes are 1 … declared
	labels   *labelFile // nil: grades are a column
	needed   []int      // parallel to numberAt: its place in spec.Demand.Values where a metric is made of it, else −1
	graded   int        // place of the grade in spec.Demand.Values
}

func (c *common) ask(r *run, attributes bool) {
	c.filters, c.graded = r.exp.Where, len(r.demand.Variables)+len(r.demand.Numbers)
	c.filterAt = r.set.Wants.Filters(c.filters)
	for _, s := range r.exp.Segments {
		c.segAt = append(c.segAt, r.set.Wants.Add(s, false, true))
		c.segWords = append(c.segWords, event.NewWords(""))
	}
	if !attributes {
		return
	}
	for _, a := range r.shape.Attributes {
		if a.Number {
			c.numberAt = append(c.numberAt, r.set.Wants.Add(a.Name, true, false))
			place := slices.Index(r.demand.Numbers, a.Name)
			if place >= 0 {
				place += len(r.demand.Variables)
			}
			c.needed = append(c.needed, place)
		} else {
			words := event.NewWords("")
			if a.Name == "grade" && len(r.demand.Grades) > 0 {
				words = event.NewWords(append([]string{""}, r.demand.Grades...)...)
				c.grade, c.declared = len(c.textAt), int32(len(r.demand.Grades))
			}
			if slices.Contains(r.exp.Attributes, a.Name) || a.Name == "grade" {
				c.textAt = append(c.textAt, r.set.Wants.Add(a.Name, false, true))
			} else {
				c.textAt = append(c.textAt, r.set.Wants.Aside(a.Name, true))
			}
			c.texts = append(c.texts, words)
		}
	}
	c.traits = r.shape.Traits
	for _, t := range c.traits {
		c.traitAt = append(c.traitAt, r.set.Wants.Aside(t.Name, false))
	}
}

func (c *common) dictionaries() study.Dictionaries {
	words := func(list []*event.Words) (out [][]string) {
		for _, w := range list {
			out = append(out, w.List())
		}
		return out
	}
	return study.Dictionaries{Segments: resolve.Words(words(c.segWords)), Attributes: resolve.Words(words(c.texts))}
}

// prepared is a batch's columns readied for the common parts.
type prepared struct {
	scoped
	sieve   *event.Sieve
	seg     []*event.Coder
	text    []*event.Coder
	numbers []*event.Text
	traits  []*event.Text
	common  *common
}

func (c *common) prepare(b *batch) prepared {
	filters, at := c.filters, c.filterAt
	for _, f := range b.In.Source.Where {
		filters, at = append(filters[:len(filters):len(filters)], f), append(at[:len(at):len(at)],
			b.Set.Wants.Place(f.Column))
	}
	p := prepared{scoped: c.scope.over(b.Batch), sieve: event.NewSieve(filters, b.Pick(at)),
		numbers: b.Pick(c.numberAt), traits: b.Pick(c.traitAt), common: c}
	for i, k := range c.segAt {
		p.seg = append(p.seg, event.NewCoder(b.Columns[k], c.segWords[i]))
	}
	for i, k := range c.textAt {
		p.text = append(p.text, event.NewCoder(b.Columns[k], c.texts[i]))
	}
	return p
}

// broken lists what a metric is made of in row i and what it cannot be: a number
// that is none, or a grade that is not declared.
func (p *prepared) broken(r *store.Row, i int) {
	c := p.common
	if len(p.numbers) == 0 && c.declared == 0 {
		return
	}
	for k, n := range p.numbers {
		if c.needed[k] < 0 {
			continue
		}
		if _, found := n.Number(i); found == event.Bad {
			r.Values = append(r.Values, lacking(c.needed[k], found, n, i))
		}
	}
	switch {
	case c.declared == 0:
	case c.labels != nil:
		if text, bad := c.labels.broken[r.Suggestion]; bad {
			r.Values = append(r.Values, store.Contribution{Variable: uint16(c.graded), Lack: store.Broken, Text: text})
		}
	default:
		if code := p.text[c.grade].Code(i); code > c.declared { // declared grades have the first codes
			r.Values = append(r.Values, store.Contribution{Variable: uint16(c.graded), Lack: store.Broken,
				Text: phrase.Cell(c.texts[c.grade].List()[code])})
		}
	}
}

// attributes copies row i's attributes into a row; a number that cannot be
// read is missing where no metric is made of it.
func (p *prepared) attributes(r *store.Row, i int) {
	if len(p.text)+len(p.numbers)+len(p.traits) == 0 {
		return
	}
	r.Texts = codes(r.Texts, p.text, i)
	if c := p.common; c.labels != nil {
		r.Texts[c.grade] = c.labels.of(r.Suggestion)
	}
	r.Numbers = r.Numbers[:0]
	for _, n := range p.numbers {
		v, found := n.Number(i)
		if found != event.Value {
			v = nan
		}
		r.Numbers = append(r.Numbers, v)
	}
	r.Traits = r.Traits[:0]
	for k, t := range p.traits {
		r.Traits = append(r.Traits, trait(t, p.common.traits[k].Same, i))
	}
}

// missingTraits are the words of the traits of a row that has none.
func (c *common) missingTraits() []uint32 {
	var out []uint32
	if len(c.traits) > 64 {
		panic("ingest: a packed row has no more than 64 traits")
	}
	for _, t := range c.traits {
		out = append(out, missingTrait(t.Same))
	}
	return out
}

func missingTrait(same bool) uint32 {
	if same {
		return 0
	}
	return math.Float32bits(float32(nan))
}

// trait is row i's number as the bits of a float32, or the hash of its text.
func trait(t *event.Text, same bool, i int) uint32 {
	if same {
		if h := t.IDHash(i); h != 0 {
			return max(uint32(h>>32), 1)
		}
		return missingTrait(same)
	}
	v, found := t.Number(i)
	if found != event.Value {
		return missingTrait(same)
	}
	return math.Float32bits(float32(v))
}
