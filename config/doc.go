// Package config reads an experiment file (YAML, TOML or JSON) into a
// spec.Experiment, with every default filled in and every problem reported at
// once, each with its key and line.
//
// It is the only importer of viper. Which keys there are, their types, defaults,
// bounds and layouts stand in spec.Keys, from which the reader, what check says
// back, drafts of a next experiment, Reference and Schema are made. Every
// scalar is taken as the text that was written: arm names and outcome values
// such as true, 007 or 2026-04-01 stay so. It opens the experiment file and
// nothing else; exports are opened by package ingest.
package config
