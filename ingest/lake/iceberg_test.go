package lake

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/twmb/avro"
	"github.com/twmb/avro/ocf"
)

const (
	listSchema  = `{"type":"record","name":"manifest_file","fields":[{"name":"manifest_path","type":"string"},{"name":"partition_spec_id","type":"int"},{"name":"content","type":"int"},{"name":"sequence_number","type":"long"}]}`
	entrySchema = `{"type":"record","name":"manifest_entry","fields":[{"name":"status","type":"int"},{"name":"sequence_number","type":["null","long"]},
		{"name":"data_file","type":{"type":"record","name":"r2","fields":[{"name":"content","type":"int"},{"name":"file_path","type":"string"},{"name":"file_format","type":"string"},
		{"name":"partition","type":{"type":"record","name":"r102","fields":[]}},{"name":"key_metadata","type":["null","bytes"]},{"name":"referenced_data_file","type":["null","string"]}]}}]}`
)

func avroFile(t *testing.T, schema string, rows ...map[string]any) string {
	t.Helper()
	var b bytes.Buffer
	w, err := ocf.NewWriter(&b, avro.MustParse(schema))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// entry is a row of a manifest; changes are added to a data file that was
// added by the manifest's own commit.
func entry(path string, changes ...any) map[string]any {
	file := map[string]any{"content": int32(0), "file_path": "s3://b/t/" + path, "file_format": "PARQUET",
		"partition": map[string]any{}, "key_metadata": nil, "referenced_data_file": nil}
	e := map[string]any{"status": int32(1), "sequence_number": nil, "data_file": file}
	for i := 0; i < len(changes); i += 2 {
		k := changes[i].(string)
		if _, ok := e[k]; ok {
			e[k] = changes[i+1]
		} else {
			file[k] = changes[i+1]
		}
	}
	return e
}

// icebergOf is a table whose snapshot has one manifest for each list of rows,
// of the sequence numbers 1, 2, ….
func icebergOf(t *testing.T, manifests ...[]map[string]any) map[string]string {
	t.Helper()
	parquet, err := os.ReadFile("testdata/iceberg/data/plain.parquet")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{"t/data/a.parquet": string(parquet), "t/data/b.parquet": string(parquet),
		"t/data/old.parquet": string(parquet), "t/metadata/v1.metadata.json": icebergMeta(7)}
	var list []map[string]any
	for i, m := range manifests {
		path := fmt.Sprintf("metadata/m%d.avro", i+1)
		out["t/"+path] = avroFile(t, entrySchema, m...)
		list = append(list, map[string]any{"manifest_path": "s3a://b/t/" + path, "partition_spec_id": int32(0),
			"content": int32(0), "sequence_number": int64(i + 1)})
	}
	out["t/metadata/snap-7.avro"] = avroFile(t, listSchema, list...)
	return out
}

func icebergMeta(snapshot int) string {
	return fmt.Sprintf(`{"format-version":2,"table-uuid":"u","location":"s3://b/t/","last-updated-ms":1,"current-schema-id":0,
		"schemas":[{"schema-id":0,"fields":[{"id":1,"name":"uid","type":"string"},{"id":2,"name":"region","type":"string"},{"id":3,"name":"n","type":"int"}]}],
		"partition-specs":[{"spec-id":0,"fields":[]}],"properties":{},"current-snapshot-id":%d,"snapshots":[{"snapshot-id":7,"manifest-list":"s3://b/t/metadata/snap-7.avro"},{"snapshot-id":8,"manifest-list":"s3://b/t/metadata/snap-8.avro"}]}`, snapshot)
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.String()
}

// TestIcebergLog tries what a log can be: the files that count, or the
// sentence that refuses it.
func TestIcebergLog(t *testing.T) {
	type list = []map[string]any
	one := func(more ...string) map[string]string {
		out := icebergOf(t, list{entry("data/a.parquet"), entry("data/old.parquet", "status", int32(2))},
			list{entry("data/b.parquet", "status", int32(0))})
		for i := 0; i < len(more); i += 2 {
			if out["t/metadata/"+more[i]] = more[i+1]; more[i+1] == "none" {
				delete(out, "t/metadata/"+more[i])
			}
		}
		return out
	}
	deletes := func(sequence int64, changes ...any) map[string]string {
		d := entry("data/d.parquet", append([]any{"content", int32(1), "sequence_number", sequence}, changes...)...)
		return icebergOf(t, list{}, list{entry("data/a.parquet")}, list{d})
	}
	const both = "t/data/a.parquet, t/data/b.parquet"
	other := strings.NewReplacer(`"u"`, `"v"`)
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"one snapshot", one(), both},
		{"no snapshot", one("v2.metadata.json", icebergMeta(-1)), "! t takes in no file that counts: the Apache " +
			"Iceberg table t (without a snapshot) has none there"},
		{"compressed", one("v1.metadata.json", "none", "v1.gz.metadata.json", gzipped(icebergMeta(7))), both},
		{"compressed, of old", one("v1.metadata.json", "none", "v1.metadata.json.gz", gzipped(icebergMeta(7))), both},
		{"highest", one("v9.metadata.json", icebergMeta(8), "v10.metadata.json", icebergMeta(7)), both},
		{"hint", one("v2.metadata.json", icebergMeta(8), "v4.metadata.json", icebergMeta(7), "version-hint.text",
			"4\n"), both},
		{"hint of a version before", one("v2.metadata.json", icebergMeta(8), "v3.metadata.json", icebergMeta(7),
			"version-hint.text", "2"), both},
		{"hint by name", one("00001-x.metadata.json", icebergMeta(7), "00002-y.metadata.json", icebergMeta(8),
			"version-hint.text", "00001-x"), both},
		{"hint of nothing", one("version-hint.text", "77"), both},
		{"two claim to be last", one("00002-x.metadata.json", icebergMeta(7), "00002-y.metadata.json", icebergMeta(8)),
			"! t/metadata/00002-y.metadata.json and 00002-x.metadata.json are both the last version…version-hint.text"},
		{"two that say the same", one("00002-x.metadata.json", icebergMeta(7), "00002-y.metadata.json", icebergMeta(7)),
			both},
		{"a table that was there before", one("00009-old.metadata.json", other.Replace(icebergMeta(8)),
			"00000-new.metadata.json", strings.Replace(icebergMeta(7), `-ms":1`, `-ms":2`, 1), "v1.metadata.json",
			"none"), both},
		{"cut off", one("v2.metadata.json", icebergMeta(7)[:300]), "! t/metadata/v2.metadata.json cannot be read " +
			"(unexpected end of JSON input); was it copied in part?"},
		{"newer format", one("v2.metadata.json", `{"format-version":4}`), "! t/metadata/v2.metadata.json is of " +
			"version 4 of Iceberg's format, where 1 to 3 are read"},
		{"snapshot missing", one("v2.metadata.json", icebergMeta(9)), "! t/metadata/v2.metadata.json has no snapshot " +
			"9"},
		{"list missing", one("snap-7.avro", "none"), "! t/metadata/v1.metadata.json names " +
			"s3://b/t/metadata/snap-7.avro, which is not there"},
		{"manifest cut off", one("m1.avro", one()["t/metadata/m1.avro"][:600]), "! m1.avro of the log " +
			"t/metadata/v1.metadata.json cannot be read"},
		{"manifest is none", one("m1.avro", "{}"), "! m1.avro of the log t/metadata/v1.metadata.json cannot be read"},
		{"version 1", one("v2.metadata.json",
			`{"format-version":1,"location":"s3://b/t","schema":{"fields":[{"id":1,"name":"uid","type":"string"}]},"current-snapshot-id":1,"snapshots":[{"snapshot-id":1,"manifests":["s3://b/t/metadata/m2.avro"]}]}`), "t/data/b.parquet"},
		{"without a number", one("v1.metadata.json", "none", "vfinal.metadata.json", icebergMeta(7)), both},
		{"without a number, later", one("vfinal.metadata.json", strings.Replace(icebergMeta(8), `-ms":1`, `-ms":2`, 1)),
			"! t/metadata/v1.metadata.json and vfinal.metadata.json are both the last version"},
		{"without a number, before", one("vfirst.metadata.json", icebergMeta(8), "other.metadata.json", "{}"), both},
		{"no table", map[string]string{"t/metadata/export.metadata.json": "{}", "t/a.parquet": ""},
			"t/a.parquet, t/metadata/export.metadata.json"},
		{"file is gone", icebergOf(t, list{entry("data/gone.parquet")}), "! the Apache Iceberg table t (snapshot 7) " +
			"names the file s3://b/t/data/gone.parquet, which is not there"},
		{"other format", icebergOf(t, list{entry("data/a.orc", "file_format", "ORC")}), "! the Apache Iceberg table " +
			"t (snapshot 7) has files of the format ORC (such as s3://b/t/data/a.orc), where Parquet is expected"},
		{"encrypted", icebergOf(t, list{entry("data/a.parquet", "key_metadata", []byte{1})}), "! is encrypted"},
		{"location before", icebergOf(t, list{entry("data/a.parquet", "file_path", "gs://before/x/data/a.parquet")}),
			"t/data/a.parquet"},
		{"positions deleted", deletes(2), "! t/metadata/v1.metadata.json deletes single rows by a file of deleted " +
			"positions (d.parquet), which is not read here; rewrite the files"},
		{"values deleted", deletes(3, "content", int32(2)), "! deletes single rows by a file of deleted values"},
		{"values deleted before", deletes(2, "content", int32(2)), "t/data/a.parquet"},
		{"positions deleted before", deletes(1), "t/data/a.parquet"},
		{"deletion vector", deletes(2, "file_format", "PUFFIN", "referenced_data_file", "s3://b/t/data/a.parquet"),
			"! deletes single rows by a deletion vector"},
		{"deletion vector of another file", deletes(2, "file_format", "PUFFIN", "referenced_data_file",
			"s3://b/t/data/old.parquet"), "t/data/a.parquet"},
		{"delete file removed", deletes(2, "status", int32(2)), "t/data/a.parquet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree(t, c.files)
			compare(t, got("t"), c.want)
		})
	}
}

// TestIcebergWhere tries the ways to name a table or a part of one.
func TestIcebergWhere(t *testing.T) {
	tree(t, icebergOf(t, []map[string]any{entry("data/a.parquet"), entry("data/b.parquet")}))
	const both = "t/data/a.parquet, t/data/b.parquet"
	check(t, []findCase{
		{"t", both}, {"t/data", both}, {"t/data/*.parquet", both}, {"t/**/*.parquet", both},
		{"t/data/a.parquet", "t/data/a.parquet"}, {"t/data/[ao]*", "t/data/a.parquet"},
		{"t/data/old.parquet", "! t/data/old.parquet is no file of the Apache Iceberg table t (snapshot 7)"},
		{"t/metadata", "! t/metadata is in the log of the Apache Iceberg table t, not in its data; name the folder t"},
		{"t/metadata/v1.metadata.json", "! is in the log of"},
	})
}

// TestIcebergColumns tries what columns become: defaults, numbers within
// structs, and what cannot be told.
func TestIcebergColumns(t *testing.T) {
	with := func(old, now string) map[string]string {
		out := icebergOf(t, []map[string]any{entry("data/a.parquet")})
		out["t/metadata/v1.metadata.json"] = strings.Replace(icebergMeta(7), old, now, 1)
		return out
	}
	later := `{"id":3,"name":"n","type":"int"},{"id":4,"name":"later","type":%s,"initial-default":%s}`
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"default text", with(`{"id":3,"name":"n","type":"int"}`, fmt.Sprintf(later, `"string"`, `"free"`)),
			"t/data/a.parquet later:free"},
		{"default number", with(`{"id":3,"name":"n","type":"int"}`, fmt.Sprintf(later, `"double"`, `1.50`)),
			"t/data/a.parquet later:1.50"},
		{"no default", with(`{"id":3,"name":"n","type":"int"}`, fmt.Sprintf(later, `"string"`, `null`)),
			"t/data/a.parquet"},
		{"no numbers, a name of two columns",
			with(`"schemas":[`, `"schemas":[{"schema-id":1,"fields":[{"id":1,"name":"user","type":"string"}]},`),
			"! t/data/a.parquet does not number its columns, and t/metadata/v1.metadata.json says that"},
		{"no numbers, a mapping", with(`"properties":{}`,
			`"properties":{"schema.name-mapping.default":"[{\"field-id\":1,\"names\":[\"uid\",\"user\"]}]"}`),
			"t/data/a.parquet"},
		{"mapping is none", with(`"properties":{}`, `"properties":{"schema.name-mapping.default":"{"}`),
			"! t/metadata/v1.metadata.json has a schema.name-mapping.default that cannot be read"},
		{"schema missing", with(`"current-schema-id":0`, `"current-schema-id":5`), "! t/metadata/v1.metadata.json " +
			"has no schema 5"},
		{"file damaged", func() map[string]string { f := with("", ""); f["t/data/a.parquet"] = "PAR1"; return f }(),
			"! t/data/a.parquet is not a whole Parquet file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree(t, c.files)
			compare(t, got("t"), c.want)
		})
	}
}
