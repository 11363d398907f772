package config

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"uptake/analysis/spec"
)

var spans = map[string]time.Duration{
	"w": 7 * 24 * time.Hour, "d": 24 * time.Hour, "h": time.Hour, "m": time.Minute, "min": time.Minute,
	"s": time.Second, "ms": time.Millisecond, "us": time.Microsecond,
}

// ParseDuration reads lengths of time such as 14d, 2w, 90s, 500ms or 1h30m.
func ParseDuration(s string) (time.Duration, error) {
	bad := fmt.Errorf("%q is not a length of time; write it as 14d, 12h, 5m, 30s or 500ms", s)
	if strings.HasPrefix(strings.TrimSpace(s), "-") {
		return 0, fmt.Errorf("%q is negative; a length of time is counted forwards, write it as %s", s,
			strings.TrimLeft(strings.TrimSpace(s), "-"))
	}
	rest := strings.ReplaceAll(s, " ", "")
	if rest == "" {
		return 0, bad
	}
	var total float64
	for rest != "" {
		i := strings.IndexFunc(rest, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
		if i <= 0 {
			return 0, bad
		}
		n, err := strconv.ParseFloat(rest[:i], 64)
		rest = rest[i:]
		j := strings.IndexAny(rest, "0123456789.")
		if j < 0 {
			j = len(rest)
		}
		span, ok := spans[rest[:j]]
		if err != nil || !ok {
			return 0, bad
		}
		total += n * float64(span)
		rest = rest[j:]
	}
	if total > math.MaxInt64/2 {
		return 0, fmt.Errorf("%q is longer than 140 years", s)
	}
	if total < float64(time.Microsecond) {
		return 0, fmt.Errorf("%q is no time at all; leave the key out instead", s)
	}
	return time.Duration(total), nil
}

// ParseShare reads 0.5, 50% or 1/3.
func ParseShare(s string) (float64, error) {
	s = strings.TrimSpace(s)
	var v float64
	var err error
	if a, b, ok := strings.Cut(s, "/"); ok {
		x, err1 := parseNumber(a, false)
		y, err2 := parseNumber(b, false)
		v, err = x/y, errors.Join(err1, err2)
	} else {
		t, hundredths := strings.CutSuffix(s, "%")
		v, err = parseNumber(t, hundredths)
	}
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is not a share; write it as 50%%, 0.5 or 1/2", s)
	}
	return v, nil
}

// parseNumber reads a finite number, or so many hundredths: 99.9% is the same
// as 0.999 to the last bit.
func parseNumber(s string, hundredths bool) (float64, error) {
	s = strings.TrimSpace(s)
	scaled := hundredths && !strings.ContainsAny(s, "eExX")
	if scaled {
		s += "e-2"
	}
	v, err := strconv.ParseFloat(s, 64)
	if hundredths && !scaled {
		v /= 100
	}
	if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
		err = fmt.Errorf("%q is no finite number", s)
	}
	return v, err
}

// ParseAmount reads an effect or margin: 2% of control, 2pp (points of a
// rate), or a bare number in the metric's unit.
func ParseAmount(s string) (spec.Amount, error) {
	a := spec.Amount{Text: s}
	t := strings.TrimSpace(s)
	switch {
	case strings.HasSuffix(t, "%"):
		a.Form, t = spec.Relative, strings.TrimSuffix(t, "%")
	case strings.HasSuffix(t, "pp"):
		a.Form, t = spec.Points, strings.TrimSuffix(t, "pp")
	default:
		a.Form = spec.Absolute
	}
	v, err := parseNumber(t, a.Form != spec.Absolute)
	if err != nil || v <= 0 {
		return spec.Amount{}, fmt.Errorf("%q is not an amount above 0; write it as 2%% (of control), 2pp (points of "+
			"a rate) or a bare number in the metric's unit", s)
	}
	a.Value = v
	return a, nil
}

// slug makes an id safe as a folder name: letters, digits, dash, dot and
// underscore; never empty, never a name the system reserves.
func slug(id string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(id) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_', r == '.':
			b.WriteRune(r)
		default:
			if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
				b.WriteByte('-')
			}
		}
	}
	s := strings.Trim(b.String(), "-.")
	if len(s) > 80 {
		s = strings.Trim(s[:80], "-.")
	}
	switch stem, _, _ := strings.Cut(s, "."); {
	case s == "":
		return "experiment"
	case slices.Contains(reserved, stem):
		return "experiment-" + s
	}
	return s
}

// reserved are names that Windows keeps for devices, whatever comes after a dot.
var reserved = []string{"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
	"com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}
