package spec

import "strings"

// Embedded is the word for uptake reading the rows itself.
const Embedded = "embedded"

// Engine is a kind of engine that an experiment's rows may be asked of.
type Engine struct {
	Name    string // of its dialect
	Address string // what an address begins with
	Form    string // what one looks like
}

// Engines are those that an experiment file can name.
var Engines = []Engine{
	{Name: "postgres", Address: "postgres://", Form: "postgres://USER@HOST/DATABASE"},
	{Name: "postgres", Address: "postgresql://", Form: "postgresql://USER@HOST/DATABASE"},
	{Name: "duckdb", Address: "duckdb:", Form: "duckdb:FILE"},
	{Name: "trino", Address: "trino://", Form: "trino://USER@HOST:PORT/CATALOG/SCHEMA"},
	{Name: "spark", Address: "spark://", Form: "spark://USER@HOST:PORT/DATABASE"},
	{Name: "clickhouse", Address: "clickhouse://", Form: "clickhouse://USER@HOST/DATABASE"},
}

// EngineOf is the dialect of the engine at an address, "" where there is none such.
func EngineOf(address string) string {
	for _, e := range Engines {
		if address == e.Name || strings.HasPrefix(address, e.Address) {
			return e.Name
		}
	}
	return ""
}
