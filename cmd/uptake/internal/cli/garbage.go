package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// room is how much garbage may gather in any case. A run of a moment, or a page, has so
// little in use that its percents would be collected without end.
const room = 64 << 20

// collectGarbage sets how much the memory may grow before garbage is collected, in
// percent of what is in use but at least by room, unless the environment says it.
func collectGarbage(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(room * 100 / (4 << 20)) // the runtime takes 4 MB for the least that is in use
		afterCollection(percent, 0)
	}
}

// afterCollection sets the percents anew after every collection: the runtime frees what
// nobody holds, and says so. The memory may grow again to half of where it has been, in
// bytes: what follows on rows that are let go would else be collected at every step, and
// the peak is no lower for it.
func afterCollection(percent int, peak uint64) {
	runtime.AddCleanup(new([64]byte), func(percent int) {
		inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(inUse)
		live := max(inUse[0].Value.Uint64(), 1)
		peak := max(peak, live+live*uint64(percent)/100)
		debug.SetGCPercent(max(percent, int(max(max(peak/2, live)-live, room)*100/live)))
		afterCollection(percent, peak)
	}, percent)
}
