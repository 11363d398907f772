package sums

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc64"
	"reflect"
	"sort"

	"uptake/analysis/counted"
)

// A kept result is, in this order: the mark, the version, the shape (a checksum of the
// names and types of all that a Result holds, so that bytes written by a program that
// counts other things are never read as if they were these), the result, and a checksum
// of everything before it. Lists have their length in front, what is empty is as what is
// not there, maps are in the order of their keys: equal results are equal bytes.
const (
	mark    = "uptake sums\n"
	version = 1
)

var table = crc64.MakeTable(crc64.ECMA)

// What kept bytes can be refused for.
var (
	ErrNotSums = errors.New("these are no sums that uptake kept")
	ErrBroken  = errors.New("the kept sums are broken: their checksum does not hold")
	ErrOther   = errors.New("the sums were kept by another version of uptake, which counts other things; add them up " +
		"again")
)

// Encode writes the result as bytes.
func (r *Result) Encode() ([]byte, error) {
	b := binary.AppendUvarint([]byte(mark), version)
	b = binary.BigEndian.AppendUint64(b, shape())
	b, err := write(b, reflect.ValueOf(r).Elem())
	if err != nil {
		return nil, err
	}
	return binary.BigEndian.AppendUint64(b, crc64.Checksum(b, table)), nil
}

// Decode reads what Encode wrote, or says why it cannot be read.
func Decode(b []byte) (*Result, error) {
	if len(b) < len(mark)+9 || string(b[:len(mark)]) != mark {
		return nil, ErrNotSums
	}
	body, sum := b[:len(b)-8], binary.BigEndian.Uint64(b[len(b)-8:])
	if crc64.Checksum(body, table) != sum {
		return nil, ErrBroken
	}
	d := &reader{b: body[len(mark):]}
	if v := d.uvarint(); d.err != nil || v != version || len(d.b) < 8 || binary.BigEndian.Uint64(d.b) != shape() {
		return nil, ErrOther
	}
	d.b = d.b[8:]
	r := &Result{}
	d.read(reflect.ValueOf(r).Elem())
	if d.err == nil && len(d.b) > 0 {
		d.err = counted.Errorf("%d bytes follow the end", len(d.b))
	}
	if d.err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, d.err)
	}
	return r, nil
}

// shape is a checksum of the names and types of all that a Result holds.
func shape() uint64 {
	seen := map[reflect.Type]bool{}
	var said []byte
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		said = append(said, t.String()...)
		if seen[t] {
			return
		}
		seen[t] = true
		switch t.Kind() {
		case reflect.Struct:
			for i := range t.NumField() {
				said = append(said, t.Field(i).Name...)
				walk(t.Field(i).Type)
			}
		case reflect.Map:
			walk(t.Key())
			walk(t.Elem())
		case reflect.Slice, reflect.Array, reflect.Pointer:
			walk(t.Elem())
		}
	}
	walk(reflect.TypeFor[Result]())
	return crc64.Checksum(said, table)
}

// write appends one value. What writes itself, as the sums of package moment, does.
func write(b []byte, v reflect.Value) ([]byte, error) {
	if x, ok := v.Interface().(encoding.BinaryAppender); ok {
		return x.AppendBinary(b)
	}
	var err error
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1), nil
		}
		return append(b, 0), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(b, v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return binary.AppendUvarint(b, v.Uint()), nil
	case reflect.String:
		return append(binary.AppendUvarint(b, uint64(v.Len())), v.String()...), nil
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0), nil
		}
		return write(append(b, 1), v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if b, err = write(b, v.Field(i)); err != nil {
				return nil, err
			}
		}
		return b, nil
	case reflect.Array, reflect.Slice:
		if v.Kind() == reflect.Slice {
			b = binary.AppendUvarint(b, uint64(v.Len()))
		}
		for i := range v.Len() {
			if b, err = write(b, v.Index(i)); err != nil {
				return nil, err
			}
		}
		return b, nil
	case reflect.Map:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return less(keys[i], keys[j]) })
		for _, k := range keys {
			if b, err = write(b, k); err != nil {
				return nil, err
			}
			if b, err = write(b, v.MapIndex(k)); err != nil {
				return nil, err
			}
		}
		return b, nil
	}
	return nil, fmt.Errorf("sums hold a %s, which cannot be kept", v.Type())
}

func less(a, b reflect.Value) bool {
	if a.Kind() == reflect.String {
		return a.String() < b.String()
	}
	return a.Int() < b.Int()
}

// reader reads one value after the other; after the first error it reads nothing.
type reader struct {
	b   []byte
	err error
}

func (d *reader) fail(what string) {
	if d.err == nil {
		d.err = errors.New(what)
	}
	d.b = nil
}

func (d *reader) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.fail("a number is cut off")
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *reader) varint() int64 {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.fail("a number is cut off")
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *reader) take(n uint64) []byte {
	if n > uint64(len(d.b)) {
		d.fail("a value is cut off")
		return nil
	}
	out := d.b[:n]
	d.b = d.b[n:]
	return out
}

// length reads how long a list is; an entry takes a byte at least.
func (d *reader) length() int {
	n := d.uvarint()
	if n > uint64(len(d.b)) {
		d.fail("a list is longer than what is left")
		return 0
	}
	return int(n)
}

func (d *reader) read(v reflect.Value) {
	if d.err != nil {
		return
	}
	if x, ok := v.Addr().Interface().(encoding.BinaryUnmarshaler); ok {
		b := d.take(uint64(v.Type().Size()))
		if d.err == nil {
			d.err = x.UnmarshalBinary(b)
		}
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(string(d.take(1)) == "\x01")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(d.varint())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(d.uvarint())
	case reflect.String:
		v.SetString(string(d.take(d.uvarint())))
	case reflect.Pointer:
		if string(d.take(1)) == "\x01" {
			v.Set(reflect.New(v.Type().Elem()))
			d.read(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			d.read(v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			d.read(v.Index(i))
		}
	case reflect.Slice:
		n := d.length()
		if n == 0 { // nil, as what is empty is everywhere
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 0, min(n, 1024)))
		for i := 0; i < n && d.err == nil; i++ {
			e := reflect.New(v.Type().Elem()).Elem()
			d.read(e)
			v.Set(reflect.Append(v, e))
		}
	case reflect.Map:
		n := d.length()
		if n == 0 {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for i := 0; i < n && d.err == nil; i++ {
			k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			d.read(k)
			d.read(e)
			v.SetMapIndex(k, e)
		}
	default:
		d.fail("sums hold a " + v.Type().String())
	}
}
