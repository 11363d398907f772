package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// progress tells on standard error how far a run is: a line rewritten in
// place on a terminal, a plain line every few seconds elsewhere.
type progress struct {
	mu       sync.Mutex
	out      io.Writer
	terminal bool
	quiet    bool
	last     time.Time
	start    time.Time
	open     bool
}

func (a *app) progress(quiet bool) *progress {
	p := &progress{out: a.err, quiet: quiet, start: time.Now()}
	p.last = p.start
	if f, ok := a.err.(*os.File); ok {
		if info, err := f.Stat(); err == nil {
			p.terminal = info.Mode()&os.ModeCharDevice != 0
		}
	}
	return p
}

// rows is told the rows read so far.
func (p *progress) rows(n int64) {
	p.say(fmt.Sprintf("%s rows read, %.0f s", thousands(n), time.Since(p.start).Seconds()))
}

func (p *progress) phase(what string) { p.say(what) }

func (p *progress) say(s string) {
	if p.quiet {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	wait := 5 * time.Second
	if p.terminal {
		wait = 200 * time.Millisecond
	}
	if time.Since(p.last) < wait {
		return
	}
	p.last = time.Now()
	if p.terminal {
		fmt.Fprintf(p.out, "\r\x1b[K%s", s)
		p.open = true
	} else {
		fmt.Fprintln(p.out, s)
	}
}

// done clears the line on a terminal.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.open {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
	p.open = false
}

func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
