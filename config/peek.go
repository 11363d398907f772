package config

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
)

// Peeked is what can be said of a file before it is taken for an experiment file.
type Peeked struct {
	Experiment, Sources, Extends, Evals, Versions bool   // it has the key
	Schema                                        string // of a result that was written, such as uptake.readout/1
	JSON                                          bool
}

// Endings are those of experiment files.
func Endings() []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.extensions...)
	}
	return out
}

// HasEnding reports whether a file is named as experiment files are.
func HasEnding(path string) bool {
	return slices.Contains(Endings(), strings.ToLower(filepath.Ext(path)))
}

// otherShape is what is wrong with a file that is readable but no table of keys.
type otherShape struct{ error }

// Peek looks at the keys at the top of a file, of which one that is no table of keys
// has none. It fails where the file cannot be read, or not as its ending says.
func Peek(path string) (Peeked, error) {
	p := Peeked{JSON: strings.EqualFold(filepath.Ext(path), ".json")}
	b, err := readFile(path, experimentFile)
	if err != nil {
		return p, err
	}
	t, err := tree(b, path)
	if errors.As(err, &otherShape{}) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	_, p.Experiment = t["experiment"]
	_, p.Sources = t["sources"]
	_, p.Extends = t["extends"]
	_, p.Evals = t["evals"]
	_, p.Versions = t["versions"]
	if s, ok := t["schema"].(Text); ok {
		p.Schema = s.Value
	}
	return p, nil
}
