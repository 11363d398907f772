package evaltool

import (
	"archive/tar"
	"fmt"
	"io"
	"strings"
)

// A data set that Evidently saved (Dataset.save) is a tar archive: a mark, the rows as Parquet, and what their columns
// are to Evidently. The rows are a table like one's own.
const (
	evidentlyMark = ".evidently_dataset" // its first member, and what its name ends in
	evidentlyRows = "data.parquet"

	evidentlyBring = "the data set that was evaluated with its columns of descriptors, as Dataset.save writes it, " +
		"or as " +
		"CSV or Parquet"
)

// evidentlySaved reports whether a file begins as such an archive.
func evidentlySaved(head []byte) bool {
	return len(head) >= 512 && string(head[257:262]) == "ustar" &&
		strings.HasPrefix(string(head[:100]), evidentlyMark+"\x00")
}

// evidentlyTable reads the rows of such an archive.
func (r *reading) evidentlyTable() error {
	b, err := r.open()
	if err != nil {
		return err
	}
	defer b.Close()
	at, size, err := b.AtRandom()
	if err != nil {
		return err
	}
	all := io.NewSectionReader(at, 0, size)
	for members := tar.NewReader(all); ; {
		m, err := members.Next()
		if err == io.EOF {
			return fmt.Errorf("%s is a data set of Evidently without its rows (%s); save it again with "+
				"Dataset.save, or "+
				"write as_dataframe() as Parquet or CSV", r.file, evidentlyRows)
		}
		from, _ := all.Seek(0, io.SeekCurrent)
		switch {
		case err != nil || from+m.Size > size:
			return fmt.Errorf("%s is a data set of Evidently that is cut short; copy it again", r.file)
		case m.Name == evidentlyRows && m.Typeflag == tar.TypeReg:
			rows := *r
			rows.in.Open = func() (io.ReadCloser, error) { return memberOf{io.NewSectionReader(at, from, m.Size)}, nil }
			return rows.table()
		}
	}
}

// memberOf is a part of a file that is closed as a whole.
type memberOf struct{ *io.SectionReader }

func (memberOf) Close() error { return nil }
