package evals

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"

	"github.com/zeebo/xxh3"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/stats"
)

// maxNamed is how many items that failed are named of each version.
const maxNamed = 20

// head is the evaluation without its comparisons.
func (b *board) head(o Options) *report.Evals {
	out := &report.Evals{Schema: report.EvalsSchema, ProgramVersion: o.ProgramVersion, Evals: b.e.Name,
		Hypothesis: b.e.Hypothesis, Owner: b.e.Owner, Link: b.e.Link,
		Baseline: b.e.Baseline, ConfigHash: b.e.Hash, InputHash: b.inputHash(), Alpha: report.Num(b.e.Alpha),
		Set: append([]string{},
			b.e.Set...), Metrics: []report.EvalMetric{}, Gates: []report.EvalGate{}, Flips: []report.EvalFlips{}}
	if b.e.Declared != nil {
		out.Declared = b.e.Declared.String()
	}
	b.readings(out, o.Before)
	for v := range b.versions {
		out.Versions = append(out.Versions, b.version(v))
	}
	out.Ledger = b.ledger()
	for _, n := range b.s.Notes {
		b.caution(report.Caution{Code: n.Code, Detail: n.Detail})
	}
	for _, v := range b.others() {
		b.judgesHeld(v)
	}
	for m := range b.metrics {
		if x := b.metrics[m]; x.assumed && x.declared {
			b.caution(report.Cautionf("worst_from_data",
				"%s has no range: a failed run read as the worst counts %.4g, the worst score seen; say range: "+
					"[least, most]", x.Name, x.worst))
		}
	}
	b.weightsHeld()
	out.Cautions = append([]report.Caution{}, b.cautions...)
	return out
}

func (b *board) version(v int) report.EvalVersion {
	read := b.readOf(v)
	out := report.EvalVersion{Version: read.Name, Tool: read.Tool, ToolVersion: read.ToolVersion,
		Files: append([]string{},
			read.Files...), Key: read.Key, Numbered: read.Numbered, Rows: read.Rows, ErroredOf: []string{}}
	for _, g := range b.groups {
		if g.version != v {
			continue
		}
		out.Items++
		out.Runs += len(g.runs)
		failed := 0
		for i := range g.runs {
			r := &g.runs[i]
			if r.Errored {
				failed++
			}
		}
		out.Errored += failed
		if failed == len(g.runs) && len(out.ErroredOf) < maxNamed {
			out.ErroredOf = append(out.ErroredOf, b.items[g.item].id)
		}
	}
	out.Seconds = b.measured(v, func(r *scored.Run) float64 { return r.Seconds })
	out.TokensIn = b.measured(v, func(r *scored.Run) float64 { return r.TokensIn })
	out.TokensOut = b.measured(v, func(r *scored.Run) float64 { return r.TokensOut })
	out.Cost = b.measured(v, func(r *scored.Run) float64 { return r.Cost })
	return out
}

// measured is the mean over runs of what of gives, and over paired items the difference to
// the baseline; failed runs count where they say it.
func (b *board) measured(v int, of func(*scored.Run) float64) report.EvalMean {
	sums := func(v int) (sum, n []float64, runs int, total float64) {
		sum, n = make([]float64, len(b.items)), make([]float64, len(b.items))
		for _, g := range b.groups {
			if g.version != v {
				continue
			}
			for i := range g.runs {
				if x := of(&g.runs[i]); !math.IsNaN(x) {
					sum[g.item] += x
					n[g.item]++
					runs++
				}
			}
			total += sum[g.item]
		}
		return sum, n, runs, total
	}
	u := report.Undefined()
	sum, n, runs, total := sums(v)
	out := report.EvalMean{Runs: runs, Mean: u, Abs: report.NoInterval(pairedMethod)}
	if runs == 0 {
		return out
	}
	out.Mean = report.Num(total / float64(runs))
	if v == b.base {
		return out
	}
	was, wasN, _, _ := sums(b.base)
	p := &pairs{clusters: b.clusters}
	for i := range b.items {
		if n[i] > 0 && wasN[i] > 0 {
			p.add(int32(i), sum[i]/n[i], was[i]/wasN[i], b.items[i].clusterAt)
		}
	}
	p.mean = stats.MeanByCluster(p.diff, p.cluster, p.clusters)
	out.Abs = p.interval(b.e.Alpha)
	return out
}

// ledger accounts for every run: used where it is scored in a declared metric (in any, where
// none is declared) on an item that is paired there.
func (b *board) ledger() report.Rows {
	out := report.Rows{Dropped: []report.Dropped{}, Notes: []report.Note{}}
	any := b.anyDeclared()
	counts := map[report.EvalReason]int64{}
	for _, g := range b.groups {
		paired := b.pairedSomewhere(g, any)
		for i := range g.runs {
			r := &g.runs[i]
			out.Read++
			reason := report.EvalReason("")
			switch {
			case r.Errored:
				reason = report.RunFailed
			case !paired:
				reason = report.NotPaired
			case !b.scoredSomewhere(r, any):
				reason = report.NoScore
			}
			counts[reason]++
		}
	}
	out.Used = counts[""]
	for _, d := range b.s.Dropped {
		out.Read += d.Rows
		out.Dropped = append(out.Dropped, d.Row())
	}
	for _, reason := range []report.EvalReason{report.RunFailed, report.NoScore, report.NotPaired} {
		if counts[reason] > 0 {
			out.Dropped = append(out.Dropped, scored.Drop{Reason: reason, Rows: counts[reason]}.Row())
		}
	}
	return out
}

func (b *board) pairedSomewhere(g group, declared bool) bool {
	for m, x := range b.metrics {
		if x.left || declared && !x.declared || b.sides[m][g.version][g.item].n == 0 {
			continue
		}
		if g.version != b.base {
			if b.sides[m][b.base][g.item].n > 0 {
				return true
			}
			continue
		}
		for _, v := range b.others() {
			if b.sides[m][v][g.item].n > 0 {
				return true
			}
		}
	}
	return false
}

func (b *board) scoredSomewhere(r *scored.Run, declared bool) bool {
	for _, x := range b.metrics {
		if (x.declared || !declared) && r.States[x.at] == scored.Scored {
			return true
		}
	}
	return false
}

// inputHash is the sum over runs of a hash of what each holds, so that neither order nor
// files matter.
func (b *board) inputHash() string {
	var lo, hi uint64
	var buf []byte
	text := func(s string) {
		buf = binary.AppendUvarint(buf, uint64(len(s)))
		buf = append(buf, s...)
	}
	for _, g := range b.groups {
		for i := range g.runs {
			r := &g.runs[i]
			buf = buf[:0]
			for _, s := range []string{r.Version, r.Item, r.Category, r.Cluster, r.Severity} {
				text(s)
			}
			buf = append(append(buf, r.InputHash[:]...), r.ExpectedHash[:]...)
			if r.Errored {
				buf = append(buf, 'e')
			}
			for k, s := range r.States {
				buf = append(buf, byte(s))
				if s == scored.Scored {
					buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(r.Values[k]))
				}
			}
			h := xxh3.Hash128(buf)
			var c uint64
			lo, c = bits.Add64(lo, h.Lo, 0)
			hi, _ = bits.Add64(hi, h.Hi, c)
		}
	}
	return fmt.Sprintf("%016x%016x", hi, lo)
}
