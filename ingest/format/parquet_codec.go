package format

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// Codecs of Parquet, by their numbers in the format.
const (
	codecNone, codecSnappy, codecGzip, codecLZO      = 0, 1, 2, 3
	codecBrotli, codecHadoopLZ4, codecZstd, codecLZ4 = 4, 5, 6, 7
)

var (
	errPacked = errors.New("its compressed bytes do not give as many as it says; the file is damaged")
	errLZO    = errors.New("it is compressed with LZO, which is not read; write it with zstd or snappy")
)

// unpacker decompresses pages; it may be used from several goroutines.
type unpacker struct {
	once sync.Once
	zstd *zstd.Decoder
	err  error
}

// unpack decompresses src into dst, which it fills; it may write overrun bytes
// more where there is room for them, which some decoders are quicker for.
func (u *unpacker) unpack(codec int64, dst, src []byte) error {
	switch codec {
	case codecNone:
		if len(src) != len(dst) {
			return errPacked
		}
		copy(dst, src)
		return nil
	case codecSnappy:
		if n, err := s2.DecodedLen(src); err != nil || n != len(dst) {
			return errPacked
		}
		_, err := s2.Decode(dst, src)
		return err
	case codecGzip:
		z, err := gzip.NewReader(bytes.NewReader(src))
		if err != nil {
			return err
		}
		return fill(dst, z)
	case codecLZO:
		return errLZO
	case codecBrotli:
		return fill(dst, brotli.NewReader(bytes.NewReader(src)))
	case codecZstd:
		u.once.Do(func() {
			u.zstd, u.err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecodeAllCapLimit(true),
				zstd.WithDecoderMaxMemory(maxAllocation))
		})
		if u.err != nil {
			return u.err
		}
		out, err := u.zstd.DecodeAll(src, dst[:0:min(cap(dst), len(dst)+overrun)])
		if err == nil && len(out) != len(dst) {
			err = errPacked
		}
		return err
	case codecLZ4:
		return unpackLZ4(dst, src)
	case codecHadoopLZ4:
		// Hadoop's frame is what the codec was meant to be; older writers of
		// other houses put a bare block, or a frame of the lz4 program.
		if unpackHadoop(dst, src) == nil || unpackLZ4(dst, src) == nil {
			return nil
		}
		return fill(dst, lz4.NewReader(bytes.NewReader(src)))
	}
	return fmt.Errorf("it is compressed with a codec that came later than this program (number %d); write it with "+
		"zstd or snappy", codec)
}

func fill(dst []byte, r io.Reader) error {
	if _, err := io.ReadFull(r, dst); err != nil {
		return errPacked
	}
	if n, _ := r.Read(make([]byte, 1)); n > 0 {
		return errPacked
	}
	return nil
}

func unpackLZ4(dst, src []byte) error {
	if len(dst) == 0 {
		return nil
	}
	n, err := lz4.UncompressBlock(src, dst)
	if err == nil && n != len(dst) {
		err = errPacked
	}
	return err
}

// unpackHadoop reads blocks, each behind its plain and its packed size.
func unpackHadoop(dst, src []byte) error {
	for len(src) > 0 {
		if len(src) < 8 {
			return errPacked
		}
		plain, packed := uint64(binary.BigEndian.Uint32(src)), uint64(binary.BigEndian.Uint32(src[4:]))
		if src = src[8:]; plain > uint64(len(dst)) || packed > uint64(len(src)) {
			return errPacked
		}
		if err := unpackLZ4(dst[:plain], src[:packed]); err != nil {
			return err
		}
		dst, src = dst[plain:], src[packed:]
	}
	if len(dst) > 0 {
		return errPacked
	}
	return nil
}
