package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// The account of every Azurite, as its documents give it.
const (
	azuriteAccount = "devstoreaccount1"
	azuriteKey     = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)

// accountSAS makes a shared access signature of the account with some rights.
func accountSAS(t *testing.T, rights string, until time.Time) string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(azuriteKey)
	if err != nil {
		t.Fatal(err)
	}
	expiry := until.UTC().Format("2006-01-02T15:04:05Z")
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "%s\n%s\nb\nsco\n\n%s\n\nhttps,http\n2021-08-06\n\n", azuriteAccount, rights, expiry)
	return url.Values{"sv": {"2021-08-06"}, "ss": {"b"}, "srt": {"sco"}, "sp": {rights}, "se": {expiry},
		"spr": {"https,http"},
		"sig": {base64.StdEncoding.EncodeToString(h.Sum(nil))}}.Encode()
}

// TestAzurite reads from Microsoft's own imitation of its store, which UPTAKE_AZURITE
// names (http://127.0.0.1:10000); .ci/run starts one.
func TestAzurite(t *testing.T) {
	server := os.Getenv("UPTAKE_AZURITE")
	if server == "" {
		t.Skip("UPTAKE_AZURITE names no server")
	}
	endpoint, box := server+"/"+azuriteAccount, fmt.Sprintf("box%d", time.Now().UnixNano())
	soon := time.Now().Add(time.Hour)
	put := func(path, query, body string) {
		t.Helper()
		q, _ := http.NewRequest(http.MethodPut, endpoint+"/"+box+path+"?"+query+accountSAS(t, "rwdlc", soon),
			strings.NewReader(body))
		q.Header.Set("x-ms-version", "2021-08-06")
		q.Header.Set("x-ms-blob-type", "BlockBlob")
		a, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		if a.Body.Close(); a.StatusCode != http.StatusCreated {
			t.Fatalf("%s: %s", path, a.Status)
		}
	}
	put("", "restype=container&", "")
	for _, k := range []string{"/in/a%20b%2Bc.csv", "/in/x=1/%C3%A9.csv", "/in/readme.txt"} {
		plain, _ := url.PathUnescape(k)
		put(k, "", strings.TrimPrefix(plain, "/"))
	}
	long := strings.Repeat("0123456789abcdef", 20_000)
	put("/long.csv", "", long)
	t.Setenv("AZURE_STORAGE_ACCOUNT", "")
	t.Setenv("AZURE_STORAGE_SAS_TOKEN", "")
	as := func(sas string) {
		t.Setenv("AZURE_STORAGE_CONNECTION_STRING", "BlobEndpoint="+endpoint+";SharedAccessSignature="+sas)
	}
	all := func(path string) (text string, err error) {
		files, _, err := Find(path, csvOnly)
		for i := 0; i < len(files) && err == nil; i++ {
			var r io.ReadCloser
			if r, err = Open(files[i]); err == nil {
				var b []byte
				b, err = io.ReadAll(r)
				text += string(b) + "|"
				r.Close()
			}
		}
		return text, err
	}
	as(accountSAS(t, "rl", soon))
	for path, want := range map[string]string{"az://" + box + "/in": "in/a b+c.csv|in/x=1/é.csv|", "az://" + box +
		"/**/*.csv": "in/a b+c.csv|in/x=1/é.csv|" + long + "|", "az://" + box + "/long.csv": long + "|"} {
		if got, err := all(path); err != nil || got != want {
			t.Errorf("%s: %.80q, %v", path, got, err)
		}
	}
	files, _, err := Find("az://"+box+"/long.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	put("/long.csv", "", long+"more") // after it was found
	if r, err := Open(files[0]); err == nil {
		_, err = io.ReadAll(r)
		r.Close()
		if err == nil || !strings.Contains(err.Error(), "was replaced while it was read") {
			t.Errorf("replaced: %v", err)
		}
	}
	for sas, want := range map[string]string{
		accountSAS(t, "rl", soon.Add(-2*time.Hour)): "may not be read: the store answers 403 Auth",
		accountSAS(t, "r", soon):                    "may not be read: the store answers 403 Authorization",
		"sv=2021-08-06&sig=hidden":                  "may not be read: the store answers 403 Auth",
	} {
		as(sas)
		if _, err := all("az://" + box + "/in"); err == nil || !strings.Contains(err.Error(), want) ||
			strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v", want, err)
		}
	}
	as(accountSAS(t, "rl", soon))
	if _, err := all("az://none/in"); err == nil || !strings.Contains(err.Error(), "ContainerNotFound") {
		t.Error(err)
	}
}
