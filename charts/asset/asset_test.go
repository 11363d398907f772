package asset

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// The committed library is the one that the recipe makes.
func TestLibraryHasItsHash(t *testing.T) {
	sum := sha256.Sum256([]byte(ECharts))
	want, _, _ := strings.Cut(Sum, " ")
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("echarts.min.js has sha256 %s, its .sha256 file says %s; rebuild it by README.md", got, want)
	}
}

// A script that ended its own element or called out would break the page's promises.
func TestLibraryIsSafeToInline(t *testing.T) {
	if strings.Contains(strings.ToLower(ECharts), "</script") || strings.Contains(ECharts, "<!--") {
		t.Error("the library contains text that ends or hides a script element")
	}
	for _, call := range []string{"eval(", "new Function(", "XMLHttpRequest", "fetch(", "importScripts"} {
		if strings.Contains(ECharts, call) {
			t.Errorf("the library contains %q", call)
		}
	}
	if !strings.Contains(ECharts, Version) {
		t.Errorf("the library does not name version %s", Version)
	}
}

// Everything that the licences ask for travels with the file.
func TestLicencesArePresent(t *testing.T) {
	for name, phrase := range map[string]string{
		"LICENSE-echarts": "Apache License",
		"NOTICE-echarts":  "Apache ECharts",
		"LICENSE-zrender": "Redistribution and use",
		"LICENSE-d3":      "Redistribution and use",
		"LICENSE-tslib":   "Permission to use",
	} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.Contains(string(b), phrase) {
			t.Errorf("%s does not contain %q", name, phrase)
		}
	}
	lock, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(lock), "\"resolved\"") {
		t.Error("package-lock.json names the registry it was made with; integrity hashes are enough")
	}
}
