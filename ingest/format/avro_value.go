package format

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// avroData is what is left of a block.
type avroData struct {
	b   []byte
	err error
}

var errAvroShort = errors.New("a value ends behind its block")

func (d *avroData) long() int64 {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.fail(errAvroShort)
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *avroData) take(n int64) []byte {
	if n < 0 || n > int64(len(d.b)) {
		d.fail(errAvroShort)
		return nil
	}
	b := d.b[:n]
	d.b = d.b[n:]
	return b
}

func (d *avroData) fail(err error) {
	if d.err == nil {
		d.err = err
	}
	d.b = nil
}

// add appends the next value of the type as JSON.
func (t *avroType) add(dst []byte, d *avroData, depth int) []byte {
	if depth > deepestAvro {
		d.fail(fmt.Errorf("its values are nested more than %d deep", deepestAvro))
	}
	if d.err != nil {
		return dst
	}
	switch t.kind {
	case avroNull:
		return append(dst, "null"...)
	case avroBoolean:
		b := d.take(1)
		return strconv.AppendBool(dst, len(b) == 1 && b[0] != 0)
	case avroInt, avroLong:
		return t.addWhole(dst, d.long())
	case avroFloat:
		if b := d.take(4); b != nil {
			return addFloat(dst, float64(math.Float32frombits(binary.LittleEndian.Uint32(b))), 32)
		}
	case avroDouble:
		if b := d.take(8); b != nil {
			return addFloat(dst, math.Float64frombits(binary.LittleEndian.Uint64(b)), 64)
		}
	case avroString:
		return addText(dst, appendUTF8(nil, d.take(d.long())))
	case avroBytes:
		return t.addBytes(dst, d.take(d.long()))
	case avroFixed:
		return t.addBytes(dst, d.take(int64(t.size)))
	case avroEnum:
		i := d.long()
		if i < 0 || i >= int64(len(t.symbols)) {
			d.fail(fmt.Errorf("it has the symbol %d of an enum of %d", i, len(t.symbols)))
			return dst
		}
		return append(dst, t.symbols[i]...)
	case avroUnion:
		i := d.long()
		if i < 0 || i >= int64(len(t.union)) {
			d.fail(fmt.Errorf("it has the branch %d of a union of %d", i, len(t.union)))
			return dst
		}
		return t.union[i].add(dst, d, depth+1)
	case avroRecord:
		dst = append(dst, '{')
		for i, f := range t.fields {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = f.of.add(append(dst, f.key...), d, depth+1)
		}
		return append(dst, '}')
	case avroArray, avroMap:
		return t.addMany(dst, d, depth)
	}
	return dst
}

// addMany appends a list or a map.
func (t *avroType) addMany(dst []byte, d *avroData, depth int) []byte {
	open, end := byte('['), byte(']')
	if t.kind == avroMap {
		open, end = '{', '}'
	}
	dst = append(dst, open)
	for first := true; d.err == nil; {
		n := d.long()
		if n < 0 { // the size in bytes comes with it
			d.long()
			n = -n
		}
		if n == 0 || d.err != nil {
			break
		}
		if n < 0 || n > int64(len(d.b)) && n > 1<<20 { // only what takes no byte can be so many
			d.fail(errAvroShort)
			break
		}
		for ; n > 0 && d.err == nil; n-- {
			if !first {
				dst = append(dst, ',')
			}
			first = false
			if t.kind == avroMap {
				dst = append(addText(dst, appendUTF8(nil, d.take(d.long()))), ':')
			}
			dst = t.items.add(dst, d, depth+1)
		}
	}
	return append(dst, end)
}

func addText(dst, b []byte) []byte { return appendJSON(dst, string(b)) }

// addFloat writes what JSON has no number for as null: it is missing.
func addFloat(dst []byte, v float64, bits int) []byte {
	from := len(dst)
	if dst = appendFloat(dst, v, bits); len(dst) == from {
		dst = append(dst, "null"...)
	}
	return dst
}

// addWhole appends a whole number or the time that it stands for.
func (t *avroType) addWhole(dst []byte, v int64) []byte {
	at := func(step int64, layout string) []byte {
		whole, part := v/step, v%step
		if part < 0 {
			whole, part = whole-1, part+step
		}
		when := time.Unix(whole, part*(int64(time.Second)/step)).UTC()
		if y := when.Year(); y < 0 || y > 9999 {
			return strconv.AppendInt(dst, v, 10) // no calendar has it: whoever reads it as a time says so
		}
		return append(when.AppendFormat(append(dst, '"'), layout), '"')
	}
	const utc, wall = "2006-01-02T15:04:05.999999999Z", "2006-01-02T15:04:05.999999999"
	switch t.logical {
	case avroDate:
		if v > math.MaxInt32 || v < math.MinInt32 {
			break
		}
		v *= 24 * 60 * 60
		return at(1, time.DateOnly)
	case avroTimeMillis:
		return at(1e3, "15:04:05.999")
	case avroTimeMicros:
		return at(1e6, "15:04:05.999999")
	case avroMillis:
		return at(1e3, utc)
	case avroMicros:
		return at(1e6, utc)
	case avroNanos:
		return at(1e9, utc)
	case avroLocalMillis:
		return at(1e3, wall)
	case avroLocalMicros:
		return at(1e6, wall)
	case avroLocalNanos:
		return at(1e9, wall)
	}
	return strconv.AppendInt(dst, v, 10)
}

// addBytes appends bytes by what they stand for.
func (t *avroType) addBytes(dst, b []byte) []byte {
	switch t.logical {
	case avroDecimal:
		return addDecimal(dst, b, t.scale)
	case avroUUID:
		if len(b) == 16 {
			return append(appendUUID(append(dst, '"'), b), '"')
		}
	case avroDuration:
		if len(b) == 12 {
			return fmt.Appendf(dst, `"P%dM%dDT%sS"`, binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:]),
				appendFloat(nil, float64(binary.LittleEndian.Uint32(b[8:]))/1e3, 64))
		}
	}
	if t.kind == avroFixed {
		return addText(dst, appendFixed(nil, b))
	}
	return addText(dst, appendRaw(nil, b))
}

// addDecimal appends the number that bytes in two's complement, the largest first, have
// with so many decimals, without zeros at its end.
func addDecimal(dst, b []byte, scale int) []byte {
	v := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0] >= 0x80 {
		v.Sub(v, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	if v.Sign() < 0 {
		dst = append(dst, '-')
	}
	digits := v.Abs(v).String()
	if pad := scale + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	whole, part := digits[:len(digits)-scale], strings.TrimRight(digits[len(digits)-scale:], "0")
	dst = append(dst, whole...)
	if part != "" {
		dst = append(append(dst, '.'), part...)
	}
	return dst
}
