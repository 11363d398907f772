package nightly

import (
	"os"
	"path/filepath"
)

// free refuses places beside the output folder that can take nothing, before anything is read: a night whose digest has
// nowhere to go would say so only when it has news.
func (o Options) free() error {
	if info, err := os.Stat(o.Notify.Folder); o.Notify.Folder != "" && err == nil && !info.IsDir() {
		return usage("--digest-to %s is no folder; name a folder, which need not be there yet", o.Notify.Folder)
	}
	if o.Metrics == "" {
		return nil
	}
	if info, err := os.Stat(o.Metrics); err == nil && info.IsDir() {
		return usage("--metrics %s is a folder; name a file in it, such as %s", o.Metrics,
			filepath.Join(o.Metrics, "uptake.prom"))
	}
	out, errOut := filepath.Abs(o.Out)
	file, err := filepath.Abs(o.Metrics)
	if err == nil && errOut == nil && filepath.Dir(file) == out && reserved[filepath.Base(file)] {
		return usage("--metrics %s is a file that the night writes itself; give it another name", o.Metrics)
	}
	return nil
}
