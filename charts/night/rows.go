package night

import (
	"net/url"
	"strings"

	"uptake/charts/doc"
	"uptake/charts/draw"
)

// The words of rows without a result of this run.
var (
	Failed = doc.VerdictWord{Word: "Failed", Tone: draw.Bad, Mark: "fail"}
	Stale  = doc.VerdictWord{Word: "Out of date", Tone: draw.Caution, Mark: "warn"}
)

// Beside is a file in a row's folder as a link: never an address or a scheme.
func Beside(folder, file string) string {
	var parts []string
	for _, p := range strings.Split(folder, "/") {
		if p == "" || p == "." || p == ".." {
			continue
		}
		parts = append(parts, url.PathEscape(p))
	}
	return "./" + strings.Join(append(parts, file), "/")
}
