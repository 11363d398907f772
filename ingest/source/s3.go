package source

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/signer"
)

// s3 is a bucket of a store that speaks as Amazon S3 does, Google Cloud Storage with
// its keys for that among them. The signing and the chain of credentials are minio-go's.
type s3 struct {
	bucket   string
	endpoint string // "" is Amazon's own
	keys     *credentials.Credentials
	help     string
	mu       sync.Mutex
	region   string
}

func newS3(bucket string) *s3 {
	chain := []credentials.Provider{&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}}
	if !strings.EqualFold(os.Getenv("AWS_EC2_METADATA_DISABLED"), "true") {
		chain = append(chain, &credentials.IAM{})
	}
	return &s3{bucket: bucket, endpoint: strings.TrimRight(first(os.Getenv("AWS_ENDPOINT_URL_S3"),
		os.Getenv("AWS_ENDPOINT_URL")), "/"),
		region: first(os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"), "us-east-1"),
		keys:   credentials.NewChainCredentials(chain),
		help: "Credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ~/.aws/credentials (AWS_PROFILE) " +
			"or the role of the machine"}
}

func newGS(bucket string) *s3 {
	return &s3{bucket: bucket, endpoint: strings.TrimRight(first(os.Getenv("GS_ENDPOINT_URL"),
		"https://storage.googleapis.com"), "/"), region: "auto",
		keys: credentials.NewStaticV4(os.Getenv("GS_ACCESS_KEY_ID"), os.Getenv("GS_SECRET_ACCESS_KEY"), ""),
		help: "Credentials are an HMAC key of Google Cloud Storage, in GS_ACCESS_KEY_ID and GS_SECRET_ACCESS_KEY"}
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// base is the address of the bucket, with a slash at its end.
func (s *s3) base() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.endpoint != "":
		return s.endpoint + "/" + s.bucket + "/"
	case strings.Contains(s.bucket, "."): // no certificate has its name
		return "https://s3." + s.region + ".amazonaws.com/" + s.bucket + "/"
	}
	return "https://" + s.bucket + ".s3." + s.region + ".amazonaws.com/"
}

func escaped(key string) string {
	return strings.ReplaceAll((&url.URL{Path: "/" + key}).EscapedPath()[1:], "+", "%2B")
}

func (s *s3) object(key string) string { return s.base() + escaped(key) }

func (s *s3) list(prefix, token string, whole bool) (string, error) {
	q := url.Values{"list-type": {"2"}, "prefix": {prefix}}
	if !whole {
		q.Set("delimiter", "/")
	}
	if token != "" {
		q.Set("continuation-token", token)
	}
	return s.base() + "?" + q.Encode(), nil
}

func (s *s3) page(body io.Reader) (p page, err error) {
	var l struct {
		Contents []struct {
			Key          string
			Size         int64
			ETag         string
			LastModified time.Time
		}
		CommonPrefixes        []struct{ Prefix string }
		NextContinuationToken string
	}
	if err := xml.NewDecoder(body).Decode(&l); err != nil {
		return p, err
	}
	for _, o := range l.Contents {
		p.objects = append(p.objects, entry{name: o.Key, size: o.Size, changed: o.LastModified, mark: o.ETag})
	}
	for _, f := range l.CommonPrefixes {
		p.folders = append(p.folders, f.Prefix)
	}
	p.next = l.NextContinuationToken
	return p, nil
}

// sign signs a request; without keys it goes as it is, as to a bucket for everybody.
func (s *s3) sign(q *http.Request) error {
	v, err := s.keys.GetWithContext(&credentials.CredContext{Client: &http.Client{Timeout: 2 * time.Second}})
	if err != nil || v.AccessKeyID == "" {
		return nil // the answer says whether it needs any
	}
	s.mu.Lock()
	region := s.region
	s.mu.Unlock()
	q.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
	*q = *signer.SignV4(*q, v.AccessKeyID, v.SecretAccessKey, v.SessionToken, region)
	return nil
}

// moved takes in the region that an answer names.
func (s *s3) moved(a *http.Response) bool {
	region := a.Header.Get("x-amz-bucket-region")
	s.mu.Lock()
	defer s.mu.Unlock()
	if region == "" || region == s.region || s.endpoint != "" {
		return false
	}
	s.region = region
	return true
}

// readdress puts an address of the bucket into the region that is known now.
func (s *s3) readdress(address string) string {
	u, err := url.Parse(address)
	base, e := url.Parse(s.base())
	if err != nil || e != nil {
		return address
	}
	u.Host = base.Host
	return u.String()
}

func (s *s3) access() string { return s.help }
