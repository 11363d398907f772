package source

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// service is one kind of store: how its objects are addressed, how a request is signed
// and how it lists.
type service interface {
	// object is the address of an object.
	object(key string) string
	// sign puts the credentials into a request. They come from where the service's own
	// programs take them, and stand in no message.
	sign(*http.Request) error
	// list is the address of a page of the objects whose keys begin with prefix, from
	// token on; whole: those in folders below too.
	list(prefix, token string, whole bool) (string, error)
	// page reads it.
	page(body io.Reader) (page, error)
	// moved takes in where an answer says that the store is, and says whether to ask again.
	moved(*http.Response) bool
	// access says where credentials are taken from, for whoever is refused.
	access() string
}

// page is a part of a listing.
type page struct {
	objects []entry
	folders []string // with the slash at their ends
	next    string   // token of the next page, "" without
}

// caller asks a store, and asks again where that may help.
type caller struct {
	service
	client *http.Client
	pause  time.Duration // before the first try again, doubled each time
}

// tries are how often something is asked for.
const tries = 6

func newCaller(s service) *caller {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.ResponseHeaderTimeout, t.MaxIdleConnsPerHost, t.DisableCompression = 60*time.Second, 16, true
	return &caller{s, &http.Client{Transport: t}, 200 * time.Millisecond}
}

// get asks for an address, from byte on and up to byte to, −1 for all. The answer is one
// of success, or 416.
func (c *caller) get(name, address string, from, to int64) (*http.Response, error) {
	var why error
	for try := range tries {
		if try > 0 {
			time.Sleep(c.wait(try))
		}
		q, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
		if err != nil {
			return nil, told("%s is no address that can be asked for", name)
		}
		if to >= 0 {
			q.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", from, to))
		} else if from > 0 {
			q.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
		}
		if err := c.sign(q); err != nil {
			return nil, told("%s cannot be asked for: %w", name, err)
		}
		a, err := c.client.Do(q)
		if err != nil {
			why = bareURL(err)
			continue
		}
		switch {
		case a.StatusCode == http.StatusOK, a.StatusCode == http.StatusPartialContent,
			a.StatusCode == http.StatusRequestedRangeNotSatisfiable:
			return a, nil
		}
		code := answered(a)
		again := c.moved(a)
		a.Body.Close()
		switch {
		case again && try == 0:
			address = c.readdress(address)
		case a.StatusCode == http.StatusNotFound && !strings.HasSuffix(code, "NoSuchBucket") && !strings.HasSuffix(code,
			"ContainerNotFound"):
			return nil, &fs.PathError{Op: "get", Path: name, Err: fs.ErrNotExist}
		case a.StatusCode >= 500, a.StatusCode == http.StatusTooManyRequests, a.StatusCode == http.StatusRequestTimeout:
			why = fmt.Errorf("the store answers %s", code)
		case a.StatusCode == http.StatusUnauthorized, a.StatusCode == http.StatusForbidden:
			return nil, told("%s may not be read: the store answers %s. %s", name, code, c.access())
		default:
			return nil, told("%s cannot be read: the store answers %s", name, code)
		}
	}
	return nil, told("%s could not be read, tried %d times: %w; try again later", name, tries, why)
}

// readdress is an address again, after the store has said where it is.
func (c *caller) readdress(address string) string {
	if r, ok := c.service.(interface{ readdress(string) string }); ok {
		return r.readdress(address)
	}
	return address
}

// wait is how long to wait before a try: others who were refused at the same time wait
// otherwise long.
func (c *caller) wait(try int) time.Duration {
	d := c.pause << (try - 1)
	return d/2 + rand.N(d+1)
}

// bareURL drops the address from an error: what opens it may be in it.
func bareURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// answered is what an answer says is wrong: its status and the store's own word.
func answered(a *http.Response) string {
	var said struct{ Code string }
	body, _ := io.ReadAll(io.LimitReader(a.Body, 64<<10))
	word := a.Header.Get("x-ms-error-code")
	if xml.Unmarshal(body, &said) == nil && said.Code != "" {
		word = said.Code
	}
	if len(word) > 60 || strings.ContainsFunc(word, func(r rune) bool { return r <= ' ' || r > '~' }) {
		word = ""
	}
	return strings.TrimSpace(strconv.Itoa(a.StatusCode) + " " + word)
}

// describe finds out what an object is, by its first byte.
func (c *caller) describe(name, key string) (e entry, ranges bool, err error) {
	a, err := c.get(name, c.object(key), 0, 0)
	if err != nil {
		return e, false, err
	}
	defer a.Body.Close()
	e = entry{name: key[strings.LastIndexByte(key, '/')+1:], size: a.ContentLength, mark: a.Header.Get("ETag")}
	e.changed, _ = http.ParseTime(a.Header.Get("Last-Modified"))
	if a.StatusCode == http.StatusOK {
		return e, false, nil
	}
	_, total, ok := strings.Cut(a.Header.Get("Content-Range"), "/")
	if e.size, err = strconv.ParseInt(total, 10, 64); !ok || err != nil {
		return e, false, told("%s cannot be read: the store does not say how long it is", name)
	}
	return e, a.StatusCode == http.StatusPartialContent, nil
}
