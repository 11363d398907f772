package draw

import "strings"

// Color is one role of the palette on light and on dark ground. Pictures and
// page name roles only; the values live in the page's style sheet, so one
// picture follows light, dark and print.
type Color struct{ Token, Light, Dark string }

// Palette lists every colour of the page. Blue against orange rather than
// green against red; a test computes contrast and the distance between roles
// as people with protan, deutan and tritan vision see them.
var Palette = []Color{
	{"ground", "#f4f6f8", "#11161d"},
	{"card", "#ffffff", "#1a212b"},
	{"ink", "#1b2430", "#eef2f6"},
	{"muted", "#55606e", "#a7b2bf"},
	{"rule", "#dfe4ea", "#303a47"},
	{"shade", "#c0c9d3", "#05080c"},
	{"strip", "#e9edf2", "#27303c"},
	{"good", "#0a5fd0", "#6aa9f7"},
	{"bad", "#b1440a", "#f0743c"},
	{"inconclusive", "#5b6470", "#8b949e"},
	{"caution", "#846648", "#fcb400"},
	{"invalid", "#661174", "#f0c4ee"},
	{"promising", "#0f6b5f", "#5fd9c2"},
	{"band", "#d3e2f7", "#243f61"},
	{"accepted", "#0a5fd0", "#6aa0f8"},
	{"edited", "#2b98a4", "#4fe3b8"},
	{"dismissed", "#b5420c", "#f5812a"},
	{"ignored", "#661174", "#efc0f7"},
	{"notseen", "#4e5152", "#808489"},
	{"on-accepted", "#ffffff", "#0b1017"},
	{"on-edited", "#08191b", "#0b1017"},
	{"on-dismissed", "#ffffff", "#0b1017"},
	{"on-ignored", "#ffffff", "#0b1017"},
	{"on-notseen", "#ffffff", "#0b1017"},
	{"on-caution", "#ffffff", "#0b1017"},
	// Five steps of a heat map, and what is written on them.
	{"heat1", "#e3eef7", "#1f3347"},
	{"heat2", "#b5d2ea", "#2c4f70"},
	{"heat3", "#5b93c2", "#5b9bd0"},
	{"heat4", "#2a6aa3", "#8fc1ea"},
	{"heat5", "#0b3f73", "#cfe6fa"},
	{"on-heat1", "#0b1017", "#ffffff"},
	{"on-heat2", "#0b1017", "#ffffff"},
	{"on-heat3", "#0b1017", "#0b1017"},
	{"on-heat4", "#ffffff", "#0b1017"},
	{"on-heat5", "#ffffff", "#0b1017"},
}

// paint is a colour as every drawing names it.
func paint(token string) string { return "var(--" + token + ")" }

// PaletteCSS declares the colours: light by default and in print, dark on a dark screen.
func PaletteCSS() string {
	var light, dark strings.Builder
	for _, c := range Palette {
		light.WriteString("--" + c.Token + ":" + c.Light + ";")
		dark.WriteString("--" + c.Token + ":" + c.Dark + ";")
	}
	return ":root{" + light.String() + "}\n@media screen and (prefers-color-scheme:dark){:root{" + dark.String() +
		"}}\n"
}
