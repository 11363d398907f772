package nightly

import (
	"context"

	"uptake/ingest/pack"
	"uptake/ingest/source"
	"uptake/ingest/warehouse"
)

// Plan is what a run would do.
type Plan struct {
	Found
	Experiments []Planned // in the order in which they are taken
	Evals       []Planned // evaluations
	Reads       Reads     // of all, each file once
	State       *Kept     // nil where nothing is kept
}

// Kept says what files are beside what a state folder keeps of them.
type Kept struct {
	New, Changed, Unchanged []string
	Bytes                   int64 // of new and changed ones
}

// Planned is one experiment or evaluation file of a plan.
type Planned struct {
	File, ID string
	Each     string // of a family: the column of whose every value an experiment is made
	Wrong    error  // why it would fail, as far as can be told without reading the exports
	Reads    Reads
	Asks     []warehouse.Estimate // of an engine
}

// Reads counts files of exports and their bytes.
type Reads struct {
	Files int
	Bytes int64
}

// DryRun says what a run would do, and writes nothing. Engines are asked what it would have them read, and no more.
func DryRun(ctx context.Context, o Options) (*Plan, error) {
	n := &night{o: o}
	before := n.readIndex()
	found, err := Find(o.Paths, o.Out, filesOf(before))
	if err != nil {
		return nil, err
	}
	var list []*experiment
	for _, file := range found.Files { // of a family it reads nothing, so its members are not known
		list = append(list, open(file, o.State != ""))
	}
	oneFolderEach(list)
	p := &Plan{Found: found, Reads: readsOf(list)}
	for _, x := range list {
		wrong := x.err
		if wrong == nil {
			wrong = x.missing
		}
		planned := Planned{File: x.file, ID: x.id(), Wrong: wrong, Reads: readsOf([]*experiment{x})}
		if x.exp != nil {
			planned.Each = x.exp.Each
		}
		if wrong == nil && x.exp.Engine != "" {
			planned.Asks, planned.Wrong = o.estimates(ctx, x.exp)
		}
		p.Experiments = append(p.Experiments, planned)
	}
	for _, x := range openEvaluations(found.Evaluations, before) {
		planned := Planned{File: x.file, ID: x.id()}
		planned.Reads, planned.Wrong = x.reads()
		p.Evals = append(p.Evals, planned)
	}
	if o.State != "" {
		p.State, err = keptOf(o, list)
	}
	return p, err
}

// keptOf says of every file that experiments read what it is beside what is kept.
func keptOf(o Options, list []*experiment) (*Kept, error) {
	var files []source.File
	seen := map[string]bool{}
	for _, x := range list {
		for _, f := range x.reads {
			if f.Path != source.Stdin && !seen[f.Path] {
				seen[f.Path] = true
				files = append(files, f)
			}
		}
	}
	states, err := pack.Look(o.State, o.Version, files)
	if err != nil {
		return nil, err
	}
	k := &Kept{}
	for _, f := range files {
		switch states[f.Path] {
		case pack.Unchanged:
			k.Unchanged = append(k.Unchanged, f.Path)
			continue
		case pack.Changed:
			k.Changed = append(k.Changed, f.Path)
		default:
			k.New = append(k.New, f.Path)
		}
		k.Bytes += max(0, f.Size)
	}
	return k, nil
}

// readsOf counts what experiments read, each file once.
func readsOf(list []*experiment) (r Reads) {
	seen := map[string]bool{}
	for _, x := range list {
		for _, f := range x.reads {
			if f.Path != source.Stdin && !seen[f.Path] {
				seen[f.Path] = true
				r.Files++
				r.Bytes += max(0, f.Size)
			}
		}
	}
	return r
}
