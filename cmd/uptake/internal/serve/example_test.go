package serve_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"uptake/cmd/uptake/internal/serve"
)

// Reports are read and nothing else: no writing, and no other host's name.
func ExampleHandler() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	os.WriteFile(filepath.Join(dir, "readout.html"), []byte("<!doctype html><title>Readout</title>"), 0o600)
	root, err := os.OpenRoot(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer root.Close()
	h := serve.Handler(root, "reports", []string{"localhost"})
	for _, ask := range [][2]string{{"GET", "http://localhost/readout.html"}, {"PUT", "http://localhost/readout.html"},
		{"GET", "http://rebound.example/readout.html"}} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(ask[0], ask[1], nil))
		fmt.Println(ask[0], ask[1], http.StatusText(w.Code))
	}
	// Output:
	// GET http://localhost/readout.html OK
	// PUT http://localhost/readout.html Method Not Allowed
	// GET http://rebound.example/readout.html Misdirected Request
}
