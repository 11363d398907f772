package fault

import (
	"errors"
	"strings"
	"testing"

	"github.com/sourcegraph/conc"
)

// TestCatch: a panic becomes a sentence, of a goroutine's too, and its stack is kept.
func TestCatch(t *testing.T) {
	here := func() (err error) {
		defer Catch(&err, "reading x.csv")
		panic("index out of range")
	}
	beside := func() (err error) {
		defer Catch(&err, "reading x.csv")
		var wg conc.WaitGroup
		wg.Go(func() { culprit() })
		wg.Wait()
		return nil
	}
	for name, f := range map[string]func() error{"here": here, "beside": beside} {
		var e *Error
		err := f()
		if !errors.As(err, &e) || err.Error() != "a fault of the program, not of your data, while reading x.csv: "+
			"index out of range" {
			t.Fatalf("%s: %v", name, err)
		}
		if want := map[string]string{"here": "TestCatch", "beside": "culprit"}[name]; !strings.Contains(string(e.Stack),
			want) {
			t.Errorf("%s: the stack does not say where:\n%s", name, e.Stack)
		}
	}
	if err := func() (err error) { defer Catch(&err, ""); return nil }(); err != nil {
		t.Error(err)
	}
}

//go:noinline
func culprit() { panic("index out of range") }
