package readout

import (
	"bytes"
	"runtime"
	"testing"

	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestSideBySide: how many painters share a page's pictures is not seen in it.
func TestSideBySide(t *testing.T) {
	r := fixture.Reports()["three-arms"]
	draw := func(painters int) []byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(painters))
		return mustRender(t, "html", r, out.Options{})
	}
	one := draw(1)
	for _, n := range []int{2, 3, 4} {
		if !bytes.Equal(one, draw(n)) {
			t.Errorf("%d painters make another page than one does", n)
		}
	}
	for _, name := range []string{`class="zr0-cls-0"`, `class="zr7-cls-`, `id="zr4-c0"`, `clip-path="url(#zr4-c0)"`} {
		if !bytes.Contains(one, []byte(name)) {
			t.Errorf("the page has no %s", name)
		}
	}
}
