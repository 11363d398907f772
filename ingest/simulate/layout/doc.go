// Package layout tells events as vendors' SDKs and exports do: the other side of
// ingest/preset, which reads them. It takes one event and gives its lines; users, arms
// and times come from ingest/simulate or from a test.
//
// A layout holds what was seen or is documented of its vendor and no more: fields that no
// reading needs are left out. Each says which of the two it is.
package layout
