package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// room is how much garbage may gather where next to nothing is in use: a run of a moment, or a
// page, would be collected without end for its percents. It is less the more is in use, by a
// sixteenth of that.
const room = 64 << 20

// least is what the runtime takes for the least that is in use.
const least = 4 << 20

// growth is how much the memory may grow before garbage is collected, in percent of what is in use; 0 where the
// environment says it.
var growth atomic.Int64

// collectGarbage sets the growth, at least by room, unless the environment says it. A later call goes before an earlier
// one.
func collectGarbage(percent int) {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(max(percent, int(room*100/max(inUse(), least))))
	if growth.Swap(int64(percent)) == 0 {
		afterCollection(0)
	}
}

// afterCollection sets the percents anew after every collection: the runtime frees what
// nobody holds, and says so. The memory may grow again to half of where it has been, in
// bytes: what follows on rows that are let go would else be collected at every step, and
// the peak is no lower for it.
func afterCollection(peak uint64) {
	runtime.AddCleanup(new([64]byte), func(peak uint64) {
		live, percent := max(inUse(), 1), uint64(growth.Load())
		peak = max(peak, live+live*percent/100)
		debug.SetGCPercent(int(max(percent, max(max(peak/2, live)-live, room-min(live/16, room))*100/live)))
		afterCollection(peak)
	}, peak)
}

// inUse is what the last collection found in use, in bytes; 0 before the first.
func inUse() uint64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return live[0].Value.Uint64()
}
