package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"uptake/analysis/whole"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// making is one opening of a file on its way to a pack.
type making struct {
	s       *Store
	n       *file
	k       *shelf
	file    source.File
	is      was
	in      format.Input
	ask     []format.Column
	o       format.Options
	content string
	as      written
}

// serve gives a reader of a pack, which is made where it has to be; errNot where the
// file is to be read itself.
func (m *making) serve() (format.Reader, error) {
	m.k.mu.Lock()
	defer m.k.mu.Unlock()
	var lacking []format.Column
	for _, p := range slices.Clone(m.k.packs) {
		r, less, err := m.from(p)
		if err != nil || r != nil {
			return r, err
		}
		if less != nil && (lacking == nil || len(less) < len(lacking)) {
			lacking = less
		}
	}
	if m.k.failed {
		return nil, errNot
	}
	p, err := m.make(lacking)
	if err != nil {
		return nil, err
	}
	m.k.take(p)
	r, _, err := m.from(p)
	if err == nil && r == nil { // what a pack holds of what it was made for it can serve
		err = fmt.Errorf("the pack %s does not hold what it was made for", p.path)
	}
	return r, err
}

// from reads a pack that stands on the shelf; lacking are the columns that it was not
// made for. A damaged one goes.
func (m *making) from(p *pack) (r format.Reader, lacking []format.Column, err error) {
	at, lacking, said, err := p.serving(m.in.Name, m.ask)
	if err != nil || lacking != nil {
		return nil, lacking, err
	}
	open, err := p.open(at, m.o.Pick)
	if err != nil {
		m.s.damaged(p.path, err)
		m.k.drop(p)
		return nil, nil, nil
	}
	if m.o.Note != nil {
		for _, note := range p.Notes {
			m.o.Note(note)
		}
		if said != "" {
			m.o.Note(said)
		}
	}
	p.used = true
	return open, nil, nil
}

// make packs the file.
func (m *making) make(lacking []format.Column) (*pack, error) {
	s := m.s
	first, notes, err := m.look(m.ask)
	if !errors.Is(err, format.ErrEmpty) { // there is nothing in it that could be kept
		m.n.direct()
	}
	if err != nil {
		return nil, err // as the file itself says it
	}
	c := contents{Layout: layout, Version: s.o.Version, Content: m.content, As: m.as, Names: first.Names(),
		Top: format.TopOf(first), Notes: notes}
	_, c.Gathers = first.(format.Gatherer)
	first.Close()
	if _, said, _ := format.Near(m.in.Name, c.Names, m.ask); said != "" {
		c.Notes = slices.DeleteFunc(c.Notes, func(n string) bool { return n == said })
	}
	why := "new"
	switch {
	case lacking != nil:
		why = "asked for the first time are " + named(lacking)
	case m.n.known != "" && m.n.known != m.content:
		why = "changed"
	case m.n.known != "":
		why = "its pack is gone"
	}
	s.o.Log.Info("packing", "file", m.in.Name, "bytes", m.is.Size, "why", why)
	var p *pack
	apart := m.k.apart
	if !apart {
		p, err = m.pack(c, m.all(c.Names))
		m.k.apart = errors.Is(err, errOther)
	}
	if apart || err != nil && s.ctx.Err() == nil && !isWriteError(err) {
		p, err = m.pack(c, m.ask) // something that nobody asked for may be damaged
	}
	switch {
	case err == nil:
		return p, nil
	case s.ctx.Err() != nil:
		return nil, s.ctx.Err()
	case isWriteError(err):
		s.o.Log.Warn("a file cannot be packed, so it is read itself", "file", m.in.Name, "detail",
			whole.Bare(err).Error())
	default:
		s.o.Log.Warn("a file cannot be packed, so it is read itself", "file", m.in.Name, "detail", err.Error())
	}
	m.k.failed = true
	return nil, errNot
}

func isWriteError(err error) bool {
	var w *writeError
	return errors.As(err, &w)
}

func named(columns []format.Column) string {
	var out []string
	for _, c := range columns {
		out = append(out, c.Name)
	}
	return strings.Join(out, ", ")
}

// look opens the file itself and gives what was noted.
func (m *making) look(ask []format.Column) (r format.Reader, notes []string, err error) {
	o := m.o
	o.Pick = nil
	o.Note = func(text string) { notes = append(notes, text) }
	in := m.in
	in.Open = func() (io.ReadCloser, error) { return source.Open(m.file) } // the other opens once
	r, err = format.Open(in, ask, o)
	return r, notes, err
}

// all are the columns of a pack: what is asked for, what older packs were made for, and
// whatever else the file has, each once.
func (m *making) all(names []string) []format.Column {
	var out []format.Column
	at := map[string]int{}
	add := func(c format.Column) {
		i, ok := at[c.Name]
		if !ok {
			at[c.Name] = len(out)
			out = append(out, c)
			return
		}
		out[i].Repeats = out[i].Repeats || c.Repeats
		out[i].Optional = out[i].Optional && c.Optional
	}
	for _, c := range m.ask {
		add(c)
	}
	for _, p := range m.k.packs {
		if p.Exactly {
			continue
		}
		for _, c := range p.Columns {
			add(format.Column(c))
		}
	}
	for _, n := range names {
		add(format.Column{Name: n, Optional: true})
	}
	return out
}

// errOther says that reading more columns would read the file in another way.
var errOther = errors.New("with more columns it is read in another way")

// pack writes one pack.
func (m *making) pack(c contents, columns []format.Column) (*pack, error) {
	r, _, err := m.look(columns)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if !slices.Equal(r.Names(), c.Names) || c.Top != nil && !c.Top.Same(columns) {
		return nil, errOther
	}
	if g, ok := r.(format.Gatherer); ok {
		g.Gather()
	}
	c.Columns = storedAs(columns)
	path, err := m.s.write(r, &c)
	if err != nil {
		return nil, err
	}
	if after, _, err := statOf(m.file); err != nil || !after.same(m.is) {
		m.s.remove(path) // it was changed while it was read
		return nil, errChanged
	}
	if c.Exactly && !slices.Equal(c.Columns, storedAs(m.ask)) {
		m.s.remove(path)
		return nil, errOther
	}
	m.s.mu.Lock()
	m.s.made++
	m.s.mu.Unlock()
	return openPack(path)
}

var errChanged = errors.New("it was changed while it was read")

// name is what a pack is called: by its content and by what was asked.
func (c *contents) name() string {
	b, _ := json.Marshal(struct {
		Layout  int
		Version string
		As      written
		Columns []stored
		Exactly bool
	}{c.Layout, c.Version, c.As, c.Columns, c.Exactly})
	sum := sha256.Sum256(b)
	return c.Content + "-" + hex.EncodeToString(sum[:8]) + ending
}
