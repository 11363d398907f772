// Package firstfile writes the first experiment file of an export: whose layout it is
// (ingest/preset), or else what its columns seem to be by their names and first rows, which
// experiments, arms and events its rows name, and what of that is a guess. It reads the
// export through config and ingest as every command will read the file that it writes, and
// writes nothing but text.
package firstfile
