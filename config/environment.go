package config

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/viper"
)

// Run is how a run goes, never what it computes. It comes from the environment.
type Run struct {
	Workers int   // UPTAKE_WORKERS, else one per processor
	Memory  int64 // UPTAKE_MEMORY in bytes: the size the program tries to stay under; 0 = no limit
	// Chromium is UPTAKE_CHROMIUM, the browser that prints pages; "" = the first on the PATH.
	Chromium string
}

// Environment reads UPTAKE_WORKERS, UPTAKE_MEMORY (such as 800MiB or 2GB) and UPTAKE_CHROMIUM.
func Environment() (Run, error) {
	v := viper.New()
	v.SetEnvPrefix("uptake")
	v.AutomaticEnv()
	r := Run{Workers: runtime.GOMAXPROCS(0), Chromium: v.GetString("chromium")}
	if s := v.GetString("workers"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 1024 {
			return r, fmt.Errorf("UPTAKE_WORKERS is %q; expected a whole number from 1 to 1024", s)
		}
		r.Workers = n
	}
	if s := v.GetString("memory"); s != "" {
		n, err := Bytes(s)
		if err != nil {
			return r, fmt.Errorf("UPTAKE_MEMORY is %q; expected a size such as 800MiB or 2GB", s)
		}
		r.Memory = n
	}
	return r, nil
}

// Bytes reads a size such as 800MiB or 2GB.
func Bytes(s string) (int64, error) {
	scale := 1.0
	for _, u := range []struct {
		name  string
		bytes float64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9},
		{"TB", 1e12}, {"B", 1}} {
		if t, ok := strings.CutSuffix(s, u.name); ok {
			s, scale = t, u.bytes
			break
		}
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || !(v*scale >= 1 && v*scale <= 1<<60) { // what is no number is neither
		return 0, fmt.Errorf("not a size")
	}
	return int64(v * scale), nil
}
