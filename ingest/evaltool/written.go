package evaltool

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"uptake/ingest/phrase"
)

// comma is a number as it is written where the decimals stand behind a comma.
var comma = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?\d{1,3},\d+$`) })

// fraction is points out of those that there are.
var fraction = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(-?\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)$`)
})

// written refuses scores that are numbers in another way of writing: those beside them that are plain numbers would
// count alone.
func (c *collector) written() error {
	for _, m := range slices.Sorted(maps.Keys(c.undone)) {
		for _, text := range slices.Sorted(maps.Keys(c.undone[m])) {
			if comma().MatchString(text) {
				return fmt.Errorf("versions.%s: %s: scores of %s are written with a decimal comma (%s); say so with "+
					"csv: {decimal: \",\"} below the version, or, if they are no scores, declare under metrics those "+
					"that are",
					c.spec.Name, strings.Join(phrase.Few(c.files, 3), ", "), m, text)
			}
			_, asked := c.wanted[m]
			_, bare := c.wanted[base(m)]
			if how := inNumbers(text); how != "" && (asked || bare || c.textOf(m) == "") {
				return fmt.Errorf("versions.%s: %s: scores of %s are no plain numbers (%s); %s", c.spec.Name,
					strings.Join(phrase.Few(c.files, 3), ", "), m, text, how)
			}
		}
	}
	return nil
}

// inNumbers says how a score that is written so is to be written, "" where it is a word.
func inNumbers(text string) string {
	if m := fraction().FindStringSubmatch(text); m != nil {
		points, _ := strconv.ParseFloat(m[1], 64)
		if of, _ := strconv.ParseFloat(m[2], 64); of > 0 {
			return fmt.Sprintf("write %s as %s, or as %s where all are out of %s", text,
				strconv.FormatFloat(points/of, 'g', 6, 64), m[1], m[2])
		}
	}
	switch {
	case strings.HasPrefix(text, "["):
		return "a score is one number: write a row for every repeat (column repeat), or a row for every score (item, " +
			"metric, value)"
	case strings.HasPrefix(text, "{"):
		return "a score is one number: write a column for every name in it, or a row for every score (item, metric, " +
			"value)"
	}
	return ""
}
