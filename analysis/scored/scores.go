package scored

import (
	"math"
	"slices"
)

// Scores are what the runs of one version scored in one metric, by the place of the run. They grow by blocks, so that
// what is there is never copied to make room. nil has no score of any run.
type Scores struct {
	blocks []*block
	n      int
}

const blockRuns = 1 << 10

type block struct {
	values [blockRuns]float64
	states [blockRuns]State
}

// At is what a run scored: NaN unless it is Scored; of graded metrics the place of the grade among those declared.
func (s *Scores) At(run int) (float64, State) {
	if s == nil || run >= s.n {
		return math.NaN(), Absent
	}
	b := s.blocks[run/blockRuns]
	return b.values[run%blockRuns], b.states[run%blockRuns]
}

// All are the values of n runs from one on where each of them is Scored and they stand together, else nil. They are to
// be looked at only.
func (s *Scores) All(run, n int) []float64 {
	if s == nil || run+n > s.n {
		return nil
	}
	b, at := s.blocks[run/blockRuns], run%blockRuns
	if at+n > blockRuns {
		return nil
	}
	for _, state := range b.states[at : at+n] {
		if state != Scored {
			return nil
		}
	}
	return b.values[at : at+n : at+n]
}

// Len is the place behind the last run that has a score, missing ones among them.
func (s *Scores) Len() int { return s.n }

// Set gives a run a score in place of the one that it has. The value counts where the state is Scored.
func (s *Scores) Set(run int, v float64, state State) {
	for run > s.n {
		s.add(math.NaN(), Absent)
	}
	if state != Scored {
		v = math.NaN()
	}
	if run == s.n {
		s.add(v, state)
		return
	}
	b := s.blocks[run/blockRuns]
	b.values[run%blockRuns], b.states[run%blockRuns] = v, state
}

func (s *Scores) add(v float64, state State) {
	if s.n == len(s.blocks)*blockRuns {
		s.blocks = append(s.blocks, &block{})
	}
	b := s.blocks[s.n/blockRuns]
	b.values[s.n%blockRuns], b.states[s.n%blockRuns] = v, state
	s.n++
}

// Append gives scores with these values to the runs behind the last; a zero loses its sign.
func (s *Scores) Append(values []float64) {
	for len(values) > 0 {
		at := s.n % blockRuns
		if s.n == len(s.blocks)*blockRuns {
			s.blocks = append(s.blocks, &block{})
		}
		b := s.blocks[s.n/blockRuns]
		n := min(len(values), blockRuns-at)
		for i, v := range values[:n] {
			b.values[at+i], b.states[at+i] = v+0, Scored
		}
		s.n, values = s.n+n, values[n:]
	}
}

// Any reports whether a run has a value.
func (s *Scores) Any() bool {
	return s != nil &&
		slices.ContainsFunc(s.blocks, func(b *block) bool { return slices.Contains(b.states[:], Scored) })
}

// Ordered are the scores with those of run order[i] at the i-th place. s is not to be used any more.
func (s *Scores) Ordered(order []int32) *Scores {
	if s == nil {
		return nil
	}
	same := true
	for i, run := range order {
		if same = int(run) == i; !same {
			break
		}
	}
	if same {
		return s
	}
	out := &Scores{blocks: make([]*block, 0, len(s.blocks))}
	for _, run := range order {
		out.add(s.At(int(run)))
	}
	return out
}
