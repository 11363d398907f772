package out

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"sync"

	"uptake/charts/doc"
	"uptake/charts/draw"
)

//go:embed mail.html.tmpl
var mailTemplate string

// mailStyles are the styles of a mail's elements: mail programs read no style sheet. A
// word in brackets is a colour of the palette, on light ground.
var mailStyles = map[string]string{
	"body":    "margin:0;padding:0;background:[ground];color:[ink];font:15px/1.5 Helvetica,Arial,sans-serif",
	"page":    "max-width:640px;margin:0 auto;padding:20px 16px;background:[card]",
	"h1":      "margin:0 0 4px;font-size:22px;line-height:1.25;word-break:break-word",
	"h2":      "margin:14px 0 6px;font-size:17px;line-height:1.3",
	"p":       "margin:6px 0",
	"meta":    "margin:0 0 14px;color:[muted];font-size:13px",
	"verdict": "margin:12px 0;padding:8px 14px;border:1px solid [rule];border-left-width:6px",
	"badge":   "margin:0;font-size:12px;font-weight:bold;letter-spacing:1px;text-transform:uppercase",
	"table":   "width:100%;border-collapse:collapse;margin:8px 0",
	"th": "text-align:left;vertical-align:top;padding:7px 12px 7px 0;border-bottom:1px solid " +
		"[rule];font-weight:bold;width:38%;word-break:break-word",
	"td":      "text-align:left;vertical-align:top;padding:7px 0;border-bottom:1px solid [rule];word-break:break-word",
	"big":     "font-size:18px",
	"sub":     "display:block",
	"small":   "display:block;color:[muted];font-size:13px;font-weight:normal",
	"ul":      "margin:6px 0;padding-left:20px",
	"li":      "margin:3px 0;word-break:break-word",
	"item":    "margin:12px 0;padding:2px 0 2px 12px;border-left:5px solid [rule]",
	"h3":      "margin:0 0 3px;font-size:16px;line-height:1.3;word-break:break-word",
	"line":    "margin:3px 0;word-break:break-word",
	"picture": "display:block;width:100%;height:auto;border:1px solid [rule];margin:14px 0",
	"foot":    "margin:20px 0 0;color:[muted];font-size:12px",
}

var mailPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("mail").Funcs(template.FuncMap{"style": mailStyle, "colour": onLight}).Parse(
		mailTemplate))
})

// mailStyle is a style with its colours.
func mailStyle(name string) (template.CSS, error) {
	s, ok := mailStyles[name]
	if !ok {
		return "", fmt.Errorf("there is no style %q", name)
	}
	for _, c := range draw.Palette {
		s = strings.ReplaceAll(s, "["+c.Token+"]", c.Light)
	}
	return template.CSS(s), nil
}

// onLight is the colour of a tone on light ground.
func onLight(t draw.Tone) template.CSS {
	for _, c := range draw.Palette {
		if c.Token == string(t) {
			return template.CSS(c.Light)
		}
	}
	return "inherit"
}

// mailView is what the template of a mail lays out: the short form of a view.
type mailView struct {
	View                                  *doc.View
	Picture                               template.URL // "" without one
	Subject, Meta, Why, Passed, Withheld  string
	Checks                                []doc.Check
	Effects                               []mailEffect
	Glance, Findings, Cautions            []string
	MoreChecks, MoreEffects, MoreCautions []string
}

type mailEffect struct{ Title, Role, Said, Mark, Word string }

// mailHTML is the page of a mail; cid is the content id of the picture, "" without one.
func mailHTML(v *doc.View, cid string) ([]byte, error) {
	m := mailView{View: v, Subject: subjectLine(v), Why: v.Verdict.Why(), Meta: strings.Join(v.Meta, " · "),
		Passed: passed(v.Gates, terminalWidth), Glance: briefGlance(v), Findings: briefFindings(v)}
	if cid != "" {
		m.Picture = template.URL("cid:" + cid)
	}
	var more int
	m.Checks, more = briefChecks(v.Gates)
	m.MoreChecks = andMore(nil, more)
	m.Cautions, more = briefCautions(v)
	m.MoreCautions = andMore(nil, more)
	switch {
	case v.Withheld:
		m.Withheld = doc.WithheldWords
	default:
		for i := range v.Effects[:min(len(v.Effects), mostEffects)] {
			e := &v.Effects[i]
			m.Effects = append(m.Effects, mailEffect{e.Title(), e.Role, e.Said(), e.State.Text, e.Word()})
		}
		m.MoreEffects = andMore(nil, len(v.Effects)-mostEffects)
	}
	var b bytes.Buffer
	if err := mailPage().Execute(&b, m); err != nil {
		return nil, fmt.Errorf("the mail cannot be laid out: %w", err)
	}
	return b.Bytes(), nil
}
