package lake

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

var decimalType = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^decimal\(\s*\d+\s*,\s*(\d+)\s*\)$`)
})

// plainText gives a partition's value of an Iceberg type as the text that the
// column would have in an export.
func plainText(v any, typ json.RawMessage) (string, error) {
	var name string
	if err := json.Unmarshal(typ, &name); err != nil {
		return "", fmt.Errorf("has a partition of the type %s, which has no text; export the table as Parquet", typ)
	}
	switch x := v.(type) {
	case nil:
		return "", nil
	case string:
		return x, nil
	case bool:
		return strconv.FormatBool(x), nil
	case float32:
		return strconv.FormatFloat(float64(x), 'f', -1, 32), nil
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64), nil
	case int32, int64:
		return wholeText(whole(x), name), nil
	case time.Time:
		return timeText(x, name), nil
	case time.Duration:
		return time.Time{}.Add(x).Format("15:04:05.999999"), nil
	case *big.Rat:
		scale := 0
		if m := decimalType().FindStringSubmatch(name); m != nil {
			scale = int(number(m[1]))
		}
		return x.FloatString(scale), nil
	case []byte:
		switch {
		case name == "uuid" && len(x) == 16:
			return fmt.Sprintf("%x-%x-%x-%x-%x", x[:4], x[4:6], x[6:8], x[8:10], x[10:]), nil
		case utf8.Valid(x):
			return string(x), nil
		}
		return hex.EncodeToString(x), nil
	}
	return "", fmt.Errorf("has a partition of the type %s, which is not read here (%T); export the table as Parquet",
		name, v)
}

// wholeText is a whole number, or the time that a type says it is.
func wholeText(n int64, typ string) string {
	switch {
	case typ == "date":
		return timeText(time.Unix(n*86400, 0), typ)
	case strings.HasSuffix(typ, "_ns"):
		return timeText(time.Unix(0, n), typ)
	case strings.HasPrefix(typ, "timestamp"):
		return timeText(time.UnixMicro(n), typ)
	}
	return strconv.FormatInt(n, 10)
}

func timeText(t time.Time, typ string) string {
	switch {
	case typ == "date":
		return t.UTC().Format("2006-01-02")
	case strings.HasPrefix(typ, "timestamptz"):
		return t.UTC().Format(time.RFC3339Nano)
	}
	return t.UTC().Format("2006-01-02T15:04:05.999999999")
}
