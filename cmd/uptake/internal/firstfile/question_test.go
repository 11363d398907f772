package firstfile

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestShares: what is written in percent, or adds up to a hundred, is of everybody; other numbers
// stand as they are, for the file takes any that are to be scaled.
func TestShares(t *testing.T) {
	for written, want := range map[string][]string{"90/10": {"90%", "10%"}, "90%/10%": {"90%", "10%"},
		"9:1":     {"9", "1"},
		"90%, 5%": {"90%", "5%"}, "66.7 33.3": {"66.7%", "33.3%"}, "150/50": {"150", "50"}} {
		if got, err := sharesOf(written, 2); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v", written, got, err)
		}
	}
	for written, says := range map[string]string{"90%/20%": "add up to 110%, more than everybody", "90%/20": "110%",
		"90": "there are 2 arms", "90/0": "no share above 0", "90/x": "no share above 0"} {
		if got, err := sharesOf(written, 2); !strings.Contains(fmt.Sprint(err), says) {
			t.Errorf("%s: %v, %v", written, got, err)
		}
	}
}
