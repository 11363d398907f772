package evals

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// graded is what a metric of grades is made of: each grade's share of the items in every
// version, an item's repeats sharing it, and the cost at which a version costs what the
// baseline does, the other grades' costs held.
func (b *board) graded(m int) *report.EvalGraded {
	x := b.metrics[m]
	out := &report.EvalGraded{}
	shares := make([][]float64, len(x.Grades))
	for k, g := range x.Grades {
		row := report.EvalGrade{Name: g.Name, Cost: report.Num(g.Cost), BreakEven: []report.EvalBreakEven{},
			Versions: []report.EvalGradeShare{}}
		shares[k] = make([]float64, len(b.versions))
		for v := range b.versions {
			s := b.gradeShare(m, v, k)
			shares[k][v] = float64(s.Share)
			row.Versions = append(row.Versions, s)
		}
		out.Grades = append(out.Grades, row)
	}
	for k := range x.Grades {
		for _, v := range b.others() {
			others := 0.0
			for h, g := range x.Grades {
				if h != k {
					others += g.Cost * (shares[h][v] - shares[h][b.base])
				}
			}
			c := -others / (shares[k][v] - shares[k][b.base])
			if math.IsInf(c, 0) || c < 0 {
				c = math.NaN()
			}
			out.Grades[k].BreakEven = append(out.Grades[k].BreakEven, report.EvalBreakEven{Version: b.versions[v],
				Cost: report.Num(c)})
		}
	}
	return out
}

// gradeShare is one grade's share of a version's items. Its intervals rest on the number of
// independent items that would have the same clustered error.
func (b *board) gradeShare(m, v, k int) report.EvalGradeShare {
	u := report.Undefined()
	out := report.EvalGradeShare{Version: b.versions[v], Items: 0, Share: u, Lo: u, Hi: u, JointLo: u, JointHi: u,
		UpperIf0: u}
	var share []float64
	var cluster []int32
	sum := 0.0
	for i, s := range b.sides[m][v] {
		if s.n == 0 {
			continue
		}
		x := float64(b.grades[m][v][i*len(b.metrics[m].Grades)+k]) / float64(s.n)
		sum += x
		share, cluster = append(share, x), append(cluster, b.items[i].clusterAt)
	}
	if len(share) == 0 {
		return out
	}
	mean := stats.MeanByCluster(share, cluster, b.clusters)
	out.Items, out.Share = report.Num(sum), report.Num(mean.Mean)
	n := float64(len(share))
	if mean.SE > 0 {
		n = min(n, mean.Mean*(1-mean.Mean)/(mean.SE*mean.SE))
	}
	lo, hi := stats.WilsonShare(n, mean.Mean, stats.NormalISF(b.e.Alpha/2))
	out.Lo, out.Hi = report.Num(lo), report.Num(hi)
	lo, hi = stats.WilsonShare(n, mean.Mean, stats.NormalISF(b.e.Alpha/2/float64(len(b.metrics[m].Grades))))
	out.JointLo, out.JointHi = report.Num(lo), report.Num(hi)
	if sum == 0 {
		out.UpperIf0 = report.Num(stats.UpperIfNone(float64(mean.Clusters), b.e.Alpha))
	}
	return out
}
