package evals

import (
	"fmt"
	"math"
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// leastJudge is the sum of sensitivity and specificity under which a judge says too little
// for its errors to be taken out: at 1 it guesses.
const leastJudge = 1.3

// judgesHeld stops nothing: it says where two versions were judged by different judges. What
// has to stop is refused before.
func (b *board) judgesHeld(v int) {
	is, was := b.read[v].Judges, b.read[b.base].Judges
	for _, x := range b.metrics {
		if p, q := is[x.Name], was[x.Name]; x.declared && p != "" && q != "" && p != q && b.e.Judge.Changed {
			b.caution(report.Cautionf("judge_changed",
				"%s was judged otherwise in %s than in %s (%s; %s), as the file allows: part of the difference may be "+
					"the judge's",
				x.Name, b.versions[v], b.e.Baseline, p, q))
		}
	}
}

// judgesSame stops where a declared metric has another judge in one version.
func (b *board) judgesSame() error {
	for _, v := range b.others() {
		is, was := b.read[v].Judges, b.read[b.base].Judges
		for _, x := range b.metrics {
			if p, q := is[x.Name], was[x.Name]; x.declared && p != "" && q != "" && p != q && !b.e.Judge.Changed {
				return fmt.Errorf("metric %s was judged by another judge, prompt or threshold in %s (%s) than in %s "+
					"(%s): the difference would be the judge's too; judge both the same way, or say judge: {allow: "+
					"changed}",
					x.Name, b.versions[v], p, b.e.Baseline, q)
			}
		}
	}
	return nil
}

// rates is what a judge's errors were found to be over labelled answers.
type rates struct {
	sensitivity, specificity float64
	ones, zeros              float64 // labelled answers that people call 1 and 0
}

func (r rates) youden() float64 { return r.sensitivity + r.specificity - 1 }

// judged corrects the judged metric's shares for the judge's errors.
func (b *board) judged() error {
	j := b.e.Judge
	if !j.Stated && len(b.s.Labels) == 0 {
		return nil
	}
	m := b.judgedMetric()
	if m < 0 {
		return fmt.Errorf("judge: there is no metric %q whose scores are 0 or 1 that a judge could have given; name "+
			"it under judge: {metric: …}", j.Metric)
	}
	out := &report.EvalJudge{From: "stated", Sensitivity: report.Num(j.Sensitivity),
		Specificity: report.Num(j.Specificity), Kappa: report.Undefined(), Krippendorff: report.Undefined(),
		Alike:     true,
		Corrected: []report.EvalCorrected{}}
	pooled := rates{j.Sensitivity, j.Specificity, inf, inf}
	of := make([]rates, len(b.versions))
	if !j.Stated {
		answers := b.labelled(m)
		if pooled = ratesOf(answers, -1); pooled.ones == 0 || pooled.zeros == 0 {
			return b.noLabels(m, pooled)
		}
		out.From, out.Labelled = "labels", len(answers)
		out.Sensitivity, out.Specificity = report.Num(pooled.sensitivity), report.Num(pooled.specificity)
		out.Kappa, out.Krippendorff = report.Num(kappa(answers)), report.Num(krippendorff(answers))
		out.Alike = false
		for v := range b.versions {
			if of[v] = ratesOf(answers, v); of[v].ones < fewClusters || of[v].zeros < fewClusters {
				out.Alike = true
			}
		}
	}
	if !(pooled.youden() >= leastJudge-1) {
		return fmt.Errorf("judge of %s: sensitivity %.3g and specificity %.3g sum to less than %.1f: such a judge "+
			"hardly tells right from wrong, and its scores cannot be corrected; calibrate the judge, or give more "+
			"labels", b.metrics[m].Name, pooled.sensitivity, pooled.specificity, leastJudge)
	}
	for v := range b.versions {
		if out.Alike {
			of[v] = pooled
		} else if !(of[v].youden() >= leastJudge-1) {
			advice := ""
			if n := b.unversioned(); n > 0 {
				advice = counted.Sprintf(", or name the version that each of %d labels without one is about", n)
			}
			return fmt.Errorf("judge of %s in %s: sensitivity %.3g and specificity %.3g sum to less than %.1f: such a "+
				"judge hardly tells right from wrong there; calibrate the judge, or give more labels%s",
				b.metrics[m].Name, b.versions[v], of[v].sensitivity, of[v].specificity, leastJudge, advice)
		}
	}
	if n := b.unversioned(); n > 0 && len(b.versions) > 1 {
		b.out.Cautions = append(b.out.Cautions, report.Cautionf("labels_of_every_version", "%d labels name no "+
			"version: each is held against the answers of all versions. Where people read those of one, name it in "+
			"the column version", n))
	}
	if pooled.ones < fewClusters || pooled.zeros < fewClusters {
		b.out.Cautions = append(b.out.Cautions, report.Cautionf("few_judge_labels", "of the labelled answers people "+
			"call %d right and %d wrong: under %d of either the judge's error rates are hardly known, and the "+
			"corrected shares with them", int(pooled.ones), int(pooled.zeros), fewClusters))
	}
	if out.Alike {
		b.out.Cautions = append(b.out.Cautions, report.Cautionf("error_rates_alike",
			"the judge's error rates are assumed alike in all versions; labels of %d answers called 1 and %d answers "+
				"called 0 by people in every version would do without",
			fewClusters, fewClusters))
	}
	for v := range b.versions {
		out.Corrected = append(out.Corrected, b.corrected(m, v, of, out.Alike))
	}
	b.out.Metrics[m].Judge = out
	return nil
}

// unversioned counts the labels that name no version.
func (b *board) unversioned() (n int) {
	for _, l := range b.s.Labels {
		if l.Version == "" {
			n++
		}
	}
	return n
}

// noLabels refuses labels that say nothing of one of the judge's errors.
func (b *board) noLabels(m int, r rates) error {
	name := b.metrics[m].Name
	if r.ones+r.zeros == 0 {
		return counted.Errorf("judge.labels: none of the %d labels settles an answer that has a score of %s (the "+
			"first is of the item %q), and people who differ settle none; write items, versions and metrics as the "+
			"results do, or name the column of the items' ids under columns: {item: "+
			"…}", len(b.s.Labels), name, b.s.Labels[0].Item)
	}
	return counted.Errorf("judge.labels: of %d labelled answers that have a score of %s people call %d right and %d "+
		"wrong; how often the judge is wrong about either shows only where there are some: label more answers, %d of "+
		"each or more, or state sensitivity and specificity", int(r.ones+r.zeros), name, int(r.ones), int(r.zeros),
		fewClusters)
}

// judgedMetric is the named metric, else the first primary one.
func (b *board) judgedMetric() int {
	return slices.IndexFunc(b.metrics, func(x metric) bool {
		if b.e.Judge.Metric != "" {
			return x.binary && x.Name == b.e.Judge.Metric
		}
		return x.binary && x.declared && x.Role == spec.Primary
	})
}

// answer is one labelled answer: what people and the judge call it.
type answer struct {
	version      int
	label, judge bool
}

// labelled lists answers that people labelled and the judge scored. Of repeats the judge's word is that of most runs,
// of several people that of most of them; a draw is left out.
func (b *board) labelled(m int) (out []answer) {
	at := map[string]int{}
	for i, x := range b.items {
		at[x.id] = i
	}
	type place struct{ version, item int }
	said := map[place]int{} // how many more people call it 1 than 0
	for _, l := range b.s.Labels {
		if l.Metric != "" && l.Metric != b.metrics[m].Name {
			continue
		}
		i, ok := at[l.Item]
		if !ok {
			continue
		}
		for v, name := range b.versions {
			if l.Version == "" || l.Version == name {
				said[place{v, i}] += 2*int(l.Value) - 1
			}
		}
	}
	for of, more := range said {
		if value := b.sides[m][of.version][of.item].value(); more != 0 && !math.IsNaN(value) && value != 0.5 {
			out = append(out, answer{of.version, more > 0, value > 0.5})
		}
	}
	return out
}

// ratesOf counts the judge's errors in one version, or in all with −1.
func ratesOf(answers []answer, version int) (r rates) {
	var hit, pass float64
	for _, a := range answers {
		switch {
		case version >= 0 && a.version != version:
		case a.label:
			r.ones++
			if a.judge {
				hit++
			}
		default:
			r.zeros++
			if !a.judge {
				pass++
			}
		}
	}
	r.sensitivity, r.specificity = hit/r.ones, pass/r.zeros
	return r
}

// corrected is Rogan and Gladen's share, (p + specificity − 1)/(sensitivity + specificity − 1)
// within 0 … 1, with the delta method over sampling and both error rates; the difference to
// the baseline keeps the pairing. Stated rates are taken as known. Rates from labels are taken as those of other
// answers than the scored ones; of labels among them the interval is wider than it had to be (against a bootstrap of
// items by 27% to 47%; with labels apart the two are 1% from each other).
//
// Source: Rogan & Gladen (1978), American Journal of Epidemiology 107; Lang & Reiczigel (2014),
// Preventive Veterinary Medicine 113.
func (b *board) corrected(m, v int, of []rates, alike bool) report.EvalCorrected {
	method := "Rogan–Gladen, delta"
	out := report.EvalCorrected{Version: b.versions[v], Share: report.NoInterval(method),
		Abs: report.NoInterval(method)}
	var values []float64
	var cluster []int32
	for i, s := range b.sides[m][v] {
		if s.n > 0 {
			values, cluster = append(values, s.value()), append(cluster, b.items[i].clusterAt)
		}
	}
	raw := stats.MeanByCluster(values, cluster, b.clusters)
	z := stats.NormalISF(b.e.Alpha / 2)
	r := of[v]
	share := (raw.Mean + r.specificity - 1) / r.youden()
	out.Share.Value = report.Num(math.Min(math.Max(share, 0), 1))
	if raw.Clusters >= fewClusters {
		h := z * math.Sqrt(raw.SE*raw.SE/(r.youden()*r.youden())+errorVariance(r, share))
		out.Share.Lo, out.Share.Hi, out.Share.Bounded = report.Num(math.Max(share-h, 0)), report.Num(math.Min(share+h,
			1)), true
	}
	if v == b.base {
		return out
	}
	p := b.pair(m, v, false, nil)
	o := of[b.base]
	diffs := make([]float64, len(p.diff))
	for i := range diffs {
		diffs[i] = (p.value[i]+r.specificity-1)/r.youden() - (p.base[i]+o.specificity-1)/o.youden()
	}
	d := stats.MeanByCluster(diffs, p.cluster, p.clusters)
	out.Abs.Value = report.Num(d.Mean)
	if p.few() {
		return out
	}
	extra := 0.0
	if alike { // d = (p₁ − p₀)/J: only J's error is in it
		extra = d.Mean * d.Mean / (r.youden() * r.youden()) * (binomial(r.sensitivity, r.ones) + binomial(r.specificity,
			r.zeros))
	} else {
		value, base := p.means()
		extra = errorVariance(r, (value+r.specificity-1)/r.youden()) + errorVariance(o,
			(base+o.specificity-1)/o.youden())
	}
	h := z * math.Sqrt(d.SE*d.SE+extra)
	out.Abs.Lo, out.Abs.Hi, out.Abs.Bounded = report.Num(d.Mean-h), report.Num(d.Mean+h), true
	return out
}

// errorVariance is what not knowing the error rates adds to a corrected share's variance.
func errorVariance(r rates, share float64) float64 {
	j := r.youden()
	return (share*share*binomial(r.sensitivity, r.ones) + (1-share)*(1-share)*binomial(r.specificity,
		r.zeros)) / (j * j)
}

// binomial is the variance of a rate over n answers; of 0 and 1, which would have none, that of the rate with one
// more hit and one more miss, as Lang and Reiczigel have it.
func binomial(p, n float64) float64 {
	if (p == 0 || p == 1) && !math.IsInf(n, 1) {
		n, p = n+2, (n*p+1)/(n+2)
	}
	return p * (1 - p) / n
}

// kappa is Cohen's: agreement beyond that of two raters with these shares by chance. NaN
// where one word was all that both ever said.
//
// Source: Cohen (1960), Educational and Psychological Measurement 20.
func kappa(answers []answer) float64 {
	n := float64(len(answers))
	var same, people, judge float64
	for _, a := range answers {
		if a.label == a.judge {
			same++
		}
		if a.label {
			people++
		}
		if a.judge {
			judge++
		}
	}
	chance := people/n*judge/n + (1-people/n)*(1-judge/n)
	return (same/n - chance) / (1 - chance)
}

// krippendorff is Krippendorff's alpha of two raters and two words without gaps: 1 −
// (2n−1)·disagreements/(ones·zeros) over the 2n words. NaN where one word was all.
//
// Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
func krippendorff(answers []answer) float64 {
	var ones, differ float64
	for _, a := range answers {
		for _, x := range []bool{a.label, a.judge} {
			if x {
				ones++
			}
		}
		if a.label != a.judge {
			differ++
		}
	}
	all := float64(2 * len(answers))
	return 1 - (all-1)*differ/(ones*(all-ones))
}
