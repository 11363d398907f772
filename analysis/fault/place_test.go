package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

// TestPlaced: a place is found behind whatever stands around it, and the sentence and what it wraps stay.
func TestPlaced(t *testing.T) {
	p := Place{File: "e.csv", Row: 7, Column: "when", Key: "columns.ts"}
	err := fmt.Errorf("metric m: %w", Rowf(p, "the column %q is cut: %w", "when", io.ErrUnexpectedEOF))
	var at *Placed
	if !errors.As(err, &at) || at.Place != p || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v: %+v", err, at)
	}
	if want := `metric m: e.csv, row 7: the column "when" is cut: unexpected EOF`; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	if At(p, nil) != nil {
		t.Error("nothing is wrong, and it has a place")
	}
}
