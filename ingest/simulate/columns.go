package simulate

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

var stamp = &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}

// schema is the export's schema: names as a product team would have them, of
// which the experiment file binds those that are not canonical.
func (o *Options) schema() *arrow.Schema {
	fields := Schema.Fields()
	if o.flawed("mixed_zones") {
		fields[1].Type = arrow.BinaryTypes.String
	}
	for _, x := range further {
		if o.flawed(x.defect) {
			fields = append(fields, arrow.Field{Name: x.column, Type: arrow.BinaryTypes.String})
		}
	}
	return arrow.NewSchema(fields, nil)
}

// Schema is what every export has.
var Schema = arrow.NewSchema([]arrow.Field{
	{Name: "event_id", Type: arrow.BinaryTypes.String},
	{Name: "timestamp", Type: stamp},
	{Name: "received_at", Type: stamp},
	{Name: "user_id", Type: arrow.BinaryTypes.String},
	{Name: "session_id", Type: arrow.BinaryTypes.String},
	{Name: "event_name", Type: arrow.BinaryTypes.String},
	{Name: "experiment", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "variant", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "suggestion_id", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "content_hash", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "surface", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "model", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "platform", Type: arrow.BinaryTypes.String},
	{Name: "plan", Type: arrow.BinaryTypes.String},
	{Name: "country", Type: arrow.BinaryTypes.String},
	{Name: "language", Type: arrow.BinaryTypes.String},
	{Name: "position", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	{Name: "group_id", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "group_size", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	{Name: "latency_ms", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "visible_ms", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "confidence", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "length", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "edit_ratio", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "value", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
}, nil)

var variants = []string{"", "control", "treatment"}

// record makes an Arrow record of rows; the caller releases it.
func (o *Options) record(rows []event) arrow.Record {
	b := array.NewRecordBuilder(memory.DefaultAllocator, o.schema())
	defer b.Release()
	b.Reserve(len(rows))
	text := func(i int, s string) {
		if f := b.Field(i).(*array.StringBuilder); s == "" {
			f.AppendNull()
		} else {
			f.Append(s)
		}
	}
	number := func(i int, v float64) {
		if f := b.Field(i).(*array.Float64Builder); math.IsNaN(v) {
			f.AppendNull()
		} else {
			f.Append(v)
		}
	}
	id := func(i int, prefix byte, v uint64) {
		if f := b.Field(i).(*array.StringBuilder); v == 0 {
			f.AppendNull()
		} else {
			f.BinaryBuilder.Append(hexadecimal(prefix, v))
		}
	}
	for i := range rows {
		e := &rows[i]
		u := o.user(e.user)
		id(0, 'e', e.id)
		if texts, ok := b.Field(1).(*array.StringBuilder); ok {
			layout := "2006-01-02T15:04:05.000000Z"
			if e.odd&zoneless != 0 {
				layout = strings.TrimSuffix(layout, "Z")
			}
			texts.Append(time.UnixMicro(e.at).UTC().Format(layout))
		} else {
			b.Field(1).(*array.TimestampBuilder).Append(arrow.Timestamp(e.at))
		}
		b.Field(2).(*array.TimestampBuilder).Append(arrow.Timestamp(e.received))
		text(3, o.unit(e))
		id(4, 's', e.session)
		text(5, kindNames[e.kind])
		experiment, surface, model := "", "", ""
		if e.variant > 0 {
			experiment = o.Experiment
			if e.odd&otherwhere != 0 {
				experiment = "theme"
			}
		}
		if e.suggestion != 0 {
			surface, model = surfaces[e.surface], models[e.model]
		}
		text(6, experiment)
		text(7, variants[e.variant])
		id(8, 'g', e.suggestion)
		id(9, 'c', e.content)
		text(10, surface)
		text(11, model)
		platform := platforms[u.platform]
		if e.odd&unlisted != 0 {
			platform += fmt.Sprintf("-%08x", uint32(e.id))
		}
		text(12, platform)
		text(13, plans[u.plan])
		text(14, countries[u.country])
		text(15, languages[u.language])
		count := func(i int, v int8) {
			if f := b.Field(i).(*array.Int64Builder); v == 0 {
				f.AppendNull()
			} else {
				f.Append(int64(v))
			}
		}
		count(16, e.position)
		id(17, 'o', e.group)
		count(18, e.groupSize)
		for k, v := range []float64{e.latency, e.visible, e.confidence, e.length, e.editRatio, e.value} {
			number(19+k, v)
		}
		column := len(Schema.Fields())
		for _, x := range further {
			if o.flawed(x.defect) {
				text(column, x.of(o, e))
				column++
			}
		}
	}
	return b.NewRecord()
}

// further are the columns that an export has for a defect's sake.
var further = []struct {
	defect, column string
	of             func(*Options, *event) string
}{
	{"several_ids", "account_id", func(_ *Options, e *event) string { return fmt.Sprintf("a%07d", e.user) }},
	{"srm_place", "sdk_version", func(o *Options, e *event) string { return versions[o.version(e.user)] }},
}

var versions = []string{"2.0.4", "2.1.0"}

// version is the place of a user's SDK among versions.
func (o *Options) version(user int) int {
	r := stream(o.Seed, 97, uint64(user))
	return int(r.bits() % uint64(len(versions)))
}

// unit is the id of a row's user.
func (o *Options) unit(e *event) string {
	user := uint64(e.user)
	switch {
	case o.hit("personal_data", user):
		return fmt.Sprintf("user%07d@example.com", e.user)
	case o.hit("test_accounts", user):
		return fmt.Sprintf("qa-%07d", e.user)
	case e.odd&renamed != 0:
		return fmt.Sprintf("v%07d", e.user)
	}
	return unitName(e.user)
}

// hexadecimal is a letter and the sixteen digits of v.
func hexadecimal(prefix byte, v uint64) []byte {
	text := [17]byte{prefix}
	for i := len(text) - 1; i > 0; i-- {
		text[i] = "0123456789abcdef"[v&15]
		v >>= 4
	}
	return text[:]
}
