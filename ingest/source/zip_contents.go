package source

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Member is a file in a zip archive.
type Member struct {
	Name string // its path in the archive, slashes forward
	file *zip.File
	at   io.ReaderAt
	in   string
}

// Members lists the files of a zip archive of the given size, in its own order, whatever
// the archive is called. One without a table of contents, which stands at its end, is
// ErrNoArchive.
func Members(name string, at io.ReaderAt, size int64) ([]Member, error) {
	list, err := listed(name, at, size)
	if errors.Is(err, zip.ErrFormat) {
		return nil, ErrNoArchive
	}
	if err != nil {
		return nil, err
	}
	var out []Member
	for _, m := range list {
		if !m.folder {
			out = append(out, Member{m.name, m.file, at, name})
		}
	}
	return out, nil
}

// ErrNoArchive is that a file is no whole zip archive.
var ErrNoArchive = errors.New("it is no whole zip archive")

// Open opens the file; the archive's bytes must still be there.
func (m Member) Open() (io.ReadCloser, error) {
	return unpacked(m.in+"/"+m.Name, m.file, m.at, io.NopCloser(nil))
}

// listing is what an archive's table of contents has of one of its members.
type listing struct {
	name   string
	folder bool
	file   *zip.File
}

// listed reads the table of contents of an archive and refuses one that is made to do harm.
func listed(name string, at io.ReaderAt, size int64) ([]listing, error) {
	r, err := zip.NewReader(at, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		if errors.Is(err, zip.ErrFormat) {
			return nil, err
		}
		return nil, told("the archive %s cannot be read (%w); fetch or export it again", name, err)
	}
	if len(r.File) > mostMembers {
		return nil, told("the archive %s has %d members, where at most %d are read; unpack it into a folder", name,
			len(r.File), mostMembers)
	}
	var out []listing
	seen := map[string]bool{}
	var packed, plain uint64
	for _, f := range r.File {
		member := path.Clean(strings.Trim(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if !fs.ValidPath(member) {
			return nil, told("the archive %s has a member named %q, which leads out of it; it is not read", name,
				f.Name)
		}
		if member == "." {
			continue
		}
		if strings.HasSuffix(f.Name, "/") || f.Mode().IsDir() {
			out = append(out, listing{name: member, folder: true})
			continue
		}
		if seen[member] {
			return nil, told("the archive %s has two members named %s, so which counts is not known; unpack it into "+
				"a folder", name, member)
		}
		seen[member] = true
		packed += min(f.CompressedSize64, uint64(size)+1)
		plain += min(f.UncompressedSize64, 1<<50)
		out = append(out, listing{name: member, file: f})
	}
	if packed > uint64(size) {
		return nil, told("the members of the archive %s take more room than it has: they overlap, or it is damaged; "+
			"it is not read", name)
	}
	if plain > largestUnpacked && plain > mostTimes*uint64(size) {
		return nil, told("the archive %s unpacks to %d bytes, %d times its size, as only one made to do harm does; "+
			"where it is genuine, unpack it into a folder", name, plain, plain/uint64(max(size, 1)))
	}
	return out, nil
}
