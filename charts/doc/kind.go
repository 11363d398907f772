package doc

import (
	"fmt"
	"strings"

	"uptake/charts/asset"
)

// Kind says what of a page comes alive in a browser that runs scripts, and where the
// drawing library for that stands. Every kind is whole without scripts. The zero value is static.
type Kind string

const (
	Static Kind = "static" // no script at all: the smallest, for mail, archives and paper
	Live   Kind = "live"   // pictures that answer the pointer, tables that sort, the library in the page
	Shared Kind = "shared" // as live, with the library in one file for all pages of a folder
)

// Kinds are all of them, the usual first.
var Kinds = []Kind{Static, Live, Shared}

// KindOf reads the name of a kind.
func KindOf(name string) (Kind, error) {
	var known []string
	for _, k := range Kinds {
		if name == string(k) {
			return k, nil
		}
		known = append(known, string(k))
	}
	return "", fmt.Errorf("%q is no kind of page; expected one of %s", name, strings.Join(known, ", "))
}

// Alive reports whether pages of the kind have scripts.
func (k Kind) Alive() bool { return k == Live || k == Shared }

// Library is the name and the text of the file that pages of the kind Shared load. The name
// bears its hash, so that an old page never meets another library.
func Library() (name, script string) {
	return "echarts-" + asset.Version + "-" + asset.Sum[:12] + ".js", asset.ECharts
}
