package browser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

// patience is how long a page may take.
const patience = 2 * time.Minute

// screen is the first screen of a page, and how many dots a point of it has.
const (
	screen = "1280,800"
	dots   = "2"
)

// quiet are the flags that let a browser start nothing, fetch nothing and keep nothing.
var quiet = []string{"--headless=new", "--disable-gpu", "--disable-extensions", "--disable-background-networking",
	"--disable-component-update",
	"--disable-default-apps", "--disable-sync", "--disable-dev-shm-usage", "--no-first-run",
	"--no-default-browser-check", "--no-pings", "--metrics-recording-only",
	"--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
	"--hide-scrollbars"}

// Print gives a page as pdf or as png, its first screen. The browser is the path of Find.
func Print(ctx context.Context, browser string, page []byte, as string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "uptake-print-")
	if err != nil {
		return nil, fmt.Errorf("a page cannot be printed: no folder for it can be made: %w", err)
	}
	defer os.RemoveAll(dir)
	from, to := filepath.Join(dir, "page.html"), filepath.Join(dir, "page."+as)
	if err := os.WriteFile(from, page, 0o600); err != nil {
		return nil, fmt.Errorf("a page cannot be printed: %w", err)
	}
	flags := append([]string{"--user-data-dir=" + filepath.Join(dir, "profile")}, quiet...)
	switch as {
	case "pdf":
		flags = append(flags, "--print-to-pdf="+to, "--no-pdf-header-footer")
	case "png":
		flags = append(flags, "--screenshot="+to, "--window-size="+screen, "--force-device-scale-factor="+dots)
	default:
		panic("a page is printed as pdf or png, not " + as)
	}
	if os.Geteuid() == 0 { // it does not run as root otherwise
		flags = append(flags, "--no-sandbox")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c := exec.CommandContext(ctx, browser, append(flags, "file://"+filepath.ToSlash(from))...)
	c.Dir, c.Env = dir, append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir)
	c.WaitDelay = 5 * time.Second
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	err = c.Run()
	made, readErr := os.ReadFile(to)
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, fmt.Errorf("%s took longer than %s to print a page", browser, patience)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case readErr != nil || len(made) == 0:
		return nil, printedNothing(browser, err, said.String())
	}
	if as == "pdf" {
		made = undated(made)
	}
	return made, nil
}

// stamped are the times in a PDF at which it was made.
var stamped = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(/(?:CreationDate|ModDate) \(D:)[^)]*\)`)
})

// undated sets the times at which a PDF was made to one that is none, in as many bytes: what
// is printed has no clock in it.
func undated(pdf []byte) []byte {
	return stamped().ReplaceAllFunc(pdf, func(m []byte) []byte {
		out, at := bytes.Clone(m), bytes.IndexByte(m, ':')+1
		for i, zero := at, []byte("20000101000000"); i < len(out)-1; i++ {
			switch c := out[i]; {
			case c < '0' || c > '9':
			case i-at < len(zero):
				out[i] = zero[i-at]
			default:
				out[i] = '0'
			}
		}
		return out
	})
}

// printedNothing says how a browser ended, and the last line of what it said, where there is one.
func printedNothing(browser string, ended error, said string) error {
	text := browser + " printed nothing"
	if ended != nil {
		text += " (" + ended.Error() + ")"
	}
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if last := lines[len(lines)-1]; last != "" {
		text += ": " + last
	}
	return errors.New(text)
}
