package simulate

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"uptake/analysis/whole"
	"uptake/ingest/format"
)

// parts is the export being written, under temporary names until it is whole.
type parts struct {
	dir     string
	names   []string // final names
	handles []*os.File
	writers []format.Writer
	next    int // the file that takes the next rows
	told    *told
}

func openParts(o *Options, out Output) (*parts, error) {
	p := &parts{dir: out.Dir}
	if out.Layout != "" {
		return p, p.tell(out.Layout)
	}
	for n := range out.Files {
		h, err := p.create(out.name(n + 1))
		if err != nil {
			return nil, errors.Join(err, p.abandon())
		}
		w, err := format.NewWriter(h, out.Format, o.schema(), format.WriterOptions{Compression: out.Compression})
		if err != nil {
			return nil, errors.Join(err, p.abandon())
		}
		p.writers = append(p.writers, w)
	}
	return p, nil
}

func (p *parts) create(name string) (*os.File, error) {
	h, err := whole.Create(filepath.Join(p.dir, name))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be written: %w", filepath.Join(p.dir, name), whole.Bare(err))
	}
	p.names = append(p.names, name)
	p.handles = append(p.handles, h)
	return h, nil
}

// put writes rows into one of the files, in turn.
func (p *parts) put(o *Options, rows []event) error {
	if p.told != nil {
		return p.told.put(o, rows)
	}
	rec := o.record(rows)
	defer rec.Release()
	if err := p.writers[p.next].Write(rec); err != nil {
		return fmt.Errorf("%s cannot be written: %w", filepath.Join(p.dir, p.names[p.next]), whole.Bare(err))
	}
	p.next = (p.next + 1) % len(p.writers)
	return nil
}

// text writes a small file beside the export.
func (p *parts) text(name string, b []byte) error {
	h, err := p.create(name)
	if err == nil {
		_, err = h.Write(b)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", filepath.Join(p.dir, name), whole.Bare(err))
	}
	return nil
}

// finish ends the export's files.
func (p *parts) finish() error {
	if p.told != nil {
		return p.told.finish()
	}
	for i, w := range p.writers {
		if err := w.Close(); err != nil {
			return fmt.Errorf("%s cannot be written: %w", filepath.Join(p.dir, p.names[i]), whole.Bare(err))
		}
	}
	return nil
}

// commit gives every file its name once all are on the disk; it returns the paths.
func (p *parts) commit() (paths []string, err error) {
	for i, h := range p.handles {
		paths = append(paths, filepath.Join(p.dir, p.names[i]))
		if err := errors.Join(h.Chmod(0o644), h.Sync(), h.Close()); err != nil {
			return nil, fmt.Errorf("%s cannot be written: %w", paths[i], whole.Bare(err))
		}
	}
	for i, h := range p.handles {
		if err := os.Rename(h.Name(), paths[i]); err != nil {
			return nil, fmt.Errorf("%s cannot be put in place: %w", paths[i], whole.Bare(err))
		}
	}
	return paths, nil
}

// abandon removes what is still under a temporary name.
func (p *parts) abandon() (err error) {
	for _, h := range p.handles {
		h.Close()
		if e := os.Remove(h.Name()); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}
