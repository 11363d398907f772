package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"uptake/analysis/counted"
	"uptake/analysis/study"
	"uptake/ingest"
)

// How often progress is told: a line that is rewritten in place on a terminal, a
// plain line elsewhere. Tests set it: how fast they run is not what they look at.
var atTerminal, inPipe = 200 * time.Millisecond, 5 * time.Second

// progress tells on standard error how far a run is, from its start until done.
type progress struct {
	mu       sync.Mutex
	out      io.Writer
	terminal bool
	start    time.Time
	state    string
	open     bool          // a line stands on the terminal
	over     chan struct{} // nil where nothing is told
}

func (a *app) progress(quiet bool) *progress {
	p := &progress{out: a.err, start: time.Now()}
	if quiet {
		return p
	}
	every := inPipe
	if onTerminal(a.err) {
		p.terminal, every = true, atTerminal
	}
	p.over = make(chan struct{})
	go p.tell(every, p.over)
	return p
}

// tell repeats the state until the run is over.
func (p *progress) tell(every time.Duration, over <-chan struct{}) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			p.print()
		case <-over:
			return
		}
	}
}

func (p *progress) print() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over == nil || p.state == "" {
		return
	}
	s := fmt.Sprintf("%s, %.0f s", p.state, time.Since(p.start).Seconds())
	if p.terminal {
		fmt.Fprintf(p.out, "\r\x1b[K%s", s)
		p.open = true
	} else {
		fmt.Fprintln(p.out, s)
	}
}

// rows is told how much has been read so far.
func (p *progress) rows(r ingest.Progress) {
	s := counted.Thousands(r.Rows) + " rows read"
	if r.Total > 0 {
		s += fmt.Sprintf(", %d%% of %s", min(100*r.Done/r.Total, 100), size(r.Total))
	}
	p.phase(s)
}

// phase is told what is done now.
func (p *progress) phase(what string) {
	p.mu.Lock()
	p.state = what
	p.mu.Unlock()
}

// opening tells of every part of the tables that is resolved; what follows goes
// through all of them, some of it several times.
func (p *progress) opening(t *study.Tables, what string) {
	p.phase(what)
	var mu sync.Mutex
	opened := 0
	open := t.Open
	t.Open = func(ctx context.Context, i int) (*study.Partition, error) {
		mu.Lock()
		opened++
		n := opened
		mu.Unlock()
		s := counted.Sprintf("%s: part %d of %d", what, (n-1)%t.Parts+1, t.Parts)
		if pass := (n - 1) / t.Parts; pass > 0 {
			s += fmt.Sprintf(", pass %d", pass+1)
		}
		p.phase(s)
		return open(ctx, i)
	}
}

// Write writes a line of a log, in place of the line that stands on a terminal.
func (p *progress) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	return p.out.Write(b)
}

// clear takes the line away that stands on a terminal.
func (p *progress) clear() {
	if p.open {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
	p.open = false
}

// done clears the line on a terminal.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over != nil {
		close(p.over)
		p.over = nil
	}
	p.clear()
}

// size is a number of bytes as people say it.
func size(n int64) string {
	v, units := float64(n), []string{"bytes", "kB", "MB", "GB", "TB"}
	for len(units) > 1 && v >= 1000 {
		v, units = v/1000, units[1:]
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0") + " " + units[0]
}
