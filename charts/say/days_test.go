package say_test

import (
	"testing"

	"uptake/charts/say"
)

func TestDates(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{say.Days("2026-04-01", "2026-04-28"), "1 to 28 April 2026"},
		{say.Days("2026-04-01", "2026-05-12"), "1 April to 12 May 2026"},
		{say.Days("2025-12-20", "2026-01-12"), "20 December 2025 to 12 January 2026"},
		{say.Days("2026-04-01", ""), "from 1 April 2026"}, {say.Days("", "2026-04-01"), "until 1 April 2026"},
		{say.Days("", ""), ""},
		{say.Instant("2026-04-28T23:59:51+02:00"), "28 April 2026 21:59 UTC"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
