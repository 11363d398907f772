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

// least is what the runtime takes for the least that is in use.
const least = 4 << 20

// collectGarbage sets how much the memory may grow before garbage is collected, in
// percent of what is in use but at least by room, unless the environment says it.
func collectGarbage(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(max(percent, int(room*100/max(inUse(), least))))
		afterCollection(percent, 0)
	}
}

// afterCollection sets the percents anew after every collection: the runtime frees what
// nobody holds, and says so. The memory may grow again to half of where it has been, in
// bytes: what follows on rows that are let go would else be collected at every step, and
// the peak is no lower for it.
func afterCollection(percent int, peak uint64) {
	runtime.AddCleanup(new([64]byte), func(percent int) {
		live := max(inUse(), 1)
		peak := max(peak, live+live*uint64(percent)/100)
		debug.SetGCPercent(max(percent, int(max(max(peak/2, live)-live, room)*100/live)))
		afterCollection(percent, peak)
	}, percent)
}

// inUse is what the last collection found in use, in bytes; 0 before the first.
func inUse() uint64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return live[0].Value.Uint64()
}
