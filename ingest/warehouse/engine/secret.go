package engine

import (
	"net/url"
	"os"
	"regexp"
	"runtime"
	"sort"
	"strings"
	"sync"
)

// place is an address taken apart: a URL whose keys say where secrets lie, never what they are.
type place struct {
	*url.URL
	keys map[string]string
}

// placeOf takes an address apart. Keys are the ones that this engine has, beside those of secrets and TLS.
func placeOf(engine, form, address string, keys ...string) (place, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return place{}, told("the address of %s cannot be read: %s; write it as %s", engine, withoutSecret(address),
			form)
	}
	if _, secret := u.User.Password(); secret {
		return place{}, told("the address of %s at %s holds a password, which does not belong in a file that others "+
			"read; "+
			"name the environment's variable or the file in which it lies: ?password_env=NAME or ?password_file=PATH",
			engine, u.Host)
	}
	known := append([]string{"password_env", "password_file", "timeout"}, keys...)
	p := place{u, map[string]string{}}
	for k, v := range u.Query() {
		if hidden := strings.ToLower(k); hidden == "password" || hidden == "token" || hidden == "accesstoken" {
			return place{}, told("the address of %s at %s holds a secret, %s, which does not belong in a file that "+
				"others "+
				"read; name the environment's variable or the file in which it lies: ?%s_env=NAME or ?%s_file=PATH",
				engine, u.Host, k, strings.TrimPrefix(hidden, "access"), strings.TrimPrefix(hidden, "access"))
		}
		ok := false
		for _, x := range known {
			ok = ok || x == k
		}
		if !ok {
			sort.Strings(known)
			return place{}, told("the address of %s at %s has the key %s, which is not known; known are %s", engine,
				u.Host, k,
				strings.Join(known, ", "))
		}
		if len(v) != 1 || v[0] == "" {
			return place{}, told("the address of %s at %s needs one value of %s", engine, u.Host, k)
		}
		p.keys[k] = v[0]
	}
	return p, nil
}

// secret is what NAME_env or NAME_file lead to, "" where neither stands in the address.
func (p place) secret(engine, name string) (string, error) {
	variable, file := p.keys[name+"_env"], p.keys[name+"_file"]
	switch {
	case variable != "" && file != "":
		return "", told("the address of %s at %s names both %s_env and %s_file; one is enough", engine, p.Host, name,
			name)
	case variable != "":
		s := os.Getenv(variable)
		if s == "" {
			return "", told("the environment's variable %s, in which the %s of %s at %s should lie, is empty or not "+
				"set",
				variable, name, engine, p.Host)
		}
		return s, nil
	case file != "":
		info, err := os.Stat(file)
		if err != nil {
			return "", told("the file %s, in which the %s of %s at %s should lie, cannot be read: %w", file, name,
				engine,
				p.Host, err)
		}
		if info.Mode().Perm()&0o004 != 0 && runtime.GOOS != "windows" {
			return "", told("the file %s holds the %s of %s at %s and can be read by everybody; run chmod 600 %s", file,
				name,
				engine, p.Host, file)
		}
		b, err := os.ReadFile(file)
		s := strings.TrimRight(string(b), "\r\n")
		if err != nil || s == "" {
			return "", told("the file %s, in which the %s of %s at %s should lie, is empty or cannot be read", file,
				name, engine, p.Host)
		}
		return s, nil
	}
	return "", nil
}

// local says whether a host is this machine, between which and us nobody listens.
func local(host string) bool {
	return host == "" || host == "localhost" || strings.HasPrefix(host, "127.") || host == "::1" ||
		strings.HasPrefix(host, "/")
}

var secretIn = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(://[^/@:]*):[^@]*@|((?i)password|token|secret)=[^&]*`)
})

// withoutSecret is an address as a message may show it.
func withoutSecret(address string) string {
	return secretIn().ReplaceAllStringFunc(address, func(s string) string {
		if i := strings.Index(s, "="); i >= 0 && !strings.Contains(s, "@") {
			return s[:i] + "=***"
		}
		return s[:strings.Index(s[3:], ":")+3] + ":***@"
	})
}
