// Package derive makes columns of an export that it does not have as such: the first of
// several that is not empty, a part of a text of JSON in base64, a word for a number,
// each as a spec.Derived says.
//
// It stands between a format's reader and the table that binds columns: Open asks the
// reader for what the derived columns are made of, and gives blocks in which these are
// columns like any other. Rows stay what they are, and columns that nobody derives are
// passed on untouched. It knows no canonical name and no experiment.
package derive
