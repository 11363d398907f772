package source

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// azure is a container of Azure Blob Storage, opened by a shared access signature.
type azure struct {
	endpoint  string // of the account
	container string
	signature url.Values
}

// newAzure takes account and signature from where Azure's own programs do.
func newAzure(container string) (*azure, error) {
	account, sas, endpoint := os.Getenv("AZURE_STORAGE_ACCOUNT"), os.Getenv("AZURE_STORAGE_SAS_TOKEN"), ""
	for _, pair := range strings.Split(os.Getenv("AZURE_STORAGE_CONNECTION_STRING"), ";") {
		switch k, v, _ := strings.Cut(pair, "="); k {
		case "AccountName":
			account = first(account, v)
		case "SharedAccessSignature":
			sas = first(sas, v)
		case "BlobEndpoint":
			endpoint = v
		}
	}
	if account == "" && endpoint == "" {
		return nil, errors.New("the storage account is not known; name it in AZURE_STORAGE_ACCOUNT")
	}
	q, err := url.ParseQuery(strings.TrimPrefix(sas, "?"))
	if err != nil {
		return nil, errors.New("AZURE_STORAGE_SAS_TOKEN is no shared access signature")
	}
	return &azure{strings.TrimRight(first(endpoint, "https://"+account+".blob.core.windows.net"), "/"), container, q},
		nil
}

func (z *azure) object(key string) string { return z.endpoint + "/" + z.container + "/" + escaped(key) }

func (z *azure) list(prefix, token string, whole bool) (string, error) {
	q := url.Values{"restype": {"container"}, "comp": {"list"}, "prefix": {prefix}}
	if !whole {
		q.Set("delimiter", "/")
	}
	if token != "" {
		q.Set("marker", token)
	}
	return z.endpoint + "/" + z.container + "?" + q.Encode(), nil
}

func (z *azure) page(body io.Reader) (p page, err error) {
	var l struct {
		Blobs struct {
			Blob []struct {
				Name       string
				Properties struct {
					Size     int64  `xml:"Content-Length"`
					ETag     string `xml:"Etag"`
					Modified string `xml:"Last-Modified"`
				}
			}
			BlobPrefix []struct{ Name string }
		}
		NextMarker string
	}
	if err := xml.NewDecoder(body).Decode(&l); err != nil {
		return p, err
	}
	for _, b := range l.Blobs.Blob {
		changed, _ := time.Parse(time.RFC1123, b.Properties.Modified)
		mark := b.Properties.ETag
		if mark != "" && !strings.HasPrefix(mark, `"`) { // an object's own answer has it in quotes
			mark = `"` + mark + `"`
		}
		p.objects = append(p.objects, entry{name: b.Name, size: b.Properties.Size, changed: changed, mark: mark})
	}
	for _, f := range l.Blobs.BlobPrefix {
		p.folders = append(p.folders, f.Name)
	}
	p.next = l.NextMarker
	return p, nil
}

// sign adds the signature.
func (z *azure) sign(q *http.Request) error {
	q.Header.Set("x-ms-version", "2021-08-06")
	all := q.URL.Query()
	for k, v := range z.signature {
		all[k] = v
	}
	q.URL.RawQuery = all.Encode()
	return nil
}

func (*azure) moved(*http.Response) bool { return false }

func (*azure) access() string {
	return "Credentials are a shared access signature that may read and list, in AZURE_STORAGE_SAS_TOKEN or " +
		"AZURE_STORAGE_CONNECTION_STRING; account keys are not taken"
}
