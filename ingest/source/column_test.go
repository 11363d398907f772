package source

import (
	"slices"
	"testing"
)

func TestColumn(t *testing.T) {
	f := File{Columns: map[string]string{"user": "uid", "uid": "", "payload": "p", "payload.arm": "p.variant",
		"x.y": "x.z"}}
	for path, want := range map[string]string{"user": "uid", "payload": "p", "payload.arm": "p.variant",
		"payload.arm.deep": "p.variant.deep", "payload.new": "p.new",
		"payload[key=arm].value": "p[key=arm].value", "x.y": "x.z", `"x.y".w`: `"x.z".w`} {
		if own, ok := f.Column(path); !ok || own != want {
			t.Errorf("%s: %s, %v, expected %s", path, own, ok, want)
		}
	}
	for _, path := range []string{"uid", "uid.x", "p", "dropped", ""} {
		if own, ok := f.Column(path); ok {
			t.Errorf("%s: %s, expected none", path, own)
		}
	}
	if got, want := f.Names([]string{"uid", "dropped"}), []string{"payload", "payload.arm", "uid", "user",
		"x.y"}; !slices.Equal(got, want) {
		t.Errorf("%v, expected %v", got, want)
	}
	plain := File{}
	if own, ok := plain.Column("a.b"); !ok || own != "a.b" || len(plain.Names([]string{"z", "a"})) != 2 ||
		plain.Names([]string{"z"})[0] != "z" {
		t.Error("a file of no table has other names than its own")
	}
}

func TestWithin(t *testing.T) {
	tree(t, "in/a[1]/x.csv")
	for _, c := range []struct {
		path, base, rel string
		want            bool
	}{
		{"in", "in", "_p=1/x.parquet", true},
		{"in/*", "in", "_p=1/x.parquet", true},
		{"in/*.parquet", "in", "_p=1/x.parquet", false},
		{"in/**/*.parquet", "in", "_p=1/x.parquet", true},
		{"in/**/*.parquet", "in", "x.parquet", true},
		{"in/**", "in", "p=1/q=2/x.parquet", true},
		{"in/*/q=2", "in", "p=1/q=2/x.parquet", true},
		{"in/*/q=3", "in", "p=1/q=2/x.parquet", false},
		{"in/?//", "in", "p/x.parquet", true},
		{"in/a[1]", "in/a[1]", "y.parquet", true},
		{"*.parquet", ".", "x.parquet", true},
		{"/*/x", "/", "in/x", true},
	} {
		base, pattern := Base(c.path)
		if base != c.base || Within(pattern, c.rel) != c.want {
			t.Errorf("%s: base %s, %s within: %v, expected %s, %v", c.path, base, c.rel, Within(pattern, c.rel), c.base,
				c.want)
		}
	}
}
