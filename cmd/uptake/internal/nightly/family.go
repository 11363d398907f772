package nightly

import (
	"context"

	"uptake/analysis/report"
	"uptake/config"
)

// members are the experiments of a file: itself, or of a family one of every value that
// its column has. Old are the rows that the run before had of the file.
func (n *night) members(ctx context.Context, x *experiment, old []report.IndexRow) []*experiment {
	if len(old) > 0 {
		x.old = old[0]
	}
	switch {
	case x.err != nil:
		return x.membersOf(old)
	case x.exp.Each == "" && !x.exp.ArmsAny:
		return []*experiment{x}
	}
	found, err := n.distinct(ctx, x)
	if err != nil {
		x.err = err
		return x.membersOf(old)
	}
	if x.exp.Each == "" {
		x.exp, x.err = found[0].Of(x.exp)
		return []*experiment{x}
	}
	byID := map[string]report.IndexRow{}
	for _, r := range old {
		byID[r.ID] = r
	}
	var out []*experiment
	for _, f := range found {
		e, err := f.Of(config.Member(x.exp, f.ID))
		out = append(out, &experiment{file: x.file, exp: e, err: err, old: byID[f.ID], reads: x.reads,
			notes: x.notes, missing: x.missing, bytes: x.bytes, need: x.need})
	}
	return out
}

// membersOf are those of a file that cannot be read, or whose exports cannot be: as the
// run before knew them, each with its last result; where it knew none, the file alone.
func (x *experiment) membersOf(old []report.IndexRow) []*experiment {
	var out []*experiment
	for _, r := range old {
		if r.Family != "" {
			out = append(out, &experiment{file: x.file, old: r, err: x.err})
		}
	}
	if len(out) == 0 {
		out = append(out, x)
	}
	return out
}

// family is the id of the family that it is one of, "" where it is of none.
func (x *experiment) family() string {
	if x.exp != nil {
		return x.exp.Family
	}
	return x.old.Family
}
