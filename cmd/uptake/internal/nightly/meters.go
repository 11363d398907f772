package nightly

import (
	"sync"
	"time"

	"uptake/ingest"
)

// Progress is how far a run is.
type Progress struct {
	Done, Of int // experiments
	Rows     int64
	Seconds  float64
	Left     float64 // seconds that the rest may take, 0 while nothing can be said
}

// meters add up what the experiments that run at a time tell.
type meters struct {
	mu          sync.Mutex
	state       Progress
	began       time.Time
	ended, work int64 // bytes of experiments, and a little for each
	watch       func(Progress)
}

// each experiment is work even where it reads nothing.
const each = 100_000

func (m *meters) begin(list []*experiment, began time.Time, watch func(Progress)) {
	m.began, m.watch = began, watch
	m.state.Of = len(list)
	for _, x := range list {
		m.work += x.bytes + each
	}
}

// meter is told the rows of one experiment, which is read once or twice.
func (n *night) meter(x *experiment) func(ingest.Progress) {
	if n.watch == nil {
		return nil
	}
	var last int64
	return func(p ingest.Progress) {
		n.mu.Lock()
		defer n.mu.Unlock()
		if p.Rows > last {
			n.state.Rows += p.Rows - last
		} else if p.Rows < last/2 { // a second reading has begun; reports of one reading may pass each other
			n.state.Rows += p.Rows
		} else {
			return
		}
		last = p.Rows
		n.tell()
	}
}

func (m *meters) finish(x *experiment) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state.Done++
	m.ended += x.bytes + each
	m.tell()
}

func (m *meters) tell() {
	if m.watch == nil {
		return
	}
	p := m.state
	p.Seconds = time.Since(m.began).Seconds()
	if m.ended > 0 {
		p.Left = p.Seconds * float64(m.work-m.ended) / float64(m.ended)
	}
	m.watch(p)
}
