package layout

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Event is what happened, before anybody tells it.
type Event struct {
	ID         string
	User       int
	At         int64 // microseconds UTC, whole milliseconds
	Name       string
	Exposes    bool
	Arm        Arm  // of the exposure; of other events that which the user is in
	Met        bool // the user has been exposed, by this event or before
	Suggestion uint64
	Latency    float64 // milliseconds; NaN as the next
	Value      float64
	Surface    string
	Experiment string
}

// Arm is the arm of a user.
type Arm int

// Users are in one of two arms, or outside the experiment.
const (
	Control Arm = iota
	Test
	Outside
)

// of picks what an arm is called.
func (a Arm) of(control, test, outside string) string {
	return [...]string{control, test, outside}[a]
}

func (e *Event) user() string { return fmt.Sprintf("u%d", e.User) }
func (e *Event) ms() int64    { return e.At / 1000 }
func (e *Event) iso() string {
	return time.UnixMicro(e.At).UTC().Format("2006-01-02T15:04:05.000Z")
}

// seconds with three decimals.
func (e *Event) seconds() string { return fmt.Sprintf("%d.%03d", e.ms()/1000, e.ms()%1000) }

// silent reports whether the event exposes somebody who is outside, of whom most vendors
// tell nothing.
func (e *Event) silent() bool { return e.Exposes && e.Arm == Outside }

// pair is a member of an object, its value as JSON.
type pair struct{ key, value string }

func text(key, value string) pair { return pair{key, quoted(value)} }

func quoted(s string) string { return strconv.Quote(s) } // plain ASCII alone

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// object is members in their order, those without a value left out.
func object(list ...pair) string {
	var b strings.Builder
	b.WriteByte('{')
	for _, p := range list {
		if p.value == "" {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		b.WriteString(quoted(p.key) + ":" + p.value)
	}
	return b.String() + "}"
}

// properties is what an event says of its own.
func (e *Event) properties(more ...pair) []pair {
	if e.Exposes {
		return more
	}
	out := more
	if e.Suggestion != 0 {
		out = append(out, text("suggestion_id", e.suggestion()))
	}
	if !math.IsNaN(e.Latency) {
		out = append(out, pair{"latency_ms", number(e.Latency)})
	}
	if e.Surface != "" {
		out = append(out, text("surface", e.Surface))
	}
	if !math.IsNaN(e.Value) {
		out = append(out, pair{"value", number(e.Value)})
	}
	return out
}

func (e *Event) suggestion() string { return fmt.Sprintf("g%016x", e.Suggestion) }

// named is the event's name, that of exposures as the vendor calls them.
func (e *Event) named(exposure string) string {
	if e.Exposes {
		return exposure
	}
	return e.Name
}
