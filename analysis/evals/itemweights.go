package evals

import "uptake/analysis/report"

// itemWeights are the least and the greatest weight that items bear, 0 where none does.
type itemWeights struct{ least, most float64 }

func (w *itemWeights) add(said float64) {
	if said <= 0 {
		return
	}
	if w.least == 0 || said < w.least {
		w.least = said
	}
	w.most = max(w.most, said)
}

// caution says that weights which differ are not used: every item counts the same, as pairing and the gates' exact
// tests need it, and what stands for the traffic is a category's weight.
func (w *itemWeights) caution(b *board) {
	if w.least < w.most {
		b.caution(report.Cautionf("item_weights", "items bear weights from %.6g to %.6g, and every item counts the "+
			"same here; declare the traffic's shares of the categories (weights: {…}) to weigh them", w.least, w.most))
	}
}
