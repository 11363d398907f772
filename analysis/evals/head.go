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

// maxNamed is how many items that failed, and that were not run, are named of each version.
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
	used := make([]*usage, len(b.versions))
	b.eachVersion(func(v int) { used[v] = b.usage(v) })
	out.Versions = make([]report.EvalVersion, len(b.versions))
	b.eachVersion(func(v int) { out.Versions[v] = b.version(v, used) })
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

func (b *board) version(v int, used []*usage) report.EvalVersion {
	read := b.read[v]
	out := report.EvalVersion{Version: read.Name, Tool: read.Tool, ToolVersion: read.ToolVersion,
		Files: append([]string{},
			read.Files...), Key: read.Key, Numbered: read.Numbered, Rows: read.Rows, ErroredOf: []string{},
		NotRunOf: []string{}}
	next := 0 // the item after those that are accounted for
	notRun := func(to int) {
		for ; next < to; next++ {
			if out.NotRun++; len(out.NotRunOf) < maxNamed {
				out.NotRunOf = append(out.NotRunOf, b.items[next].id)
			}
		}
		next++
	}
	for _, g := range b.groups[v] {
		notRun(int(g.item))
		out.Items++
		out.Runs += int(g.runs)
		out.Errored += int(g.failed)
		if g.failed == g.runs && len(out.ErroredOf) < maxNamed {
			out.ErroredOf = append(out.ErroredOf, b.items[g.item].id)
		}
	}
	notRun(len(b.items))
	for k, to := range []*report.EvalMean{&out.Seconds, &out.TokensIn, &out.TokensOut, &out.Cost} {
		*to = b.measured(used[v][k], used[b.base][k], v != b.base)
	}
	return out
}

// usage is what runs of a version took: seconds, tokens in, tokens out, cost; failed runs count
// where they say it.
type usage [4]took

// took is one of these, by item, and over all runs.
type took struct {
	sum, n []float64 // nil where no run says it
	runs   int
	total  float64
}

func (b *board) usage(v int) *usage {
	out := &usage{}
	for j := range b.groups[v] {
		g := &b.groups[v][j]
		for _, r := range b.runsOf(v, g) {
			if r.Spent == nil {
				continue
			}
			for k, x := range [...]float64{r.Spent.Seconds, r.Spent.TokensIn, r.Spent.TokensOut, r.Spent.Cost} {
				if math.IsNaN(x) {
					continue
				}
				t := &out[k]
				if t.sum == nil {
					t.sum, t.n = make([]float64, len(b.items)), make([]float64, len(b.items))
				}
				t.sum[g.item] += x
				t.n[g.item]++
				t.runs++
			}
		}
		for k := range out {
			if t := &out[k]; t.sum != nil {
				t.total += t.sum[g.item]
			}
		}
	}
	return out
}

// measured is the mean over runs, and over paired items the difference to the baseline.
func (b *board) measured(is, was took, compared bool) report.EvalMean {
	u := report.Undefined()
	out := report.EvalMean{Runs: is.runs, Mean: u, Abs: report.NoInterval(pairedMethod)}
	if is.runs == 0 {
		return out
	}
	out.Mean = report.Num(is.total / float64(is.runs))
	if !compared {
		return out
	}
	p := &pairs{clusters: b.clusters}
	for i := range was.n {
		if is.n[i] > 0 && was.n[i] > 0 {
			p.add(int32(i), is.sum[i]/is.n[i], was.sum[i]/was.n[i], b.items[i].clusterAt)
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
	for v := range b.versions {
		for k := range b.groups[v] {
			g := &b.groups[v][k]
			out.Read += int64(g.runs)
			counts[report.RunFailed] += int64(g.failed)
			if !b.pairedSomewhere(v, g, any) {
				counts[report.NotPaired] += int64(g.runs - g.failed)
				continue
			}
			for i, r := range b.runsOf(v, g) {
				switch {
				case r.Errored:
				case b.scoredSomewhere(v, int(g.from)+i, any):
					out.Used++
				default:
					counts[report.NoScore]++
				}
			}
		}
	}
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

func (b *board) pairedSomewhere(is int, g *group, declared bool) bool {
	for m, x := range b.metrics {
		if x.left || declared && !x.declared || b.sides[m][is][g.item].n == 0 {
			continue
		}
		if is != b.base {
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

func (b *board) scoredSomewhere(v, run int, declared bool) bool {
	for m := range b.metrics {
		if x := &b.metrics[m]; x.declared || !declared {
			if _, state := b.read[v].Of(x.at).At(run); state == scored.Scored {
				return true
			}
		}
	}
	return false
}

// inputHash is the sum over runs of a hash of what each holds, so that neither order nor
// files matter.
func (b *board) inputHash() string {
	sums := make([][2]uint64, len(b.versions))
	b.eachVersion(func(v int) { sums[v] = b.inputSum(v) })
	var lo, hi, c uint64
	for _, s := range sums {
		lo, c = bits.Add64(lo, s[0], 0)
		hi, _ = bits.Add64(hi, s[1], c)
	}
	return fmt.Sprintf("%016x%016x", hi, lo)
}

func (b *board) inputSum(v int) (sum [2]uint64) {
	var buf []byte
	version := b.read[v]
	for i := range version.Runs {
		r := &version.Runs[i]
		buf = buf[:0]
		for _, s := range [...]string{version.Name, r.Item, r.Category, r.Cluster, r.Severity} {
			buf = append(binary.AppendUvarint(buf, uint64(len(s))), s...)
		}
		buf = append(append(buf, r.InputHash[:]...), r.ExpectedHash[:]...)
		if r.Errored {
			buf = append(buf, 'e')
		}
		for m := range b.s.Metrics {
			x, s := version.Of(m).At(i)
			buf = append(buf, byte(s))
			if s == scored.Scored {
				buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(x))
			}
		}
		h := xxh3.Hash128(buf)
		var c uint64
		sum[0], c = bits.Add64(sum[0], h.Lo, 0)
		sum[1], _ = bits.Add64(sum[1], h.Hi, c)
	}
	return sum
}
