package nightly

import (
	"context"
	"slices"

	"uptake/analysis/investigation"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/charts/out"
	"uptake/cmd/uptake/internal/job"
	"uptake/cmd/uptake/internal/kept"
	"uptake/ingest"
	"uptake/ingest/source"
)

// openKept opens the results of nights before; that it cannot is said, and everything is made anew.
func (n *night) openKept() *kept.Store {
	if n.packs == nil {
		return nil
	}
	program, err := kept.Program(n.o.Version)
	if err == nil {
		var s *kept.Store
		if s, err = kept.Open(n.o.State, program); err == nil {
			return s
		}
	}
	n.o.Log.Warn("results are not kept from night to night", "detail", err.Error())
	return nil
}

// recall finds out of which experiments a night before made the result that this one would
// make: of those whose files of exports, and all else that it hangs on, are what they were.
func (n *night) recall(list []*experiment) {
	for _, x := range list {
		if x.err != nil {
			continue
		}
		if k, ok := n.keyOf(x); ok && n.kept.Has(k) {
			x.kept, x.need = k, base
		}
	}
}

// keyOf names the result of an experiment; ok is false where it hangs on something whose
// content is not known: an engine's table, a file that is not packed, or an evaluation that grades suggestions.
func (n *night) keyOf(x *experiment) (k kept.Key, ok bool) {
	if n.kept == nil || x.missing != nil || x.exp.Engine != "" || x.exp.Labels != nil && x.exp.Labels.Evals != nil {
		return "", false
	}
	files := make([]kept.File, len(x.reads))
	for i, f := range x.reads {
		content, known := n.packs.Known(f)
		if !known {
			return "", false
		}
		files[i] = kept.File{File: f, Content: content}
	}
	k, err := kept.KeyOf(n.kept.Program(), x.exp, files, x.notes)
	return k, err == nil
}

// made takes an experiment to its report and what makes its investigation: as a night
// before made them, or anew, and then they are kept for the next.
func (n *night) made(ctx context.Context, x *experiment, r job.Run) (exp *spec.Experiment, rep *report.Report,
	later job.Later, failed, err error) {
	if rep, later, ok, err := n.recalled(ctx, x); ok {
		return x.exp, rep, later, nil, err
	}
	var units *readout.Assigned
	add := n.assigned(x)
	r.Assigned = func(a *readout.Assigned) {
		units = a
		add(a)
	}
	exp, rep, finish, failed, err := n.readout(ctx, x, r)
	if n.kept == nil || err != nil || failed != nil {
		return exp, rep, finish, failed, err
	}
	as, e := kept.Begin(rep, units) // before it stands beside earlier cuts
	if e != nil {
		n.notKept(x, e)
		return exp, rep, finish, nil, nil
	}
	return exp, rep, func(ctx context.Context) (*report.Ignores, error) {
		ignores, err := finish(ctx)
		if err == nil || job.Nothing(err) {
			if e := x.put(func() error {
				return n.keep(x, func(k kept.Key) error { return n.kept.Put(k, as, ignores) })
			}); e != nil {
				n.notKept(x, e)
			}
		}
		return ignores, err
	}, nil, nil
}

// distinct is what the rows of a family name, as a night before found it or anew.
func (n *night) distinct(ctx context.Context, x *experiment) ([]ingest.Found, error) {
	if k, ok := n.keyOf(x); ok {
		found, err := n.kept.Found(k)
		if err != nil {
			n.o.Log.Warn("what is kept of a family is damaged and is made anew from the exports", "file", x.file,
				"detail", err.Error())
		}
		if found != nil {
			n.hold(x)
			return found, nil
		}
	}
	found, err := job.Run{Workers: n.o.Workers, Open: n.opener(), Again: n.again(x.file)}.Distinct(ctx, x.exp)
	if err == nil {
		if e := n.keep(x, func(k kept.Key) error { return n.kept.PutFound(k, found) }); e != nil {
			n.notKept(x, e)
		}
	}
	return found, err
}

// hold keeps what is packed of the files in whose place something serves that was made of them.
func (n *night) hold(x *experiment) {
	for _, f := range x.reads {
		n.packs.Hold(f)
	}
}

func (n *night) notKept(x *experiment, why error) {
	n.o.Log.Warn("a result is not kept for the next night", "file", x.file, "detail", why.Error())
}

// recalled gives the result of a night before; ok is false where there is none, or where it
// is damaged, which is said.
func (n *night) recalled(ctx context.Context, x *experiment) (rep *report.Report, later job.Later, ok bool, err error) {
	if x.kept == "" {
		return nil, nil, false, nil
	}
	r, err := n.kept.Get(x.kept)
	if err != nil {
		n.o.Log.Warn("a kept result is damaged and is made anew from the exports", "file", x.file, "detail",
			err.Error())
	}
	if r == nil {
		x.kept = ""
		return nil, nil, false, nil
	}
	rep = r.Readout
	if rep.Evaluation, err = job.Carried(x.exp); err != nil {
		return nil, nil, true, err
	}
	if r.Assigned != nil {
		n.assigned(x)(r.Assigned)
	}
	n.hold(x)
	n.recalls.Add(1)
	return rep, func(context.Context) (*report.Ignores, error) {
		if r.Ignores == nil {
			return nil, investigation.ErrNoSuggestions
		}
		return r.Ignores, nil
	}, true, nil
}

// keep puts away what was made of an experiment, where its files are still those that were
// listed before they were read.
func (n *night) keep(x *experiment, put func(kept.Key) error) error {
	if n.kept == nil || x.missing != nil {
		return nil
	}
	files, notes, err := ingest.Reads(x.exp)
	same := func(a, b source.File) bool { return a.Path == b.Path && a.Size == b.Size }
	if err != nil || !slices.EqualFunc(files, x.reads, same) || !slices.Equal(notes, x.notes) {
		return nil
	}
	if k, ok := n.keyOf(x); ok {
		return put(k)
	}
	return nil
}

// draw writes a document, where its files do not stand there yet as they would be written.
func draw[R any](n *night, d out.Document[R], dir string, r R, o out.Options) error {
	if n.kept == nil {
		_, err := d.Write(dir, r, o)
		return err
	}
	of, err := d.Hash(r, o)
	if err != nil {
		return err
	}
	if n.kept.Stands(dir, d.Name, of) {
		return nil
	}
	paths, err := d.Write(dir, r, o)
	if err == nil {
		if e := n.kept.Wrote(dir, d.Name, of, paths); e != nil {
			n.o.Log.Warn("what was drawn is drawn again the next night", "folder", dir, "detail", e.Error())
		}
	}
	return err
}
