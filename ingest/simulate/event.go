package simulate

// kind is the name of an event.
type kind uint8

const (
	exposure kind = iota
	sessionStart
	shown
	accepted
	edited
	dismissed
	superseded
	typedThrough
	taskCompleted
	purchase
	ticket
)

var kindNames = []string{"exposure", "session_start", "suggestion_shown", "suggestion_accepted", "suggestion_edited",
	"suggestion_dismissed",
	"suggestion_superseded", "suggestion_typed_through", "task_completed", "purchase", "ticket"}

// event is one row of the export; numbers are NaN where the row has none.
type event struct {
	at, received int64 // microseconds UTC
	id           uint64
	user         int
	session      uint64
	suggestion   uint64 // 0 = none
	content      uint64 // 0 = none
	kind         kind
	variant      int8 // 0 none, 1 control, 2 treatment
	surface      int8
	model        int8
	position     int8
	group        uint64 // of what was shown at once; 0 = none
	groupSize    int8
	latency      float64
	visible      float64
	confidence   float64
	length       float64
	editRatio    float64
	value        float64
	since        int64 // of answers: microseconds since it was shown
	odd          oddity
	met          bool // its user has been exposed, by it or before
}
