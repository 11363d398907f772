package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// signedBy reports whether a request is signed with a secret by version 4 of Amazon's
// signatures, reckoned here from its description.
func signedBy(q *http.Request, secret, region string) bool {
	auth := q.Header.Get("Authorization")
	part := func(name string) string {
		_, rest, _ := strings.Cut(auth, name+"=")
		value, _, _ := strings.Cut(rest, ",")
		return value
	}
	scope := strings.SplitN(part("Credential"), "/", 2)
	if len(scope) < 2 || !strings.HasSuffix(scope[1], "/"+region+"/s3/aws4_request") {
		return false
	}
	names := strings.Split(part("SignedHeaders"), ";")
	slices.Sort(names)
	path := strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(q.URL.Path), "+", "%20"), "%2F", "/")
	canonical := q.Method + "\n" + path + "\n" + strings.ReplaceAll(q.URL.Query().Encode(), "+", "%20") + "\n"
	for _, n := range names {
		v := q.Header.Get(n)
		if n == "host" {
			v = q.Host
		}
		canonical += n + ":" + strings.TrimSpace(v) + "\n"
	}
	canonical += "\n" + strings.Join(names, ";") + "\n" + q.Header.Get("X-Amz-Content-Sha256")
	sum := sha256.Sum256([]byte(canonical))
	text := "AWS4-HMAC-SHA256\n" + q.Header.Get("X-Amz-Date") + "\n" + scope[1] + "\n" + hex.EncodeToString(sum[:])
	key := []byte("AWS4" + secret)
	for _, word := range append(strings.Split(scope[1], "/"), text) {
		h := hmac.New(sha256.New, key)
		io.WriteString(h, word)
		key = h.Sum(nil)
	}
	return part("Signature") == hex.EncodeToString(key)
}

// TestGoogle: gs:// against a store that speaks as Google's interface for S3's programs does, with its
// HMAC keys; it refuses what is signed otherwise. Google's own servers no test asks.
func TestGoogle(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket("b"); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"in/a b+c.csv", "in/x=1/é.csv"} {
		put(t, backend, k, k)
	}
	store := gofakes3.New(backend).Server()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if !signedBy(q, "hidden-word", "auto") {
			w.WriteHeader(403)
			io.WriteString(w, `<?xml version='1.0'?><Error><Code>SignatureDoesNotMatch</Code></Error>`)
			return
		}
		store.ServeHTTP(w, q)
	}))
	defer server.Close()
	t.Setenv("GS_ENDPOINT_URL", server.URL)
	t.Setenv("GS_ACCESS_KEY_ID", "GOOG1EXAMPLE")
	for _, secret := range []string{"hidden-word", "hidden-other", ""} {
		t.Setenv("GS_SECRET_ACCESS_KEY", secret)
		files, _, err := Find("gs://b/in/**/*.csv", csvOnly)
		if secret != "hidden-word" {
			if err == nil || !strings.HasSuffix(err.Error(), "may not be read: the store answers 403 "+
				"SignatureDoesNotMatch. Credentials are an HMAC key of Google Cloud Storage, in GS_ACCESS_KEY_ID and "+
				"GS_SECRET_ACCESS_KEY") {
				t.Errorf("%q: %v", secret, err)
			}
			continue
		}
		if err != nil || len(files) != 2 {
			t.Fatal(files, err)
		}
		for _, f := range files {
			r, err := Open(f)
			if err != nil {
				t.Fatal(err)
			}
			if text, err := io.ReadAll(r); err != nil || "gs://b/"+string(text) != f.Path {
				t.Errorf("%s holds %q, %v", f.Path, text, err)
			}
			r.Close()
		}
	}
}
