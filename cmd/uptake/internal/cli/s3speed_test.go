package cli

import (
	"bytes"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

var s3Users = flag.Int("s3.users", 2000,
	"users of the export that BenchmarkS3 reads; 100000 make some ten million events")

// BenchmarkS3 reads an export of Parquet from files and from an object store on this machine,
// in turn, and gives the speed from the store as a part of that from files (the median of the
// pairs), with the rows of the export. Store and reader share the processors.
//
//	go test ./cmd/uptake/internal/cli -run - -bench S3 -benchtime 5x -s3.users 100000 -timeout 2h
func BenchmarkS3(b *testing.B) {
	dir := b.TempDir()
	run := func(args ...string) string {
		var out, errs bytes.Buffer
		if code := Main(args, &out, &errs); code != codeDone && code != codeHealth {
			b.Fatal(args, code, errs.String())
		}
		return out.String()
	}
	run("simulate", "-o", dir, "--users", fmt.Sprint(*s3Users), "--format", "parquet", "--files", "4", "--quiet")
	store := s3mem.New()
	if err := store.CreateBucket("b"); err != nil {
		b.Fatal(err)
	}
	names, _ := filepath.Glob(filepath.Join(dir, "*.parquet"))
	for _, n := range names {
		text, err := os.ReadFile(n)
		if err == nil {
			_, err = store.PutObject("b", filepath.Base(n), map[string]string{}, bytes.NewReader(text),
				int64(len(text)), nil)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	server := httptest.NewServer(gofakes3.New(store).Server())
	defer server.Close()
	b.Setenv("AWS_ENDPOINT_URL_S3", server.URL)
	b.Setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
	b.Setenv("AWS_SECRET_ACCESS_KEY", "hidden-word")
	local, err := os.ReadFile(filepath.Join(dir, "experiment.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	from, _, _ := strings.Cut(string(local)[strings.Index(string(local), "path: ")+len("path: "):], "\n")
	far := filepath.Join(dir, "s3.yaml")
	if err := os.WriteFile(far, []byte(strings.Replace(string(local), from, `"s3://b/*.parquet"`, 1)),
		0o644); err != nil {
		b.Fatal(err)
	}
	timed := func(file string) (time.Duration, string) {
		start := time.Now()
		text := run("readout", file, "--json", "-", "--quiet")
		return time.Since(start), text
	}
	var parts []float64
	rows := ""
	for b.Loop() {
		near, want := timed(filepath.Join(dir, "experiment.yaml"))
		away, got := timed(far)
		if withoutExamples(got) != withoutExamples(want) {
			b.Fatal("the readout from the store is another")
		}
		parts = append(parts, near.Seconds()/away.Seconds())
		rows = want
	}
	slices.Sort(parts)
	b.ReportMetric(parts[len(parts)/2], "of-local-speed")
	_, after, _ := strings.Cut(rows, `"read": `)
	count, _, _ := strings.Cut(after, ",")
	b.Log(count, "rows")
}
