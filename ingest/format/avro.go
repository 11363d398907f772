package format

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"

	"uptake/analysis/counted"
	"uptake/analysis/fault"
)

// An Avro object container file (avro.apache.org/docs, 1.12) is read as the lines of
// JSON that its records are: what is nested, lists and maps in it are found by the paths
// that JSON has, and times, decimals and UUIDs stand as the texts that they stand for. A
// library that makes values of them first takes some three times as long to the lines; the
// tests read what it writes.

const (
	avroMagic = "Obj\x01"
	// largestAvroBlock bounds a block, packed and unpacked, and largestAvroHead the schema.
	largestAvroBlock = 1 << 30
	largestAvroHead  = 16 << 20
)

// avroLines gives the records as lines.
type avroLines struct {
	name   string
	src    *bufio.Reader
	sync   [16]byte
	unpack func(dst, packed []byte) ([]byte, error)
	row    *avroType
	rows   int64  // before the block
	block  []byte // unpacked, what is left of it
	left   int64  // records in it
	packed []byte
	plain  []byte
	lines  []byte // written and not given out yet
	given  int
}

// openAvro puts lines of JSON in the place of the file's bytes.
func openAvro(src *source, o *Options) error {
	if o.Rows != "" && !Unnests(o.Rows) {
		return fmt.Errorf("rows: %s is the list of rows inside an envelope, which an Avro file has not; give [] "+
			"behind the lists within its records, or leave rows out", o.Rows)
	}
	r := &avroLines{name: src.name, src: src.text.Reader}
	if err := r.head(); err != nil {
		if isSentence(err) {
			return err
		}
		return dataError{fmt.Sprintf("the Avro file %s cannot be read (%v); fetch or export it again", src.name, err),
			err}
	}
	ahead := readAhead(func() (io.ReadCloser, error) { return io.NopCloser(r), nil },
		func(err error) error { return err })
	src.text, src.at, src.size = newStream(ahead, closers{ahead, src.text.Closer}), nil, 0
	return nil
}

// head reads what stands before the blocks.
func (r *avroLines) head() error {
	if _, err := r.src.Discard(len(avroMagic)); err != nil {
		return errCut
	}
	meta := map[string][]byte{}
	for total := int64(0); ; {
		n, err := r.long()
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
		if n < 0 { // the size in bytes comes with it
			if _, err := r.long(); err != nil {
				return err
			}
			n = -n
		}
		for ; n > 0; n-- {
			var pair [2][]byte
			for i := range pair {
				size, err := r.long()
				if err != nil {
					return err
				}
				if total += size; size < 0 || total > largestAvroHead {
					return errors.New("what stands before its rows is longer than 16 MiB, or damaged")
				}
				pair[i] = make([]byte, size)
				if _, err := io.ReadFull(r.src, pair[i]); err != nil {
					return errCut
				}
			}
			meta[string(pair[0])] = pair[1]
		}
	}
	if _, err := io.ReadFull(r.src, r.sync[:]); err != nil {
		return errCut
	}
	var err error
	if r.row, err = parseAvroSchema(meta["avro.schema"]); err != nil {
		return err
	}
	if r.row.kind != avroRecord {
		return dataError{fmt.Sprintf("the rows of %s are no records but of the Avro type %s, so they have no "+
			"columns; export records", r.name, r.row.kind), nil}
	}
	codec := string(meta["avro.codec"])
	if r.unpack = avroCodec(codec); r.unpack == nil {
		return dataError{fmt.Sprintf("the Avro file %s is packed by the codec %q, where null, deflate, snappy, "+
			"zstandard, bzip2 and xz are read; write it with one of these", r.name, clip([]byte(codec), 40)), nil}
	}
	return nil
}

func (r *avroLines) long() (int64, error) {
	v, err := binary.ReadVarint(r.src)
	if err != nil {
		return 0, errCut
	}
	return v, nil
}

// Read gives the lines.
func (r *avroLines) Read(p []byte) (int, error) {
	for r.given == len(r.lines) {
		if err := r.more(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.lines[r.given:])
	r.given += n
	return n, nil
}

// more writes the next lines.
func (r *avroLines) more() error {
	r.lines, r.given = r.lines[:0], 0
	for r.left == 0 {
		if err := r.next(); err != nil {
			if err == io.EOF {
				return err
			}
			return fault.At(fault.Place{File: r.name, Row: r.rows + 1},
				dataError{fmt.Sprintf("%s is damaged behind row %d (%v); fetch or export it again", r.name, r.rows,
					err), err})
		}
	}
	in := avroData{b: r.block}
	for ; r.left > 0 && len(r.lines) < 64<<10; r.left-- {
		r.lines = append(r.row.add(r.lines, &in, 0), '\n')
		if in.err != nil {
			return fault.At(fault.Place{File: r.name, Row: r.rows + 1},
				dataError{fmt.Sprintf("row %d of %s cannot be read: %v; fetch or export it again", r.rows+1, r.name,
					in.err), in.err})
		}
		r.rows++
	}
	r.block = in.b
	if r.left == 0 && len(r.block) > 0 {
		return fault.At(fault.Place{File: r.name, Row: r.rows},
			dataError{fmt.Sprintf("%s is damaged before row %d: its block has more bytes than rows", r.name, r.rows),
				nil})
	}
	return nil
}

// next unpacks the next block; io.EOF behind the last one.
func (r *avroLines) next() (err error) {
	if _, err := r.src.Peek(1); err == io.EOF {
		return err
	}
	if r.left, err = r.long(); err != nil {
		return err
	}
	size, err := r.long()
	if err != nil {
		return err
	}
	if r.left < 0 || size < 0 || size > largestAvroBlock {
		return errors.New("the size of a block cannot be right")
	}
	// A damaged size asks for no more memory than there are bytes.
	packed := bytes.NewBuffer(r.packed[:0])
	if n, err := io.CopyN(packed, r.src, size); err != nil || n < size {
		if err != nil && err != io.EOF {
			return err
		}
		return errCut
	}
	r.packed = packed.Bytes()
	var mark [16]byte
	if _, err := io.ReadFull(r.src, mark[:]); err != nil {
		return errCut
	}
	if mark != r.sync {
		return errors.New("a block does not end in the file's mark")
	}
	if r.plain, err = r.unpack(r.plain[:0], r.packed); err != nil {
		return err
	}
	if r.left > int64(len(r.plain)) && r.left > 1<<20 {
		return counted.Errorf("a block of %d bytes cannot have %d rows", len(r.plain), r.left)
	}
	r.block = r.plain
	return nil
}

// avroCodec gives the way to unpack a block, nil for one that is not known.
func avroCodec(name string) func(dst, packed []byte) ([]byte, error) {
	stream := func(open func(io.Reader) (io.Reader, error)) func(dst, packed []byte) ([]byte, error) {
		return func(dst, packed []byte) ([]byte, error) {
			in, err := open(bytes.NewReader(packed))
			if err != nil {
				return nil, err
			}
			if c, ok := in.(io.Closer); ok {
				defer c.Close()
			}
			out := bytes.NewBuffer(dst)
			if n, err := io.Copy(out, io.LimitReader(in, largestAvroBlock+1)); err != nil {
				return nil, fmt.Errorf("its packed data are damaged: %w", err)
			} else if n > largestAvroBlock {
				return nil, errors.New("a block unpacks to more than 1 GiB")
			}
			return out.Bytes(), nil
		}
	}
	switch name {
	case "", "null":
		return func(_, packed []byte) ([]byte, error) { return packed, nil }
	case "deflate":
		return stream(func(r io.Reader) (io.Reader, error) { return flate.NewReader(r), nil })
	case "snappy":
		return unpackAvroSnappy
	case "zstandard":
		return stream(func(r io.Reader) (io.Reader, error) {
			z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20))
			if err != nil {
				return nil, err
			}
			return z.IOReadCloser(), nil
		})
	case "bzip2":
		return stream(func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil })
	case "xz":
		return stream(func(r io.Reader) (io.Reader, error) {
			return xz.ReaderConfig{DictCap: 1 << 20}.NewReader(r)
		})
	}
	return nil
}

// unpackAvroSnappy unpacks a block that ends in the checksum of what it holds.
func unpackAvroSnappy(dst, packed []byte) ([]byte, error) {
	if len(packed) < 4 {
		return nil, errCut
	}
	packed, sum := packed[:len(packed)-4], packed[len(packed)-4:]
	if n, err := s2.DecodedLen(packed); err != nil || n > largestAvroBlock {
		return nil, errors.New("its snappy data are damaged")
	}
	out, err := s2.Decode(dst[:cap(dst)], packed)
	if err != nil {
		return nil, fmt.Errorf("its snappy data are damaged: %w", err)
	}
	if crc32.ChecksumIEEE(out) != binary.BigEndian.Uint32(sum) {
		return nil, fmt.Errorf("the checksum of a block is not that of its bytes (%s is said)", hex.EncodeToString(sum))
	}
	return out, nil
}
