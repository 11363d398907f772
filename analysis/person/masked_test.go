package person

import "testing"

// TestMasked: what names a person is hidden, and nothing else is.
func TestMasked(t *testing.T) {
	for v, want := range map[string]string{
		"jane.doe@example.com": "j•••", "192.168.17.4": "1•••", "2001:db8::1": "2•••", "+49 170 1234567": "+•••",
		"4111 1111 1111 1111": "4•••",
		"":                    "", "u1000": "u1000", "2026-04-01T10:00:00Z": "2026-04-01T10:00:00Z", "1.2.3": "1.2.3",
		"4111111111111112": "4111111111111112", "a@b": "a@b", "0.0.0.0": "0.0.0.0", "@handle": "@handle",
		"1775044800123": "1775044800123",
	} {
		for how, got := range map[string]string{"a cell": Masked(v), "a text": Within(v)} {
			if got != want {
				t.Errorf("%q as %s is shown as %q, want %q", v, how, got, want)
			}
		}
	}
}

// TestWithin: also where it stands inside a longer text.
func TestWithin(t *testing.T) {
	for v, want := range map[string]string{
		"login = jane@example.com":                  "login = j•••",
		"it has 3 fields: u1,jane@example.com,7":    "it has 3 fields: u1,j•••,7",
		`{"to":"jane@example.com","ip":"10.1.2.3"}`: `{"to":"j•••","ip":"1•••"}`,
		"call +49 170 1234567 now":                  "call +••• now",
		"card 4111 1111 1111 1111, exp 12/30":       "card 4•••, exp 12/30",
		"plan = staff":                              "plan = staff",
		"2026-04-01 10:00:00+02:00":                 "2026-04-01 10:00:00+02:00",
		"2026-04-01T10:00:00.123456Z u7":            "2026-04-01T10:00:00.123456Z u7",
		"10:20:30,11:22:33":                         "10:20:30,11:22:33",
	} {
		if got := Within(v); got != want {
			t.Errorf("%q is shown as %q, want %q", v, got, want)
		}
	}
}
