package pack

import (
	"fmt"
	"maps"

	"uptake/analysis/whole"
	"uptake/ingest/source"
)

// Numbers are what a night did with files and packs. A file is unchanged that has the
// content of the night before and whose pack served; bytes are of files that were opened,
// each once, also of those that were only looked at to find that they had not changed.
type Numbers struct {
	Read, Unchanged int
	Bytes           int64
	Made, Dropped   int
}

// Night says how a night went, for what stays of the packs.
type Night struct {
	// Whole: it was not stopped, and every experiment file could be read. Else no pack goes.
	Whole bool
	// Failed: some experiment did not get to the end of its files, so packs stay of all
	// files that there are.
	Failed bool
	// Unlisted: of some experiment the files are not known, so packs stay of files that
	// were not found tonight.
	Unlisted bool
	// Files are all files that the experiments read.
	Files []source.File
}

// Finish removes the packs that nothing refers to, writes the manifest, and says what was done.
func (s *Store) Finish(n Night) (Numbers, error) {
	here := map[string]bool{}
	for _, f := range n.Files {
		if is, regular, err := statOf(f); err == nil && regular {
			here[is.Path] = true
		}
	}
	if n.Whole {
		s.sweep(n, here)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out := Numbers{Made: s.made, Dropped: s.dropped}
	for _, f := range s.now {
		f.mu.Lock()
		if f.fresh {
			out.Read++
		} else {
			out.Unchanged++
		}
		if f.read {
			out.Bytes += f.size
		}
		f.mu.Unlock()
	}
	kept := map[string]bool{} // contents
	for _, k := range s.keys {
		for _, p := range k.packs {
			kept[p.Content] = true
		}
	}
	files := map[string]was{}
	for path, w := range s.was {
		if here[path] || s.now[path] != nil || kept[w.Content] {
			files[path] = w
		}
	}
	if err := writeManifest(s.o.Dir, files); err != nil {
		return out, fmt.Errorf("%w; the next night looks at every file anew", err)
	}
	return out, nil
}

// sweep removes packs.
func (s *Store) sweep(n Night, here map[string]bool) {
	s.mu.Lock()
	contents := map[string]bool{} // of files that there are
	absent := map[string]bool{}   // of files that were not found
	for path, w := range s.was {
		if here[path] {
			contents[w.Content] = true
		} else {
			absent[w.Content] = true
		}
	}
	held := maps.Clone(s.held)
	var shelves []*shelf
	for _, k := range s.keys {
		shelves = append(shelves, k)
	}
	s.mu.Unlock()
	for _, k := range shelves {
		k.mu.Lock()
		var stay []*pack
		for _, p := range k.packs {
			if p.used || held[p.Content] || n.Failed && contents[p.Content] || n.Unlisted && absent[p.Content] {
				stay = append(stay, p)
				continue
			}
			s.remove(p.path)
		}
		for _, p := range k.replaced {
			s.remove(p.path)
		}
		k.packs, k.replaced = stay, nil
		k.mu.Unlock()
	}
}

// State is what a file is beside what is kept of it.
type State int

// What a file can be.
const (
	New State = iota
	Changed
	Unchanged
)

// Look says what files are, by their sizes and times of change alone, as a night with
// this folder would find them before it reads any. Nothing is written, and a folder that
// there is not is an empty one.
func Look(dir, version string, files []source.File) (map[string]State, error) {
	was, err := readManifest(dir)
	if err != nil {
		return nil, fmt.Errorf("the manifest of the state folder %s cannot be read: %w", dir, whole.Bare(err))
	}
	packed := map[string]bool{}
	err = eachPack(dir, func(_ string, p *pack, err error) {
		if err == nil && p.Layout == layout && p.Version == version {
			packed[p.Content] = true
		}
	})
	if err != nil {
		return nil, err
	}
	out := map[string]State{}
	for _, f := range files {
		is, regular, err := statOf(f)
		if err != nil || !regular {
			continue
		}
		switch w, known := was[is.Path]; {
		case !known || !packed[w.Content]:
			out[f.Path] = New
		case !w.same(is):
			out[f.Path] = Changed
		default:
			out[f.Path] = Unchanged
		}
	}
	return out, nil
}
