package source

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// web is the files of a web server: each is asked for by its address, none can be listed.
type web struct {
	*caller
	root  string // https://host
	query string // of the one address that was asked for
	mu    sync.Mutex
	found map[string]webFile
}

type webFile struct {
	entry
	ranges bool
}

// plainWeb is the service of a web server.
type plainWeb struct{ root, query string }

func (w plainWeb) object(key string) string {
	if w.query != "" {
		return w.root + "/" + escaped(key) + "?" + w.query
	}
	return w.root + "/" + escaped(key)
}
func (plainWeb) sign(*http.Request) error                  { return nil }
func (plainWeb) moved(*http.Response) bool                 { return false }
func (plainWeb) page(io.Reader) (page, error)              { return page{}, errListed }
func (plainWeb) list(string, string, bool) (string, error) { return "", errListed }
func (plainWeb) access() string {
	return "Of web addresses only those are read that need no credentials; fetch the file first, or name it in its " +
		"store (s3://, gs://, az://)"
}

var errListed = errors.New("a web server does not list what it has; name each file, or its store (s3://, gs://, az://)")

// secretNames are parameters of addresses that open what they lead to.
var secretNames = []string{"sig", "signature", "token", "key", "secret", "password", "credential"}

// newWeb takes an address apart; path is from the host on.
func newWeb(address string) (t *Tree, path string, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil, "", told("a web address of the export cannot be read; write it as https://host/path/file.csv")
	}
	root := u.Scheme + "://" + u.Host
	if u.User != nil {
		return nil, "", told("the address at %s holds a user's name or password, which do not belong in a file that "+
			"others read; take it out", root)
	}
	if host := u.Hostname(); u.Scheme == "http" && host != "localhost" && !net.ParseIP(host).IsLoopback() {
		return nil, "", told("%s would be read without encryption, so that anybody on the way could read and change "+
			"it; write https", root+u.Path)
	}
	for name := range u.Query() {
		for _, s := range secretNames {
			if strings.Contains(strings.ToLower(name), s) {
				return nil, "", told("the address %s holds a credential (%s), which does not belong in a file that "+
					"others read; name the file in its store (s3://, gs://, az://), whose credentials come from the "+
					"environment, or fetch it first", root+u.Path, name)
			}
		}
	}
	w := &web{caller: newCaller(plainWeb{root, u.RawQuery}), root: root, query: u.RawQuery, found: map[string]webFile{}}
	return &Tree{files: &archives{files: w}, root: root}, u.Path, nil
}

func (w *web) file(p string) (webFile, error) {
	p = clean(p)
	w.mu.Lock()
	f, ok := w.found[p]
	w.mu.Unlock()
	if ok {
		return f, nil
	}
	e, ranges, err := w.describe(w.root+p, p[1:])
	if err == nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.found[p] = webFile{e, ranges}
	}
	return webFile{e, ranges}, err
}

func (w *web) Stat(p string) (fs.FileInfo, error) {
	if isGlob(p) {
		return nil, told("%s is a pattern, but %w", w.root+clean(p), errListed)
	}
	f, err := w.file(p)
	return f.entry, err
}

func (w *web) ReadDir(p string) ([]fs.DirEntry, error) {
	return nil, &fs.PathError{Op: "list", Path: p, Err: errListed}
}

func (w *web) open(p string) (io.ReadCloser, error) {
	f, err := w.file(p)
	if err != nil {
		return nil, err
	}
	o := &object{from: w.caller, name: w.root + clean(p), key: clean(p)[1:], entry: f.entry, ranges: f.ranges}
	if !f.ranges {
		return stream{o, o}, nil
	}
	return o, nil
}
