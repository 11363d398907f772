package format

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"uptake/analysis/counted"
)

// footer is what a Parquet file says about itself. It is read here because
// the Arrow library reads nothing of a file that has a logical type it does
// not know, even where nobody asks for that column.
type footer struct {
	leaves []leaf
	groups []node // columns that hold others
	rows   []rowGroup
	// oldPages says that the writer marked compressed pages of the second
	// version as plain (parquet-cpp before 3.0).
	oldPages bool
}

type rowGroup struct {
	rows   int64
	chunks []columnChunk
}

// columnChunk says where a column of a row group lies.
type columnChunk struct {
	elsewhere, encrypted bool
	codec                int64
	start, data, dict    int64 // of the pages; dict is 0 or less without one
	packed, plain        int64 // bytes
}

var (
	errNoFooter  = errors.New("it does not end like one")
	errEncrypted = errors.New("it is encrypted, which is not read; export it without encryption")
)

// readFooter reads the footer of a file of the given size.
func readFooter(r io.ReaderAt, size int64) (*footer, error) {
	b, err := footerBytes(r, size)
	if err != nil {
		return nil, err
	}
	return parseFooter(b)
}

func footerBytes(r io.ReaderAt, size int64) ([]byte, error) {
	end := make([]byte, 8)
	if size < 12 {
		return nil, io.ErrUnexpectedEOF
	}
	if _, err := r.ReadAt(end, size-8); err != nil && err != io.EOF {
		return nil, err
	}
	switch string(end[4:]) {
	case "PAR1":
	case "PARE":
		return nil, errEncrypted
	default:
		return nil, errNoFooter
	}
	n := int64(binary.LittleEndian.Uint32(end))
	if n > size-12 {
		return nil, errCompact
	}
	b := make([]byte, n)
	if _, err := r.ReadAt(b, size-8-n); err != nil {
		return nil, err
	}
	return b, nil
}

// footerError makes a sentence of why a footer cannot be read.
func footerError(name string, err error) error {
	switch {
	case errors.Is(err, errEncrypted):
		return dataError{fmt.Sprintf("%s cannot be read: %v", name, err), err}
	case errors.Is(err, errNoFooter), errors.Is(err, io.ErrUnexpectedEOF):
		return dataError{fmt.Sprintf("%s is not a whole Parquet file (%v); was the upload complete?", name, err), err}
	}
	return dataError{fmt.Sprintf("the Parquet file %s cannot be read (%v); fetch or export it again", name, err), err}
}

func parseFooter(b []byte) (*footer, error) {
	f := &footer{}
	var elements []element
	c := &compact{b: b}
	c.fields(func(id int16, kind byte) {
		switch id {
		case 2:
			c.list(kind, func(kind byte) { elements = append(elements, readElement(c, kind)) })
		case 4:
			c.list(kind, func(kind byte) { f.rows = append(f.rows, readGroup(c, kind)) })
		case 6:
			f.oldPages = marksOldPages(c.text(kind))
		default:
			c.skip(kind, false)
		}
	})
	if c.err != nil {
		return nil, c.err
	}
	return f, f.columns(elements)
}

func readGroup(c *compact, kind byte) (g rowGroup) {
	c.inner(kind, func(id int16, kind byte) {
		switch id {
		case 1:
			c.list(kind, func(kind byte) { g.chunks = append(g.chunks, readChunk(c, kind)) })
		case 3:
			g.rows = c.int(kind)
		default:
			c.skip(kind, false)
		}
	})
	return g
}

func readChunk(c *compact, kind byte) (k columnChunk) {
	c.inner(kind, func(id int16, kind byte) {
		switch id {
		case 1:
			k.elsewhere = c.text(kind) != ""
		case 3:
			c.inner(kind, func(id int16, kind byte) {
				switch id {
				case 4:
					k.codec = c.int(kind)
				case 6:
					k.plain = c.int(kind)
				case 7:
					k.packed = c.int(kind)
				case 9:
					k.data = c.int(kind)
				case 11:
					k.dict = c.int(kind)
				default:
					c.skip(kind, false)
				}
			})
		case 8:
			k.encrypted = true
			c.skip(kind, false)
		default:
			c.skip(kind, false)
		}
	})
	k.start = k.data
	if k.dict > 0 {
		k.start = min(k.start, k.dict)
	}
	return k
}

// check refuses a footer that speaks of more than the file holds, before
// anything is made as large as it says.
func (f *footer) check(name string, size int64) error {
	for g, group := range f.rows {
		if group.rows < 0 || group.rows > 1<<31-1 {
			return dataError{counted.Sprintf("row group %d of %s says it has %d rows; the file is damaged, or has to "+
				"be written with smaller row groups", g+1, name, group.rows), nil}
		}
		if len(group.chunks) != len(f.leaves) {
			return dataError{counted.Sprintf("row group %d of %s has %d columns where the file has %d; the file is "+
				"damaged",
				g+1, name, len(group.chunks), len(f.leaves)), nil}
		}
		for _, c := range group.chunks {
			if !c.encrypted && !c.elsewhere && (c.start < 0 || c.packed < 0 || c.start > size ||
				c.packed > size-c.start) {
				return dataError{fmt.Sprintf("row group %d of %s lies outside the file, which is damaged; fetch or "+
					"export it again", g+1, name), nil}
			}
		}
	}
	return nil
}

// marksOldPages reads the writer's name, such as "parquet-cpp-arrow version
// 2.0.0".
func marksOldPages(writer string) bool {
	name, version, _ := strings.Cut(strings.ToLower(writer), " version ")
	if name != "parquet-cpp" && name != "parquet-cpp-arrow" {
		return false
	}
	major, _, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(major)
	return err == nil && n < 3
}
