package source

import "testing"

// TestAsking parts an address from what is asked: names of files and queries may have a # in them.
func TestAsking(t *testing.T) {
	for path, want := range map[string]int{
		"sqlite:a.db": -1, "sqlite:a#1.db": -1, "sqlite:a#1.db#table=t": 13, "sqlite:a.db#query=select '#table=x'": 11,
		"sqlite:a.db#table=a#query=b": 11,
	} {
		if got := asking(path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
}
