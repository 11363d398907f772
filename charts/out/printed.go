package out

import (
	"slices"

	"uptake/charts/doc"
)

// printed is the page as paper or as a picture, without scripts.
func (d *draft) printed(as string) ([]byte, error) {
	page, err := doc.LayOut(d.layout(), d.view(), doc.Static, "")
	if err != nil {
		return nil, err
	}
	return d.options.Print(page, as)
}

// mail is the short form as a message; where the picture of the first screen is written
// too, it stands in the message.
func (d *draft) mail() ([]byte, error) {
	var picture []byte
	if slices.Contains(d.options.Formats, "png") {
		var err error
		if picture, err = d.picture(); err != nil {
			return nil, err
		}
	}
	return mailOf(d.view(), d.terminal(), picture)
}
