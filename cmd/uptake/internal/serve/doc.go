// Package serve shows a folder of reports in a browser of the same machine.
//
// Handler answers for a folder, Run for an address. What is served is what uptake
// writes, told by the ending of its name and, where exports end so too, by the whole name
// or its first bytes; files and folders whose name begins with a dot, other files, and
// whatever a path or a link would reach outside the folder are not there. Nothing is ever
// written, and a page may run the scripts that its own policy names by their hash, of a
// shared page the library beside it, and no other. It is not a server for a network: it
// knows no users and no encryption, and by default answers only who calls it by a name of
// this machine.
package serve
