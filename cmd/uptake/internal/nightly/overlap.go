package nightly

import (
	"slices"

	"uptake/analysis/overlap"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/ingest/source"
)

// assigned keeps who was in which arm of an experiment, for the pairs of experiments that
// run over the same units. Where every row is its own unit there are none to share.
func (n *night) assigned(x *experiment) func(*readout.Assigned) {
	return func(a *readout.Assigned) {
		if a.Unit == "row" || len(a.Arms) < 2 {
			return
		}
		e := &overlap.Experiment{ID: x.key(), Unit: a.Unit, Arms: a.Arms, Control: -1, Units: a.Units, Arm: a.Arm}
		for _, f := range x.reads {
			if f.Path != source.Stdin {
				e.Sources = append(e.Sources, f.Path)
			}
		}
		if x.exp.Engine != "" {
			for _, s := range x.exp.Sources {
				e.Sources = append(e.Sources, x.exp.Engine+" "+s.Relation)
			}
		}
		for _, arm := range x.exp.Arms {
			if arm.Control {
				e.Control = slices.Index(a.Arms, arm.Name)
			}
		}
		for _, m := range a.Metrics {
			e.Metrics = append(e.Metrics, overlap.Metric{Name: m.Name, Share: m.Share, Y: m.Y, X: m.X})
		}
		slices.Sort(e.Sources)
		n.overlap.Add(e)
	}
}

// key names an experiment among all, with the family that it is of.
func (x *experiment) key() string {
	if f := x.family(); f != "" {
		return f + "/" + x.id()
	}
	return x.id()
}

// overlapping is what the experiments of the night do that share units, nil where there are
// no two whose units are known.
func (n *night) overlapping(list []*experiment, rows []report.IndexRow) *report.Overlap {
	for i, x := range list {
		if rows[i].Status != report.StatusOK {
			n.overlap.Without(x.key())
		}
	}
	if o := n.overlap.Pairs(); o.Experiments > 1 {
		return o
	}
	return nil
}
