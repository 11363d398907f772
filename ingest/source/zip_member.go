package source

import (
	"archive/zip"
	"bufio"
	"compress/bzip2"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// The ways in which members are packed that are read, by their numbers in the format.
const (
	zipStored   = 0
	zipDeflated = 8
	zipBzip2    = 12
	zipZstd     = 93
)

// member opens a member; one that is not packed can be read at random.
func (a *archives) member(x *archive, f *zip.File, name string) (io.ReadCloser, error) {
	file, err := a.files.open(x.path)
	if err != nil {
		return nil, err
	}
	at, ok := file.(io.ReaderAt)
	if !ok {
		file.Close()
		return nil, told("%s cannot be read at random, as an archive has to be", x.path)
	}
	return unpacked(x.path+"/"+name, f, at, file)
}

// unpacked opens a member of the archive that at has the bytes of; file is closed with it.
func unpacked(whole string, f *zip.File, at io.ReaderAt, file io.Closer) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		file.Close()
		return nil, told("%s is encrypted, which is not read; unpack the archive with its password into a folder",
			whole)
	}
	from, err := f.DataOffset()
	if err != nil {
		file.Close()
		return nil, told("%s cannot be read (%w); the archive is damaged, so fetch or export it again", whole, err)
	}
	packed := io.NewSectionReader(at, from, int64(f.CompressedSize64))
	if f.Method == zipStored {
		if f.CompressedSize64 != f.UncompressedSize64 {
			file.Close()
			return nil, told("%s is said to be unpacked but to be of two sizes; the archive is damaged", whole)
		}
		return &storedMember{packed, file}, nil
	}
	in := bufio.NewReaderSize(packed, 256<<10)
	m := &packedMember{name: whole, left: int64(f.UncompressedSize64), want: f.CRC32, sum: crc32.NewIEEE(), file: file}
	switch f.Method {
	case zipDeflated:
		m.text = flate.NewReader(in)
	case zipBzip2:
		m.text = io.NopCloser(bzip2.NewReader(in))
	case zipZstd:
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			file.Close()
			return nil, told("%s cannot be read: %w", whole, err)
		}
		m.text = z.IOReadCloser()
	default:
		file.Close()
		return nil, told("%s is packed by method %d, where deflate (8), bzip2 (12), zstandard (93) and none (0) are "+
			"read; unpack the archive into a folder, or pack it anew", whole, f.Method)
	}
	return m, nil
}

// storedMember is a member that lies in its archive as it is.
type storedMember struct {
	*io.SectionReader
	io.Closer
}

// packedMember unpacks a member, and checks that it is what the archive says.
type packedMember struct {
	name string
	text io.ReadCloser
	left int64
	want uint32
	sum  hash.Hash32
	file io.Closer
}

func (m *packedMember) Read(b []byte) (int, error) {
	n, err := m.text.Read(b)
	m.sum.Write(b[:n])
	m.left -= int64(n)
	switch {
	case m.left < 0:
		return 0, told("%s unpacks to more than the archive says; it is damaged, or made to do harm", m.name)
	case err == io.EOF && m.left > 0:
		return n, told("%s ends before what the archive says; the archive is damaged, so fetch or export it again",
			m.name)
	case err == io.EOF && m.sum.Sum32() != m.want:
		return n, told("%s does not have the checksum that the archive says; fetch or export the archive again", m.name)
	case err != nil && err != io.EOF:
		return n, fmt.Errorf("its packed data are damaged (%w); fetch or export the archive again", err)
	}
	return n, err
}

func (m *packedMember) Close() error {
	m.text.Close()
	return m.file.Close()
}
