package notify

import (
	"cmp"
	"slices"

	"uptake/analysis/report"
	"uptake/charts/index"
)

// digest is what a night has to tell after what was told, and what is told then. It is
// nil where nothing changed.
func (b *book) digest(x *report.Index) (d *report.Digest, said map[string]State) {
	d = &report.Digest{Schema: report.DigestSchema, ProgramVersion: x.ProgramVersion, Number: b.Number + 1,
		DataTo:      x.DataTo,
		Experiments: len(x.Experiments), Evaluations: len(x.Evaluations)}
	said = map[string]State{}
	for key, s := range b.Said { // also of those that are gone: should they come back they are not new
		said[key] = s
	}
	times := map[string]int{}
	for i := range x.Experiments {
		times[keyOf(&x.Experiments[i])]++
	}
	for i := range x.Evaluations {
		times[evalKeyOf(&x.Evaluations[i])]++
	}
	// known finds what was told of a row, and keeps what is told now.
	known := func(key, file string, next func(was *State) State) {
		if times[key] > 1 { // files that claim one id
			key += " (" + file + ")"
		}
		var was *State
		if s, ok := said[key]; ok {
			was = &s
		}
		said[key] = next(was)
	}
	news := func(changes []report.NewsChange, n report.News) {
		if n.NeedsYou {
			d.NeedYou++
		}
		if len(changes) > 0 {
			n.Changes = changes
			d.News = append(d.News, n)
		}
	}
	for i := range x.Experiments {
		r := &x.Experiments[i]
		known(keyOf(r), r.File, func(was *State) State {
			now, changes := next(was, r)
			news(changes, newsOf(r, now))
			return now
		})
	}
	for i := range x.Evaluations {
		r := &x.Evaluations[i]
		known(evalKeyOf(r), r.File, func(was *State) State {
			now, changes := nextEval(was, r)
			news(changes, evalNewsOf(r))
			return now
		})
	}
	if len(d.News) == 0 {
		return nil, said
	}
	slices.SortStableFunc(d.News, func(a, b report.News) int {
		return cmp.Or(-cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ID, b.ID), cmp.Compare(a.File, b.File))
	})
	return d, said
}

// keyOf names an experiment in the ledger, wherever its file lies.
func keyOf(r *report.IndexRow) string {
	if r.Family != "" {
		return r.Family + "/" + r.ID
	}
	return r.ID
}

// evalKeyOf names an evaluation in the ledger, apart from an experiment of its id.
func evalKeyOf(r *report.EvalRow) string { return "evaluation " + r.ID }

func rank(n report.News) int {
	if n.NeedsYou {
		return 1
	}
	return 0
}

// newsOf is what a digest carries of a row: nothing that would tell a verdict which is
// not told yet.
func newsOf(r *report.IndexRow, now State) report.News {
	n := report.News{ID: r.ID, Family: r.Family, Opens: r.Opens, Folder: r.Folder, File: r.File, Owner: r.Owner,
		Status:   r.Status,
		LastGood: r.LastGood, NeedsYou: needsYou(r, now), Error: r.Error, End: r.End, DataTo: r.DataTo,
		Needs: []report.Need{}}
	switch {
	case r.Status != report.StatusOK:
	case len(now.Gates) > 0, told(r):
		n.Verdict, n.Headline, n.Needs = r.Verdict, r.Headline, r.Needs
	default:
		for _, need := range r.Needs {
			if need.DaysLeft != nil || need.NextLook != nil {
				n.Needs = append(n.Needs, need)
			}
		}
	}
	return n
}

// evalNewsOf is what a digest carries of an evaluation.
func evalNewsOf(r *report.EvalRow) report.News {
	n := report.News{ID: r.ID, Folder: r.Folder, File: r.File, Owner: r.Owner, Status: r.Status, Evaluation: true,
		NeedsYou: index.EvalNeedsSomebody(r), Error: r.Error, Needs: []report.Need{}}
	if r.Status == report.StatusOK {
		n.Verdict, n.Headline, n.EvalNeeds = report.Verdict(r.Verdict), r.Headline, r.Needs
	}
	return n
}
