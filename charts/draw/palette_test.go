package draw

import (
	"fmt"
	"math"
	"strconv"
	"testing"
)

// Contrast and distance between colours, computed, never guessed: for people
// with usual vision and with protanopia, deuteranopia and tritanopia.

func rgb(hex string) (c [3]float64) {
	for i := range c {
		v, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		c[i] = linear(float64(v) / 255)
	}
	return c
}

func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// contrast is the WCAG ratio.
func contrast(a, b string) float64 {
	l := func(h string) float64 { c := rgb(h); return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }
	x, y := l(a), l(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// visions are the matrices of Machado, Oliveira and Fernandes (2009) at full severity.
var visions = map[string][3][3]float64{
	"usual":  {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protan": {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deutan": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritan": {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// lab is the colour in CIE Lab as seen with a vision.
func lab(hex string, m [3][3]float64) [3]float64 {
	c := rgb(hex)
	var s [3]float64
	for i := range s {
		for j := range c {
			s[i] += m[i][j] * c[j]
		}
		s[i] = math.Min(math.Max(s[i], 0), 1)
	}
	x := (0.4124*s[0] + 0.3576*s[1] + 0.1805*s[2]) / 0.95047
	y := 0.2126*s[0] + 0.7152*s[1] + 0.0722*s[2]
	z := (0.0193*s[0] + 0.1192*s[1] + 0.9505*s[2]) / 1.08883
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	return [3]float64{116*f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))}
}

func distance(a, b [3]float64) float64 {
	return math.Sqrt(math.Pow(a[0]-b[0], 2) + math.Pow(a[1]-b[1], 2) + math.Pow(a[2]-b[2], 2))
}

func TestPalette(t *testing.T) {
	light, dark := map[string]string{}, map[string]string{}
	for _, c := range Palette {
		light[c.Token], dark[c.Token] = c.Light, c.Dark
	}
	for mode, p := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, c := range []struct {
			fore, back string
			least      float64
		}{
			{"ink", "card", 7}, {"ink", "ground", 7}, {"muted", "card", 4.5}, {"muted", "ground", 4.5},
			{"ink", "strip", 4.5},
			{"good", "card", 4.5}, {"bad", "card", 4.5}, {"inconclusive", "card", 4.5}, {"caution", "card", 4.5},
			{"invalid", "card", 4.5}, {"promising", "card", 4.5}, {"promising", "ground", 4.5},
			{"good", "ground", 4.5}, {"good", "band", 3}, {"good", "strip", 3}, {"inconclusive", "strip", 3},
			{"accepted", "card", 3}, {"edited", "card", 3}, {"dismissed", "card", 3}, {"ignored", "card", 3},
			{"notseen", "card", 3},
			{"on-accepted", "accepted", 4.5}, {"on-edited", "edited", 4.5}, {"on-dismissed", "dismissed", 4.5},
			{"on-ignored", "ignored", 4.5}, {"on-notseen", "notseen", 4.5}, {"on-caution", "caution", 4.5},
			{"on-heat1", "heat1", 4.5}, {"on-heat2", "heat2", 4.5}, {"on-heat3", "heat3", 4.5},
			{"on-heat4", "heat4", 4.5}, {"on-heat5", "heat5", 4.5},
		} {
			if got := contrast(p[c.fore], p[c.back]); got < c.least {
				t.Errorf("%s: %s on %s has contrast %.2f, less than %.1f", mode, c.fore, c.back, got, c.least)
			}
		}
		// The steps of a heat map rise or fall in lightness for everybody.
		for vision, m := range visions {
			for i := 1; i < 5; i++ {
				a, b := lab(p[fmt.Sprintf("heat%d", i)], m)[0], lab(p[fmt.Sprintf("heat%d", i+1)], m)[0]
				if mode == "light" && a-b < 8 || mode == "dark" && b-a < 8 {
					t.Errorf("%s, %s vision: heat%d and heat%d are lightness %.1f and %.1f", mode, vision, i, i+1, a, b)
				}
			}
		}
		for _, group := range [][]string{{"good", "bad", "inconclusive", "caution", "invalid"}, {"accepted", "edited",
			"dismissed", "ignored", "notseen"}} {
			for vision, m := range visions {
				for i := range group {
					for j := range i {
						if d := distance(lab(p[group[i]], m), lab(p[group[j]], m)); d < 20 {
							t.Errorf("%s, %s vision: %s and %s are only %.1f apart", mode, vision, group[i], group[j],
								d)
						}
					}
				}
			}
		}
	}
}
