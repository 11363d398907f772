package engine

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"os"
	"time"
)

// webKeys are the keys that addresses of engines behind HTTP have beside their own.
var webKeys = []string{"tls", "tls_ca"}

// web is a client for an engine's address: over TLS with the certificate verified, against the system's authorities or
// those of tls_ca. Without TLS only where the address says tls=off, and a secret only to this machine.
func (p place) web(engine string, secret bool) (*http.Client, string, error) {
	t := &http.Transport{Proxy: http.ProxyFromEnvironment, TLSHandshakeTimeout: 20 * time.Second,
		MaxIdleConnsPerHost: 2,
		DialContext:         (&net.Dialer{Timeout: 20 * time.Second, KeepAlive: 30 * time.Second}).DialContext}
	switch p.keys["tls"] {
	case "", "on":
	case "off":
		if secret && !local(p.Hostname()) {
			return nil, "", told("the address of %s at %s says tls=off, so its password or token would go over a "+
				"network that "+
				"others read; leave tls=off out, and name a certificate authority of your own by tls_ca=FILE", engine,
				p.Host)
		}
		if p.keys["tls_ca"] != "" {
			return nil, "", told("the address of %s at %s says tls=off and names tls_ca; one of them has to go", engine,
				p.Host)
		}
		return &http.Client{Transport: t}, "http", nil
	default:
		return nil, "", told("the address of %s at %s says tls=%s; tls is on or off", engine, p.Host, p.keys["tls"])
	}
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	if file := p.keys["tls_ca"]; file != "" {
		pem, err := os.ReadFile(file)
		if err != nil {
			return nil, "", told("the certificates of tls_ca=%s for %s at %s cannot be read: %w", file, engine, p.Host,
				err)
		}
		t.TLSClientConfig.RootCAs = x509.NewCertPool()
		if !t.TLSClientConfig.RootCAs.AppendCertsFromPEM(pem) {
			return nil, "", told("tls_ca=%s for %s at %s has no certificate in PEM", file, engine, p.Host)
		}
	}
	return &http.Client{Transport: t}, "https", nil
}
