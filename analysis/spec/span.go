package spec

import (
	"fmt"
	"strings"
	"time"
)

// Span prints a duration as the experiment file writes it: 14d, 1d12h, 5m,
// 1500ms; "" for 0.
func Span(d time.Duration) string {
	var b strings.Builder
	for _, u := range []struct {
		of   time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}, {time.Millisecond, "ms"},
		{time.Microsecond, "us"}} {
		if n := d / u.of; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, u.name)
			d -= n * u.of
		}
	}
	return b.String()
}
