package draw

import (
	"encoding/json"
	"fmt"
	"html/template"
	"regexp"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/sourcegraph/conc"
)

// mostPainters draw side by side: each costs the start of the library.
const mostPainters = 4

// picture is what a painter made of one option. The library numbers pictures, and the
// classes in them, as it goes: named gives them the numbers of the page.
type picture struct {
	svg            string
	first, classes int // the painter's number of the first class, and how many there are
}

// idle holds painters that have nothing to draw, for the next document of a run.
var idle = make(chan *painter, mostPainters)

// hire gives a painter, and retire lets it go.
func hire() (*painter, error) {
	select {
	case p := <-idle:
		return p, nil
	default:
		return newPainter()
	}
}

func retire(p *painter) {
	select {
	case idle <- p:
	default:
	}
}

// Figures makes the figures' static pictures, and their options where they are to be
// live. Several painters share the pictures; which drew which is not seen in them.
func Figures(figures []*Figure, live bool) ([]Drawn, error) {
	out := make([]Drawn, len(figures))
	type drawn struct {
		figure *Drawn
		to     *template.HTML
		spec   []byte
		made   *picture
		err    error
	}
	var pictures []drawn
	for i, f := range figures {
		out[i].Figure = f
		if !f.Alive() {
			out[i].WideSVG, out[i].NarrowSVG = f.Wide.sketch.svg(f.Finding), f.Narrow.sketch.svg(f.Finding)
			continue
		}
		if live && len(f.Choices) > 1 {
			chosen, err := f.choices()
			if err != nil {
				return nil, fmt.Errorf("the figure %q: %w", f.Title, err)
			}
			out[i].Chosen = template.JS(chosen)
		}
		for _, d := range []struct {
			*Drawing
			to *template.HTML
		}{{&f.Wide, &out[i].WideSVG}, {&f.Narrow, &out[i].NarrowSVG}} {
			spec, err := d.encode()
			pictures = append(pictures, drawn{figure: &out[i], to: d.to, spec: spec, err: err})
			if live && d.Drawing == &f.Wide {
				out[i].Option = template.JS(spec)
			}
		}
	}
	var next atomic.Int64
	painters := make([]error, min(mostPainters, runtime.GOMAXPROCS(0), len(pictures)))
	var wg conc.WaitGroup
	for w := range painters {
		wg.Go(func() {
			artist, err := hire()
			if err != nil {
				painters[w] = err
				return
			}
			defer retire(artist)
			for i := next.Add(1) - 1; i < int64(len(pictures)); i = next.Add(1) - 1 {
				if p := &pictures[i]; p.err == nil {
					p.made, p.err = artist.picture(p.spec, p.figure.Finding)
				}
			}
		})
	}
	wg.Wait()
	for _, err := range painters {
		if err != nil {
			return nil, err
		}
	}
	classes := 0
	for i, p := range pictures {
		if p.err != nil {
			return nil, fmt.Errorf("the figure %q: %w", p.figure.Title, p.err)
		}
		*p.to = p.made.named(i, classes)
		classes += p.made.classes
	}
	return out, nil
}

// choices are what a live picture may be of, as inert JSON.
func (f *Figure) choices() ([]byte, error) {
	type choice struct {
		By    []string        `json:"by"`
		Title string          `json:"title"`
		Spec  json.RawMessage `json:"spec"`
	}
	all := struct {
		Names []string `json:"names"`
		Of    []choice `json:"of"`
	}{Names: f.ChosenBy}
	for i := range f.Choices {
		c := &f.Choices[i]
		spec, err := c.Wide.encode()
		if err != nil {
			return nil, err
		}
		all.Of = append(all.Of, choice{c.By, c.Title, spec})
	}
	return json.Marshal(all)
}

// libraryNames are the attributes that bear a number of the library's. In a text,
// quotes are entities, so that the pattern finds only these.
var libraryNames = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`((?:class|id)="|"url\(#)zr\d+-(cls-|c)(\d+)([")])`)
})

// named is the picture with the numbers that it has on its page.
func (p *picture) named(number, class int) template.HTML {
	return template.HTML(libraryNames().ReplaceAllStringFunc(p.svg, func(name string) string {
		m := libraryNames().FindStringSubmatch(name)
		if m[2] == "cls-" {
			n, _ := strconv.Atoi(m[3])
			m[3] = strconv.Itoa(n - p.first + class)
		}
		return m[1] + "zr" + strconv.Itoa(number) + "-" + m[2] + m[3] + m[4]
	}))
}

// countClasses is how many classes from number first on a picture numbers.
func countClasses(svg string, first int) int {
	n := 0
	for _, m := range libraryNames().FindAllStringSubmatch(svg, -1) {
		if v, _ := strconv.Atoi(m[3]); m[2] == "cls-" {
			n = max(n, v-first+1)
		}
	}
	return n
}
