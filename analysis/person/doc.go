// Package person knows values that give a person away: e-mail addresses, IP addresses,
// telephone numbers and numbers of payment cards. Every output that shows what an
// export has in a cell shows it masked, by this one list.
//
// Ids of users as such are no such values; those that are somebody's e-mail address are.
package person
