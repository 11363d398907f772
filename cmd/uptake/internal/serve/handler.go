package serve

import (
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
)

// handler answers for one folder.
type handler struct {
	root *os.Root
	name string // of the folder, as its listing has it
}

// Handler answers requests for the reports beneath a folder. Hosts are the names under which
// it may be called, without their port; nil for any.
func Handler(root *os.Root, name string, hosts []string) http.Handler {
	h := &handler{root: root, name: name}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("X-Frame-Options", "DENY")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("Cache-Control", "no-cache")
		head.Set("Content-Security-Policy", policy(nil)+"; sandbox")
		switch {
		case hosts != nil && !slices.Contains(hosts,
			hostOf(r.Host)): // another site whose name leads here may not read it
			refuse(w, http.StatusMisdirectedRequest,
				"This address is not served here. Call it by the one that uptake serve printed.")
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			head.Set("Allow", "GET, HEAD")
			refuse(w, http.StatusMethodNotAllowed, "Reports can only be read.")
		default:
			h.answer(w, r)
		}
	})
}

// hostOf is a host without its port and brackets.
func hostOf(host string) string {
	u := url.URL{Host: host}
	return strings.ToLower(u.Hostname())
}

func refuse(w http.ResponseWriter, code int, why string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(code)
	w.Write([]byte(why + "\n"))
}

func missing(w http.ResponseWriter) {
	refuse(w, http.StatusNotFound, "There is no such report here.")
}

// answer sends a file, a folder's index.html, or the list of what a folder holds.
func (h *handler) answer(w http.ResponseWriter, r *http.Request) {
	at, ok := inside(r.URL.Path)
	if !ok {
		missing(w)
		return
	}
	info, err := h.root.Stat(at)
	switch {
	case err != nil:
		missing(w)
	case info.IsDir() && !strings.HasSuffix(r.URL.Path, "/"):
		here := url.URL{Path: "./" + path.Base(at) + "/"}
		http.Redirect(w, r, here.String(), http.StatusMovedPermanently)
	case info.IsDir():
		if index, err := h.root.Stat(path.Join(at, "index.html")); err == nil && index.Mode().IsRegular() {
			h.file(w, r, path.Join(at, "index.html"))
			return
		}
		h.list(w, r, at)
	case strings.HasSuffix(r.URL.Path, "/") || !info.Mode().IsRegular():
		missing(w)
	default:
		h.file(w, r, at)
	}
}

// inside is the path of a request within the folder, "." for the folder; ok is false where it
// is written in another way than a link to it would be, or hidden.
func inside(asked string) (at string, ok bool) {
	at = strings.TrimSuffix(strings.TrimPrefix(asked, "/"), "/")
	if at == "" {
		return ".", asked == "/"
	}
	if at != path.Clean(at) || strings.ContainsAny(at, "\\\x00") {
		return "", false
	}
	for part := range strings.SplitSeq(at, "/") {
		if strings.HasPrefix(part, ".") {
			return "", false
		}
	}
	return at, true
}

func (h *handler) file(w http.ResponseWriter, r *http.Request, at string) {
	f, k, served := h.open(at)
	if !served {
		missing(w)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		missing(w)
		return
	}
	head := w.Header()
	head.Set("Content-Type", k.media)
	if k.saved {
		head.Set("Content-Disposition", "attachment")
	}
	switch k.ending {
	case ".html":
		scripts, err := scriptsOf(f)
		if err != nil {
			missing(w)
			return
		}
		head.Set("Content-Security-Policy", policy(scripts))
	case ".pdf": // a browser's viewer is a script of its own
		head.Set("Content-Security-Policy",
			"default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'")
	}
	http.ServeContent(w, r, "", info.ModTime(), f)
}
