// Package store keeps the canonical rows of a run, packed, in a fixed number of
// partitions by the fixed hash of their unit's id, until they are resolved.
//
// Rows come in through an Appender, one for each goroutine: it numbers units without a
// lock and packs rows into chunks that are never moved: what orders a row, its Head, in
// one place and the rest in another. Chunks beyond what may be in memory go to a file
// without a name, each with its checksum. Once all have been flushed a Part puts one
// partition's shards together, and a Laid lists its rows unit by unit in order of time,
// for which heads are moved and nothing else is looked at.
//
// It knows how a row is packed and which unit it is of, not what it means: duplicates,
// exposures and their order are those of resolve, which reads it.
package store
