// Package spec says what is asked: the experiment, its arms, metrics and
// windows, as plain data with every default filled in; and which keys an
// experiment file has (Keys).
//
// It is not a parser (package config reads the experiment file and is the only
// writer of an Experiment) and not a result (package report). It imports
// nothing of ours, so every other room may speak it.
//
// Where its data goes: config → spec.Experiment → analysis.Needs → spec.Demand,
// which tells the ingest side what must be collected for each unit; then
// package readout reads both again to turn study tables into a report.
package spec
