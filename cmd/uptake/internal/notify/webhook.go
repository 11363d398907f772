package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// The kinds of a webhook: what it is sent.
const (
	KindSlack = "slack" // a message in Slack's blocks
	KindJSON  = "json"  // digest.json
)

// Webhook is where digests are posted to. Its address is a secret.
type Webhook struct {
	address *url.URL
	kind    string
}

// ParseWebhook reads an address and a kind; "" is Slack's where the address is, else
// JSON. from says where the address came from: errors name that and never the address.
func ParseWebhook(from, address, kind string) (*Webhook, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("%s holds no web address; expected one such as https://hooks.example.com/…", from)
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return nil, fmt.Errorf("%s holds an address that begins with http://, by which everybody on the way could "+
			"read it; expected https://, or http:// to this machine alone (127.0.0.1, ::1, localhost)", from)
	}
	switch kind {
	case "":
		kind = KindJSON
		if u.Hostname() == "hooks.slack.com" {
			kind = KindSlack
		}
	case KindSlack, KindJSON:
	default:
		return nil, fmt.Errorf("UPTAKE_WEBHOOK_KIND is %q; expected %s or %s", kind, KindSlack, KindJSON)
	}
	return &Webhook{u, kind}, nil
}

// WebhookFrom reads the address from a file where one is named, else from the
// environment; nil where neither has one.
func WebhookFrom(file string, getenv func(string) string) (*Webhook, error) {
	kind := getenv("UPTAKE_WEBHOOK_KIND")
	if file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			var p *os.PathError
			if errors.As(err, &p) {
				err = p.Err
			}
			return nil, fmt.Errorf("--webhook-file %s cannot be read: %w", file, err)
		}
		return ParseWebhook("the file of --webhook-file", string(b), kind)
	}
	if address := getenv("UPTAKE_WEBHOOK"); address != "" {
		return ParseWebhook("UPTAKE_WEBHOOK", address, kind)
	}
	return nil, nil
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// answer is what came of one attempt.
type answer struct {
	ok    bool
	again bool          // another attempt may help
	after time.Duration // and not before this is over
	words string        // what came, without the address
}

// timeout is how long one attempt may take.
const timeout = 15 * time.Second

// post makes one attempt. sending is told before the first byte of the request leaves;
// where it fails nothing is sent.
func (w *Webhook) post(ctx context.Context, id string, body []byte, sending func() error) answer {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var unwritten error
	ctx = httptrace.WithClientTrace(ctx,
		&httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { unwritten = sending() }})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.address.String(), nil)
	if err != nil {
		return answer{words: "the address cannot be posted to"}
	}
	req.ContentLength = int64(len(body))
	req.GetBody = func() (io.ReadCloser, error) {
		return io.NopCloser(&guarded{bytes.NewReader(body), &unwritten}), nil
	}
	req.Body, _ = req.GetBody()
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "uptake")
	req.Header.Set("Idempotency-Key", id)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport, CheckRedirect: w.follow}
	res, err := client.Do(req)
	switch {
	case unwritten != nil:
		return answer{words: "the ledger cannot be written: " + unwritten.Error()}
	case errors.Is(err, errElsewhere):
		return answer{words: errElsewhere.Error()}
	case err != nil:
		return answer{again: true, words: w.bare(err)}
	}
	defer res.Body.Close()
	io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10))
	a := answer{words: "answered " + strconv.Itoa(res.StatusCode)}
	switch {
	case res.StatusCode/100 == 2:
		a.ok = true
	case res.StatusCode/100 == 5, res.StatusCode == http.StatusTooManyRequests:
		a.again, a.after = true, retryAfter(res.Header.Get("Retry-After"))
	}
	return a
}

// guarded is a body that is not read where its sending could not be recorded: what the
// server then has is no request.
type guarded struct {
	io.Reader
	err *error
}

// Read reads on.
func (g *guarded) Read(b []byte) (int, error) {
	if *g.err != nil {
		return 0, *g.err
	}
	return g.Reader.Read(b)
}

var errElsewhere = errors.New("it redirects to another host, which is not followed")

// follow lets a redirect through that keeps the request and the host.
func (w *Webhook) follow(req *http.Request, via []*http.Request) error {
	switch {
	case req.URL.Host != w.address.Host || req.URL.Scheme != w.address.Scheme:
		return errElsewhere
	case req.Method != http.MethodPost || len(via) > 3:
		return http.ErrUseLastResponse
	}
	return nil
}

// retryAfter is how long a server asks to be left alone: seconds, or until a date.
func retryAfter(s string) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n >= 0 {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(s); err == nil {
		return max(0, time.Until(t))
	}
	return 0
}

// bare is an error of a connection without the address.
func (w *Webhook) bare(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer within " + timeout.String()
	case errors.Is(err, context.Canceled):
		return "stopped"
	}
	s := err.Error()
	password, _ := w.address.User.Password()
	for _, secret := range []string{w.address.String(), w.address.RequestURI(), strings.Trim(w.address.Path, "/"),
		w.address.RawQuery, password} {
		if len(secret) > 1 {
			s = strings.ReplaceAll(s, secret, "…")
		}
	}
	return s
}
