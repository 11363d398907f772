package nightly

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/whole"
	"uptake/config"
	"uptake/ingest/source"
)

// noFile is what is passed over though it has a name: reading it may wait for ever, and gives each byte once.
const noFile = "it is no file but a pipe, a socket or a device"

// Found is what the paths of a run hold.
type Found struct {
	Files       []string // experiment files, and named ones that there are not, sorted
	Evaluations []string // evaluation files, sorted
	Passed      []Passed // what is neither, sorted
}

// Passed is something that was passed over.
type Passed struct{ Path, Why string }

// UsageError is a mistake in what a run was asked for.
type UsageError struct{ sentence string }

// Error returns the sentence.
func (e *UsageError) Error() string { return e.sentence }

func usage(format string, args ...any) error { return &UsageError{counted.Sprintf(format, args...)} }

// Known are the files that were taken in a run before.
type Known struct{ Experiments, Evaluations map[string]bool }

// Find lists the experiment and evaluation files that paths mean, each once however often
// it is named: a file that is named is always taken; of a folder, and of what a pattern
// matches, those that are such files by their ending and their keys. Hidden
// entries, the output folder, and folders that are tables are not gone into.
//
// A file that was one in a run before, as known says, is taken whatever became of it.
func Find(paths []string, out string, known Known) (Found, error) {
	f := finder{out: out, known: known, seen: map[string]bool{}, named: map[string]bool{}}
	there := 0
	all := func() int { return len(f.Files) + len(f.Evaluations) }
	for _, path := range paths {
		base, pattern := source.Base(path)
		info, err := os.Stat(base)
		switch {
		case err != nil && len(pattern) == 0:
			f.take(path) // its row says what is wrong
			continue
		case err != nil:
			f.pass(path, "no file matches the pattern")
			continue
		case !info.IsDir() && !info.Mode().IsRegular():
			return Found{}, usage("%s cannot be read: %s, which a night could wait for without end; name a file, a "+
				"folder or a pattern", base, noFile)
		case !info.IsDir():
			f.take(base)
			f.named[filepath.Clean(base)] = true
		case f.isOut(info):
			return Found{}, usage("%s is the folder that is written to; experiment files are kept elsewhere, or give "+
				"another folder with -o", base)
		default:
			found := all()
			f.folder(base, base, pattern, []fs.FileInfo{info})
			if len(pattern) > 0 && all() == found {
				f.pass(path, "the pattern matches no experiment file and no evaluation file")
			}
		}
		there++
	}
	if there == 0 && all() > 0 {
		return Found{}, usage("there is no %s; name experiment files, folders of them, or patterns such as "+
			"experiments/*.yaml", strings.Join(paths, ", no "))
	}
	if all() == 0 {
		return Found{}, usage("no experiment file and no evaluation file was found in %s%s", strings.Join(paths, ", "),
			f.why())
	}
	f.passBases()
	slices.Sort(f.Files)
	slices.Sort(f.Evaluations)
	slices.SortFunc(f.Passed, func(a, b Passed) int { return strings.Compare(a.Path, b.Path) })
	return f.Found, nil
}

type finder struct {
	Found
	out   string
	known Known
	seen  map[string]bool // by the path without links
	named map[string]bool
}

func (f *finder) take(path string) {
	path = filepath.Clean(path)
	switch {
	case f.again(path):
	case f.evaluation(path):
		f.Evaluations = append(f.Evaluations, path)
	default:
		f.Files = append(f.Files, path)
	}
}

// evaluation reports whether a file is that of an evaluation, or was.
func (f *finder) evaluation(path string) bool {
	p, err := config.Peek(path)
	if err != nil || !p.Evals && !p.Experiment && !p.Sources { // which says nothing
		return f.known.Evaluations[path]
	}
	return p.Evals && !p.Experiment
}

func (f *finder) pass(path, why string) {
	if p := (Passed{path, why}); !slices.Contains(f.Passed, p) {
		f.Passed = append(f.Passed, p)
	}
}

// again reports whether the file was taken already, perhaps by another path.
func (f *finder) again(path string) bool {
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		real = path
	}
	before := f.seen[real]
	f.seen[real] = true
	return before
}

// passBases passes over what was found without an experiment of its own and is extended
// by another file: its experiment is that file's.
func (f *finder) passBases() {
	of := map[string]string{} // by the path without links: a file that extends it
	for _, file := range f.Files {
		for _, b := range config.Bases(file) {
			if real, err := filepath.EvalSymlinks(b); err == nil {
				of[real] = file
			}
		}
	}
	f.Files = slices.DeleteFunc(f.Files, func(file string) bool {
		real, err := filepath.EvalSymlinks(file)
		if err != nil || of[real] == "" || f.named[file] {
			return false
		}
		if p, err := config.Peek(file); err != nil || p.Experiment {
			return false
		}
		f.pass(file, "it has no key experiment and is there for others to go on from, such as "+of[real])
		return true
	})
}

func (f *finder) isOut(info fs.FileInfo) bool {
	out, err := os.Stat(f.out)
	return err == nil && os.SameFile(out, info)
}

// folder takes the experiment files below dir, which lies below base; above are the
// folders on the way to it, itself included, which end circles of links.
func (f *finder) folder(dir, base string, pattern []string, above []fs.FileInfo) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		f.pass(dir, fmt.Sprintf("it cannot be read: %v", whole.Bare(err)))
		return
	}
	if why := table(dir, entries); why != "" {
		f.pass(dir, why)
		return
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			if config.HasEnding(path) {
				f.pass(path, fmt.Sprintf("it cannot be read: %v", whole.Bare(err)))
			}
			continue
		}
		if info.IsDir() {
			circle := slices.ContainsFunc(above, func(a fs.FileInfo) bool { return os.SameFile(a, info) })
			switch {
			case circle:
			case f.isOut(info):
				f.pass(path, "it is the folder that is written to")
			default:
				f.folder(path, base, pattern, append(above[:len(above):len(above)], info))
			}
			continue
		}
		rel, err := filepath.Rel(base, path)
		if err != nil || !config.HasEnding(path) || !source.Within(pattern, filepath.ToSlash(rel)) {
			continue
		}
		if !info.Mode().IsRegular() {
			f.pass(path, noFile)
			continue
		}
		if why := neither(path); why != "" && !f.known.Experiments[path] && !f.known.Evaluations[path] {
			f.pass(path, why)
			continue
		}
		f.take(path)
	}
}

// table says why a folder is an export and holds no experiment file, "" where it may.
func table(dir string, entries []fs.DirEntry) string {
	if name := filepath.Base(dir); strings.ContainsRune(name, '=') {
		return "it is a part of a table (its name gives a column's value)"
	}
	for _, e := range entries {
		if e.IsDir() && e.Name() == "_delta_log" {
			return "it is a Delta Lake table"
		}
	}
	if logs, _ := filepath.Glob(filepath.Join(literal(dir), "metadata", "*.metadata.json")); len(logs) > 0 {
		return "it is an Iceberg table"
	}
	return ""
}

// literal writes a path so that a pattern takes it as it is.
func literal(path string) string {
	if os.PathSeparator == '\\' { // where a backslash escapes nothing
		return path
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// neither says why a file that was found, not named, is passed over; "" where it is an
// experiment or evaluation file, or a broken one.
func neither(path string) string {
	p, err := config.Peek(path)
	switch {
	case err != nil && p.JSON:
		return "it is not one JSON object"
	case err != nil:
		return ""
	case strings.HasPrefix(p.Schema, "uptake."):
		return "it is a result, not an experiment file"
	case p.Evals && !p.Experiment && !p.JSON:
	case p.Evals && p.Versions && !p.Experiment:
	case p.JSON && !(p.Experiment && (p.Sources || p.Extends)):
		return "it has not the keys experiment and sources, nor evals and versions"
	case !p.Experiment && !p.Sources:
		return "it has neither the key experiment nor sources nor evals"
	}
	return ""
}

// why tells the first things that were passed over.
func (f *finder) why() string {
	if len(f.Passed) == 0 {
		return "; they end in " + strings.Join(config.Endings(), ", ")
	}
	var out []string
	for _, p := range f.Passed[:min(len(f.Passed), 5)] {
		out = append(out, p.Path+" ("+p.Why+")")
	}
	if more := len(f.Passed) - len(out); more > 0 {
		out = append(out, fmt.Sprintf("%d more", more))
	}
	return "; passed over: " + strings.Join(out, ", ")
}
