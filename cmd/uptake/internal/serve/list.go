package serve

import (
	"bytes"
	_ "embed"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"uptake/charts/doc"
	"uptake/charts/say"
)

//go:embed list.html.tmpl
var listText string

var listTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("list").Parse(listText))
})

// entry is a line of a listing.
type entry struct {
	Link, Name, Kind string
}

// list shows the folders and reports of a folder.
func (h *handler) list(w http.ResponseWriter, r *http.Request, at string) {
	found, err := fs.ReadDir(h.root.FS(), at)
	if err != nil {
		missing(w)
		return
	}
	page := struct {
		Title   string
		Style   template.CSS
		Up      bool
		Entries []entry
	}{Title: say.Name(h.name), Style: doc.Style(), Up: at != "."}
	if page.Up {
		page.Title = say.Name(path.Base(at))
	}
	for _, f := range found {
		if e, shown := h.entry(at, f.Name()); shown {
			page.Entries = append(page.Entries, e)
		}
	}
	var b bytes.Buffer
	if err := listTemplate().Execute(&b, page); err != nil {
		missing(w)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", policy(nil))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b.Bytes()))
}

// entry is how a file or folder is listed; shown is false for what is not served, such as a
// link that leads out.
func (h *handler) entry(at, name string) (e entry, shown bool) {
	full, ok := inside("/" + path.Join(at, name))
	if !ok {
		return e, false
	}
	info, err := h.root.Stat(full)
	if err != nil {
		return e, false
	}
	// A leading ./ keeps a colon in a name from being a scheme.
	e = entry{Link: (&url.URL{Path: "./" + name}).EscapedPath(), Name: say.Name(name), Kind: "folder"}
	if info.IsDir() {
		e.Link += "/"
		return e, true
	}
	e.Kind = strings.TrimPrefix(path.Ext(name), ".")
	f, _, served := h.open(full)
	if served {
		f.Close()
	}
	return e, served
}
