package charts

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
)

// TestSideBySide: how many painters share a page's pictures is not seen in it.
func TestSideBySide(t *testing.T) {
	r := fixtures()["three-arms"]
	draw := func(painters int) []byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(painters))
		return mustRender(t, "html", r, Options{})
	}
	one := draw(1)
	for _, n := range []int{2, 3, mostPainters} {
		if !bytes.Equal(one, draw(n)) {
			t.Errorf("%d painters make another page than one does", n)
		}
	}
	for _, name := range []string{`class="zr0-cls-0"`, `class="zr7-cls-`, `id="zr2-c0"`, `clip-path="url(#zr2-c0)"`} {
		if !bytes.Contains(one, []byte(name)) {
			t.Errorf("the page has no %s", name)
		}
	}
}

// TestNamed: pictures take the numbers of their page, and texts that look like them stay.
func TestNamed(t *testing.T) {
	for _, c := range []struct{ svg, want string }{
		{`<g class="zr0-cls-4"/>`, `<g class="zr7-cls-20"/>`},
		{`<g class="zr3-cls-5"/><g class="zr3-cls-4"/>`, `<g class="zr7-cls-21"/><g class="zr7-cls-20"/>`},
		{`<clipPath id="zr12-c1"/><g clip-path="url(#zr12-c1)"/>`, `<clipPath id="zr7-c1"/><g clip-path="url(#zr7-c1)"/>`},
		{`<text>class=&quot;zr0-cls-4&quot; zr0-cls-4 url(#zr0-c1)</text>`, `<text>class=&quot;zr0-cls-4&quot; zr0-cls-4 url(#zr0-c1)</text>`},
	} {
		p := &picture{svg: c.svg, first: 4}
		if got := string(p.named(7, 20)); got != c.want {
			t.Errorf("%s became %s, want %s", c.svg, got, c.want)
		}
	}
	if n := countClasses(strings.Repeat(`<g class="zr3-cls-5"/>`, 3)+`<g class="zr3-cls-7"/>`, 5); n != 3 {
		t.Errorf("%d classes, want 3", n)
	}
}
