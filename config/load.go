package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/viper"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

// formats is the table of experiment file formats.
var formats = []struct {
	name       string
	extensions []string
	codec      viper.Codec
}{
	{"yaml", []string{".yaml", ".yml"}, yamlCodec{}},
	{"toml", []string{".toml"}, tomlCodec{}},
	{"json", []string{".json"}, jsonCodec{}},
}

// FileError says that the experiment file itself could not be read.
type FileError struct{ sentence string }

// Error returns the sentence.
func (e *FileError) Error() string { return e.sentence }

func fileError(format string, args ...any) error { return &FileError{counted.Sprintf(format, args...)} }

// Load reads the experiment file at path and applies the key=value changes of
// set. Every problem of the file comes back at once as *Problems; a file that
// cannot be read gives a *FileError.
func Load(path string, set []string) (*spec.Experiment, error) {
	s, err := readSheet(path)
	if err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, fileError("the folder of %s cannot be named: %v", path, err)
	}
	e, err := s.experiment(path, dir, set)
	e.Extends, e.Hash = s.bases, s.hash()
	if err == nil {
		err = loadLabels(e)
	}
	return e, err
}

// maxFile bounds the experiment file: a larger one is an export given by mistake.
const maxFile = 4 << 20

// fileKind is what a file is read as, in words.
type fileKind struct{ name, example, lists string }

var (
	experimentFile = fileKind{"experiment file", "experiment.yaml", "sources"}
	evalFile       = fileKind{"evaluation file", "evals.yaml", "versions"}
)

func readFile(path string, kind fileKind) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && kind == evalFile:
		return nil, fileError("there is no evaluation file %s; check the path, or write one (`uptake help evals` "+
			"shows a small one)", path)
	case errors.Is(err, fs.ErrNotExist):
		return nil, fileError("there is no experiment file %s; check the path, or write one (the README shows a "+
			"small one)", path)
	case err != nil:
		return nil, fileError("the %s %s cannot be opened: %v", kind.name, path, err)
	case info.IsDir():
		return nil, fileError("%s is a folder; give the %s itself, such as %s", path, kind.name,
			filepath.Join(path, kind.example))
	case info.Size() > maxFile:
		return nil, fileError("%s has %d bytes, too many for an %s; is it the export? Give the YAML file that names "+
			"the export under %s", path, info.Size(), kind.name, kind.lists)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fileError("the %s %s cannot be read: %v", kind.name, path, err)
	}
	return bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), nil
}

func (s *sheet) experiment(path, dir string, set []string) (*spec.Experiment, error) {
	p := &Problems{File: path}
	for _, x := range set {
		if err := assign(s.tree, x); err != nil {
			p.add(x, place{line: lineOfSet}, "%v", err)
		}
	}
	e := experiment(newObject(s.tree, p), dir)
	e.Given = written("", s.tree)
	e.Set = append([]string{}, set...)
	return e, p.orNil()
}

// tree has viper read the file through the codec of its format.
func tree(b []byte, path string) (map[string]any, error) {
	codecs := viper.NewCodecRegistry()
	ext, name := strings.ToLower(filepath.Ext(path)), ""
	var known []string
	for _, f := range formats {
		if err := codecs.RegisterCodec(f.name, f.codec); err != nil {
			return nil, err
		}
		for _, e := range f.extensions {
			known = append(known, e)
			if e == ext {
				name = f.name
			}
		}
	}
	if name == "" {
		return nil, fmt.Errorf("an experiment file ends in one of %s", strings.Join(known, ", "))
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return nil, errors.New("this is a binary file, not an experiment file; name the export under sources instead")
	}
	// No key holds a NUL, so no key is ever split.
	v := viper.NewWithOptions(viper.KeyDelimiter("\x00"), viper.WithCodecRegistry(codecs))
	v.SetConfigType(name)
	if err := v.ReadConfig(bytes.NewReader(b)); err != nil {
		var parse viper.ConfigParseError
		if errors.As(err, &parse) {
			err = parse.Unwrap()
		}
		return nil, err
	}
	out := v.AllSettings()
	for _, set := range keySets { // viper leaves out what is empty
		for _, k := range set.Of("") {
			if m, ok := v.Get(k.Path).(map[string]any); ok && len(m) == 0 {
				out[k.Path] = m
			}
		}
	}
	return out, nil
}

// keySets are the kinds of files that are read.
var keySets = []*spec.KeySet{spec.ExperimentKeys, spec.EvalKeys}

// entryNumber is an entry of a list as problems name it: sources[1].
var entryNumber = sync.OnceValue(func() *regexp.Regexp {
	var lists []string
	for _, set := range keySets {
		for _, k := range set.List() {
			if _, name := k.Split(); k.Type == spec.ListKey {
				lists = append(lists, name)
			}
		}
	}
	return regexp.MustCompile(`\b(` + strings.Join(lists, "|") + `)\[(\d+)\]`)
})

// assign sets one dotted key of the tree; in a list the next word picks the
// entry by its name, or by its number counted from 1, also in brackets.
func assign(tree map[string]any, set string) error {
	path, value, ok := strings.Cut(set, "=")
	if !ok || strings.TrimSpace(path) == "" {
		return errors.New("expected key=value, such as decision.min_weeks=3")
	}
	path = strings.TrimSpace(path)
	words := strings.Split(entryNumber().ReplaceAllString(strings.ToLower(path), "$1.$2"), ".")
	at := any(tree)
	for i, w := range words[:len(words)-1] {
		switch v := at.(type) {
		case map[string]any:
			if _, there := v[w]; !there {
				if _, err := strconv.Atoi(words[i+1]); err == nil {
					return fmt.Errorf("the file has no list %s whose entry %s could be changed; write the list into "+
						"the file", strings.Join(words[:i+1], "."), words[i+1])
				}
				v[w] = map[string]any{}
			}
			at = v[w]
		case []any:
			if at = entry(v, w); at == nil {
				return fmt.Errorf("%s has no entry named %s; pick one by its name, or by its number from 1 to %d",
					strings.Join(words[:i], "."), w, len(v))
			}
		default:
			return fmt.Errorf("%s is a value, not a table", strings.Join(words[:i], "."))
		}
	}
	m, ok := at.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is not a table", strings.Join(words[:len(words)-1], "."))
	}
	last := words[len(words)-1]
	var v any = Text{Value: value, Line: lineOfSet, Quoted: value != ""}
	if list, ok := strings.CutPrefix(value, "["); ok && strings.HasSuffix(list, "]") {
		items := []any{}
		if list = strings.TrimSpace(strings.TrimSuffix(list, "]")); list != "" {
			for s := range strings.SplitSeq(list, ",") {
				items = append(items, Text{Value: strings.TrimSpace(s), Line: lineOfSet, Quoted: true})
			}
		}
		v = items
	}
	m[last] = under(path[strings.LastIndexByte(path, '.')+1:], v)
	return nil
}

func entry(list []any, word string) any {
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			if t, ok := m["name"].(Text); ok && strings.EqualFold(t.Value, word) {
				return m
			}
		}
	}
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(list) {
		return list[n-1]
	}
	return nil
}
