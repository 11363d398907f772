package format

import (
	"bufio"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// page is one page of a column chunk, decompressed.
type page struct {
	kind     int64
	rows     int // values, those that are missing among them
	encoding pageEncoding
	levels   pageEncoding // how definition levels are, in a page of the first version
	// Of a page of the second version, the bytes of its levels, which stand
	// before its values.
	repetition, definition int
	data                   []byte
}

// kinds of pages, by their numbers in the format.
const pageData, pageIndex, pageDictionary, pageData2 = 0, 1, 2, 3

// pageEncoding is how values are written.
type pageEncoding int64

// The encodings, by their numbers in the format.
const (
	encPlain           pageEncoding = 0
	encPlainDictionary pageEncoding = 2
	encRunLength       pageEncoding = 3
	encBitPacked       pageEncoding = 4
	encDeltaPacked     pageEncoding = 5
	encDeltaLength     pageEncoding = 6
	encDeltaText       pageEncoding = 7
	encRunDictionary   pageEncoding = 8
	encByteStreamSplit pageEncoding = 9
)

func (e pageEncoding) String() string {
	names := [...]string{"PLAIN", "GROUP_VAR_INT", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT"}
	if e >= 0 && int(e) < len(names) {
		return names[e]
	}
	return fmt.Sprintf("number %d", int64(e))
}

// pageHeader is what stands before a page.
type pageHeader struct {
	page
	plain, packed int64
	crc           uint32
	checked       bool // there is a crc
	compressed    bool // as a page of the second version says
}

// pages reads the pages of one column chunk after another.
type pages struct {
	r        *bufio.Reader
	unpacker *unpacker
	codec    int64
	oldPages bool
	seen     int    // bytes of r that the page before was in
	packed   []byte // memory that is used again
	plain    []byte
}

// begin readies for a column chunk.
func (p *pages) begin(r io.Reader, codec int64) {
	if p.seen = 0; p.r == nil {
		p.r = bufio.NewReaderSize(r, 256<<10)
	} else {
		p.r.Reset(r)
	}
	p.codec = codec
}

// largestHeader bounds a page's header, in which statistics may hold texts.
const largestHeader = 16 << 20

var errPageCRC = errors.New("the checksum of a page is not that of its bytes, so they are not those that were written; fetch or export the file again")

// next gives the next page; its bytes stand until the call after.
func (p *pages) next() (page, error) {
	p.r.Discard(p.seen)
	p.seen = 0
	h, err := p.header()
	if err != nil {
		return page{}, err
	}
	if h.plain < 0 || h.packed < 0 || h.plain > 1<<31-1 || h.packed > 1<<31-1 || h.rows < 0 || h.rows > 1<<31-1 {
		return page{}, errCut
	}
	whole, err := p.take(int(h.packed))
	if err != nil {
		return page{}, errCut
	}
	if h.checked && crc32.ChecksumIEEE(whole) != h.crc {
		return page{}, errPageCRC
	}
	levels := 0
	if h.kind == pageData2 {
		levels = h.repetition + h.definition
		if h.repetition < 0 || h.definition < 0 || levels > len(whole) || levels > int(h.plain) {
			return page{}, errCut
		}
	}
	size := int(h.plain) - levels
	packed := whole[levels:]
	isPlain := p.codec == codecNone || h.kind == pageData2 && !h.compressed && !p.oldPages && len(packed) == size
	switch {
	case isPlain && len(packed) != size:
		return page{}, errCut
	case isPlain:
		h.data = whole
	default:
		if cap(p.plain) < int(h.plain) {
			p.plain = make([]byte, h.plain)
		}
		h.data = p.plain[:h.plain]
		copy(h.data, whole[:levels])
		if size == 0 { // whatever stands for nothing
			break
		}
		if err := p.unpacker.unpack(p.codec, h.data[levels:], packed); err != nil {
			return page{}, err
		}
	}
	return h.page, nil
}

// take gives the next n bytes, where they stand if that is possible.
func (p *pages) take(n int) (b []byte, err error) {
	if n <= p.r.Size() {
		p.seen = n
		return p.r.Peek(n)
	}
	p.packed, err = readBytes(p.r, p.packed[:0], n)
	return p.packed, err
}

// readBytes reads n bytes into b, which grows as they come: what a damaged
// header says is not to be believed.
func readBytes(r io.Reader, b []byte, n int) ([]byte, error) {
	for len(b) < n {
		from := len(b)
		step := min(n-from, max(cap(b)-from, 1<<20))
		if cap(b) < from+step {
			b = append(make([]byte, 0, max(from+step, min(n, 2*from))), b...)
		}
		b = b[:from+step]
		if _, err := io.ReadFull(r, b[from:]); err != nil {
			return b, err
		}
	}
	return b, nil
}

// header reads what stands before a page. How long it is, only reading it
// tells.
func (p *pages) header() (h pageHeader, err error) {
	for look := 512; ; look *= 8 {
		b, peekErr := p.r.Peek(min(look, p.r.Size()))
		if len(b) == 0 {
			return h, io.EOF
		}
		c := &compact{b: b}
		if h = readPageHeader(c); c.err == nil {
			_, err = p.r.Discard(len(b) - len(c.b))
			return h, err
		}
		if peekErr != nil || look >= p.r.Size() {
			if look < largestHeader && peekErr == nil {
				p.r = bufio.NewReaderSize(p.r, largestHeader)
				continue
			}
			return h, errors.New("the header of a page cannot be read; the file is damaged")
		}
	}
}

func readPageHeader(c *compact) pageHeader {
	h := pageHeader{compressed: true}
	number := func(k byte) int { return int(c.int(k)) }
	c.fields(func(id int16, k byte) {
		switch id {
		case 1:
			h.kind = c.int(k)
		case 2:
			h.plain = c.int(k)
		case 3:
			h.packed = c.int(k)
		case 4:
			h.crc, h.checked = uint32(c.int(k)), true
		case 5, 7, 8:
			c.inner(k, func(inner int16, k byte) {
				switch {
				case inner == 1:
					h.rows = number(k)
				case id == 8 && inner == 4, id != 8 && inner == 2:
					h.encoding = pageEncoding(c.int(k))
				case id == 5 && inner == 3:
					h.levels = pageEncoding(c.int(k))
				case id == 8 && inner == 5:
					h.definition = number(k)
				case id == 8 && inner == 6:
					h.repetition = number(k)
				case id == 8 && inner == 7:
					h.compressed = c.bool(k)
				default:
					c.skip(k, false)
				}
			})
		default:
			c.skip(k, false)
		}
	})
	return h
}
