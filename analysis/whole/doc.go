// Package whole puts files in place whole or not at all: each is written under a
// temporary name beside its own and renamed once it is on the disk, and what a
// killed run leaves behind the next run into the folder takes away.
package whole
