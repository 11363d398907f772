package overlap

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// Experiment is who was in which arm of one, unit by unit; units seen in two arms are none.
type Experiment struct {
	ID      string
	Unit    string   // what a unit is: only the same are held against each other
	Sources []string // files that it reads
	Arms    []string
	Control int
	Metrics []Metric
	Units   []uint64 // hashes of their ids
	Arm     []int32  // by unit
}

// Metric is a main metric with its values by unit, NaN where a unit has none. Y over X,
// where it is a ratio.
type Metric struct {
	Name  string
	Share bool
	Y, X  []float64 // X nil where it is a mean; both nil of a quantile, which is not made of a value of each unit
}

// Bounds of what is kept and done; more is drawn by lot, or counted and not looked at.
const (
	mostRows   = 2_000_000   // units of all experiments together
	mostWork   = 100_000_000 // times that a unit shows in a pair
	mostPairs  = 50_000
	mostFound  = 500_000 // pairs that are told apart
	mostTold   = 1_000
	leastCell  = 30
	leastTable = 5 // units that a group of a chi-square test must expect
	level      = 0.05
)

// Store keeps experiments. Its methods are for any number of goroutines; what it gives
// does not hang on the order in which they are added.
type Store struct {
	mu      sync.Mutex
	most    int // rows, 0 = mostRows
	half    int // how often the share of units was halved
	rows    int
	list    []*Experiment
	without []string
}

// Without notes an experiment whose units are not known.
func (s *Store) Without(id string) {
	s.mu.Lock()
	s.without = append(s.without, id)
	s.mu.Unlock()
}

// Add keeps an experiment, whose slices are the store's from then on.
func (s *Store) Add(e *Experiment) {
	e.sort()
	s.mu.Lock()
	defer s.mu.Unlock()
	e.thin(s.half)
	s.list, s.rows = append(s.list, e), s.rows+len(e.Units)
	s.fit(cmp.Or(s.most, mostRows))
}

// fit halves the share of units until they are few enough.
func (s *Store) fit(most int) {
	for s.rows > most {
		s.half++
		s.rows = 0
		for _, e := range s.list {
			e.thin(s.half)
			s.rows += len(e.Units)
		}
	}
}

// sort puts the units in the order of their hashes; of two with one hash neither stays.
func (e *Experiment) sort() {
	order := make([]int, len(e.Units))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(e.Units[a], e.Units[b]) })
	same := func(i, j int) bool { return i >= 0 && j < len(order) && e.Units[order[i]] == e.Units[order[j]] }
	var keep []int
	for k, i := range order {
		if !same(k-1, k) && !same(k, k+1) {
			keep = append(keep, i)
		}
	}
	e.pick(keep)
}

// thin keeps units whose hashes begin with so many zero bits.
func (e *Experiment) thin(half int) {
	if half == 0 {
		return
	}
	end, _ := slices.BinarySearch(e.Units, 1<<(64-half))
	keep := make([]int, end)
	for i := range keep {
		keep[i] = i
	}
	e.pick(keep)
}

func (e *Experiment) pick(rows []int) {
	e.Units, e.Arm = picked(e.Units, rows), picked(e.Arm, rows)
	for i := range e.Metrics {
		for _, list := range []*[]float64{&e.Metrics[i].Y, &e.Metrics[i].X} {
			if *list != nil {
				*list = picked(*list, rows)
			}
		}
	}
}

func picked[T any](list []T, rows []int) []T {
	out := make([]T, len(rows))
	for k, i := range rows {
		out[k] = list[i]
	}
	return out
}

// share of the units is looked at.
func (s *Store) share() float64 { return math.Pow(2, -float64(s.half)) }
