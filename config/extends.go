package config

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// base is a file that an experiment file extends, or a preset that a file names.
type base struct {
	path   string // as messages name it, from where the experiment file is named
	dir    string // absolute: what its relative paths begin at
	nearer *base  // that extends it; nil = the experiment file itself
	preset string // its name; "" = it is a file
}

// name is that of the file, which names the preset where it is one.
func (b *base) name() string {
	switch {
	case b == nil:
		return ""
	case b.preset != "":
		return b.nearer.name()
	}
	return b.path
}

// depth counts the files from the experiment file to this one.
func (b *base) depth() int {
	if b == nil {
		return 0
	}
	return 1 + b.nearer.depth()
}

// sheet is an experiment file with what it extends, as it is read.
type sheet struct {
	tree  map[string]any
	bases []string // the files that it extends, nearest first
	text  [][]byte // of the file and of these
}

// hash tells files apart: SHA-256 of the file, or of those of all that it is made of.
func (s *sheet) hash() string {
	sum := sha256.Sum256(s.text[0])
	if len(s.text) > 1 {
		var all []byte
		for _, t := range s.text {
			one := sha256.Sum256(t)
			all = append(all, one[:]...)
		}
		sum = sha256.Sum256(all)
	}
	return hex.EncodeToString(sum[:])
}

// readSheet reads a file and lays it over those that it extends.
func readSheet(path string) (*sheet, error) {
	b, err := readFile(path, experimentFile)
	if err != nil {
		return nil, err
	}
	s := &sheet{text: [][]byte{b}}
	if s.tree, err = tree(b, path); err != nil {
		return s, &Problems{path, []Problem{{Sentence: err.Error()}}}
	}
	at, own, seen := path, s.tree, []string{path}
	var in *base
	for {
		written, ok := own["extends"].(Text)
		if !ok || written.absent() {
			return s, nil // what is no text is refused with the other keys
		}
		wrong := func(file, format string, args ...any) (*sheet, error) {
			p := &Problems{File: path}
			p.add("extends", place{in, written.Line}, format, args...)
			if file != "" {
				p.List = []Problem{{File: file, Sentence: p.List[0].Sentence}}
			}
			return s, p
		}
		next := written.Value
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(at), filepath.FromSlash(next))
		}
		info, err := os.Stat(next)
		switch circle := slices.IndexFunc(seen, func(before string) bool { return sameFile(before, info) }); {
		case written.Value == "":
			return wrong("", "names no file; write the path of the file that this one goes on from, such as extends: "+
				"base.yaml")
		case err != nil:
			return wrong("", "there is no file %s; the path is relative to the file that it stands in", next)
		case info.IsDir():
			return wrong("", "%s is a folder; name the file itself, such as %s", next, filepath.Join(next, "base.yaml"))
		case !info.Mode().IsRegular(): // it could be read once, and is read by everyone who asks what the file says
			return wrong("", "%s is no file but a pipe, a socket or a device; name a file", next)
		case circle >= 0:
			return wrong("", "%s goes on from itself: %s; remove one of these", next,
				strings.Join(append(seen[circle:], next), " extends "))
		}
		dir, err := filepath.Abs(filepath.Dir(next))
		if err != nil {
			return wrong("", "the folder of %s cannot be named: %v", next, err)
		}
		b, err := readFile(next, experimentFile)
		if err != nil {
			return wrong("", "%v", err)
		}
		below, err := tree(b, next)
		if err != nil {
			return wrong(next, "%v", err)
		}
		in = &base{path: next, dir: dir, nearer: in}
		stamp(below, in)
		own = below
		s.tree = over(below, s.tree, "").(map[string]any)
		s.bases, s.text = append(s.bases, next), append(s.text, b)
		at, seen = next, append(seen, next)
	}
}

func sameFile(path string, info os.FileInfo) bool {
	other, err := os.Stat(path)
	return err == nil && info != nil && os.SameFile(other, info)
}

// stamp notes the file in every text of a tree.
func stamp(v any, in *base) any {
	switch v := v.(type) {
	case Text:
		v.In = in
		return v
	case []any:
		for i := range v {
			v[i] = stamp(v[i], in)
		}
	case map[string]any:
		for k := range v {
			v[k] = stamp(v[k], in)
		}
	}
	return v
}

// notInherited are the keys that a file says of itself alone.
var notInherited = []string{"experiment", "extends"}

// over lays what a file says over what the one below it does: tables are joined key
// by key, and so are the entries of one name in a list whose row of spec.Keys says so;
// what else a file gives is taken in place of what stands below. A key without a value
// takes away what stands below.
func over(below, own any, row string) any {
	switch own := own.(type) {
	case map[string]any:
		under, ok := below.(map[string]any)
		if !ok {
			return own
		}
		out := map[string]any{}
		for k, v := range under {
			if row != "" || !slices.Contains(notInherited, k) {
				out[k] = v
			}
		}
		for k, v := range own {
			key, _ := spec.FindKey(join(row, k))
			switch was, ok := out[k]; {
			case !ok:
				out[k] = v
			case key.Type == spec.ListKey && key.Joined:
				out[k] = overList(was, v, key.Table())
			case key.Type == spec.ListKey:
				out[k] = v
			default:
				out[k] = over(was, v, join(row, k))
			}
		}
		return out
	}
	return own
}

// overList joins the entries of one name. An entry that says of what kind it is is
// whole: nothing of another of its name is taken.
func overList(below, own any, row string) any {
	under, ok := entries(below)
	mine, also := entries(own)
	if !ok || !also || len(mine) == 0 {
		return own
	}
	out := slices.Clone(under)
	for _, e := range mine {
		at := slices.IndexFunc(under, func(u any) bool { return nameOf(u) != "" && nameOf(u) == nameOf(e) })
		m, _ := e.(map[string]any)
		_, whole := m["kind"]
		switch {
		case at < 0 || placeOf(out[at]).in == placeOf(e).in: // two of one name in one file
			out = append(out, e)
		case whole:
			out[at] = e
		default:
			out[at] = over(under[at], e, row)
		}
	}
	return out
}

// entries are those of a list of tables; a lone table is a list of one.
func entries(v any) ([]any, bool) {
	if m, ok := v.(map[string]any); ok {
		return []any{m}, true
	}
	list, ok := v.([]any)
	return list, ok
}

func nameOf(entry any) string {
	m, _ := entry.(map[string]any)
	t, _ := m["name"].(Text)
	return t.Value
}

// fileOf is the file that a value stands in, "" where that is the experiment file.
func fileOf(v any) string { return placeOf(v).in.name() }

// presetOf is the preset that a value is of, "" where a file says it.
func presetOf(v any) string {
	if in := placeOf(v).in; in != nil {
		return in.preset
	}
	return ""
}

// Bases are the files that the experiment file at path extends, as far as they can be
// read, nearest first.
func Bases(path string) []string {
	if s, _ := readSheet(path); s != nil {
		return s.bases
	}
	return nil
}

// taken says what comes from which file, nearest first, and from which preset; nothing
// where there are none. A key whose every part comes from one of them is named whole.
func taken(e *spec.Experiment) []string {
	var out []string
	flat := spec.Flatten(e.Given)
	say := func(what string, from func(spec.Flat) bool) {
		var keys []string
		for _, f := range flat {
			if !from(f) {
				continue
			}
			path := f.Path
			for _, cut := range f.Above {
				if !slices.ContainsFunc(flat, func(o spec.Flat) bool {
					return !from(o) && slices.Contains(o.Above, cut)
				}) {
					path = cut
					break
				}
			}
			if !slices.Contains(keys, path) {
				keys = append(keys, path)
			}
		}
		if len(keys) == 0 {
			keys = []string{"nothing, all that it says being said here too"}
		}
		out = append(out, fmt.Sprintf("From %s it takes %s.", what, list(keys)))
	}
	for _, file := range e.Extends {
		say(file, func(f spec.Flat) bool { return f.From == file && f.Preset == "" })
	}
	var presets []string
	for _, s := range e.Sources {
		if s.Preset != "" && !slices.Contains(presets, s.Preset) {
			presets = append(presets, s.Preset)
			say("the preset "+s.Preset, func(f spec.Flat) bool { return f.Preset == s.Preset })
		}
	}
	return out
}
