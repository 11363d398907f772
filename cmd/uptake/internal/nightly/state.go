package nightly

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"uptake/analysis/report"
	"uptake/analysis/whole"
	"uptake/ingest"
	"uptake/ingest/pack"
	"uptake/ingest/source"
)

// packs is what is kept of source files from one night to the next; nil where nothing is.
type packs struct {
	*pack.Store
	lock *lock
	undo func()
}

// openState opens the state folder, which no other run may use at the time.
func (n *night) openState(ctx context.Context) (*packs, error) {
	dir := n.o.State
	if dir == "" {
		return nil, nil
	}
	if err := apartFrom(dir, n.o.Out); err != nil {
		return nil, err
	}
	undo, err := whole.Folder(dir)
	if err != nil {
		return nil, fmt.Errorf("the state folder %s cannot be made: %w", dir, whole.Bare(err))
	}
	l, left, err := takeLock(dir, n.began)
	if err != nil {
		undo()
		var held *HeldError
		if errors.As(err, &held) {
			held.flag = "--state"
		}
		return nil, err
	}
	if left != "" {
		n.o.Log.Warn("lock of the state folder taken over from a run that was killed", "holder", left)
	}
	if swept := whole.Sweep(dir); swept > 0 {
		n.o.Log.Info("packs that a run which was killed had begun were removed", "files", swept)
	}
	s, err := pack.Open(ctx, pack.Options{Dir: dir, Version: n.o.Version, Workers: n.o.Workers, Log: n.o.Log})
	if err != nil {
		return nil, errors.Join(err, l.release())
	}
	return &packs{s, l, undo}, nil
}

// apartFrom refuses a state folder that is the output folder: each has a lock and files of its own.
func apartFrom(dir, out string) error {
	a, errA := filepath.Abs(dir)
	b, errB := filepath.Abs(out)
	same := errA == nil && errB == nil && a == b
	if x, err := os.Stat(dir); err == nil && !same {
		y, err := os.Stat(out)
		same = err == nil && os.SameFile(x, y)
	}
	if same {
		return usage("--state %s is the folder that is written to; give the state a folder of its own", dir)
	}
	return nil
}

// opener opens source files for the experiments; nil = as they lie.
func (n *night) opener() ingest.Opener {
	if n.packs == nil {
		return n.beneath
	}
	return n.packs.Store.Open
}

// finish lets go of what no file of the night refers to, and says what was read. list
// and rows are nil where the night was stopped.
func (s *packs) finish(n *night, list []*experiment, rows []report.IndexRow) (pack.Numbers, error) {
	o := pack.Night{Whole: rows != nil}
	for _, r := range rows {
		if r.Error != nil {
			o.Failed = true
			o.Whole = o.Whole && r.Error.Kind != kindDeadline
		}
	}
	for _, x := range list {
		if x.err != nil && kindOf(x.err) == kindFile { // it says not what it reads
			o.Whole = false
		}
		o.Unlisted = o.Unlisted || x.missing != nil || x.exp == nil
		for _, f := range x.reads {
			if f.Path != source.Stdin {
				o.Files = append(o.Files, f)
			}
		}
	}
	if n.kept != nil && o.Whole && !o.Failed {
		if err := n.kept.Finish(); err != nil {
			n.o.Log.Warn("kept results that nothing refers to stay", "detail", err.Error())
		}
	}
	return s.Finish(o)
}

// close lets other runs use the folder, which goes where it is empty.
func (s *packs) close() {
	if s != nil {
		s.lock.release()
		s.undo()
	}
}
