package browser

import (
	"fmt"
	"os/exec"
	"strings"
)

// Variable is the variable of the environment that names a browser.
const Variable = "UPTAKE_CHROMIUM"

// names are those under which Chromium and what is made of it are installed.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
	"microsoft-edge", "msedge"}

// Find is the path of the browser that was named, else of the first on the PATH.
func Find(named string) (string, error) {
	if named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("%s is %s, which is no program that can be run; name a Chromium or Chrome", Variable,
				named)
		}
		return path, nil
	}
	for _, n := range names {
		if path, err := exec.LookPath(n); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("PDF and PNG are printed by a Chromium, and there is none: no %s is on the PATH. Install "+
		"one, or name it in %s; every page prints from a browser too",
		strings.Join(names, ", "), Variable)
}
