// Package asset carries the drawing library: a custom build of Apache ECharts
// and the hash it must have.
//
// It is data, not code of ours: how the file was made is in README.md,
// build-entry.js, package.json and package-lock.json beside it. Package charts
// is its only reader.
package asset

import _ "embed"

// Version is the ECharts release that ECharts was built from.
const Version = "6.1.0"

// ECharts is the library as one script that defines the global echarts.
//
//go:embed echarts.min.js
var ECharts string

// Sum is the line of echarts.min.js.sha256: hex digits, two spaces, file name.
//
//go:embed echarts.min.js.sha256
var Sum string
