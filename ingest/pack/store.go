package pack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"uptake/analysis/whole"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// ending is that of packs.
const ending = ".pack"

// Options says where packs lie and how they are made.
type Options struct {
	Dir     string
	Version string // of the program
	Workers int    // that make packs at a time
	Log     *slog.Logger
}

// Store is a folder of packs for one night. Its methods are for any number of goroutines.
type Store struct {
	o     Options
	ctx   context.Context
	mu    sync.Mutex
	was   map[string]was    // by path: what the night before knew, and then what this one found
	now   map[string]*file  // by path: files that were opened
	keys  map[string]*shelf // by content and how it is said to be written
	held  map[string]bool   // contents in whose place something serves that was made of them
	slots chan struct{}     // one for each block that may be decoded at a time

	made, dropped int
}

// file is a path of the night.
type file struct {
	mu    sync.Mutex // while its content is found out
	size  int64
	known string // content that the night before knew, "" without
	is    was    // what was found
	read  bool   // its bytes were
	fresh bool   // it has another content, or was packed tonight
}

// shelf are the packs of one content and way of writing.
type shelf struct {
	mu       sync.Mutex // while one is made
	packs    []*pack
	failed   bool    // it cannot be packed
	replaced []*pack // others hold what they hold
	apart    bool    // how it is read hangs on what is asked, so a pack is for one asking
}

// Open opens a folder of packs, which is made where there is none. Whoever opens it
// writes there alone. What is wrong with what lies there is said in the log and made
// anew; when ctx ends nothing more is packed.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{o: o, ctx: ctx, now: map[string]*file{}, held: map[string]bool{}, keys: map[string]*shelf{},
		slots: make(chan struct{}, max(o.Workers, 1))}
	var err error
	if s.was, err = readManifest(o.Dir); err != nil {
		o.Log.Warn("the manifest of the state folder cannot be read, so every file is looked at anew", "detail",
			whole.Bare(err).Error())
	}
	err = eachPack(o.Dir, func(path string, p *pack, err error) {
		if err != nil {
			s.damaged(path, err)
			return
		}
		if p.Layout != layout || p.Version != o.Version {
			s.remove(path) // nobody reads it any more
			return
		}
		k := s.shelf(p.Content, p.As)
		k.packs = append(k.packs, p)
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// eachPack goes through the packs that lie in a folder.
func eachPack(dir string, f func(path string, p *pack, err error)) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the state folder %s cannot be read: %w", dir, whole.Bare(err))
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ending) && !strings.HasPrefix(e.Name(), ".") {
			path := filepath.Join(dir, e.Name())
			p, err := openPack(path)
			f(path, p, err)
		}
	}
	return nil
}

func (s *Store) damaged(path string, err error) {
	s.o.Log.Warn("a pack is damaged and is made anew from its file", "pack", path, "detail", whole.Bare(err).Error())
	s.remove(path)
}

// remove removes a pack and counts it.
func (s *Store) remove(path string) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.o.Log.Warn("a pack that nothing refers to cannot be removed", "pack", path, "detail", whole.Bare(err).Error())
		return
	}
	s.mu.Lock()
	s.dropped++
	s.mu.Unlock()
}

// shelf is where packs of a content stand.
func (s *Store) shelf(content string, as written) *shelf {
	b, _ := json.Marshal(as)
	s.mu.Lock()
	defer s.mu.Unlock()
	key := content + string(b)
	if s.keys[key] == nil {
		s.keys[key] = &shelf{}
	}
	return s.keys[key]
}

// Open gives what format.Open gives, out of a pack, which is made where there is none
// for this content and these columns.
func (s *Store) Open(f source.File, in format.Input, ask []format.Column, o format.Options) (format.Reader, error) {
	is, regular, err := statOf(f)
	if f.Path == source.Stdin || err != nil || !regular {
		return format.Open(in, ask, o)
	}
	o.Hash = nil // packs hold texts
	n := s.file(is)
	content, err := s.content(n, f, is)
	if err != nil {
		return nil, err
	}
	as := written{Format: o.Format, Rows: o.Rows, CSV: o.CSV, Family: format.Family(in.Name)}
	k := s.shelf(content, as)
	job := &making{s: s, n: n, k: k, file: f, is: is, in: in, ask: ask, o: o, content: content, as: as}
	r, err := job.serve()
	if errors.Is(err, errNot) {
		n.direct()
		return format.Open(in, ask, o)
	}
	return r, err
}

// file is the file of a path, whose record is made.
func (s *Store) file(is was) *file {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.now[is.Path]
	if n == nil {
		n = &file{known: s.was[is.Path].Content}
		s.now[is.Path] = n
	}
	return n
}

// content is the hash of what a file holds, looked at only where its size or time of
// change is another than when it was looked at before.
func (s *Store) content(n *file, f source.File, is was) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.size = is.Size
	s.mu.Lock()
	before := s.was[is.Path]
	s.mu.Unlock()
	for _, x := range []was{n.is, before} {
		if x.Content != "" && x.same(is) {
			return x.Content, nil
		}
	}
	settled := is.settle(s.ctx)
	n.read = true
	content, err := hash(s.ctx, f, is)
	if err != nil {
		return "", err
	}
	n.fresh = n.fresh || content != n.known
	is.Content, n.is = content, is
	if after, _, err := statOf(f); err != nil || !after.same(is) || !settled {
		is.Changed = -1 // looked at again the next night
	}
	s.mu.Lock()
	s.was[is.Path] = is
	s.mu.Unlock()
	return content, nil
}

// direct notes that the file itself is read.
func (n *file) direct() {
	n.mu.Lock()
	n.read, n.fresh = true, true
	n.mu.Unlock()
}

// errNot says that a file is to be read itself.
var errNot = errors.New("not packed")

// take puts a pack on the shelf; what it holds too goes from there, and at the end of the night.
func (k *shelf) take(p *pack) {
	var stay []*pack
	for _, o := range k.packs {
		if p.holds(o) {
			k.replaced = append(k.replaced, o)
		} else {
			stay = append(stay, o)
		}
	}
	k.packs = append(stay, p)
}

func (k *shelf) drop(p *pack) {
	k.packs = slices.DeleteFunc(k.packs, func(o *pack) bool { return o == p })
}
