package serve

import (
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
)

// patterns are of the policy that a page gives itself, of the scripts that it lets run, and
// of a script that it names by its hash.
var patterns = sync.OnceValue(func() (p struct{ declared, scripts, named *regexp.Regexp }) {
	p.declared = regexp.MustCompile(`(?i)<meta http-equiv="Content-Security-Policy" content="([^"]*)">`)
	p.scripts = regexp.MustCompile(`script-src ([^;]*)`)
	p.named = regexp.MustCompile(`^'sha(256|384|512)-[A-Za-z0-9+/=_-]+'$`)
	return p
})

// firstBytes are those of a page in which its policy stands.
const firstBytes = 64 << 10

// scriptsOf are the scripts that a page says it runs, those that are named by a hash and
// those of files beside it; the page is read from its beginning again.
func scriptsOf(page io.ReadSeeker) ([]string, error) {
	b := make([]byte, firstBytes)
	n, err := io.ReadFull(page, b)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if _, err := page.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	find := patterns()
	own := find.declared.FindSubmatch(b[:n])
	if own == nil {
		return nil, nil
	}
	list := find.scripts.FindStringSubmatch(strings.NewReplacer("&#39;", "'", "&#43;", "+", "&#34;", `"`, "&amp;",
		"&").Replace(string(own[1])))
	if list == nil {
		return nil, nil
	}
	var out []string
	for _, s := range strings.Fields(list[1]) {
		if s == "'self'" || find.named.MatchString(s) {
			out = append(out, s)
		}
	}
	return out, nil
}

// policy lets a page have inline styles, pictures of this folder and the scripts that are
// named.
func policy(scripts []string) string {
	allowed := "'none'"
	if len(scripts) > 0 {
		allowed = strings.Join(scripts, " ")
	}
	return "default-src 'none'; img-src data: 'self'; style-src 'unsafe-inline'; script-src " + allowed +
		"; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
