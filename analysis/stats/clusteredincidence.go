package stats

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Exit is one row's time under observation, how it ended (0: censored) and the
// unit it belongs to, counted from 0.
type Exit struct {
	Time  float64
	Cause int
	Unit  int
}

// IncidenceAt is the cumulative incidence of each cause at given times.
type IncidenceAt struct {
	F  [][]float64 // by cause − 1 and time
	S  []float64   // no event yet, by time
	SE []float64   // of S, clustered by unit
}

// inTime is rows in order of time, unit and cause.
func inTime(rows []Exit) []Exit {
	byUnit := func(a, b Exit) int { return cmp.Compare(a.Unit, b.Unit) }
	if !slices.IsSortedFunc(rows, byUnit) {
		rows = slices.Clone(rows)
		slices.SortStableFunc(rows, byUnit)
	}
	times := make([]float64, len(rows))
	for i := range rows {
		times[i] = rows[i].Time
	}
	out := make([]Exit, len(rows))
	for i, at := range ascending(times) {
		out[i] = rows[at]
		for k := i; k > 0 && out[k].Time == out[k-1].Time && out[k].Unit == out[k-1].Unit &&
			out[k].Cause < out[k-1].Cause; k-- {
			out[k], out[k-1] = out[k-1], out[k]
		}
	}
	return out
}

// ClusteredIncidence is AalenJohansen for rows that belong to units whose rows
// are alike, at the times `at` only: F_k(t) = Σ S(u−)·d_k/n. The squared error of S
// sums the squares of what each unit's rows add together (the infinitesimal
// jackknife over units): with one row per unit it is that of AalenJohansen. NaN
// beyond the last row, unless all have ended by then and nothing can change.
//
// A row that ends at T with cause k adds to S(t), with h = d/n the hazard,
//
//	−S(t)·( 1[T ≤ t, k > 0]/(n(1−h))(T) − Σ_{u ≤ min(t,T)} h/(n(1−h))(u) )
//
// which takes two passes over the rows instead of rows × times; where every row at
// risk has ended, S is 0 and so is its error.
//
// Source: Therneau & Grambsch (2000), Modeling Survival Data, 7.1 (grouped
// jackknife); Aalen & Johansen (1978).
func ClusteredIncidence(rows []Exit, causes, units int, at []float64) IncidenceAt {
	s := inTime(rows)
	out := IncidenceAt{F: make([][]float64, causes)}
	f := make([]float64, causes)
	own := make([]float64, causes)
	// grown[i] is Σ h/(n(1−h)) up to row i's time, jump[i] what an event there adds.
	grown, jump := make([]float64, len(s)), make([]float64, len(s))
	surv, sum, n := 1.0, 0.0, float64(len(s))
	k := 0
	read := func(until float64) {
		for ; k < len(at) && at[k] < until; k++ {
			out.S = append(out.S, surv)
			for c := range f {
				out.F[c] = append(out.F[c], f[c])
			}
		}
	}
	for i := 0; i < len(s); {
		j, d := i, 0.0
		clear(own)
		for ; j < len(s) && s[j].Time == s[i].Time; j++ {
			if c := s[j].Cause; c > 0 {
				own[c-1]++
				d++
			}
		}
		read(s[i].Time)
		add := 0.0
		if d > 0 {
			for c := range f {
				f[c] += surv * own[c] / n
			}
			if d < n {
				add = 1 / (n - d)
				sum += d / n * add
			}
			surv *= (n - d) / n
		}
		for ; i < j; i++ {
			grown[i], jump[i] = sum, add
		}
		n = float64(len(s) - i)
	}
	if len(s) > 0 {
		read(math.Nextafter(s[len(s)-1].Time, math.Inf(1)))
	}
	if surv == 0 {
		read(math.Inf(1))
	}
	for ; k < len(at); k++ {
		out.S = append(out.S, math.NaN())
		for c := range f {
			out.F[c] = append(out.F[c], math.NaN())
		}
	}
	// By unit and time: what its rows add, up to how many rows and what the later ones add.
	unit, last, later := make([]float64, units*len(at)), make([]int, len(at)), make([]float64, len(at))
	for k, t := range at {
		last[k] = sort.Search(len(s), func(i int) bool { return s[i].Time > t })
		if last[k] > 0 {
			later[k] = -grown[last[k]-1]
		}
	}
	for i := range s {
		v := -grown[i]
		if s[i].Cause > 0 {
			v += jump[i]
		}
		own := unit[s[i].Unit*len(at):][:len(at)]
		for k := range own {
			if i < last[k] {
				own[k] += v
			} else {
				own[k] += later[k]
			}
		}
	}
	for k := range at {
		v := 0.0
		for u := range units {
			x := unit[u*len(at)+k]
			v += x * x
		}
		out.SE = append(out.SE, out.S[k]*math.Sqrt(v))
	}
	return out
}
