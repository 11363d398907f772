package format

import (
	"bytes"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/twmb/avro"
	"github.com/twmb/avro/ocf"
)

const avroMade = `{"type":"record","name":"Row","namespace":"a.b","fields":[
 {"name":"id","type":"long"},{"name":"f","type":"float"},{"name":"d","type":"double"},{"name":"ok","type":"boolean"},
 {"name":"maybe","type":["null","string"]},{"name":"either","type":["null","long","string"]},
 {"name":"ms","type":{"type":"long","logicalType":"timestamp-millis"}},
 {"name":"us","type":["null",{"type":"long","logicalType":"timestamp-micros"}]},
 {"name":"ns","type":{"type":"long","logicalType":"timestamp-nanos"}},
 {"name":"wall","type":{"type":"long","logicalType":"local-timestamp-micros"}},
 {"name":"day","type":{"type":"int","logicalType":"date"}},
 {"name":"clock","type":{"type":"int","logicalType":"time-millis"}},
 {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":30,"scale":9}},
 {"name":"uid","type":{"type":"fixed","name":"U","size":16,"logicalType":"uuid"}},
 {"name":"arm","type":{"type":"enum","name":"Arm","symbols":["control","treatment"]}},
 {"name":"again","type":"Arm"},
 {"name":"raw","type":"bytes"},{"name":"four","type":{"type":"fixed","name":"Four","size":4}},
 {"name":"tags","type":{"type":"map","values":"string"}},
 {"name":"params","type":{"type":"array","items":{"type":"record","name":"P","fields":[{"name":"key","type":"string"},{"name":"value","type":{"type":"record","name":"V","fields":[{"name":"s","type":["null","string"]},{"name":"n","type":["null","long"]}]}}]}}}
]}`

func avroRow(i int) map[string]any {
	at := time.Date(2026, 4, 1, 10, 0, 0, 123456000, time.UTC).Add(time.Duration(i) * time.Second)
	var maybe any
	if i%2 == 0 {
		maybe = "é\"x"
	}
	return map[string]any{"id": int64(1)<<62 + int64(i), "f": float32(0.1), "d": 0.1, "ok": i%2 == 0, "maybe": maybe,
		"either": int64(7), "ms": at.UnixMilli(), "us": at.UnixMicro(),
		"ns": at.UnixNano() + 789, "wall": at.UnixMicro(), "day": int32(-1), "clock": int32(3_723_004),
		"price": big.NewRat(-1, 4),
		"uid":   [16]byte{1, 2, 3, 15: 9}, "arm": "treatment", "again": "control", "raw": []byte{0xff, 0},
		"four": [4]byte{'a', 'b'},
		"tags": map[string]string{"k": "v"}, "params": []any{
			map[string]any{"key": "variant", "value": map[string]any{"s": "b", "n": nil}},
			map[string]any{"key": "n", "value": map[string]any{"s": nil, "n": int64(i)}}}}
}

// avroMadeOf writes rows by another library.
func avroMadeOf(t *testing.T, rows int, o ...ocf.WriterOpt) []byte {
	t.Helper()
	schema, err := avro.Parse(avroMade)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w, err := ocf.NewWriter(&b, schema, o...)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if err := w.Encode(avroRow(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// columnOf reads one column of a file as text, a null as ∅.
func columnOf(file []byte, name string, o Options, called ...string) (out []string, err error) {
	r, err := Open(Input{Name: append(called, "x.avro")[0], Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(file)), nil
	}}, []Column{{Name: name}}, o)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for {
		block, err := r.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		b, err := block.Decode()
		if err != nil {
			return out, err
		}
		for i := range b.Rows {
			if b.Columns[0] == nil || b.Columns[0].IsNull(i) {
				out = append(out, "∅")
			} else {
				out = append(out, b.Columns[0].ValueStr(i))
			}
		}
	}
}

// TestAvro: what another library wrote is read as what it stands for, by every codec.
func TestAvro(t *testing.T) {
	snappy := avroMadeOf(t, 5000, ocf.WithCodec(ocf.SnappyCodec()))
	for name, file := range map[string][]byte{"null": avroMadeOf(t, 5000), "snappy": snappy} {
		for column, want := range map[string][2]string{
			"id": {"4611686018427387904", "4611686018427387905"}, "f": {"0.1", "0.1"}, "d": {"0.1", "0.1"},
			"ok": {"true", "false"}, "maybe": {"é\"x", "∅"}, "either": {"7", "7"},
			"ms": {"2026-04-01T10:00:00.123Z", "2026-04-01T10:00:01.123Z"}, "us": {"2026-04-01T10:00:00.123456Z",
				"2026-04-01T10:00:01.123456Z"},
			"ns":   {"2026-04-01T10:00:00.123456789Z", "2026-04-01T10:00:01.123456789Z"},
			"wall": {"2026-04-01T10:00:00.123456", "2026-04-01T10:00:01.123456"},
			"day":  {"1969-12-31", "1969-12-31"}, "clock": {"01:02:03.004", "01:02:03.004"},
			"price": {"-0.25", "-0.25"},
			"uid":   {"01020300-0000-0000-0000-000000000009", "01020300-0000-0000-0000-000000000009"},
			"arm":   {"treatment", "treatment"}, "again": {"control", "control"},
			"raw": {"ff00", "ff00"}, "four": {"ab", "ab"}, "tags.k": {"v", "v"}, "params[key=variant].value.s": {"b",
				"b"}, "params[key=n].value.n": {"0", "1"},
		} {
			got, err := columnOf(file, column, Options{})
			if err != nil || len(got) != 5000 || got[0] != want[0] || got[1] != want[1] {
				t.Errorf("%s, %s: %d rows, %.2q, %v; expected %q", name, column, len(got), got, err, want)
			}
		}
	}
	got, err := columnOf(snappy, "params[].key", Options{Rows: "params[]"})
	if err != nil || len(got) != 10_000 || got[0] != "variant" || got[9999] != "n" {
		t.Errorf("rows within records: %d, %v", len(got), err)
	}
	for _, codec := range []string{"deflate", "zstandard", "bzip2", "xz"} {
		if avroCodec(codec) == nil {
			t.Errorf("%s is not read", codec)
		}
	}
}

// TestAvroCodecs: blocks packed by each codec's own writer.
func TestAvroCodecs(t *testing.T) {
	for _, codec := range []ocf.Codec{ocf.DeflateCodec(6), ocf.MustZstdCodec(nil, nil)} {
		if got, err := columnOf(avroMadeOf(t, 300, ocf.WithCodec(codec)), "id", Options{}); err != nil ||
			len(got) != 300 {
			t.Errorf("%s: %d rows, %v", codec.Name(), len(got), err)
		}
	}
}

// TestAvroDamaged: damage anywhere is a sentence that names the file, never a panic.
func TestAvroDamaged(t *testing.T) {
	good := avroMadeOf(t, 50)
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"cut": {good[:len(good)-20], "x.avro is damaged behind row"},
		"schema": {bytes.Replace(good, []byte(`"type":"float"`), []byte(`"type":"floot"`), 1),
			`it has no type "floot"`},
		"codec":    {bytes.Replace(good, []byte("null"), []byte("nulx"), 1), ""},
		"no rows":  {avroMadeOf(t, 0), "x.avro has no rows"},
		"envelope": {good, "rows: a.b is the list of rows inside an envelope"},
	} {
		o := Options{}
		if name == "envelope" {
			o.Rows = "a.b"
		}
		if _, err := columnOf(c.file, "id", o); c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, expected %s", name, err, c.want)
		}
	}
	for at := 0; at < len(good); at += 7 {
		for _, bits := range []byte{0xff, 0x80, 1} {
			b := bytes.Clone(good)
			b[at] ^= bits
			if _, err := columnOf(b, "id", Options{}); err != nil && !strings.Contains(err.Error(), "x.avro") {
				t.Errorf("byte %d: %v", at, err)
			}
		}
	}
}

func FuzzAvro(f *testing.F) {
	f.Add([]byte(fmt.Sprintf("%s\x02\x16avro.schema\x0e\"int\"\x00", avroMagic)))
	f.Fuzz(func(t *testing.T, b []byte) {
		columnOf(append([]byte(avroMagic), b...), "id", Options{})
	})
}
