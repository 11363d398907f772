package format

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz"

	"uptake/analysis/counted"
)

// compression is one line of the table of compressions.
type compression struct {
	name    string
	endings []string
	magic   func(head []byte) bool
	reader  func(io.Reader) (io.ReadCloser, error)
	writer  func(io.Writer) (io.WriteCloser, error) // nil: only read
}

// compressions is the table of compressions. Which one a file has is read
// off its first bytes, whatever its name.
var compressions = []compression{
	{"gzip", []string{".gz", ".gzip"}, begins("\x1f\x8b"), gzipReader, gzipWriter},
	{"zstd", []string{".zst", ".zstd"}, beginsZstd, zstdReader, zstdWriter},
	{"snappy", []string{".sz", ".snappy"}, begins("\xff\x06\x00\x00sNaPpY"), snappyReader, snappyWriter},
	{"lz4", []string{".lz4"}, beginsLZ4, lz4Reader, lz4Writer},
	{"bzip2", []string{".bz2"}, beginsBzip2, bzip2Reader, nil},
	{"xz", []string{".xz"}, begins("\xfd7zXZ\x00"), xzReader, nil},
}

func begins(magic string) func([]byte) bool {
	return func(head []byte) bool { return bytes.HasPrefix(head, []byte(magic)) }
}

// beginsZstd knows zstd's own frames, also behind such as are skipped.
func beginsZstd(head []byte) bool {
	rest, skipped := behindSkipped(head)
	return bytes.HasPrefix(rest, []byte("\x28\xb5\x2f\xfd")) || skipped && !bytes.HasPrefix(rest, []byte(lz4Frame)) &&
		!bytes.HasPrefix(rest, []byte(lz4Legacy))
}

const lz4Frame, lz4Legacy = "\x04\x22\x4d\x18", "\x02\x21\x4c\x18"

// beginsLZ4 knows frames of today and of the format before it (lz4 -l, and
// the Linux kernel).
func beginsLZ4(head []byte) bool {
	rest, _ := behindSkipped(head)
	return bytes.HasPrefix(rest, []byte(lz4Frame)) || bytes.HasPrefix(rest, []byte(lz4Legacy))
}

// behindSkipped gives what follows the frames that zstd and lz4 alike skip, as
// far as they lie within head.
func behindSkipped(head []byte) (rest []byte, skipped bool) {
	for len(head) >= 8 && head[0]&0xf0 == 0x50 && bytes.HasPrefix(head[1:], []byte("\x2a\x4d\x18")) {
		n := min(uint64(binary.LittleEndian.Uint32(head[4:]))+8, uint64(len(head)))
		head, skipped = head[n:], true
	}
	return head, skipped
}

// beginsBzip2 looks for a block's or the end's own mark behind the magic,
// which by itself could be text.
func beginsBzip2(head []byte) bool {
	return len(head) >= 10 && string(head[:3]) == "BZh" && head[3] >= '1' && head[3] <= '9' &&
		(string(head[4:10]) == "\x31\x41\x59\x26\x53\x59" || string(head[4:10]) == "\x17\x72\x45\x38\x50\x90")
}

// compressionByEnding gives the ending of a compression that name has.
func compressionByEnding(name string) (ending string, ok bool) {
	name = strings.ToLower(name)
	for _, c := range compressions {
		for _, e := range c.endings {
			if strings.HasSuffix(name, e) {
				return e, true
			}
		}
	}
	return "", false
}

// CompressedEndings lists the endings of names that say a compression.
func CompressedEndings() (out []string) {
	for _, c := range compressions {
		out = append(out, c.endings...)
	}
	return out
}

// decompressed opens a file behind its compressions, of which there may be
// none, and its byte order mark.
func decompressed(name string, file io.ReadCloser) (source, error) {
	s := source{name: name, text: newStream(file, file)}
	s.at, s.size = atRandom(file)
	_, s.far = file.(interface{ Far() bool })
	const most = 3 // a file compressed twice happens, one compressed forever is an attack
	for depth := 0; ; depth++ {
		head, err := s.text.firstBytes()
		if err != nil {
			return s, readError(name, err)
		}
		i := slices.IndexFunc(compressions, func(c compression) bool { return c.magic(head) })
		if i < 0 {
			if e, ok := compressionByEnding(name); ok && depth == 0 && len(head) > 0 && isBinary(head) {
				if _, known := byMagic(head); !known {
					return s, fmt.Errorf("%s is named %s but does not begin like such a file (its first bytes are "+
						"%x); what is it compressed with?", name, e, head[:min(len(head), 8)])
				}
			}
			if n := len(head) - len(trimBOM(head)); n > 0 {
				s.text.Discard(n)
			}
			return s, nil
		}
		if depth == most {
			return s, counted.Errorf("%s is compressed more than %d times over; decompress it first", name, most)
		}
		c, below := compressions[i], s.text.Reader // s.text is replaced while the reader starts
		open := func() (io.ReadCloser, error) { return c.reader(below) }
		if file, size := s.at, s.size; c.name == "gzip" && file != nil && !s.far {
			open = func() (io.ReadCloser, error) { return gzipFile(file, size, below) }
		}
		ahead := readAhead(open,
			func(err error) error { return compressionError(name, c.name, err) })
		s.at = nil
		s.text = newStream(ahead, closers{ahead, s.text.Closer})
	}
}

// closers closes all of them and gives the first error.
type closers []io.Closer

func (cs closers) Close() (err error) {
	for _, c := range cs {
		if e := c.Close(); err == nil {
			err = e
		}
	}
	return err
}

// compressionError makes a sentence of a decompressor's error.
func compressionError(name, compression string, err error) error {
	if isSentence(err) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return dataError{fmt.Sprintf("%s ends in the middle of its %s data; was the upload complete?", name,
			compression), err}
	}
	switch {
	case errors.Is(err, zstd.ErrUnknownDictionary):
		return dataError{fmt.Sprintf("%s is compressed with a dictionary, which is not in it; compress it without one",
			name), err}
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		return dataError{fmt.Sprintf("%s is compressed with a window of more than 128 MiB; compress it without "+
			"--long, or with --long=27", name), err}
	case errors.Is(err, errTrailing):
		return dataError{fmt.Sprintf("%s goes on behind its %s data with %v; cut that off, or export the file again",
			name, compression, err), err}
	}
	return dataError{fmt.Sprintf("%s has damaged %s data (%v); fetch or export it again", name, compression, err), err}
}

func gzipReader(r io.Reader) (io.ReadCloser, error) {
	src := bufio.NewReader(r)
	z, err := gzip.NewReader(src)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	return io.NopCloser(&gzipMembers{member: z, src: src}), nil
}

// gzipMembers reads one member after another. Zeros behind one fill up a block
// of a tape or a disk, as the gzip program takes them.
type gzipMembers struct {
	member *gzip.Reader
	src    *bufio.Reader
	ended  bool
}

var errTrailing = errors.New("bytes that are none")

func (g *gzipMembers) Read(p []byte) (int, error) {
	for {
		if g.ended {
			if err := g.begin(); err != nil {
				return 0, err
			}
		}
		n, err := g.member.Read(p)
		if err != io.EOF {
			return n, err
		}
		g.ended = true
		if n > 0 {
			return n, nil
		}
	}
}

// begin goes on to the next member; io.EOF where there is none.
func (g *gzipMembers) begin() error {
	for {
		head, err := g.src.Peek(2)
		switch {
		case len(head) == 0:
			return err
		case head[0] == 0:
			g.src.Discard(1)
			continue
		case len(head) < 2 || head[0] != 0x1f || head[1] != 0x8b:
			return errTrailing
		}
		g.ended = false
		if err := g.member.Reset(g.src); err != nil {
			return err
		}
		g.member.Multistream(false)
		return nil
	}
}

func gzipWriter(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil }

func zstdReader(r io.Reader) (io.ReadCloser, error) {
	// The window is what the zstd program itself allows without being asked.
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

func zstdWriter(w io.Writer) (io.WriteCloser, error) {
	// One goroutine: the bytes written must not depend on their number.
	return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
}

func snappyReader(r io.Reader) (io.ReadCloser, error) { return io.NopCloser(s2.NewReader(r)), nil }

func snappyWriter(w io.Writer) (io.WriteCloser, error) {
	return s2.NewWriter(w, s2.WriterSnappyCompat(), s2.WriterConcurrency(1)), nil
}

func lz4Reader(r io.Reader) (io.ReadCloser, error) {
	src := bufio.NewReader(r)
	return io.NopCloser(&lz4Frames{frame: lz4.NewReader(src), src: src}), nil
}

// lz4Frames reads one frame after another, which the library does not.
type lz4Frames struct {
	frame *lz4.Reader
	src   *bufio.Reader
	ended bool // the frame; reading it on would take bytes of the next
}

func (l *lz4Frames) Read(p []byte) (int, error) {
	for {
		if l.ended {
			if _, err := l.src.Peek(1); err != nil {
				return 0, err
			}
			l.frame, l.ended = lz4.NewReader(l.src), false
		}
		n, err := l.frame.Read(p)
		if err != io.EOF {
			return n, err
		}
		l.ended = true
		if n > 0 {
			return n, nil
		}
	}
}

func lz4Writer(w io.Writer) (io.WriteCloser, error) { return lz4.NewWriter(w), nil }

func bzip2Reader(r io.Reader) (io.ReadCloser, error) { return io.NopCloser(bzip2.NewReader(r)), nil }

func xzReader(r io.Reader) (io.ReadCloser, error) {
	z, err := xz.NewReader(bufio.NewReader(r))
	if err != nil {
		return nil, err
	}
	return io.NopCloser(z), nil
}
