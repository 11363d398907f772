package nightly

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/whole"
	"uptake/cmd/uptake/internal/looks"
)

// readIndex is the index of the run before, empty where there is none.
func (n *night) readIndex() *report.Index {
	x := &report.Index{}
	b, err := os.ReadFile(filepath.Join(n.o.Out, "index.json"))
	if err == nil {
		err = json.Unmarshal(b, x)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		n.o.Log.Warn("the index of the run before cannot be read, so results of files that cannot be read either are "+
			"not found", "detail", whole.Bare(err).Error())
		return &report.Index{}
	}
	return x
}

func filesOf(x *report.Index) Known {
	out := Known{map[string]bool{}, map[string]bool{}}
	for _, r := range x.Experiments {
		out.Experiments[r.File] = true
	}
	for _, r := range x.Evaluations {
		out.Evaluations[r.File] = true
	}
	return out
}

// ofNight reports whether a night wrote a folder.
func ofNight(dir string) bool {
	for _, name := range []string{looks.Name, "evals.json"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// folders are those of experiments and evaluations below the output folder: a night wrote them.
func folders(out string) []string {
	entries, _ := os.ReadDir(out)
	var list []string
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		if ofNight(filepath.Join(out, e.Name())) {
			list = append(list, e.Name())
		}
		members, _ := os.ReadDir(filepath.Join(out, e.Name()))
		for _, m := range members {
			if m.IsDir() && ofNight(filepath.Join(out, e.Name(), m.Name())) {
				list = append(list, e.Name()+"/"+m.Name())
			}
		}
	}
	return list
}

// sweep removes temporary files that a killed run left.
func sweep(out string) int {
	swept := whole.Sweep(out)
	entries, _ := os.ReadDir(out)
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		swept += whole.Sweep(filepath.Join(out, e.Name()))
		members, _ := os.ReadDir(filepath.Join(out, e.Name()))
		for _, m := range members {
			if m.IsDir() {
				swept += whole.Sweep(filepath.Join(out, e.Name(), m.Name()))
			}
		}
	}
	return swept
}

// gone are the folders of experiments and evaluations whose files were not found. Nothing of
// them is removed.
func (n *night) gone(list []*experiment, evaluations []*evaluation) []string {
	here := map[string]bool{}
	for _, x := range evaluations {
		here[x.folder()] = true
		here[x.old.Folder] = true
	}
	for _, x := range list {
		here[x.folder()] = true
		here[x.old.Folder] = true
	}
	out := []string{}
	for _, f := range folders(n.o.Out) {
		if !here[f] {
			out = append(out, f)
			n.o.Log.Warn("no file was found for a folder of an earlier run; it stays as it is", "folder", f)
		}
	}
	return out
}

// sayUnreadable tells of lines of a ledger that were put aside.
func (n *night) sayUnreadable(l *looks.Ledger) {
	if k := len(l.Unreadable); k > 0 {
		n.o.Log.Warn("lines of the ledger that cannot be read, or are not as they were written, were put aside",
			"lines", k, "file", l.Aside())
	}
}
