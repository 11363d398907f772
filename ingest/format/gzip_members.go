package format

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"runtime"

	"github.com/klauspost/compress/gzip"
)

// sideBySide reads the members of a gzip file, of which some writers put many
// one behind the other, side by side: what looks like the beginning of one is unpacked
// ahead, and counts once the member before it ends there. What was taken for one
// wrongly, and what could not be told, costs time alone.
type sideBySide struct {
	file io.ReaderAt
	size int64
	next int64        // where the next member begins
	now  *member      // being given out
	held *member      // taken from ahead and not needed yet
	far  chan *member // in their order
	stop chan struct{}
}

// member is one that is unpacked, up to memberAhead bytes; the rest is unpacked
// when it is asked for.
type member struct {
	from int64
	done chan struct{}
	text []byte
	rest *memberText // nil where text is all
	end  int64
	err  error
}

const (
	// memberAhead bounds what a member that is not needed yet takes.
	memberAhead = 4 << 20
	// severalWithin is how far a file is looked at for a second member.
	severalWithin = 16 << 20
)

// gzipFile reads a gzip file, side by side where it has several members.
func gzipFile(file io.ReaderAt, size int64, inOrder io.Reader) (io.ReadCloser, error) {
	if _, several := findMember(file, 1, min(size, severalWithin)); !several {
		return gzipReader(inOrder)
	}
	s := &sideBySide{file: file, size: size, far: make(chan *member, runtime.GOMAXPROCS(0)), stop: make(chan struct{})}
	go s.look()
	return s, nil
}

// findMember gives the first place from one on, and before another, where a member
// may begin.
func findMember(file io.ReaderAt, from, to int64) (int64, bool) {
	const header = 10
	b := make([]byte, 256<<10)
	for from < to {
		n, _ := file.ReadAt(b[:min(int64(len(b)), to-from)], from)
		if n < header {
			return 0, false
		}
		for p := 0; p+header <= n; p++ {
			i := bytes.Index(b[p:n], []byte("\x1f\x8b\x08"))
			if i < 0 {
				break
			}
			if p += i; p+header <= n && b[p+3]&0xe0 == 0 && b[p+8]&^6 == 0 && (b[p+9] <= 13 || b[p+9] == 255) {
				return from + int64(p), true
			}
		}
		from += int64(n - header + 1)
	}
	return 0, false
}

// look unpacks ahead, as many members as far has room for. A panic in it ends it alone:
// what nobody looked for ahead is unpacked in its order, and says there what is wrong.
func (s *sideBySide) look() {
	defer close(s.far)
	defer func() { _ = recover() }()
	for from, ok := int64(0), true; ok; from, ok = findMember(s.file, from+1, s.size) {
		m := &member{from: from, done: make(chan struct{})}
		select {
		case s.far <- m:
			go m.unpack(s)
		case <-s.stop:
			return
		}
	}
}

func (m *member) unpack(s *sideBySide) {
	defer close(m.done)
	defer func() {
		if r := recover(); r != nil {
			m.err = fmt.Errorf("%v", r)
		}
	}()
	rest, err := s.open(m.from)
	if err != nil {
		m.err = err
		return
	}
	var text bytes.Buffer
	if _, m.err = io.CopyN(&text, rest, memberAhead); m.err == io.EOF {
		m.end, m.err = rest.place(), nil
	} else if m.err == nil {
		m.rest = rest
	}
	m.text = text.Bytes()
}

// memberText unpacks a member, and knows how far the file was taken for it.
type memberText struct {
	*gzip.Reader
	from int64
	file *io.SectionReader
	src  *bufio.Reader
}

func (s *sideBySide) open(from int64) (*memberText, error) {
	m := &memberText{from: from, file: io.NewSectionReader(s.file, from, s.size-from)}
	m.src = bufio.NewReaderSize(m.file, 64<<10)
	z, err := gzip.NewReader(m.src)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	m.Reader = z
	return m, nil
}

// place is where in the file what was not taken begins.
func (m *memberText) place() int64 {
	at, _ := m.file.Seek(0, io.SeekCurrent)
	return m.from + at - int64(m.src.Buffered())
}

func (s *sideBySide) Read(p []byte) (int, error) {
	for {
		if s.now == nil {
			if err := s.begin(); err != nil {
				return 0, err
			}
		}
		m := s.now
		switch {
		case len(m.text) > 0:
			n := copy(p, m.text)
			m.text = m.text[n:]
			return n, nil
		case m.err != nil:
			return 0, m.err
		case m.rest != nil:
			n, err := m.rest.Read(p)
			if err == io.EOF {
				m.end, m.rest, err = m.rest.place(), nil, nil
			}
			if n > 0 || err != nil {
				return n, err
			}
		default:
			s.next, s.now = m.end, nil
		}
	}
}

// begin goes on to the next member; io.EOF where there is none. Zeros behind one
// fill up a block of a tape or a disk, as the gzip program takes them.
func (s *sideBySide) begin() error {
	var head [4 << 10]byte
	for {
		n, err := s.file.ReadAt(head[:min(int64(len(head)), s.size-s.next)], s.next)
		if n == 0 {
			if err == nil || err == io.EOF {
				return io.EOF
			}
			return err
		}
		zeros := n - len(bytes.TrimLeft(head[:n], "\x00"))
		if s.next += int64(zeros); zeros == n {
			continue
		}
		if head := head[zeros:n]; head[0] != 0x1f || len(head) > 1 && head[1] != 0x8b || len(head) == 1 &&
			s.next+1 == s.size {
			return errTrailing
		}
		break
	}
	for s.held == nil || s.held.from < s.next {
		var more bool
		if s.held, more = <-s.far; !more {
			break
		}
	}
	if m := s.held; m != nil && m.from == s.next {
		<-m.done
		s.now, s.held = m, nil
		return nil
	}
	rest, err := s.open(s.next) // nothing said that one begins here
	s.now = &member{rest: rest, err: err}
	return nil
}

func (s *sideBySide) Close() error {
	close(s.stop)
	return nil
}
