package draw

import (
	"strings"
	"testing"
)

// TestNamed: pictures take the numbers of their page, and texts that look like them stay.
func TestNamed(t *testing.T) {
	for _, c := range []struct{ svg, want string }{
		{`<g class="zr0-cls-4"/>`, `<g class="zr7-cls-20"/>`},
		{`<g class="zr3-cls-5"/><g class="zr3-cls-4"/>`, `<g class="zr7-cls-21"/><g class="zr7-cls-20"/>`},
		{`<clipPath id="zr12-c1"/><g clip-path="url(#zr12-c1)"/>`,
			`<clipPath id="zr7-c1"/><g clip-path="url(#zr7-c1)"/>`},
		{`<text>class=&quot;zr0-cls-4&quot; zr0-cls-4 url(#zr0-c1)</text>`,
			`<text>class=&quot;zr0-cls-4&quot; zr0-cls-4 url(#zr0-c1)</text>`},
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
