package lake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func protocolOf(version int, features ...string) string {
	list := ""
	if version == 3 {
		list = fmt.Sprintf(`,"readerFeatures":["%s"]`, strings.Join(features, `","`))
	}
	return fmt.Sprintf(`{"protocol":{"minReaderVersion":%d,"minWriterVersion":7%s}}`, version, list)
}

// metaOf gives a schema of text columns, each with its name in the files, and
// a property.
func metaOf(key, value string, columns ...[2]string) string {
	var fields []string
	for i, c := range columns {
		fields = append(fields, fmt.Sprintf(
			`{\"name\":\"%s\",\"type\":\"string\",\"metadata\":{\"delta.columnMapping.id\":%d,\"delta.columnMapping.physicalName\":\"%s\"}}`, c[0], i+1, c[1]))
	}
	return fmt.Sprintf(
		`{"metaData":{"format":{"provider":"parquet"},"schemaString":"{\"type\":\"struct\",\"fields\":[%s]}","partitionColumns":[],"configuration":{"%s":"%s"}}}`,
		strings.Join(fields, ","), key, value)
}

const (
	vector  = `{"add":{"path":"a.parquet","partitionValues":{},"deletionVector":{"storageType":"u","pathOrInlineDv":"x","offset":1,"sizeInBytes":2,"cardinality":1}}}`
	sidecar = `{"sidecar":{"path":"none.parquet","sizeInBytes":1,"modificationTime":1}}`
)

// TestDeltaLog tries what a log can be: a log by the name of each commit's
// file, and the files that count or the sentence that refuses it.
func TestDeltaLog(t *testing.T) {
	checkpoint, err := os.ReadFile("testdata/delta/_delta_log/00000000000000000003.checkpoint.parquet")
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	first := lines(protocol, meta, add("a.parquet"), add("b.parquet"))
	log := func(more ...string) map[string]string {
		out := map[string]string{commit("t", 0): first, "t/a.parquet": "", "t/b.parquet": "", "t/c.parquet": "",
			"t/old/region=x/d.parquet": ""}
		for i := 0; i < len(more); i += 2 {
			name := more[i]
			if !strings.Contains(name, "/") {
				name = "t/_delta_log/" + name
			}
			if out[name] = more[i+1]; more[i+1] == "none" {
				delete(out, name)
			}
		}
		return out
	}
	v := func(n int) string { return filepath.Base(commit("t", n)) }
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"one commit", log(), "t/a.parquet, t/b.parquet"},
		{"no line end, blank lines", log(v(1), "\n"+remove("a.parquet")+"\n\n"), "t/b.parquet"},
		{"removed and added again", log(v(1), remove("a.parquet"), v(2), add("a.parquet")), "t/a.parquet, t/b.parquet"},
		{"overwritten", log(v(1), lines(remove("a.parquet"), remove("b.parquet"), add("c.parquet"))), "t/c.parquet"},
		{"one path in two ways", log(v(1), add("/no/such%20file"), v(2), remove("file:///no/such%20file")),
			"t/a.parquet, t/b.parquet"},
		{"emptied", log(v(1), lines(remove("a.parquet"), remove("b.parquet"))), "! t takes in no file that counts: " +
			"the Delta Lake table t (version 1) has none there"},
		{"harmless actions", log(v(1), lines(`{"commitInfo":{"inCommitTimestamp":1}}`,
			`{"domainMetadata":{"domain":"d","configuration":"","removed":false}}`, `{"txn":{"appId":"a","version":1}}`,
			`{"cdc":{"path":"_change_data/x.parquet"}}`)), "t/a.parquet, t/b.parquet"},
		{"files beside the log", log(v(0)[:20]+".crc", "{", ".tmp", "",
			"00000000000000000000.00000000000000000001.compacted.json", "{"), "t/a.parquet, t/b.parquet"},
		{"partition values", log(v(1), `{"add":{"path":"old/region=x/d.parquet","partitionValues":{"region":"us"}}}`),
			"t/a.parquet, t/b.parquet, t/old/region=x/d.parquet region:us"},
		{"partition without a value",
			log(v(1), `{"add":{"path":"old/region=x/d.parquet","partitionValues":{"region":null}}}`),
			"t/a.parquet, t/b.parquet, t/old/region=x/d.parquet region:(missing)"},
		{"partition of empty text",
			log(v(1), `{"add":{"path":"old/region=x/d.parquet","partitionValues":{"region":""}}}`),
			"t/a.parquet, t/b.parquet, t/old/region=x/d.parquet region:(missing)"},
		{"encoded path", log("t/r=a%2Fb/é d.parquet", "", v(1), add("r=a%252Fb/%C3%A9%20d.parquet")),
			"t/a.parquet, t/b.parquet, t/r=a%2Fb/é d.parquet"},
		{"no commit", log(v(0), "none", "_last_checkpoint", ""), "! t/_delta_log makes t a Delta Lake table, but " +
			"holds no commit"},
		{"version missing", log(v(2), add("c.parquet")), "! t/_delta_log/00000000000000000001.json is missing, and " +
			"no checkpoint stands in for it"},
		{"first versions missing", log(v(0), "none", v(5), add("c.parquet")),
			"! t/_delta_log/00000000000000000004.json is missing"},
		{"cut off", log(v(1), remove("a.parquet")+"\n"+add("c.parquet")[:20]),
			"! the commit t/_delta_log/00000000000000000001.json cannot be read at its action 2 (it ends there); was " +
				"it copied while"},
		{"empty commit", log(v(1), ""), "! the commit t/_delta_log/00000000000000000001.json cannot be read at its " +
			"action 1 (it ends there)"},
		{"no JSON", log(v(1), "<xml>"), "! the commit t/_delta_log/00000000000000000001.json cannot be read at its " +
			"action 1"},
		{"pointer beyond", log("_last_checkpoint", `{"version":10,"size":3}`), "! t/_delta_log/_last_checkpoint " +
			"speaks of version 10, but the log ends at version 0"},
		{"pointer of no use", log("_last_checkpoint", `{`), "t/a.parquet, t/b.parquet"},
		{"no schema", log(v(0), add("a.parquet")), "! t/_delta_log has no protocol or no schema"},
		{"file is gone", log("t/b.parquet", "none"),
			`! the Delta Lake table t (version 0) names the file b.parquet, which is not there…was it vacuumed`},
		{"outside", log(v(1), add("../x.parquet")),
			`! t/_delta_log/00000000000000000001.json names the file "../x.parquet", which lies outside the table`},
		{"other machine", log(v(1), add("s3://bucket/x.parquet")),
			`! names the file "s3://bucket/x.parquet", which is not on this machine`},
		{"absolute",
			log(v(1), add("file://"+filepath.ToSlash(here)+"/testdata/delta/_delta_log/00000000000000000003.json")),
			"00000000000000000003.json"},
		{"newer protocol", log(v(1), protocolOf(4)), "! t/_delta_log/00000000000000000001.json asks for readers of " +
			"version 4"},
		{"harmless features", log(v(1), protocolOf(3, "timestampNtz", "vacuumProtocolCheck", "deletionVectors",
			"columnMapping", "v2Checkpoint", "variantType-preview")), "t/a.parquet, t/b.parquet"},
		{"other features", log(v(1), protocolOf(3, "timestampNtz", "catalogManaged", "typeWidening")),
			"! t/_delta_log/00000000000000000001.json asks readers for catalogManaged, typeWidening, which is not " +
				"read here…DROP FEATURE"},
		{"deletion vector", log(v(1), lines(remove("a.parquet"), vector)), "! t/_delta_log/00000000000000000001.json " +
			"deletes single rows of a.parquet by a deletion vector…PURGE"},
		{"deletion vector of a file removed", log(v(1), lines(remove("a.parquet"), vector), v(2),
			strings.Replace(strings.Replace(vector, `{"add"`, `{"remove"`, 1), `"partitionValues":{},`, "", 1)),
			"t/b.parquet"},
		{"columns mapped by name", log(v(1), metaOf("delta.columnMapping.mode", "name", [2]string{"user", "col-1"})),
			"t/a.parquet, t/b.parquet"},
		{"columns mapped otherwise", log(v(1), metaOf("delta.columnMapping.mode", "other")),
			`! t/_delta_log/00000000000000000001.json maps columns in the mode "other"`},
		{"of another format", log(v(1), strings.Replace(meta, `"parquet"`, `"orc"`, 1)),
			`! says that the table's files are of the format "orc"`},
		{"checkpoint in part", log(v(0)[:20]+".checkpoint.0000000001.0000000002.parquet", ""),
			"t/a.parquet, t/b.parquet"},
		{"checkpoint damaged", log(v(0)[:20]+".checkpoint.parquet", "PAR1"),
			"! the checkpoint t/_delta_log/00000000000000000000.checkpoint.parquet cannot be read"},
		{"checkpoint alone", log(v(0), "none", v(3)[:20]+".checkpoint.parquet", string(checkpoint)),
			"! the Delta Lake table t (version 3) names the file region=100%25"},
		{"second kind of checkpoint",
			log(v(0), "none", v(3)[:20]+".checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json", first),
			"t/a.parquet, t/b.parquet"},
		{"second kind of checkpoint in parts", log(v(0), "none", "t/_delta_log/_sidecars/x.parquet", string(checkpoint),
			v(3)[:20]+".checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json",
			lines(protocol, meta, strings.Replace(sidecar, "none", "x", 1))),
			"! the Delta Lake table t (version 3) names the file region=100%25"},
		{"its part is gone", log(v(0), "none", v(3)[:20]+".checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json",
			lines(protocol, meta, sidecar)), "! the checkpoint t/_delta_log/_sidecars/none.parquet cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree(t, c.files)
			if c.name == "absolute" {
				if g := got("t"); !strings.Contains(g, c.want) || strings.HasPrefix(g, "!") {
					t.Error(g)
				}
				return
			}
			compare(t, got("t"), c.want)
		})
	}
}

// TestDeltaNames gives renamed columns their name in the files.
func TestDeltaNames(t *testing.T) {
	nested := `{\"name\":\"payload\",\"type\":{\"type\":\"struct\",\"fields\":[{\"name\":\"arm\",\"type\":\"string\",\"metadata\":{\"delta.columnMapping.physicalName\":\"col-3\"}}]},\"metadata\":{\"delta.columnMapping.physicalName\":\"col-2\"}}]`
	m := strings.Replace(metaOf("delta.columnMapping.mode", "name", [2]string{"user", "uid"},
		[2]string{"region", "col-9"}), "]}\"", ","+nested+`}"`, 1)
	tree(t, map[string]string{commit("t", 0): lines(protocolOf(2), m,
		`{"add":{"path":"a.parquet","partitionValues":{"col-9":"eu"}}}`), "t/a.parquet": ""})
	compare(t, got("t"), "t/a.parquet region:eu")
	files, _, err := Find("t", nil)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"user": "uid", "payload.arm": "col-2.col-3", "uid": "", "col-2": ""} {
		if own, ok := files[0].Column(path); own != want || ok != (want != "") {
			t.Errorf("%s is %q, %v in the file, expected %q", path, own, ok, want)
		}
	}
}

// TestDeltaIDs resolves names by the numbers that the files' columns have.
func TestDeltaIDs(t *testing.T) {
	list, err := filepath.Glob("testdata/iceberg/data/region=null/00000-1-*.parquet")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	data, err := os.ReadFile(list[0])
	if err != nil {
		t.Fatal(err)
	}
	m := metaOf("delta.columnMapping.mode", "id", [2]string{"who", "col-1"}, [2]string{"where", "col-2"},
		[2]string{"n", "col-3"}, [2]string{"later", "col-4"})
	tree(t, map[string]string{commit("t", 0): lines(protocolOf(3, "columnMapping"), m, add("a.parquet")),
		"t/a.parquet": string(data)})
	same(t, rows(t, "t", "who", "where", "n", "later", "user", "col-1"), "f||6|||")
}
