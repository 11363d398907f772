package source

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// fakeS3 is a server with one bucket, whose objects hold their own keys; in front may
// answer before it does.
func fakeS3(t *testing.T, front func(w http.ResponseWriter, q *http.Request) bool, keys ...string) *s3mem.Backend {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("b"); err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		put(t, backend, k, k)
	}
	server := gofakes3.New(backend).Server()
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if front == nil || !front(w, q) {
			server.ServeHTTP(w, q)
		}
	}))
	t.Cleanup(ts.Close)
	t.Setenv("AWS_ENDPOINT_URL_S3", ts.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "hidden-word")
	return backend
}

func put(t *testing.T, b *s3mem.Backend, key, text string) {
	t.Helper()
	if _, err := b.PutObject("b", key, map[string]string{}, strings.NewReader(text), int64(len(text)),
		nil); err != nil {
		t.Fatal(err)
	}
}

// quick makes tries follow at once.
func quick(files []File) {
	for _, f := range files {
		switch b := f.tree.files.(*archives).files.(type) {
		case *bucket:
			b.pause = time.Microsecond
		case *web:
			b.pause = time.Microsecond
		}
	}
}

func TestBucket(t *testing.T) {
	fakeS3(t, nil, "a.csv", "in/b.csv", "in/dt=2026-04-01/c.csv", "in/dt=2026-04-02/d e+ü.csv", "in/_tmp/x.csv",
		"in/notes.txt", "inner/z.csv")
	for _, c := range []struct{ path, want string }{
		{"s3://b/a.csv", "s3://b/a.csv"},
		{"s3a://b/a.csv", "s3://b/a.csv"},
		{"s3://b/in", "s3://b/in/b.csv s3://b/in/dt=2026-04-01/c.csv s3://b/in/dt=2026-04-02/d e+ü.csv"},
		{"s3://b/in/", "s3://b/in/b.csv s3://b/in/dt=2026-04-01/c.csv s3://b/in/dt=2026-04-02/d e+ü.csv"},
		{"s3://b/in/*/*.csv", "s3://b/in/dt=2026-04-01/c.csv s3://b/in/dt=2026-04-02/d e+ü.csv"},
		{"s3://b/*.csv", "s3://b/a.csv"},
		{"s3://b/**/z.csv", "s3://b/inner/z.csv"},
		{"s3://b/in/none.csv", "! there is no file s3://b/in/none.csv"},
		{"s3://c/x.csv", "! s3://c/x.csv cannot be read: the store answers 404 NoSuchBucket"},
		{"s3:///x.csv", "! s3:///x.csv names no bucket; write it as s3://bucket/folder/*.parquet"},
		{"ftp://h/x.csv", "! ftp:// is not read here; sources are files of this machine, https://, s3://, gs:// and " +
			"az://, and databases at sqlite:file and postgres://host/name"},
		{"http://example.com/x.csv", "! http://example.com/x.csv would be read without encryption, so that anybody " +
			"on the way could read and change it; write https"},
		{"https://u:hidden@h/x.csv", "! the address at https://h holds a user's name or password, which do not " +
			"belong in a file that others read; take it out"},
		{"https://h/x.csv?X-Amz-Signature=hidden", "! the address https://h/x.csv holds a credential " +
			"(X-Amz-Signature), which does not belong in a file that others read; name the file in its store (s3://, " +
			"gs://, az://), whose credentials come from the environment, or fetch it first"},
	} {
		files, _, err := Find(c.path, csvOnly)
		got := "! "
		if err != nil {
			got += err.Error()
		} else {
			var paths []string
			for _, f := range files {
				paths = append(paths, f.Path)
				r, err := Open(f)
				if err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(r)
				if want := strings.TrimPrefix(f.Path, "s3://b/"); err != nil || string(text) != want ||
					f.Size != int64(len(want)) {
					t.Errorf("%s: %q of %d bytes, %v", f.Path, text, f.Size, err)
				}
				if now, stays, err := f.Now(); !stays || err != nil || now.Mark == "" || now.Path != f.Path {
					t.Errorf("%s is %+v, %v", f.Path, now, err)
				}
				r.Close()
			}
			got = strings.Join(paths, " ")
		}
		if got != c.want {
			t.Errorf("%s: %s, expected %s", c.path, got, c.want)
		}
	}
}

// TestBucketFaults: what a store does wrong is tried again where that helps, and said
// where it does not; never are credentials.
func TestBucketFaults(t *testing.T) {
	long := strings.Repeat("0123456789abcdef", 40_000)
	for _, c := range []struct {
		name, want string // want "": all is read
		atLeast    int64  // tries
		front      func(n int64, w http.ResponseWriter, q *http.Request) bool
	}{
		{"two 503", "", 4, func(n int64, w http.ResponseWriter, q *http.Request) bool {
			if n <= 2 {
				w.WriteHeader(503)
			}
			return n <= 2
		}},
		{"slow down for ever", "s3://b/x.csv could not be read, tried 6 times: the store answers 503 SlowDown; try " +
			"again later", 6, func(n int64, w http.ResponseWriter, q *http.Request) bool {
			w.WriteHeader(503)
			fmt.Fprint(w, "<Error><Code>SlowDown</Code></Error>")
			return true
		}},
		{"refused", "s3://b/x.csv may not be read: the store answers 403 SignatureDoesNotMatch. Credentials come " +
			"from AWS_ACCESS_KEY_ID", 1, func(n int64, w http.ResponseWriter, q *http.Request) bool {
			w.WriteHeader(403)
			fmt.Fprint(w,
				"<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>AKIDEXAMPLE</AWSAccessKeyId></Error>")
			return true
		}},
		{"cut once", "", 3, func(n int64, w http.ResponseWriter, q *http.Request) bool { return cut(n == 3, w, long) }},
		{"cut for ever", "the connection is cut", 6, func(n int64, w http.ResponseWriter, q *http.Request) bool {
			return cut(n >= 3, w, long)
		}},
		{"replaced", "s3://b/x.csv was replaced while it was read; run again once it is there to stay", 3, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var asked atomic.Int64
			var backend *s3mem.Backend
			backend = fakeS3(t, func(w http.ResponseWriter, q *http.Request) bool {
				n := asked.Add(1)
				if c.name == "replaced" && n == 3 {
					put(t, backend, "x.csv", long+"more")
				}
				return c.front != nil && c.front(n, w, q)
			})
			put(t, backend, "x.csv", long)
			tree, in, err := TreeOf("s3://b/x.csv")
			if err != nil {
				t.Fatal(err)
			}
			quick([]File{{tree: tree}})
			var text []byte
			files, _, err := tree.Find(in, nil)
			if err == nil {
				var r io.ReadCloser
				if r, err = Open(files[0]); err == nil {
					text, err = io.ReadAll(r)
					r.Close()
				}
			}
			switch {
			case c.want == "" && (err != nil || string(text) != long):
				t.Errorf("%d bytes of %d, %v", len(text), len(long), err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%v, expected %s", err, c.want)
			case err != nil && (strings.Contains(err.Error(), "AKID") || strings.Contains(err.Error(), "hidden")):
				t.Errorf("a credential is said: %v", err)
			}
			if n := asked.Load(); n < c.atLeast {
				t.Errorf("%d tries, expected %d", n, c.atLeast)
			}
		})
	}
}

// cut answers with the beginning of what was asked for.
func cut(now bool, w http.ResponseWriter, text string) bool {
	if !now {
		return false
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(text)))
	w.WriteHeader(206)
	return true
}

// TestRanges: of an object read at random no more is fetched than was asked for, but for
// its ends.
func TestRanges(t *testing.T) {
	var sent atomic.Int64
	backend := fakeS3(t, func(w http.ResponseWriter, q *http.Request) bool {
		var from, to int64
		if n, _ := fmt.Sscanf(q.Header.Get("Range"), "bytes=%d-%d", &from, &to); n == 2 {
			sent.Add(to - from + 1)
		} else {
			sent.Add(1 << 40)
		}
		return false
	})
	long := bytes.Repeat([]byte("0123456789abcdef"), 1<<18)
	put(t, backend, "x.parquet", string(long))
	files, _, err := Find("s3://b/x.parquet", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	at := r.(io.ReaderAt)
	for _, p := range [][2]int{{0, 10}, {20, 1000}, {1 << 20, 5000}, {len(long) - 8, 8}, {len(long) - 1000, 992},
		{len(long) - 3, 9}} {
		b := make([]byte, p[1])
		n, err := at.ReadAt(b, int64(p[0]))
		if want := long[p[0]:min(len(long), p[0]+p[1])]; !bytes.Equal(b[:n], want) || (n < len(b)) != (err == io.EOF) {
			t.Errorf("%v: %d bytes, %v", p, n, err)
		}
	}
	if want := int64(1 + firstPiece + 5000 + lastPiece); sent.Load() != want {
		t.Errorf("%d bytes were asked for, expected %d", sent.Load(), want)
	}
}

// TestWeb: a file of a web server, with and without ranges.
func TestWeb(t *testing.T) {
	text := strings.Repeat("a line of an export\n", 20_000)
	for _, ranges := range []bool{true, false} {
		ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			switch {
			case q.URL.Path != "/in/x.csv" || q.URL.RawQuery != "v=1":
				w.WriteHeader(404)
			case ranges:
				w.Header().Set("ETag", `"one"`)
				http.ServeContent(w, q, "x.csv", time.Time{}, strings.NewReader(text))
			default:
				io.WriteString(w, text)
			}
		}))
		defer ts.Close()
		files, _, err := Find(ts.URL+"/in/x.csv?v=1", csvOnly)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Open(files[0])
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || string(got) != text {
			t.Errorf("ranges %v: %d bytes, %v", ranges, len(got), err)
		}
		if _, random := r.(io.ReaderAt); random != ranges {
			t.Errorf("ranges %v: at random is %v", ranges, random)
		}
		r.Close()
		for path, want := range map[string]string{"/in/*.csv": "does not list what it has", "/in/y.csv": "there is " +
			"no file " + ts.URL + "/in/y.csv"} {
			if _, _, err := Find(ts.URL+path, csvOnly); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, expected %s", path, err, want)
			}
		}
	}
}

// TestAzure: listing and reading by a shared access signature, which no message holds.
func TestAzure(t *testing.T) {
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		v := q.URL.Query()
		switch {
		case v.Get("sig") != "hidden+/=":
			w.Header().Set("x-ms-error-code", "AuthenticationFailed")
			w.WriteHeader(403)
		case v.Get("comp") == "list" && v.Get("marker") == "":
			fmt.Fprint(w,
				`<?xml version="1.0"?><EnumerationResults><Blobs><Blob><Name>in/a.csv</Name><Properties><Content-Length>8</Content-Length><Etag>0x1</Etag></Properties></Blob></Blobs><NextMarker>2</NextMarker></EnumerationResults>`)
		case v.Get("comp") == "list":
			fmt.Fprint(w,
				`<?xml version="1.0"?><EnumerationResults><Blobs><Blob><Name>in/b.csv</Name><Properties><Content-Length>8</Content-Length><Etag>0x1</Etag></Properties></Blob></Blobs><NextMarker/></EnumerationResults>`)
		case strings.HasSuffix(q.URL.Path, ".csv"):
			w.Header().Set("ETag", `"0x1"`)
			http.ServeContent(w, q, "", time.Time{}, strings.NewReader(strings.TrimPrefix(q.URL.Path, "/acc/box/")))
		default:
			w.WriteHeader(404)
		}
	}))
	defer ts.Close()
	t.Setenv("AZURE_STORAGE_CONNECTION_STRING", "BlobEndpoint="+ts.URL+
		"/acc;SharedAccessSignature=sv=1&sig=hidden%2B%2F%3D")
	files, _, err := Find("az://box/in", csvOnly)
	if err != nil || len(files) != 2 || files[1].Path != "az://box/in/b.csv" {
		t.Fatal(files, err)
	}
	for _, f := range files {
		r, err := Open(f)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(r); err != nil || "az://box/"+string(text) != f.Path {
			t.Errorf("%q, %v", text, err)
		}
		r.Close()
	}
	t.Setenv("AZURE_STORAGE_CONNECTION_STRING", "BlobEndpoint="+ts.URL+
		"/acc;SharedAccessSignature=sv=1&sig=wrong-hidden")
	if _, _, err := Find("az://box/in", csvOnly); err == nil || !strings.Contains(err.Error(), "may not be read: the "+
		"store answers 403 AuthenticationFailed") || strings.Contains(err.Error(), "hidden") {
		t.Error(err)
	}
}
