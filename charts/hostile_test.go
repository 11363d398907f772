package charts

import (
	"reflect"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// hostile are the texts that a name must survive: each tries to become markup,
// a script, a function of the drawing library, a link, or a broken line.
var hostile = map[string]string{
	"script":       `</script><script>document.title='owned';document.documentElement.dataset.owned=1</script>`,
	"marker":       `__f__document.documentElement.dataset.owned=1__f__`,
	"named":        `fn:forestRow`,
	"comment":      `<!--<script>`,
	"image":        `<img src=x onerror="document.documentElement.dataset.owned=1">`,
	"svg":          `</text></svg><svg onload="document.documentElement.dataset.owned=1"><text>`,
	"style":        `</style><style>*{display:none}</style>`,
	"attribute":    `" onmouseover="document.documentElement.dataset.owned=1" x="`,
	"quotes":       `'"` + "`" + `&amp;&lt;` + "\u2028\u2029",
	"template":     `{{.}} {b} {a|x} ${1} %s %d`,
	"bidi":         "user\u202egnp.exe\u2066\u2069\u200f",
	"control":      "a\x00b\x1b[31mred\x1b[0m\x07\r\n# heading\n| x |",
	"markdown":     "# a | b `c` [d](https://hostile.invalid/x) ![e](https://hostile.invalid/e.png) @all <b>f</b> ~~g~~ www.hostile.invalid ``` $x$",
	"link":         `javascript:alert(1)`,
	"address":      `https://hostile.invalid/collect?x=1`,
	"long":         strings.Repeat("long name ", 1000),
	"word":         strings.Repeat("w", 10000),
	"wide":         strings.Repeat("漢字", 60) + "👩‍👩‍👧‍👦",
	"marks":        "z" + strings.Repeat("\u0334\u0352", 200),
	"empty":        "",
	"broken-utf8":  "a\xff\xfe\xc3(",
	"formula":      `=HYPERLINK("https://hostile.invalid","x")`,
	"proto":        "__proto__",
	"constructor":  "constructor",
	"entity-colon": "https&colon;//hostile.invalid",
}

// kept are the texts that say what something is; the analysis writes them, never the data.
var kept = map[string]bool{"Role": true, "Kind": true, "Better": true, "State": true, "Status": true, "Verdict": true, "Unit": true,
	"Method": true, "Rate": true, "Weighting": true, "Outcome": true, "Compare": true, "Shape": true, "Badge": true, "Mechanism": true, "Against": true, "Schema": true, "Start": true, "End": true, "Planned": true, "Day": true, "DataFrom": true, "DataTo": true}

// infect puts a payload into every text of a report. With everything, even into those
// that the analysis writes. Otherwise each text keeps its own ending, so that
// names that were equal stay equal and names that differed stay different.
func infect[R any](r *R, payload string, everything bool) *R {
	var walk func(v reflect.Value, field string)
	walk = func(v reflect.Value, field string) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem(), field)
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i), field)
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i), v.Type().Field(i).Name)
			}
		case reflect.String:
			switch {
			case everything:
				v.SetString(payload)
			case !kept[field] && v.String() != all:
				v.SetString(payload + v.String())
			}
		}
	}
	walk(reflect.ValueOf(r), "")
	return r
}

// infected calls f with every payload in every text of two reports.
func infected(t *testing.T, f func(t *testing.T, r *report.Report, payload string)) {
	for n, payload := range hostile {
		t.Run(n, func(t *testing.T) {
			t.Parallel()
			f(t, infect(holdReport(), payload, false), payload)
			f(t, infect(threeArmsReport(), payload, true), payload)
		})
	}
}
