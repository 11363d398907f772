package table

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"uptake/ingest/format"
	"uptake/ingest/phrase"
	"uptake/ingest/source"
)

// strays gives a table's files without those that are no part of its export: a
// manifest, a schema, a note beside the parts. nil where all are. A file may be one
// when its name speaks of another format than others do, of none, or of such a thing;
// it is one when it lacks a column that is required while other files have all, or,
// where its name has no ending, when files with one do.
func (s *Set) strays(in *Input) []source.File {
	files := in.Files
	byFamily := map[string][]int{} // places in files
	for i, f := range files {
		byFamily[format.Family(f.Name)] = append(byFamily[format.Family(f.Name)], i)
	}
	suspects := slices.ContainsFunc(files, func(f source.File) bool { return beside(f.Name) })
	if len(files) < 2 || len(byFamily) < 2 && !suspects {
		return nil
	}
	var fit, unfit []int
	for _, members := range byFamily {
		probe := slices.DeleteFunc(slices.Clone(members), func(i int) bool { return beside(files[i].Name) })
		named := slices.DeleteFunc(slices.Clone(members), func(i int) bool { return !beside(files[i].Name) })
		at := slices.IndexFunc(probe, func(i int) bool { return files[i].Size != 0 })
		switch {
		case at < 0 || s.fits(in.first+probe[at]):
			fit = append(fit, probe...)
		default:
			named = append(named, probe...)
		}
		for _, i := range named {
			if s.fits(in.first + i) {
				fit = append(fit, i)
			} else {
				unfit = append(unfit, i)
			}
		}
	}
	ending := func(i int) bool { return format.Family(files[i].Name) != "" }
	if slices.ContainsFunc(fit, func(i int) bool { return ending(i) && files[i].Size != 0 }) {
		for _, i := range fit {
			if !ending(i) {
				unfit = append(unfit, i)
			}
		}
		fit = slices.DeleteFunc(fit, func(i int) bool { return !ending(i) })
	}
	if len(unfit) == 0 || !slices.ContainsFunc(fit, func(i int) bool { return files[i].Size != 0 }) {
		return nil // nothing to leave out, or no file of the export to tell them by
	}
	slices.Sort(fit)
	slices.Sort(unfit)
	var kept []source.File
	for _, i := range fit {
		kept = append(kept, files[i])
	}
	var names []string
	for _, i := range unfit {
		names = append(names, files[i].Name)
	}
	s.found = append(s.found, fmt.Sprintf("Of the files of %s these are left out, as they are not of the kind of the "+
		"others or lack their columns: %s.", in.Source.Written, strings.Join(phrase.Few(names, 5), ", ")))
	return kept
}

// fits says whether a file has the columns that are required.
func (s *Set) fits(f int) bool {
	b := s.Binding(f)
	reader, err := s.openSaying(f, &b, func(string) {})
	if err != nil { // what names its format by its bytes is damaged rather than a note
		return !slices.Contains([]string{"", "csv", "tsv", "ndjson"}, format.Family(s.Files[f].Name))
	}
	if reader == nil {
		return false
	}
	defer reader.Close()
	return s.lacks(f, &b, s.namesOf(f, reader)) == ""
}

// beside says whether a file's name says that it is about an export rather than
// of it.
func beside(name string) bool {
	base := strings.ToLower(path.Base(name))
	return slices.ContainsFunc([]string{"manifest", "metadata", "schema", "readme", "license", "checksum", "sha256",
		"md5"}, func(word string) bool { return strings.Contains(base, word) })
}
