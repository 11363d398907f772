package serve

import (
	"io"
	"os"
	"regexp"
	"strings"
	"sync"

	"uptake/charts"
)

// kind is a kind of file that uptake writes, and how it is sent.
type kind struct {
	ending, media string
	saved         bool           // a browser cannot show it
	stem, begins  *regexp.Regexp // what stands before the ending, and the first bytes; nil = anything
}

// kinds are those that are served, the longer of two endings first. Where exports have the same
// ending, such a file is told by its whole name or by its first bytes.
var kinds = sync.OnceValue(func() []kind {
	one := func(names ...string) *regexp.Regexp {
		return regexp.MustCompile(`^(` + strings.Join(names, "|") + `)$`)
	}
	written := one(charts.Names()...)
	return []kind{
		{".html", "text/html; charset=utf-8", false, nil, nil},
		{".slack.json", "application/json", false, written, regexp.MustCompile(`^\s*\{\s*"text"\s*:`)},
		{".json", "application/json", false, nil,
			regexp.MustCompile(`^\s*\{\s*"schema"\s*:\s*"uptake\.[a-z]+/[0-9]+"`)},
		{".md", "text/markdown; charset=utf-8", false, nil, nil},
		{".txt", "text/plain; charset=utf-8", false, one(charts.Digest.Name), nil},
		{".csv", "text/csv; charset=utf-8", true, one(charts.Portfolio.Name), nil},
		{".csv.zip", "application/zip", true, written, nil},
		{".eml", "message/rfc822", true, nil, nil},
		{".pdf", "application/pdf", false, nil, nil},
		{".png", "image/png", false, nil, nil},
		// The library that pages share, of this version or of the one that wrote them.
		{".js", "text/javascript; charset=utf-8", false, regexp.MustCompile(`^echarts-[0-9.]+-[0-9a-f]{12}$`), nil},
	}
})

// beginning is how many first bytes of a file tell its kind.
const beginning = 256

// kindOf is the kind of a file by its name; served is false for one that has none.
func kindOf(name string) (k kind, served bool) {
	name = strings.ToLower(name)
	for _, k := range kinds() {
		stem, is := strings.CutSuffix(name, k.ending)
		if !is {
			continue
		}
		return k, k.stem == nil || k.stem.MatchString(stem)
	}
	return kind{}, false
}

// open is a file of the folder that is served, at its first byte, and its kind. What a name or a
// link does not lead to, and what is no file or of no kind, is not there.
func (h *handler) open(at string) (f *os.File, k kind, served bool) {
	k, served = kindOf(at[strings.LastIndexByte(at, '/')+1:])
	if !served {
		return nil, k, false
	}
	info, err := h.root.Stat(at) // before it is opened: a pipe would never answer
	if err != nil || !info.Mode().IsRegular() {
		return nil, k, false
	}
	if f, err = h.root.Open(at); err != nil {
		return nil, k, false
	}
	if k.begins != nil {
		first := make([]byte, beginning)
		n, _ := io.ReadFull(f, first) // what cannot be read does not begin so
		_, err = f.Seek(0, io.SeekStart)
		if err != nil || !k.begins.Match(first[:n]) {
			f.Close()
			return nil, k, false
		}
	}
	return f, k, true
}
