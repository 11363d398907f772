package stats

import (
	"math"

	wide "uptake/analysis/moment"
)

// PoissonBootstrap resamples whole units of a metric Σy/Σx (x = 1 for a mean):
// in every replicate each unit counts w times, w independent between units and
// replicates with mean 1 and variance 1. Weights are a hash of seed, unit and
// replicate, so that units may come in any order; sums are exact. The zero value
// is not ready: NewPoissonBootstrap.
//
// Only the sums of each replicate are kept, 48 bytes, however many units there are.
//
// Source: Chamandy, Muralidharan, Najmi & Naidu (2012), Estimating uncertainty
// for massive data streams; Hanley & MacGibbon (2006), Computer Methods and
// Programs in Biomedicine 83.
type PoissonBootstrap struct {
	seed       uint64
	replicates int
	// Four replicates share a hash, 16 bits each.
	quick []fourSums    // since the last settle
	sums  []wide.Sum128 // Σwy and Σwx by replicate, in turn
	bound uint64        // no quick sum is beyond it
	batch []weighed
}

// fourSums are Σwy and Σwx of four replicates.
type fourSums struct{ y, x [4]int64 }

// weighed is a unit whose turn comes with its batch.
type weighed struct {
	key  uint64
	y, x int64
}

const (
	weighedTogether = 512
	groupsTogether  = 256 // their sums stay in the nearest cache while a batch passes
	quickLimit      = 1 << 62
)

// poissonOf 65,536 is how many of the 16-bit numbers stand for each weight. The
// distribution has mean 1 and variance 1 exactly, third central moment 1.0006, and
// differs from Poisson(1) by 0.000036 in total variation; no weight is above 8.
var poissonOf = [...]int{24109, 24109, 12056, 4018, 1005, 200, 33, 5, 1}

const mostWeight = uint64(len(poissonOf) - 1)

var poissonWeight = func() (table [1 << 16]uint8) {
	i := 0
	for w, n := range poissonOf {
		for range n {
			table[i] = uint8(w)
			i++
		}
	}
	return table
}()

// NewPoissonBootstrap makes an empty bootstrap of at least one replicate.
func NewPoissonBootstrap(replicates int, seed uint64) *PoissonBootstrap {
	groups := (replicates + 3) / 4
	return &PoissonBootstrap{seed: Mix64(seed), replicates: replicates, quick: make([]fourSums, groups),
		sums:  make([]wide.Sum128, 8*groups),
		batch: make([]weighed, 0, weighedTogether)}
}

// Mix64 is the finalizer of splitmix64: a bijection that looks random.
//
// Source: Steele, Lea & Flood (2014), Fast splittable pseudorandom number
// generators, OOPSLA; constants of Stafford's mix 13.
func Mix64(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

const golden64 = 0x9e3779b97f4a7c15

// Weight is how often a unit counts in a replicate.
func (b *PoissonBootstrap) Weight(unit uint64, replicate int) int {
	h := Mix64(b.key(unit) + uint64(replicate/4)*golden64)
	return int(poissonWeight[uint16(h>>(16*(replicate%4)))])
}

func (b *PoissonBootstrap) key(unit uint64) uint64 { return Mix64(unit+golden64) ^ b.seed }

// Add adds one unit; its number must be its own.
func (b *PoissonBootstrap) Add(unit uint64, y, x int64) {
	most := max(absolute(y), absolute(x))
	if most > quickLimit/mostWeight {
		for r := range b.replicates {
			for range b.Weight(unit, r) {
				b.sums[2*r].AddInt(y)
				b.sums[2*r+1].AddInt(x)
			}
		}
		return
	}
	if b.bound += mostWeight * most; b.bound > quickLimit {
		b.settle()
		b.bound = mostWeight * most
	}
	if b.batch = append(b.batch, weighed{b.key(unit), y, x}); len(b.batch) == weighedTogether {
		b.weigh()
	}
}

func absolute(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}

// weigh adds the batch to the quick sums, some replicates at a time.
func (b *PoissonBootstrap) weigh() {
	for from := 0; from < len(b.quick); from += groupsTogether {
		part := b.quick[from:min(from+groupsTogether, len(b.quick))]
		for _, u := range b.batch {
			k := u.key + uint64(from)*golden64
			for g := range part {
				h := Mix64(k)
				k += golden64
				s := &part[g]
				w0, w1 := int64(poissonWeight[uint16(h)]), int64(poissonWeight[uint16(h>>16)])
				w2, w3 := int64(poissonWeight[uint16(h>>32)]), int64(poissonWeight[uint16(h>>48)])
				s.y[0] += w0 * u.y
				s.y[1] += w1 * u.y
				s.y[2] += w2 * u.y
				s.y[3] += w3 * u.y
				s.x[0] += w0 * u.x
				s.x[1] += w1 * u.x
				s.x[2] += w2 * u.x
				s.x[3] += w3 * u.x
			}
		}
	}
	b.batch = b.batch[:0]
}

// settle moves everything into the exact sums.
func (b *PoissonBootstrap) settle() {
	b.weigh()
	for g := range b.quick {
		for i := range 4 {
			r := 4*g + i
			b.sums[2*r].AddInt(b.quick[g].y[i])
			b.sums[2*r+1].AddInt(b.quick[g].x[i])
		}
		b.quick[g] = fourSums{}
	}
	b.bound = 0
}

// Replicates returns Σwy/Σwx of every replicate, correctly rounded; NaN where Σwx is 0.
func (b *PoissonBootstrap) Replicates() []float64 {
	b.settle()
	out := make([]float64, b.replicates)
	for r := range out {
		y, x := b.sums[2*r].Big(), b.sums[2*r+1].Big()
		if x.Sign() == 0 {
			out[r] = math.NaN()
			continue
		}
		out[r], _ = quo(y, x)
	}
	return out
}
