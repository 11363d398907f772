package draw

import "html/template"

// marks are the shapes of verdicts and checks, drawn in the current colour, so
// that no meaning hangs on colour alone. They are constants.
var marks = map[string]template.HTML{
	"up": mark(`<path d="M24 7 43 40H5Z" fill="currentColor"/>`),
	"rising": mark(
		`<path d="M24 10 40.5 38h-33Z" fill="none" stroke="currentColor" stroke-width="4.5" stroke-linejoin="round" stroke-dasharray="9 5"/>`),
	"down": mark(`<path d="M24 41 5 8h38Z" fill="currentColor"/>`),
	"octagon": mark(
		`<path d="M16 4h16l12 12v16L32 44H16L4 32V16Z" fill="currentColor"/><path d="m17 17 14 14m0-14L17 31" stroke="var(--card)" stroke-width="4.5" stroke-linecap="round"/>`),
	"clock": mark(
		`<circle cx="24" cy="24" r="18" fill="none" stroke="currentColor" stroke-width="4.5"/><path d="M24 13v12l8 5" fill="none" stroke="currentColor" stroke-width="4.5" stroke-linecap="round" stroke-linejoin="round"/>`),
	"bars": mark(
		`<rect x="9" y="7" width="11" height="34" rx="2" fill="currentColor"/><rect x="28" y="7" width="11" height="34" rx="2" fill="currentColor"/>`),
	"equals": mark(
		`<rect x="6" y="13" width="36" height="8" rx="2" fill="currentColor"/><rect x="6" y="27" width="36" height="8" rx="2" fill="currentColor"/>`),
	"question": mark(
		`<circle cx="24" cy="24" r="18" fill="none" stroke="currentColor" stroke-width="4.5"/><path d="M18.5 19.5a5.5 5.5 0 1 1 8.6 4.5c-2 1.4-3.1 2.3-3.1 4.6" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round"/><circle cx="24" cy="34" r="2.4" fill="currentColor"/>`),

	"ok": mark(
		`<path d="m9 26 10 10 21-24" fill="none" stroke="currentColor" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"/>`),
	"warn": mark(
		`<path d="M24 5 45 42H3Z" fill="none" stroke="currentColor" stroke-width="5" stroke-linejoin="round"/><path d="M24 18v11" stroke="currentColor" stroke-width="5" stroke-linecap="round"/><circle cx="24" cy="35.5" r="2.8" fill="currentColor"/>`),
	"fail": mark(`<path d="m10 10 28 28m0-28L10 38" stroke="currentColor" stroke-width="7" stroke-linecap="round"/>`),

	"key-up":      mark(`<path d="M24 8 42 40H6Z" fill="currentColor"/>`),
	"key-down":    mark(`<path d="M24 40 6 8h36Z" fill="currentColor"/>`),
	"key-circle":  mark(`<circle cx="24" cy="24" r="16" fill="currentColor"/>`),
	"key-hollow":  mark(`<circle cx="24" cy="24" r="14" fill="none" stroke="currentColor" stroke-width="6"/>`),
	"key-diamond": mark(`<path d="M24 4 44 24 24 44 4 24Z" fill="currentColor"/>`),
	"key-square":  mark(`<rect x="9" y="9" width="30" height="30" fill="currentColor"/>`),
	"key-cross":   mark(`<path d="m10 10 28 28m0-28L10 38" stroke="currentColor" stroke-width="9"/>`),
	"key-swatch":  mark(`<rect x="4" y="4" width="40" height="40" rx="6" fill="currentColor"/>`),
	"key-line":    mark(`<path d="M24 2v44" stroke="currentColor" stroke-width="5" stroke-dasharray="9 6"/>`),
	"key-thin":    mark(`<path d="M2 24h44" stroke="currentColor" stroke-width="4"/>`),
	"key-thick":   mark(`<path d="M2 24h44" stroke="currentColor" stroke-width="14"/>`),
}

func mark(shape string) template.HTML {
	return template.HTML(`<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">` + shape +
		`</svg>`)
}

// Mark is the mark of a name, that of a warning where there is none.
func Mark(key string) template.HTML {
	if m, ok := marks[key]; ok {
		return m
	}
	return marks["warn"]
}
