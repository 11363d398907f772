package pack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"uptake/ingest/source"
)

// statOf describes a file as it is now; there is nothing to keep of what is no regular file.
func statOf(f source.File) (w was, regular bool, err error) {
	now, regular, err := f.Now()
	return was{Path: now.Path, Size: now.Size, Changed: now.Changed, Mark: now.Mark}, regular, err
}

// same reports whether a path is of the size and time of change that it was, and of the
// content that its place marks alike.
func (w was) same(o was) bool {
	return w.Size == o.Size && w.Changed == o.Changed && w.Mark == o.Mark
}

// ticks are how far apart two changes are that surely have different times: clocks of file systems
// go by some milliseconds, of some by two seconds, whose times are then whole ones.
const (
	tick       = 20 * time.Millisecond
	coarseTick = 2 * time.Second
)

// settle waits until a later change would have a later time, so that the time tells. A
// time that lies ahead of the clock tells nothing: false.
func (w was) settle(ctx context.Context) bool {
	if w.Mark != "" {
		return true
	}
	changed, step := time.Unix(0, w.Changed), tick
	if w.Changed%int64(time.Second) == 0 {
		step = coarseTick
	}
	age := time.Since(changed)
	if age < 0 {
		return false
	}
	if age < step {
		select {
		case <-time.After(step - age):
		case <-ctx.Done():
		}
	}
	return true
}

// hash gives the hash of a file's bytes, or of the mark that its place gives to them:
// an object is not fetched to find out whether it has to be.
func hash(ctx context.Context, f source.File, is was) (string, error) {
	if is.Mark != "" {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s", is.Path, is.Size, is.Mark))
		return hex.EncodeToString(sum[:]), nil
	}
	r, err := source.Open(f)
	if err != nil {
		return "", err
	}
	defer r.Close()
	h, b := sha256.New(), make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := r.Read(b)
		h.Write(b[:n])
		if err == io.EOF {
			return hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
}

// Known is the hash of what a file holds, where it is known without opening it: of a
// regular file that is of the size and time of change that it had when it was hashed. Of
// one whose time alone is another the content is looked at.
func (s *Store) Known(f source.File) (content string, ok bool) {
	is, regular, err := statOf(f)
	if f.Path == source.Stdin || err != nil || !regular {
		return "", false
	}
	s.mu.Lock()
	before := s.was[is.Path]
	s.mu.Unlock()
	switch {
	case before.Content == "":
		return "", false
	case before.same(is):
		return before.Content, true
	case before.Size != is.Size || is.Mark != "":
		return "", false
	}
	content, err = s.content(s.file(is), f, is)
	return content, err == nil
}

// Hold notes that something made of a file serves in its place: the file counts as one
// that was gone to, and its packs stay.
func (s *Store) Hold(f source.File) {
	is, regular, err := statOf(f)
	if err != nil || !regular {
		return
	}
	n := s.file(is)
	n.mu.Lock()
	n.size = is.Size
	n.mu.Unlock()
	s.mu.Lock()
	s.held[s.was[is.Path].Content] = true
	s.mu.Unlock()
}
