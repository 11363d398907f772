package stats

import (
	"cmp"
	"math"
	"slices"
)

const (
	// digit is how many bits of a number are looked at at a time.
	digit  = 11
	digits = (64 + digit - 1) / digit
	// lower digits are looked at where the others are the same, which is seldom: the others
	// are a number's sign, exponent and first 19 binary places.
	lower = digits / 2
	// leastDigits is from how many numbers on that is worth it.
	leastDigits = 1024
)

// keyed is a place with a key that is ordered as the numbers are.
type keyed struct {
	key uint64
	at  int32
}

// ascending lists the places of those that are numbers, the least first, equal ones in
// their order.
func ascending(values []float64) []int32 {
	list := make([]keyed, 0, len(values))
	for i, v := range values {
		if v == v {
			key := math.Float64bits(v + 0) // one zero
			list = append(list, keyed{key ^ (uint64(int64(key)>>63) | 1<<63), int32(i)})
		}
	}
	list = byKeys(list, lower, digits)
	out := make([]int32, len(list))
	for i, x := range list {
		out[i] = x.at
	}
	return out
}

// byKeys puts a list in order by its keys, whose digits from to on are the same in all: by those
// from … to−1 and, where these are the same too, by the ones below.
func byKeys(list []keyed, from, to int) []keyed {
	if len(list) < leastDigits {
		slices.SortStableFunc(list, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
		return list
	}
	list = byDigits(list, from, to)
	for i := 0; from > 0 && i < len(list); {
		j, sorted := i+1, true
		for ; j < len(list) && list[j].key>>(from*digit) == list[i].key>>(from*digit); j++ {
			sorted = sorted && list[j].key >= list[j-1].key
		}
		if !sorted {
			copy(list[i:j], byKeys(list[i:j], 0, from))
		}
		i = j
	}
	return list
}

// byDigits puts a list in order by one digit of the keys after the other, from … to−1.
func byDigits(list []keyed, from, to int) []keyed {
	var count [digits][1 << digit]int32
	of := func(key uint64, d int) uint64 { return key >> (d * digit) & (1<<digit - 1) }
	for _, x := range list {
		for d := from; d < to; d++ {
			count[d][of(x.key, d)]++
		}
	}
	next := make([]keyed, len(list))
	for d := from; d < to; d++ {
		if int(count[d][of(list[0].key, d)]) == len(list) { // all have the digit
			continue
		}
		first := int32(0)
		for k, n := range count[d] {
			count[d][k] = first
			first += n
		}
		for _, x := range list {
			place := &count[d][of(x.key, d)]
			next[*place] = x
			*place++
		}
		list, next = next, list
	}
	return list
}
