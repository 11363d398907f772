package job

import (
	"math"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// HalfOfTheMachine is half of the memory that the process may use, by its control group or
// by the machine; where neither says, none is known and it is the largest number.
func HalfOfTheMachine() int64 {
	least := uint64(math.MaxInt64)
	for _, provider := range []memlimit.Provider{memlimit.FromCgroup, memlimit.FromSystem} {
		if n, err := provider(); err == nil && n > 0 {
			least = min(least, n)
		}
	}
	if least == math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(least / 2)
}
