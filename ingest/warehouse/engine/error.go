package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"
	"sync"
	"time"

	"uptake/analysis/counted"
)

// Error is what went wrong with an engine, as a sentence.
type Error struct {
	sentence string
	kind     kindOf
	cause    error
}

type kindOf int

const (
	other  kindOf = iota
	memory        // the engine ran out of it, or of what it allows a query
	ended         // the deadline passed, somebody interrupted, or an administrator killed the query
)

func (e *Error) Error() string { return e.sentence }

// Unwrap gives what the driver or the context said.
func (e *Error) Unwrap() error { return e.cause }

// OutOfMemory says whether the engine lacked memory.
func (e *Error) OutOfMemory() bool { return e.kind == memory }

// Sentence says to whoever hands it on that nothing need be added.
func (e *Error) Sentence() {}

// OutOfMemory says whether an engine gave up a query because it needs more memory than it may have; the same query over
// a part of the units can then be run.
func OutOfMemory(err error) bool {
	var e interface{ OutOfMemory() bool }
	return errors.As(err, &e) && e.OutOfMemory()
}

func told(format string, args ...any) error {
	err := counted.Errorf(format, args...)
	return &Error{sentence: err.Error(), cause: errors.Unwrap(err)}
}

// voice makes the sentences of one session: it names engine and host, and no secret gets through it.
type voice struct {
	engine, host string
	secrets      []string
}

// says is a sentence about the engine.
func (v voice) says(k kindOf, cause error, format string, args ...any) error {
	s := v.engine
	if v.host != "" {
		s += " at " + v.host
	}
	s += " " + counted.Sprintf(format, args...)
	return &Error{sentence: v.redacted(s), kind: k, cause: cause}
}

// redacted is a text without the session's secrets.
func (v voice) redacted(s string) string {
	for _, x := range v.secrets {
		if x != "" {
			s = strings.ReplaceAll(s, x, "***")
		}
	}
	return s
}

// why says what ended the context of a query that had so much time, in words.
func why(ctx context.Context, had time.Duration) string {
	if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		return fmt.Sprintf("the query's time was up (%s; timeout=%s in the engine's address gives it more)",
			short(had), short(min(4*had, longest)))
	}
	return "it was interrupted"
}

// short is a length of time as an address says it: 1h30m0s is 1h30m.
func short(d time.Duration) string {
	return zeros().ReplaceAllString(d.Round(time.Second).String(), "$1")
}

var zeros = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`([hm])(?:0m)?0s$`) })

// oneLine is an engine's message without its line ends, cut where it goes on and on.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 600 {
		s = string(r[:600]) + " …"
	}
	return s
}

// broke is what a connection failed of, without the addresses, tries and
// requests that a client tells around it.
func broke(err error) string {
	var wire *net.OpError
	if errors.As(err, &wire) {
		return oneLine(wire.Error())
	}
	return oneLine(err.Error())
}

// Unreached reports whether a server was not reached, so that nothing was sent to it.
func Unreached(err error) bool {
	var wire *net.OpError
	return errors.As(err, &wire) && wire.Op == "dial"
}
