package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// kind is what a cell's number format makes of a number.
type kind byte

const (
	asNumber kind = iota
	asDay         // a day, without a clock where the number has no part of one
	asTime        // a day with a clock
	asClock       // a clock alone, where the number has no day
)

// dates says which of the workbook's formats are of days and times.
type dates struct {
	styles   []kind // by the number of a cell's style
	from1904 bool   // days are counted from 1904 on
}

// dates reads the formats.
func (b *book) dates(part string) (d dates, err error) {
	if part == "" {
		return d, nil
	}
	var s struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.small(part, &s); err != nil {
		return d, err
	}
	own := map[int]string{}
	for _, f := range s.Formats {
		own[f.ID] = f.Code
	}
	for _, x := range s.Styles {
		k := builtIn(x.Format)
		if code, given := own[x.Format]; given {
			k = kindOf(code)
		}
		d.styles = append(d.styles, k)
	}
	return d, nil
}

// builtIn is what formats are that no file spells out (ECMA-376 part 1, 18.8.30); those from
// 27 on are the days of East Asian editions.
func builtIn(id int) kind {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return asDay
	case id == 22:
		return asTime
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return asClock
	}
	return asNumber
}

// kindOf reads a format such as dd/mm/yyyy hh:mm. One of time that has passed, [h]:mm, is of
// a number.
func kindOf(code string) kind {
	code, _, _ = strings.Cut(code, ";")
	day, clock := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"':
			if n := strings.IndexByte(code[i+1:], '"'); n >= 0 {
				i += n + 1
			}
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '[':
			n := strings.IndexByte(code[i:], ']')
			if n < 0 {
				return asNumber
			}
			if inner := strings.ToLower(code[i+1 : i+n]); inner != "" && strings.Trim(inner, "hms") == "" {
				return asNumber
			}
			i += n
		case c == 'g' && strings.HasPrefix(strings.ToLower(code[i:]), "general"):
			return asNumber
		case c == 'y' || c == 'd':
			day = true
		case c == 'h' || c == 's':
			clock = true
		case c == 'm' && !clock: // months, or minutes that no hour stands before
			day = day || !strings.ContainsAny(strings.ToLower(code[i:]), "s")
		case code[i] == '0' && !clock, code[i] == '#', code[i] == '?':
			return asNumber
		}
	}
	switch {
	case day && clock:
		return asTime
	case day:
		return asDay
	case clock:
		return asClock
	}
	return asNumber
}

// cell is a number as its style shows it: a day and a time as ISO 8601 has them, in no zone.
func (d *dates) cell(text string, style int) string {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	k := asNumber
	if style >= 0 && style < len(d.styles) {
		k = d.styles[style]
	}
	if k == asNumber || v < 0 || v >= 2958466 { // the year 10000
		return numeral(text, v)
	}
	ms := int64(math.Round(v * 86400e3))
	day, rest := ms/86400e3, ms%86400e3
	from := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case d.from1904:
		from = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day == 60:
		return numeral(text, v) // 29 February 1900, which never was
	case day < 60:
		from = from.AddDate(0, 0, 1)
	}
	at := from.AddDate(0, 0, int(day)).Add(time.Duration(rest) * time.Millisecond)
	switch {
	case day == 0 && k == asClock, day == 0 && !d.from1904:
		return at.Format("15:04:05.999")
	case k == asDay && rest == 0:
		return at.Format(time.DateOnly)
	}
	return at.Format("2006-01-02T15:04:05.999")
}

// numeral is a number as it was typed. Excel keeps 15 digits: of longer ones the last are
// lost, which shows as long as they are written with an exponent.
func numeral(text string, v float64) string {
	if a := math.Abs(v); a >= 1e15 || a != 0 && a < 1e-9 || math.IsNaN(v) || math.IsInf(v, 0) {
		return strconv.FormatFloat(v, 'E', -1, 64)
	}
	// Writers give 17 digits, of which people typed at most 15.
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}
