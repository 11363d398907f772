package browser

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// TestFind: what is named is taken, else what is on the PATH, and where nothing is it says so.
func TestFind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	if _, err := Find(""); err == nil || !strings.Contains(err.Error(), Variable) {
		t.Error(err)
	}
	if _, err := Find("no-such-browser"); err == nil || !strings.Contains(err.Error(), "no-such-browser") {
		t.Error(err)
	}
	for _, name := range []string{"google-chrome", "mine"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for named, want := range map[string]string{"": "google-chrome", "mine": "mine", filepath.Join(dir,
		"mine"): "mine"} {
		if got, err := Find(named); err != nil || got != filepath.Join(dir, want) {
			t.Errorf("%q: %s, %v", named, got, err)
		}
	}
}

// TestPrintFails: a browser that prints nothing is told with how it ended and what it said last, where
// there is such.
func TestPrintFails(t *testing.T) {
	for body, says := range map[string]string{
		"echo starting\necho no display >&2\nexit 3\n": " printed nothing (exit status 3): no display",
		"exit 3\n":     " printed nothing (exit status 3)",
		"echo ready\n": " printed nothing: ready",
		"":             " printed nothing",
	} {
		script := filepath.Join(t.TempDir(), "browser")
		if err := os.WriteFile(script, []byte("#!/bin/sh\n"+body), 0o755); err != nil {
			t.Fatal(err)
		}
		if _, err := Print(t.Context(), script, []byte("<p>x</p>"), "pdf"); err == nil || err.Error() != script+says {
			t.Errorf("%q: %v", body, err)
		}
	}
}

func TestUndated(t *testing.T) {
	in := "1 0 obj <</Creator (x)\n/CreationDate (D:20261129143501+00'00')\n/ModDate (D:20261129143501+02'00')>>"
	want := "1 0 obj <</Creator (x)\n/CreationDate (D:20000101000000+00'00')\n/ModDate (D:20000101000000+00'00')>>"
	if got := string(undated([]byte(in))); got != want {
		t.Errorf("%s", got)
	}
}

// TestBrowserPrint: a real browser prints, the same twice, and asks nobody for anything.
func TestBrowserPrint(t *testing.T) {
	if os.Getenv("UPTAKE_BROWSER") == "" {
		t.Skip("skipped: set UPTAKE_BROWSER=1 to print pages in a browser")
	}
	named := os.Getenv("UPTAKE_BROWSER")
	if named == "1" {
		named = ""
	}
	path, err := Find(named)
	if err != nil {
		t.Skip(err)
	}
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	page := fmt.Appendf(nil, `<!doctype html><title>x</title><img src="%s/a.png"><link rel="stylesheet" href="%s/a.css"><script>document.title="ran";fetch("%s/b")</script>
<style>.sheet{break-after:page}</style><p class="sheet">one</p><p class="sheet">two</p><p>three</p>`, server.URL, server.URL, server.URL)
	var first [2][]byte
	for round := range 2 {
		for k, as := range []string{"pdf", "png"} {
			b, err := Print(t.Context(), path, page, as)
			if err != nil {
				t.Fatal(err)
			}
			if round == 0 {
				first[k] = b
			} else if !bytes.Equal(b, first[k]) {
				t.Errorf("%s is another the second time", as)
			}
		}
	}
	if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(first[0], -1)); !bytes.HasPrefix(first[0],
		[]byte("%PDF-")) || n != 3 {
		t.Errorf("the PDF has %d pages", n)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(first[1])); err != nil || c.Width != 2560 || c.Height != 1600 {
		t.Errorf("%+v, %v", c, err)
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("%d requests left the page", n)
	}
}
