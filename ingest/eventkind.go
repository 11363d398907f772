package ingest

import (
	"uptake/ingest/event"
	"uptake/ingest/store"
)

// unasked is the event of rows that nothing asked for counts.
var unasked = &eventKind{role: store.Other}

// eventKind is what an event name means to the run.
type eventKind struct {
	number    int // among the kinds of the run
	exposure  bool
	role      store.Role
	variables []uint16
	seed      uint64 // of the event ids: rows of other events are no copies
}

// copyOf is the fixed hash of what a row's copies share: the event id, the event
// and whether it exposes its unit. 0 without an id.
func (k *eventKind) copyOf(id uint64, exposes bool) uint64 {
	if id == 0 {
		return 0
	}
	h := id ^ k.seed
	if exposes {
		h = event.Mix(h)
	}
	return max(h, 1)
}

// counted reports whether metrics count the event. Its rows then stay in even
// where they expose nobody: dates, filters and names of an exposure bound who
// is exposed and when, not what is counted afterwards.
func (k *eventKind) counted() bool { return len(k.variables) > 0 }

var roleOf = map[string]store.Role{"requested": store.Requested, "persisted": store.Persisted, "shown": store.Shown,
	"accepted": store.Accepted, "partial": store.Partial, "edited": store.Edited,
	"reverted": store.Reverted, "typed_through": store.TypedThrough, "dismissed": store.Dismissed,
	"superseded": store.Superseded, "hidden": store.Hidden}
